/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.muster.benchmark.leadership;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured of a system, with one element for each round.
 *
 * @param system the system
 * @param failovers what happened when the leader ended
 * @param idle what the processes need while nothing happens
 */
record Measured(LeaderSystem system, List<Failover> failovers, List<Idle> idle) {

	Measured(LeaderSystem system) {
		this(system, new ArrayList<>(), new ArrayList<>());
	}

}

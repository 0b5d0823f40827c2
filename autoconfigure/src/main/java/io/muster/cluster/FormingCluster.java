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

package io.muster.cluster;

import java.util.List;

/**
 * A cluster that was founded and does not have enough members yet. It does not count as a
 * cluster: its members do not work as members, and give it up if it does not get enough.
 * So a founder that was cut off at the wrong moment never becomes a second cluster.
 *
 * @param members its members so far, oldest first
 * @param required how many working members that may found it must have had at one moment
 */
public record FormingCluster(List<Member> members, int required) {

	public FormingCluster {
		members = List.copyOf(members);
	}

}

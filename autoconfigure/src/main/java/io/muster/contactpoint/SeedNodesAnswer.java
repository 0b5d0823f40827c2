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

package io.muster.contactpoint;

import io.muster.cluster.ClusterState;

/**
 * The answer of this node to probes, as a pure function of the state of its cluster. An
 * instance gives equal answers for equal states.
 */
@FunctionalInterface
public interface SeedNodesAnswer {

	/**
	 * Return the answer.
	 * @param state the state of the engine, which has started and has not stopped
	 * @return the answer to send to the prober
	 * @throws IllegalArgumentException if the state names no node
	 */
	SeedNodes answer(ClusterState state);

}

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

package io.muster.processes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Starts nodes again that have ended. Nodes that were downed by the others join again by
 * themselves.
 */
final class Recovery {

	private final List<String> restarts = new ArrayList<>();

	/**
	 * Start the nodes again that do not recover by themselves.
	 * @param nodes the nodes
	 */
	void attendTo(Collection<? extends ClusterNode<?>> nodes) {
		for (ClusterNode<?> node : nodes) {
			if (!node.process().isAlive()) {
				restart(node, "ended");
			}
		}
	}

	private void restart(ClusterNode<?> node, String reason) {
		this.restarts.add(node + " " + reason);
		node.restart();
	}

	List<String> restarts() {
		return this.restarts;
	}

}

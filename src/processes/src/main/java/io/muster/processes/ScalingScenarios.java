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
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for nodes that are replaced, and whose number changes, while they find each other
 * through a registry.
 */
public abstract class ScalingScenarios extends RegistryScenarios {

	@Test
	void nodesAreScaledReplacedAndStartedFromNothingWithoutASecondCluster() {
		startRegistry();
		List<RegistryNode> nodes = new ArrayList<>(start(3, "three-1", "three-2", "three-3"));
		OneCluster.await(nodes);
		rollTo(nodes, 5, "five-1", "five-2", "five-3", "five-4", "five-5");
		rollTo(nodes, 3, "back-1", "back-2", "back-3");
		List<RegistryNode> green = start(3, "green-1", "green-2", "green-3");
		nodes.addAll(green);
		OneCluster.await(nodes);
		nodes.removeAll(green);
		terminate(nodes);
		OneCluster.await(green);
		assertThat(founders()).hasSize(1);
		terminate(green);
		OneCluster.await(start(3, "again-1", "again-2", "again-3"));
		assertThat(founders()).hasSize(2);
	}

	/**
	 * Replace all nodes one by one by such that require another number, as a rolling
	 * update with a change of the number of replicas does.
	 */
	private void rollTo(List<RegistryNode> nodes, int required, String... successors) {
		List<RegistryNode> predecessors = new ArrayList<>(nodes);
		for (String successor : successors) {
			nodes.addAll(start(required, successor));
			OneCluster.await(nodes);
			if (!predecessors.isEmpty()) {
				RegistryNode predecessor = predecessors.remove(0);
				nodes.remove(predecessor);
				terminate(List.of(predecessor));
			}
		}
		nodes.removeAll(predecessors);
		terminate(predecessors);
		OneCluster.await(nodes);
	}

	private static void terminate(List<RegistryNode> nodes) {
		nodes.forEach((node) -> node.process().terminate());
		nodes.forEach((node) -> node.process().awaitExit());
	}

}

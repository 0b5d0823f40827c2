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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What happens to nodes that find each other through a registry: the same with every
 * registry.
 */
public abstract class RegistryScenarios {

	@RegisterExtension
	final Processes processes = new Processes();

	private Registry registry;

	/**
	 * Create a registry that is not started yet.
	 * @param processes starts its process, if it has one of its own
	 * @return the registry
	 */
	protected abstract Registry registry(Processes processes);

	@BeforeEach
	void createRegistry() {
		this.registry = registry(this.processes);
		if (!this.registry.application().isPrepared()) {
			this.registry.start();
			this.registry.application().arguments(ClusterNode.alone(this.registry.arguments()));
			this.registry.stop();
		}
	}

	@AfterEach
	void stopRegistry() {
		this.registry.stop();
	}

	@Test
	void nodesFormOnceTheRegistryIsThereAndAreAllReplacedBesideTheirGhosts() {
		List<RegistryNode> predecessors = start("old-1", "old-2", "old-3");
		predecessors.forEach(this.registry::awaitMissed);
		this.registry.start();
		OneCluster.await(predecessors);
		predecessors.forEach((node) -> node.process().kill());
		List<RegistryNode> nodes = start("new-1", "new-2", "new-3");
		OneCluster.await(nodes);
		assertThat(nodes.get(0).contactPoints())
			.containsAll(predecessors.stream().map(RegistryNode::contactPoint).toList());
	}

	@Test
	void aRegistryThatIsGoneForAWhileNeitherSplitsNodesThatFormNorThoseThatAreMembers() {
		this.registry.start();
		List<RegistryNode> nodes = new ArrayList<>(start("node-1", "node-2"));
		nodes.forEach((node) -> node.awaitWaitingFor("expecting 3 nodes, found 2: waiting for 1 more"));
		this.registry.stop();
		nodes.addAll(start("node-3"));
		this.registry.awaitMissed(nodes.get(2));
		this.registry.start();
		OneCluster.await(nodes);
		RegistryNode ghost = nodes.remove(0);
		ghost.process().kill();
		RegistryNode joining = start("node-4").get(0);
		joining.awaitMember();
		assertThat(joining.contactPoints()).contains(ghost.contactPoint());
		nodes.add(joining);
		OneCluster.await(nodes);
		this.registry.stop();
		RegistryNode leaving = nodes.remove(0);
		leaving.process().terminate();
		OneCluster.await(nodes);
		assertThat(nodes).map(RegistryNode::clusterIfAny)
			.allSatisfy((view) -> assertThat(view.orElseThrow().departed())
				.extracting(ClusterView.Departed::address, ClusterView.Departed::kind)
				.containsExactlyInAnyOrder(tuple(ghost.address(), "FAILED"), tuple(leaving.address(), "LEFT")));
	}

	private List<RegistryNode> start(String... names) {
		return RegistryNode.start(this.processes, this.registry, names);
	}

}

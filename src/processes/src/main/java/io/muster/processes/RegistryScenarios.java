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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for nodes that find each other through a registry. They are the same for each
 * registry.
 */
@Tag("system")
public abstract class RegistryScenarios {

	@RegisterExtension
	final Processes processes = new Processes();

	private final List<RegistryNode> started = new ArrayList<>();

	private Registry registry;

	/**
	 * Create a registry. It is not started yet.
	 * @param processes starts its process if it has one of its own
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
		restart(predecessors);
		OneCluster.await(predecessors);
		predecessors.forEach((node) -> node.process().kill());
		List<RegistryNode> nodes = start("new-1", "new-2", "new-3");
		OneCluster.await(nodes);
		assertThat(nodes.get(0).contactPoints())
			.containsKeys(predecessors.stream().map(RegistryNode::contactPoint).toArray(String[]::new));
	}

	@Test
	void aRegistryThatIsGoneForAWhileNeitherSplitsNodesThatFormNorThoseThatAreMembers() throws IOException {
		this.registry.start();
		List<RegistryNode> nodes = new ArrayList<>(start("node-1", "node-2"));
		nodes.forEach((node) -> node.awaitWaitingFor("expecting 3 nodes, found 2: waiting for 1 more"));
		this.registry.stop();
		nodes.addAll(start("node-3"));
		this.registry.awaitMissed(nodes.get(2));
		restart(nodes);
		OneCluster.await(nodes);
		RegistryNode ghost = nodes.remove(0);
		ghost.process().kill();
		ghost.process().awaitExit();
		nodes.add(joinBesideAStranger(ghost));
		OneCluster.await(nodes);
		replaceOneByOne(nodes, "node-5", "node-6");
		this.registry.stop();
		nodes.remove(0).process().terminate();
		OneCluster.await(nodes);
		assertThat(nodes).flatMap((node) -> node.clusterIfAny().orElseThrow().departed())
			.filteredOn((departed) -> departed.kind().equals("FAILED"))
			.allMatch((departed) -> departed.address().equals(ghost.address()));
		assertThat(founders()).hasSize(1);
	}

	/**
	 * Start a node with a context path of its own, while a member of another cluster
	 * answers at the address of a killed node that the registry still lists.
	 */
	private RegistryNode joinBesideAStranger(RegistryNode ghost) throws IOException {
		RegistryNode joining = RegistryNode.of(this.processes, this.registry, "node-4").get(0);
		if (this.registry.hasPaths()) {
			joining.withContextPath("/four");
		}
		try (FakeContactPoint stranger = new FakeContactPoint(ghost.host(), ghost.port(), "billing", Ports.find())) {
			joining.start().awaitMember();
			Awaitility.await()
				.untilAsserted(() -> assertThat(joining.contactPoints()).extractingByKey(ghost.contactPoint())
					.asString()
					.startsWith("belongs to cluster 'billing', not to 'orders'"));
			assertThat(joining.clusterIfAny().orElseThrow().addresses()).doesNotContain(stranger.seedNode());
		}
		return joining;
	}

	private void replaceOneByOne(List<RegistryNode> nodes, String... successors) {
		for (String successor : successors) {
			RegistryNode started = start(successor).get(0);
			started.awaitMember();
			nodes.remove(0).process().terminate();
			nodes.add(started);
			OneCluster.await(nodes);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = FormationTimes.PROPERTY, matches = "true")
	void threeThatStartTogetherAreOneClusterInATimeThatIsPrinted() {
		this.registry.start();
		FormationTimes.measure(this.processes, this.registry).print(getClass().getSimpleName());
	}

	/**
	 * Start the registry again, and the nodes that have ended without it, as a platform
	 * would.
	 */
	private void restart(List<RegistryNode> nodes) {
		this.registry.start();
		nodes.stream().filter((node) -> !node.isRunning()).forEach(RegistryNode::start);
	}

	final void startRegistry() {
		this.registry.start();
	}

	/**
	 * Return the nodes that have founded a cluster.
	 */
	final List<RegistryNode> founders() {
		return this.started.stream()
			.filter((node) -> node.process().log().contains("This node founds cluster"))
			.toList();
	}

	private List<RegistryNode> start(String... names) {
		return start(RegistryNode.REQUIRED, names);
	}

	final List<RegistryNode> start(int required, String... names) {
		List<RegistryNode> nodes = RegistryNode.of(this.processes, this.registry, names);
		nodes.forEach((node) -> node.require(required).start());
		this.started.addAll(nodes);
		return nodes;
	}

}

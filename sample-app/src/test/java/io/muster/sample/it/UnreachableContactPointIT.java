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

package io.muster.sample.it;

import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.sample.it.Forwarder.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nodes that cannot reach each other's contact points form one cluster or
 * none, and report what prevents it.
 */
@Tag("system")
class UnreachableContactPointIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@RegisterExtension
	final Network network = new Network();

	@RegisterExtension
	final Watch watch = new Watch();

	@Test
	void theLowestNodeJoinsWhatTheOthersFoundIfItsContactPointRefusesThem() {
		List<SampleNode> nodes = replicas(3, 2);
		SampleNode lowest = nodes.stream().min(Comparator.comparing(SampleNode::enginePort)).orElseThrow();
		this.network.set(nodes, List.of(lowest), Mode.REFUSE);
		nodes.forEach(SampleNode::start);
		OneCluster.await(nodes);
		assertThat(lowest.history()).noneMatch((text) -> text.contains("This node founds"));
	}

	@Test
	void noNodeFoundsBesideASilentContactPoint() {
		List<SampleNode> nodes = replicas(3, 2);
		SampleNode silent = nodes.get(2);
		List<SampleNode> others = nodes.subList(0, 2);
		this.network.set(others, List.of(silent), Mode.SILENCE);
		others.forEach(SampleNode::start);
		others.forEach((node) -> node.awaitWaitingFor("contact-with-all-contact-points",
				this.network.contactPoint(node, silent)));
		silent.start().awaitServer();
		this.network.set(others, List.of(silent), Mode.FORWARD);
		OneCluster.await(nodes);
	}

	@Test
	void nodesThatSeeOneAnotherInACircleWaitUntilAllSeeAll() {
		List<SampleNode> nodes = replicas(3, 3);
		for (int i = 0; i < 3; i++) {
			this.network.set(nodes.get(i), nodes.get((i + 1) % 3), Mode.REFUSE);
		}
		nodes.forEach(SampleNode::start);
		for (int i = 0; i < 3; i++) {
			nodes.get(i)
				.awaitWaitingFor("expecting 3 nodes, found 2",
						this.network.contactPoint(nodes.get(i), nodes.get((i + 1) % 3)));
		}
		this.network.set(nodes, nodes, Mode.FORWARD);
		OneCluster.await(nodes);
	}

	@Test
	void theSmallerPartOfANetworkWaitsAndJoinsWhatTheLargerFounded() {
		List<SampleNode> nodes = replicas(5, 3);
		List<SampleNode> larger = nodes.subList(0, 3);
		List<SampleNode> smaller = nodes.subList(3, 5);
		this.network.set(larger, smaller, Mode.REFUSE);
		this.network.set(smaller, larger, Mode.REFUSE);
		nodes.forEach(SampleNode::start);
		OneCluster.await(larger);
		smaller.forEach((node) -> node.awaitWaitingFor("expecting 3 nodes, found 2: waiting for 1 more"));
		this.network.set(nodes, nodes, Mode.FORWARD);
		OneCluster.await(nodes);
	}

	/**
	 * The others may found when they have not heard the founder for the vote timeout. It
	 * lacks members then, and joins them.
	 */
	@Test
	void aFounderWhoseContactPointRefusesFromThatMomentOnIsInTheOneClusterOfAll() {
		List<SampleNode> nodes = replicas(3, 2);
		nodes.forEach((node) -> node.with("--muster.bootstrap.vote-timeout=2s").start());
		SampleNode founder = SampleNode.awaitLine(nodes, "This node founds");
		this.network.set(nodes.stream().filter((node) -> node != founder).toList(), List.of(founder), Mode.REFUSE);
		OneCluster.await(nodes);
	}

	private List<SampleNode> replicas(int count, int required) {
		List<SampleNode> nodes = this.network.replicas(this.processes, count, required);
		this.watch.over(nodes);
		return nodes;
	}

}

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

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.OneCluster;
import io.muster.processes.Ports;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that plain Pekko nodes and nodes of Muster form one cluster.
 */
@Tag("system")
class PekkoPeersIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	void pekkoNodesAndSampleNodesFormOneClusterThatAPekkoNodeFounds() {
		List<Integer> ports = Ports.find(3);
		List<SampleNode> samples = List.of(sample(ports, 1), sample(ports, 2));
		List<PekkoNode> peers = List.of(peer(ports, 0));
		formOneCluster(samples, peers);
		assertThat(samples)
			.allSatisfy((node) -> assertThat(node.history()).noneMatch((text) -> text.contains("founds")));
	}

	@Test
	void pekkoNodesAndSampleNodesFormOneClusterThatASampleNodeFounds() {
		List<Integer> ports = Ports.find(3);
		List<SampleNode> samples = List.of(sample(ports, 0));
		List<PekkoNode> peers = List.of(peer(ports, 1), peer(ports, 2));
		formOneCluster(samples, peers);
		assertThat(samples.get(0).history()).anyMatch((text) -> text.contains("founds"));
	}

	private SampleNode sample(List<Integer> ports, int index) {
		return new SampleNode(this.processes, "sample-" + index, ports.get(index), ports).require(ports.size());
	}

	private PekkoNode peer(List<Integer> ports, int index) {
		return new PekkoNode(this.processes, "peer-" + index, ports.get(index), ports);
	}

	private static void formOneCluster(List<SampleNode> samples, List<PekkoNode> peers) {
		peers.forEach(PekkoNode::start);
		samples.forEach(SampleNode::start);
		Set<String> addresses = new HashSet<>(peers.stream().map(PekkoNode::address).toList());
		OneCluster.await(samples, Set.copyOf(addresses));
		samples.forEach((node) -> addresses.add(node.address()));
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(peers).map(PekkoNode::members).containsOnly(addresses));
	}

}

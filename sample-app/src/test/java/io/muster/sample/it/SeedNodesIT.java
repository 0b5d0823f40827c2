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

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.FakeContactPoint;
import io.muster.processes.OneCluster;
import io.muster.processes.Ports;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for configured seed nodes, and for seed nodes that do not exist any more.
 */
@Tag("system")
class SeedNodesIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	void configuredSeedNodesWinOverBootstrap() {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 2);
		nodes.forEach((node) -> node
			.with("--muster.cluster.seed-nodes=" + nodes.get(0).address() + "," + nodes.get(1).address())
			.start());
		OneCluster.await(nodes);
		assertThat(nodes)
			.allSatisfy((node) -> assertThat(node.history()).noneMatch((text) -> text.contains("founds cluster"))
				.anyMatch((text) -> text.contains("is a member of cluster")));
		assertThat(this.processes.warnings()).filteredOn((line) -> line.contains("muster.cluster.seed-nodes is set"))
			.hasSize(2);
	}

	@Test
	void aNodeWhoseSeedNodesAreGoneProbesAgainAndJoinsTheClusterThatThereIs() throws IOException {
		List<Integer> ports = Ports.find(3);
		SampleNode founder = new SampleNode(this.processes, "founder", ports.get(0), ports.subList(0, 1)).require(1);
		SampleNode joiner = new SampleNode(this.processes, "joiner", ports.get(1), ports).require(3)
			.with("--muster.bootstrap.join-timeout=3s");
		try (FakeContactPoint fake = new FakeContactPoint(ports.get(2), SampleNode.CLUSTER, Ports.find())) {
			joiner.start().awaitServer();
			joiner.awaitHistory("Joining cluster");
			assertThat(joiner.history()).anyMatch((text) -> text.contains(fake.seedNode()));
			founder.start().awaitServer();
			OneCluster.await(List.of(founder, joiner));
		}
		assertThat(joiner.history()).anyMatch((text) -> text.contains("join-timeout"))
			.noneMatch((text) -> text.contains("founds"));
	}

}

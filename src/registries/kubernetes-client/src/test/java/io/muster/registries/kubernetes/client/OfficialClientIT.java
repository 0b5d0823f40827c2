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

package io.muster.registries.kubernetes.client;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.FormationTimes;
import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.processes.RegistryNode;
import io.muster.registries.kubernetes.KubernetesApi;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for processes that find each other through the API of Kubernetes, with the
 * official client.
 */
@Tag("system")
class OfficialClientIT {

	@RegisterExtension
	final Processes processes = new Processes();

	private final KubernetesApi api = new KubernetesApi("kubernetes.api");

	@BeforeEach
	void startApi() {
		this.api.start();
	}

	@AfterEach
	void stopApi() {
		this.api.stop();
	}

	@Test
	void nodesFormOneClusterAndAnotherJoinsBesideAGhost() {
		List<RegistryNode> nodes = new ArrayList<>(start("node-1", "node-2", "node-3"));
		OneCluster.await(nodes);
		RegistryNode ghost = nodes.remove(0);
		ghost.process().kill();
		RegistryNode joining = start("node-4").get(0);
		joining.awaitMember();
		assertThat(joining.contactPoints()).containsKey(ghost.contactPoint());
		nodes.add(joining);
		OneCluster.await(nodes);
	}

	@Test
	@EnabledIfSystemProperty(named = FormationTimes.PROPERTY, matches = "true")
	void threeThatStartTogetherAreOneClusterInATimeThatIsPrinted() {
		FormationTimes.measure(this.processes, this.api).print("Kubernetes, official client");
	}

	private List<RegistryNode> start(String... names) {
		List<RegistryNode> nodes = RegistryNode.of(this.processes, this.api, names);
		nodes.forEach(RegistryNode::start);
		return nodes;
	}

}

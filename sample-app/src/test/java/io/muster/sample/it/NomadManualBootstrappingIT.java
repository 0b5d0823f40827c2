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

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Nomad's "Manual Bootstrapping", with processes: the address of the first
 * server is in the configuration of all others.
 */
@Tag("system")
class NomadManualBootstrappingIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	@Tag("N1")
	@Tag("N2")
	@Tag("N3")
	@Tag("N4")
	@Tag("N5")
	@Tag("N7")
	@Tag("N9")
	@Tag("N12")
	@Tag("C21")
	void nodesThatKnowTheAddressOfTheFirstServerJoinItAndStayWhenItIsGone() {
		List<OperatedNode> nodes = OperatedNode.create(this.processes, 50, "server-1", "server-2", "server-3",
				"client");
		OperatedNode first = nodes.get(0);
		OperatedNode client = nodes.get(3);
		String knownAddress = OperatedNode.CONTACT_POINTS + first.host();
		client.start(3, knownAddress, "--muster.cluster.client=true");
		client.awaitWaitingFor("no known servers");
		client.awaitHealth((health) -> assertThat(health).contains("OUT_OF_SERVICE", "no known servers"));
		first.start(3);
		first.awaitWaitingFor("expecting 3 nodes, found 1: waiting for 2 more");
		client.awaitWaitingFor("the 1 server that answered to found a cluster");
		assertThat(first.text("/actuator/bootstrap")).containsPattern("Probed at +http://" + first.host());
		nodes.subList(1, 3).forEach((server) -> server.start(3, knownAddress));
		nodes.forEach((node) -> node.awaitMembers(rows(nodes, "Up")));
		first.process().interrupt();
		client.awaitMembers(rows(nodes.subList(1, 4), "Up", first.row("left")));
		client.awaitHealth((health) -> assertThat(health).endsWith("\"status\":\"UP\"}"));
	}

	private static String[] rows(List<OperatedNode> nodes, String status, String... others) {
		return Stream.concat(nodes.stream().map((node) -> node.row(status)), Stream.of(others)).toArray(String[]::new);
	}

}

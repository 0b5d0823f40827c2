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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nomad's "Manual Bootstrapping", with processes: a first server whose address is put
 * into the configuration of all others.
 */
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
	void serversThatAreGivenTheAddressOfTheFirstBecomeOneCluster() {
		List<OperatedNode> servers = OperatedNode.create(this.processes, 50, "server-1", "server-2", "server-3");
		OperatedNode first = servers.get(0);
		first.start(3).awaitWaitingFor("expecting 3 nodes, found 1: waiting for 2 more");
		assertThat(first.text("/actuator/bootstrap")).containsPattern("Probed at +http://" + first.host());
		String knownAddress = OperatedNode.CONTACT_POINTS + first.host();
		List<OperatedNode> others = servers.subList(1, 3);
		others.forEach((server) -> server.start(3, knownAddress));
		String[] rows = servers.stream().map((server) -> server.row("Up")).toArray(String[]::new);
		servers.forEach((server) -> server.awaitMembers(rows));
	}

}

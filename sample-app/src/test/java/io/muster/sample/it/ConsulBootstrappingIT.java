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
 * Tests for Consul's "Bootstrapping a Datacenter", with processes: three servers expect
 * three nodes and know no others, until an operator has one of them join the others.
 */
@Tag("system")
class ConsulBootstrappingIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	@Tag("C5")
	@Tag("C9")
	@Tag("C10")
	@Tag("C11")
	@Tag("C15")
	@Tag("C16")
	@Tag("C17")
	void threeServersThatExpectThreeWaitUntilOneOfThemJoinsTheOthers() {
		List<OperatedNode> servers = OperatedNode.create(this.processes, 20, "node-a", "node-b", "node-c");
		OperatedNode a = servers.get(0);
		OperatedNode b = servers.get(1);
		OperatedNode c = servers.get(2);
		servers.forEach((server) -> server.start(3));
		servers.forEach((server) -> server.awaitWaitingFor("expecting 3 nodes, found 1: waiting for 2 more"));
		assertThat(servers).allSatisfy((server) -> {
			assertThat(server.members()).isEmpty();
			server.awaitHealth((health) -> assertThat(health).contains("OUT_OF_SERVICE", "waiting for 2 more"));
		});
		assertThat(b.join(a, b, c)).isEqualTo("Successfully joined cluster by contacting 3 nodes.");
		for (OperatedNode server : servers) {
			server.awaitMembers(a.row("Up"), b.row("Up"), c.row("Up"));
			server.awaitLog(a.engine() + " is up", b.engine() + " is up", c.engine() + " is up",
					a.engine() + " is the leader");
			server.awaitLeader(a);
		}
		assertThat(servers).filteredOn((server) -> server.process().log().contains("This node founds cluster 'sample'"))
			.singleElement()
			.satisfies((founder) -> founder.awaitLog("3 of 3 nodes voted for it, 3 are needed"));
		assertThat(c.join(a, b, c)).isEqualTo("Successfully joined cluster by contacting 3 nodes.");
		for (OperatedNode server : servers) {
			server.awaitMembers(a.row("Up"), b.row("Up"), c.row("Up"));
			assertThat(server.process().log()).containsOnlyOnce("This node is a member of cluster 'sample'");
		}
	}

}

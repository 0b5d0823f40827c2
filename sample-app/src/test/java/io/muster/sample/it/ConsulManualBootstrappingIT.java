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
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Consul's "Manually Bootstrapping a Datacenter", with processes: the first
 * server founds a cluster alone. Only one server may be configured to do so, and only
 * until the others have joined.
 */
@Tag("system")
class ConsulManualBootstrappingIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	@Tag("M1")
	@Tag("M3")
	@Tag("M4")
	@Tag("M6")
	@Tag("M7")
	@Tag("M8")
	@Tag("M9")
	@Tag("M13")
	void theFirstFoundsAloneTheOthersJoinItAndItNeverDecidesAloneAgain() {
		List<OperatedNode> servers = OperatedNode.create(this.processes, 30, "node-a", "node-b", "node-c");
		OperatedNode a = servers.get(0);
		OperatedNode b = servers.get(1);
		OperatedNode c = servers.get(2);
		a.start(1);
		b.start(3);
		c.start(3);
		a.awaitLog("required-contact-point-nr is 1", a.engine() + " is the leader; 1 member");
		b.awaitWaitingFor("expecting 3 nodes, found 1: waiting for 2 more");
		c.awaitWaitingFor("expecting 3 nodes, found 1: waiting for 2 more");
		assertThat(b.join(a)).isEqualTo("Successfully joined cluster by contacting 1 nodes.");
		b.awaitMembers(a.row("Up"), b.row("Up"));
		assertThat(a.join(b, c)).isEqualTo("Successfully joined cluster by contacting 2 nodes.");
		awaitMembers(servers);
		servers.forEach((server) -> server.awaitLeader(a));
		a.process().interrupt();
		a.process().awaitExit();
		b.awaitMembers(a.row("left"), b.row("Up"), c.row("Up"));
		a.start(3, OperatedNode.CONTACT_POINTS + b.host());
		awaitMembers(servers);
		b.process().kill();
		c.process().kill();
		a.awaitMembers(a.row("failed"));
		a.awaitWaitingFor("expecting 3 nodes, found 1");
	}

	@Test
	@Tag("M15")
	void aSecondServerThatFoundsAloneIsReportedAndJoinsOnceItIsStartedAnew(@TempDir Path directory) throws IOException {
		List<OperatedNode> servers = OperatedNode.create(this.processes, 40, "node-a", "node-wrong");
		OperatedNode a = servers.get(0);
		OperatedNode wrong = servers.get(1);
		Path data = directory.resolve("wrong");
		String[] arguments = { OperatedNode.CONTACT_POINTS + a.host(), "--muster.bootstrap.data-dir=" + data,
				"--muster.bootstrap.watch-interval=500ms" };
		wrong.start(1, arguments).awaitMembers(wrong.row("Up"));
		// so that they do not find each other before both have founded
		wrong.process().pause();
		a.start(1, OperatedNode.CONTACT_POINTS + a.host(), "--muster.bootstrap.watch-interval=500ms")
			.awaitMembers(a.row("Up"));
		wrong.process().resume();
		for (OperatedNode server : servers) {
			server.awaitLog("There are two clusters where there should be one");
			server.awaitHealth((health) -> assertThat(health).contains("DOWN", "split"));
			assertThat(server.text("/actuator/bootstrap")).containsPattern("Split +.*" + a.engine());
		}
		wrong.process().interrupt();
		wrong.process().awaitExit();
		assertThat(FileSystemUtils.deleteRecursively(data)).isTrue();
		wrong.start(3, arguments);
		awaitMembers(servers);
		a.awaitLog("No second cluster is seen any more");
		a.awaitHealth((health) -> assertThat(health).doesNotContain("split"));
	}

	private static void awaitMembers(List<OperatedNode> servers) {
		String[] rows = servers.stream().map((server) -> server.row("Up")).toArray(String[]::new);
		servers.forEach((server) -> server.awaitMembers(rows));
	}

}

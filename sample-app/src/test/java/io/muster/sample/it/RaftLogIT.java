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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import io.muster.file.Checksum;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Raft log in the data directory, with processes: it is the same on all
 * servers and on their disks, a cluster that is started again goes on with it, and the
 * folder of a server that founded a group of its own is to be removed.
 */
@Tag("system")
class RaftLogIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@TempDir
	private Path directory;

	@Test
	@Tag("C2")
	@Tag("C18")
	@Tag("M10")
	@Tag("M11")
	@Tag("M12")
	void theLogIsOnEachServerAndItsDiskAndGoesOnWhenAllAreStartedAgain() throws IOException {
		List<OperatedNode> servers = OperatedNode.create(this.processes, 50, "node-a", "node-b", "node-c");
		OperatedNode a = servers.get(0);
		start(a, 1, servers).awaitMembers(a.row("Up"));
		start(servers.get(1), 3, servers);
		start(servers.get(2), 3, servers);
		awaitMembers(servers);
		for (OperatedNode peer : servers.subList(1, 3)) {
			a.awaitLog(
					"added peer " + peer.engine().substring(peer.engine().indexOf('@') + 1) + ", starting replication");
		}
		awaitSameLog(servers);
		long index = raft(a).path("lastLogIndex").asLong();
		long token = awaitToken(a);
		servers.forEach((server) -> server.process().kill());
		servers.forEach((server) -> server.process().awaitExit());
		// As if wall clocks had been ahead by decades when it was written.
		long epoch = 2_000_000_000;
		for (OperatedNode server : servers) {
			String json = Files.readString(file(server)).replaceFirst("\"epoch\" : \\d+", "\"epoch\" : " + epoch);
			Files.writeString(file(server), Checksum.add(json));
		}
		servers.forEach((server) -> start(server, 3, servers));
		awaitMembers(servers);
		awaitSameLog(servers);
		assertThat(raft(a).path("epoch").asLong()).isGreaterThan(epoch);
		assertThat(raft(a).path("lastLogIndex").asLong()).isGreaterThan(index);
		assertThat(awaitToken(a)).isGreaterThan(token).isGreaterThan(epoch << 28);
		assertThat(servers).anySatisfy((server) -> assertThat(server.process().log())
			.contains("founds a Raft group, which goes on after entry " + index + " of the last one"));
		assertThat(servers).noneSatisfy((server) -> assertThat(server.process().log()).contains("may be lost"));
	}

	@Test
	@Tag("M15")
	void aServerThatFoundedAGroupOfItsOwnTakesNoPartUntilItsFolderIsRemoved() throws IOException {
		List<OperatedNode> servers = OperatedNode.create(this.processes, 60, "node-a", "node-b", "node-wrong");
		List<OperatedNode> cluster = servers.subList(0, 2);
		OperatedNode wrong = servers.get(2);
		start(cluster.get(0), 2, cluster);
		start(cluster.get(1), 2, cluster);
		awaitMembers(cluster);
		awaitSameLog(cluster);
		start(wrong, 1, List.of(wrong)).awaitMembers(wrong.row("Up"));
		awaitToken(wrong);
		wrong.process().kill();
		wrong.process().awaitExit();
		start(wrong, 2, servers);
		awaitMembers(servers);
		wrong.awaitLog("Consensus: this server takes no part: its log (epoch ", "remove the folder raft/ in");
		assertThat(raft(wrong).path("warning").asString("")).contains("remove the folder raft/");
		assertThat(raft(wrong).path("state").asString()).isEqualTo("Standby");
		assertThat(raft(cluster.get(0)).path("numPeers").asInt()).isEqualTo(1);
		wrong.process().interrupt();
		wrong.process().awaitExit();
		assertThat(FileSystemUtils.deleteRecursively(file(wrong).getParent())).isTrue();
		start(wrong, 2, servers);
		await().untilAsserted(() -> assertThat(raft(wrong).path("numPeers").asInt()).isEqualTo(2));
		awaitSameLog(servers);
		assertThat(raft(wrong).has("warning")).isFalse();
	}

	private OperatedNode start(OperatedNode server, int required, List<OperatedNode> contactPoints) {
		return server.start(required, "--muster.bootstrap.data-dir=" + data(server), OperatedNode.CONTACT_POINTS
				+ contactPoints.stream().map(OperatedNode::host).collect(Collectors.joining(",")));
	}

	private Path data(OperatedNode server) {
		return this.directory.resolve(server.host());
	}

	private Path file(OperatedNode server) {
		return data(server).resolve("raft").resolve("log.json");
	}

	/**
	 * Wait until all servers are voters, and have the same log, also on their disks.
	 */
	private void awaitSameLog(List<OperatedNode> servers) {
		await().untilAsserted(() -> {
			long index = raft(servers.get(0)).path("lastLogIndex").asLong();
			for (OperatedNode server : servers) {
				JsonNode raft = raft(server);
				assertThat(raft.path("numPeers").asInt()).isEqualTo(servers.size() - 1);
				assertThat(raft.path("durable").asBoolean()).isTrue();
				assertThat(raft.path("lastLogIndex").asLong()).isEqualTo(index).isPositive();
				assertThat(raft.path("commitIndex").asLong()).isEqualTo(index);
				assertThat(JsonMapper.shared().readTree(Files.readString(file(server))).path("lastLogIndex").asLong())
					.isEqualTo(index);
			}
		});
	}

	private static long awaitToken(OperatedNode server) {
		return await().until(() -> server.json("/actuator/leadership").path("roles").path(0).path("token").asLong(),
				(token) -> token > 0);
	}

	private static JsonNode raft(OperatedNode server) {
		return server.json("/actuator/leadership").path("raft");
	}

	private static void awaitMembers(List<OperatedNode> servers) {
		String[] rows = servers.stream().map((server) -> server.row("Up")).toArray(String[]::new);
		servers.forEach((server) -> server.awaitMembers(rows));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
	}

}

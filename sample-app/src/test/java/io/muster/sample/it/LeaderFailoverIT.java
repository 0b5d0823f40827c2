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
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that another process leads soon after the leader was killed, suspended or
 * stopped, and never before that has ended to lead. All processes record when they lead.
 */
@Tag("system")
class LeaderFailoverIT {

	@RegisterExtension
	final Processes processes = new Processes();

	private List<SampleNode> nodes;

	private SampleNode leader;

	@BeforeEach
	void formCluster() throws IOException {
		this.nodes = SampleNode.replicas(this.processes, 3);
		this.nodes.forEach((node) -> node.with(SampleNode.DISCOVERY + "stable-margin=1s")
			.with("--spring.main.sources=" + LeaderRecord.class.getName(),
					"--" + LeaderRecord.FILE + "=" + leaderRecord(node))
			.startedBy(SampleApplication.class)
			.withClasses(Path.of("target", "test-classes"))
			.start());
		OneCluster.await(this.nodes);
		awaitActing(leaderRecords());
		String address = Objects.requireNonNull(this.nodes.get(0).cluster().leader());
		this.leader = this.nodes.stream().filter((node) -> node.address().equals(address)).findAny().orElseThrow();
	}

	@AfterEach
	void neverTwo() throws IOException {
		assertThat(LeaderRecord.complaints(leaderRecords())).isEmpty();
	}

	@Test
	void anotherLeadsSecondsAfterTheLeaderWasKilled() throws IOException {
		this.leader.process().kill();
		assertThat(awaitHandover("kill -9")).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
	}

	@Test
	void anotherLeadsWhileTheLeaderIsSuspendedAndThatKnowsItWhenItIsResumed() throws IOException {
		this.leader.process().pause();
		assertThat(awaitHandover("SIGSTOP")).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
		this.leader.process().resume();
		OneCluster.await(this.nodes);
		awaitActing(leaderRecords());
	}

	@Test
	void anotherLeadsAtOnceWhenTheLeaderIsStopped() throws IOException {
		this.leader.process().terminate();
		assertThat(awaitHandover("SIGTERM")).isLessThan(Duration.ofSeconds(1));
		assertThat(this.leader.process().awaitExit()).isEqualTo(128 + 15);
	}

	private Duration awaitHandover(String event) throws IOException {
		List<Path> others = leaderRecords().stream().filter((file) -> !file.equals(leaderRecord(this.leader))).toList();
		awaitActing(others);
		Duration handover = LeaderRecord.handovers(leaderRecords()).get(0);
		System.out.printf("%s of the leader: nobody led for %d ms%n", event, handover.toMillis());
		return handover;
	}

	private static void awaitActing(List<Path> files) {
		Awaitility.await("a leader").atMost(Duration.ofSeconds(30)).until(() -> LeaderRecord.isActing(files));
	}

	private List<Path> leaderRecords() {
		return this.nodes.stream().map(this::leaderRecord).toList();
	}

	private Path leaderRecord(SampleNode node) {
		return this.processes.directory().resolve("leader-" + this.nodes.indexOf(node));
	}

}

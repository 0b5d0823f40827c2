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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.muster.processes.OneCluster;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.sample.it.Forwarder.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a real Prometheus raises the alarm by the project's alert rules where it
 * should, with their own durations.
 */
@Tag("system")
class PrometheusIT {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	@RegisterExtension
	final Processes processes = new Processes();

	@TempDir
	Path directory;

	@Test
	void itsOwnToolAcceptsTheRules() throws Exception {
		Process check = new ProcessBuilder(PrometheusServer.executable("promtool"), "check", "rules",
				PrometheusServer.RULES.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(check.getInputStream().readAllBytes());
		assertThat(check.waitFor()).as(output).isZero();
		assertThat(output).containsPattern("SUCCESS: \\d+ rules found");
	}

	@Test
	void aKilledNodeIsReportedWhileItIsUnreachableAndWhenItHasFailedUntilItIsBack() throws IOException {
		PrometheusServer.executable("prometheus");
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3);
		nodes.forEach(SampleNode::start);
		OneCluster.await(nodes);
		try (PrometheusServer prometheus = PrometheusServer.start(this.directory, nodes)) {
			assertThat(prometheus.firing()).isEmpty();
			long killed = System.nanoTime();
			nodes.get(1).process().kill();
			awaitFiring(prometheus, Set.of("MusterUnreachable"), killed, "kill -9");
			assertThat(prometheus.summary("MusterUnreachable")).isEqualTo("1 members of 'orders' are unreachable");
			awaitFiring(prometheus, Set.of("MusterMemberFailed"), killed, "kill -9");
			assertThat(prometheus.summary("MusterMemberFailed"))
				.isEqualTo("1 members of 'orders' failed, and did not come back");
			nodes.get(1).start();
			awaitFiring(prometheus, Set.of(), System.nanoTime(), "its restart");
		}
	}

	@Test
	void twoClustersAreReportedAsSoonAsTheySeeEachOther() throws IOException {
		PrometheusServer.executable("prometheus");
		List<Integer> ports = Ports.find(3);
		try (Forwarder toThird = new Forwarder(ports.get(2))) {
			toThird.become(Mode.REFUSE);
			List<Integer> known = List.of(ports.get(0), ports.get(1), toThird.port());
			List<SampleNode> pair = List.of(node("node-1", ports.get(0), known).require(2),
					node("node-2", ports.get(1), known).require(2));
			SampleNode alone = node("node-3", ports.get(2), List.of(ports.get(2))).require(1);
			List<SampleNode> nodes = new ArrayList<>(pair);
			nodes.add(alone);
			nodes.forEach(SampleNode::start);
			OneCluster.await(pair);
			OneCluster.await(List.of(alone));
			try (PrometheusServer prometheus = PrometheusServer.start(this.directory, nodes)) {
				assertThat(prometheus.firing()).doesNotContain("MusterSplit");
				long seen = System.nanoTime();
				toThird.become(Mode.FORWARD);
				awaitFiring(prometheus, Set.of("MusterSplit"), seen, "the split");
				awaitFiring(prometheus, Set.of("MusterSplit", "MusterTwoLeaders"), seen, "the split");
				alone.process().kill();
				awaitFiring(prometheus, Set.of(), System.nanoTime(), "the end of the second cluster");
			}
		}
	}

	private SampleNode node(String name, int port, List<Integer> contactPoints) {
		return new SampleNode(this.processes, name, port, contactPoints)
			.with("--muster.bootstrap.watch-interval=500ms");
	}

	private static void awaitFiring(PrometheusServer prometheus, Set<String> alerts, long since, String event) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.untilAsserted(() -> assertThat(prometheus.firing()).isEqualTo(alerts));
		System.out.printf("%s is firing %.1f s after %s%n", alerts.isEmpty() ? "Nothing" : alerts,
				(System.nanoTime() - since) / 1e9, event);
	}

}

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
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.JavaProcess;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the demo, without the build with which its script begins.
 */
class DemoIT {

	private static final Pattern STARTED = Pattern.compile("node \\d+ \\(pid (\\d+)\\) at ");

	private static final Pattern ONE_CLUSTER = Pattern.compile("\\S+ {2}node .*\\n\\S+ {2}One cluster of .*");

	/**
	 * What the console says until there is a cluster of three nodes that wait for each
	 * other.
	 */
	private static final int LINES = 40;

	private static final int SIGTERM = 15;

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	void oneNodeFormsAClusterAndEndsOnSigterm() {
		JavaProcess demo = startDemo(1, Map.of());
		awaitOneCluster(demo, 1);
		List<Long> nodes = nodes(demo);
		demo.terminate();
		assertThat(demo.awaitExit()).isEqualTo(128 + SIGTERM);
		assertThat(nodes).hasSize(1).noneMatch(DemoIT::isAlive);
		assertThat(demo.log()).endsWith("No process of the demo is left\n");
	}

	@Test
	void threeNodesFormOneClusterAndLeaveItOnCtrlC() {
		JavaProcess demo = startDemo(3, Map.of());
		awaitOneCluster(demo, 3);
		List<Long> nodes = nodes(demo);
		assertThat(demo.log()).contains("curl -H 'Accept: text/plain' http://127.0.0.1:", "node 1 waits: ",
				"node 1 Up, node 2 Up, node 3 Up\n");
		assertThat(demo.log().lines()).hasSizeLessThan(LINES);
		assertThat(firstLine(demo)).matches(
				"\\S+ {2}Open http://127.0.0.1:\\d+/actuator/cluster in a browser: it shows the cluster as it forms");
		DocumentedExamples.checkInAnyOrder("demo", end(demo.log()));
		interrupt(demo, nodes);
		demo.awaitExit();
		assertThat(nodes).hasSize(3).noneMatch(DemoIT::isAlive);
		assertThat(demo.log()).containsPattern("node 2 left")
			.containsPattern("node 3 left")
			.endsWith("No process of the demo is left\n");
	}

	@Test
	void aNodeThatCannotStartEndsTheDemoWhichShowsWhy() {
		JavaProcess demo = startDemo(2, Map.of("SPRING_APPLICATION_JSON", "{\"muster.cluster.data-center\":\" \"}"));
		assertThat(demo.awaitExit()).isOne();
		assertThat(nodes(demo)).hasSize(2).noneMatch(DemoIT::isAlive);
		assertThat(demo.log()).contains("APPLICATION FAILED TO START", "muster.cluster.data-center")
			.endsWith("No process of the demo is left\n");
	}

	private static String firstLine(JavaProcess demo) {
		return demo.log().lines().findFirst().orElseThrow();
	}

	private JavaProcess startDemo(int count, Map<String, String> environment) {
		return this.processes.start("demo", List.of("-Dloader.main=io.muster.sample.demo.Demo", "-jar",
				Processes.jar("sample.jar"), Integer.toString(count)), environment);
	}

	private static void awaitOneCluster(JavaProcess demo, int count) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.until(() -> demo.log().contains("One cluster of " + count + ", led by node "));
	}

	/**
	 * Return the line of the members, and what is said below it.
	 */
	private static String end(String log) {
		return ONE_CLUSTER.matcher(log).results().map(MatchResult::group).findFirst().orElseThrow();
	}

	private static List<Long> nodes(JavaProcess demo) {
		return STARTED.matcher(demo.log()).results().map((result) -> Long.parseLong(result.group(1))).toList();
	}

	private static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
	}

	/**
	 * Send SIGINT to all processes, as Ctrl-C does in a terminal.
	 */
	private static void interrupt(JavaProcess demo, List<Long> nodes) {
		nodes.forEach((pid) -> JavaProcess.signal("INT", pid));
		demo.interrupt();
	}

}

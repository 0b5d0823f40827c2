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

package io.muster;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the names of nodes, with whole applications.
 */
@Tag("S5")
@ExtendWith(OutputCaptureExtension.class)
@Tag("system")
class NodeNamesTests {

	private final TestRegistry registry = new TestRegistry();

	@Test
	void aNodeIsCalledByWhatIsConfiguredOrElseByWhereItIs(CapturedOutput output) {
		try (Node one = named("agent-one").start(); Node two = Node.servlet(this.registry).required(2).start()) {
			Node.awaitOneCluster(one, two);
			String other = "orders:" + two.cluster().self().address().hostAndPort();
			assertThat(names(one)).containsExactlyInAnyOrder("agent-one", other);
			assertThat(names(two)).containsExactlyInAnyOrder("agent-one", other);
			assertThat(output).doesNotContain("have the same name");
		}
	}

	@Test
	void twoNodesOfOneNameAreReportedOnBothSidesAndInOneClusterNevertheless(CapturedOutput output) {
		try (Node one = named("agent").start(); Node two = named("agent").start()) {
			Node.awaitOneCluster(one, two);
			assertThat(names(one)).containsExactly("agent", "agent");
			await().untilAsserted(() -> assertThat(
					output.getOut().lines().filter((line) -> line.contains("have the same name 'agent'")))
				.hasSize(2)
				.allSatisfy((line) -> assertThat(line).contains("WARN", one.cluster().self().address().toString(),
						two.cluster().self().address().toString(), "muster.cluster.node-name")));
		}
	}

	@Test
	void aNodeThatComesBackWithItsNameIsNoDuplicate(CapturedOutput output) {
		try (Node one = named("agent-one").start()) {
			try (Node two = named("agent-two").start()) {
				Node.awaitOneCluster(one, two);
			}
			try (Node two = named("agent-two").start()) {
				Node.awaitOneCluster(one, two);
				assertThat(names(one)).containsExactly("agent-one", "agent-two");
				assertThat(one.json("/actuator/cluster").path("departed")).isEmpty();
				assertThat(output).doesNotContain("have the same name");
			}
		}
	}

	private Node named(String name) {
		return Node.servlet(this.registry).required(2).property("muster.cluster.node-name", name);
	}

	private static List<String> names(Node node) {
		return node.json("/actuator/cluster")
			.path("members")
			.valueStream()
			.map((member) -> member.path("name"))
			.map(JsonNode::asString)
			.toList();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

}

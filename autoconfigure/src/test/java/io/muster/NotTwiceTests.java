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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.apache.pekko.actor.ActorSystem;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nodes which were members enter their cluster again, and found no other
 * beside it. The engine, HTTP and the files are real.
 */
@Tag("system")
class NotTwiceTests {

	private final TestRegistry registry = new TestRegistry();

	@TempDir
	private Path data;

	/**
	 * A node may join a side of a partition that is downed later. It enters the cluster
	 * again.
	 */
	@Test
	void downedNodeEntersAgainAsAnotherIncarnation() {
		try (Node one = node().start(); Node two = node().start()) {
			Node.awaitOneCluster(one, two);
			io.muster.cluster.Node before = self(two);
			one.cluster().down(before.address());
			awaitAnother(two, before);
			Node.awaitOneCluster(one, two);
			assertThat(two.json("/actuator/bootstrap").path("history").toString())
				.contains("This node was a member of a cluster of 2", "Joining cluster 'orders' through");
			assertThat(two.exits()).isEmpty();
		}
	}

	@Test
	void clusterReturnsWhenEveryNodeWasDowned() {
		try (Node one = node().required(3).start();
				Node two = node().required(3).start();
				Node three = node().required(3).start()) {
			Node.awaitOneCluster(one, two, three);
			List<io.muster.cluster.Node> before = List.of(self(one), self(two), self(three));
			// each by itself: a node that is downed says nothing of others any more
			Stream.of(one, two, three).forEach((node) -> node.cluster().down(self(node).address()));
			awaitAnother(one, before.get(0));
			awaitAnother(two, before.get(1));
			awaitAnother(three, before.get(2));
			Node.awaitOneCluster(one, two, three);
		}
	}

	@Test
	void downedNodeStaysOutsideIfSoConfigured() {
		try (Node one = node().start(); Node two = node().property("muster.cluster.on-removed", "none").start()) {
			Node.awaitOneCluster(one, two);
			one.cluster().down(self(two).address());
			await().until(() -> two.get("/actuator/health").statusCode() == 503);
			await().until(() -> two.json("/actuator/bootstrap").path("phase").asString().equals("REMOVED"));
			Node.awaitOneCluster(one);
		}
	}

	@Test
	void applicationThatUsesTheActorSystemIsClosedWhenItsNodeWasDowned() {
		try (Node one = node().start(); Node two = node().start()) {
			assertThat(two.context().getBean(ActorSystem.class).name()).isEqualTo("orders");
			Node.awaitOneCluster(one, two);
			one.cluster().down(self(two).address());
			await().untilAsserted(() -> assertThat(two.exits()).hasSize(1)
				.first()
				.asString()
				.contains("only as another process, because the application uses the engine's ActorSystem"));
		}
	}

	@Test
	void wholeClusterThatWasStoppedFormsAgain() {
		List<Node> first = startThree();
		first.forEach(Node::close);
		List<Node> second = startThree();
		second.forEach(Node::close);
	}

	private List<Node> startThree() {
		List<Node> nodes = new ArrayList<>();
		for (String name : List.of("a", "b", "c")) {
			nodes.add(remembering(name).required(3).start());
		}
		Node.awaitOneCluster(nodes.toArray(Node[]::new));
		return nodes;
	}

	@Test
	@Tag("M1")
	@Tag("M13")
	void nodeThatLeftOthersBehindFoundsNothingAndTheLastOneDoes() {
		startThree().forEach(Node::close);
		try (Node one = remembering("a").required(1).start()) {
			await().untilAsserted(() -> assertThat(one.json("/actuator/bootstrap").path("waitingFor").asString(""))
				.startsWith("a majority of the 3 members that this node last knew: waiting for 1 more"));
			assertThat(one.members()).isEmpty();
			assertThat(one.get("/actuator/health").body()).contains("\"waitingFor\":\"a majority of the 3 members");
			try (Node last = remembering("c").required(1).start()) {
				Node.awaitOneCluster(one, last);
			}
		}
	}

	@Test
	void whoWasToldToLeaveStaysOutsideWhenItIsStartedAgainUnlessItIsToRejoin() {
		try (Node one = remembering("a").start()) {
			try (Node two = remembering("b").start()) {
				Node.awaitOneCluster(one, two);
				one.cluster().leave(self(two).address());
				await().until(() -> two.json("/actuator/bootstrap").path("phase").asString().equals("REMOVED"));
			}
			try (Node two = remembering("b").start()) {
				await().until(() -> two.get("/actuator/health").body().contains("an operator to have it join"));
				assertThat(two.json("/actuator/bootstrap").path("phase").asString()).isEqualTo("NOT_STARTED");
				Node.awaitOneCluster(one);
			}
			try (Node two = remembering("b").property("muster.bootstrap.rejoin-after-leave", true).start()) {
				Node.awaitOneCluster(one, two);
			}
			try (Node two = remembering("b").start()) {
				Node.awaitOneCluster(one, two);
			}
		}
	}

	private Node node() {
		return Node.servlet(this.registry).required(2).property("management.endpoint.health.show-details", "always");
	}

	private Node remembering(String name) {
		return node().property("muster.bootstrap.data-dir", this.data.resolve(name));
	}

	private static io.muster.cluster.Node self(Node node) {
		return node.cluster().self().node();
	}

	private static void awaitAnother(Node node, io.muster.cluster.Node before) {
		await().until(() -> node.cluster().self() != null && !self(node).equals(before));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

}

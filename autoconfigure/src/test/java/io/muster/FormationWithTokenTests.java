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
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whole nodes form a cluster with a token, and that those without it stay
 * outside, and say why.
 */
class FormationWithTokenTests {

	private static final String SECRET = "first-0123456789-0123456789-0123456789";

	private static final String OTHER = "second-0123456789-0123456789-0123456789";

	private final TestRegistry registry = new TestRegistry();

	private final List<Node> nodes = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.nodes.parallelStream().forEach(Node::close);
	}

	@Test
	void nodesWithTheTokenFormAClusterAndOthersStayOutside() {
		Node stranger = start(Node.servlet(this.registry));
		Node another = start(token(Node.reactive(this.registry), OTHER));
		Node one = start(token(alsoWithoutOthers(Node.servlet(this.registry)), SECRET));
		Node two = start(token(alsoWithoutOthers(Node.reactive(this.registry)), SECRET));
		Node three = start(token(alsoWithoutOthers(Node.servlet(this.registry)), SECRET));
		Node.awaitOneCluster(one, two, three);
		awaitFailure(stranger, one,
				"answered 401: its muster.security.token is set, and this node has none. Set the same "
						+ "token on all nodes");
		awaitFailure(another, one,
				"answered 401: its muster.security.token is another one than that of this node. Set the "
						+ "same token on all nodes");
		awaitFailure(another, stranger,
				"answers without a signature by this node's muster.security.token: it has none, or "
						+ "another one. Set the same token on all nodes");
		assertThat(stranger.members()).isEmpty();
		assertThat(another.members()).isEmpty();
		assertThat(one.get("/bootstrap/seed-nodes").statusCode()).isEqualTo(401);
		assertThat(one.get("/actuator/env").body()).doesNotContain(SECRET);
		assertThat(one.get("/actuator/configprops").body()).doesNotContain(SECRET);
		assertThat(one.get("/actuator/bootstrap").body()).doesNotContain(SECRET);
	}

	@Test
	void nodesFormAClusterWhileTheTokenIsChanged() {
		Node.awaitOneCluster(start(token(Node.servlet(this.registry), SECRET + "," + OTHER)),
				start(token(Node.reactive(this.registry), OTHER + "," + SECRET)),
				start(token(Node.servlet(this.registry), OTHER + "," + SECRET)));
	}

	@Test
	void nodesFormAClusterWhileTheTokenIsIntroduced() {
		Node.awaitOneCluster(start(Node.servlet(this.registry)),
				start(token(Node.reactive(this.registry), SECRET).property("muster.security.token-required", false)),
				start(token(Node.servlet(this.registry), SECRET).property("muster.security.token-required", false)));
	}

	private Node start(Node node) {
		this.nodes.add(node);
		return node.required(3).start();
	}

	/**
	 * Let a node found where contact points are listed that it does not hear.
	 */
	private static Node alsoWithoutOthers(Node node) {
		return node.property("muster.bootstrap.contact-point-discovery.contact-with-all-contact-points", false);
	}

	private static Node token(Node node, String token) {
		return node.property("muster.security.token", token);
	}

	private static void awaitFailure(Node node, Node other, String failure) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			JsonNode contactPoints = node.json("/actuator/bootstrap").path("contactPoints");
			assertThat(contactPoints.valueStream()
				.filter((contact) -> contact.path("contactPoint").asString().endsWith(":" + other.port()))
				.map((contact) -> contact.path("failure").asString())).containsExactly(failure);
		});
	}

}

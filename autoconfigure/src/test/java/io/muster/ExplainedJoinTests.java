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

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that whole applications explain a join that does not complete, because engines
 * cannot connect although HTTP works.
 */
class ExplainedJoinTests {

	private final TestRegistry registry = new TestRegistry();

	@Test
	void namesAnEngineHostThatTheMembersCannotResolve() {
		try (Node member = Node.servlet(this.registry).required(1).start();
				Node outside = Node.servlet(this.registry)
					.required(1)
					.property("muster.cluster.host", "bars-1.invalid")
					.property("muster.cluster.bind-host", "127.0.0.1")
					.property("muster.bootstrap.join-timeout", "3s")) {
			await().atMost(Duration.ofSeconds(30)).until(() -> member.members().size() == 1);
			outside.start();
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(text(outside))
					.containsPattern(
							"Waiting for  the cluster to accept this node, whose engine it cannot connect to at "
									+ "bars-1\\.invalid:\\d+: the name of its host cannot be resolved")
					.containsPattern("Because      the cluster has to reach this node at bars-1\\.invalid:\\d+, a name "
							+ "that http://127\\.0\\.0\\.1:" + member.port()
							+ " cannot resolve: set muster.cluster.host")
					.contains("See          src/docs/troubleshooting.md#this-node-unreachable"));
		}
	}

	@Test
	void namesNodesThatTheRegistryDoesNotListOnBothSides() {
		TestRegistry silent = new TestRegistry();
		try (Node listed = Node.servlet(this.registry).required(3).start();
				Node unlisted = Node.servlet(silent).required(3)) {
			silent.register("orders", "127.0.0.1", listed.port());
			unlisted.registeredAs("192.0.2.1").start();
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(text(listed)).contains(
						"discovery lists no other node, but a node of cluster 'orders' probes this one: http://127.0.0.1:"
								+ unlisted.port()));
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(text(unlisted)).contains("service 'orders' in ",
						" does not list this node (http://127.0.0.1:" + unlisted.port() + "), say http://127.0.0.1:"
								+ listed.port() + ": the others cannot find it"));
		}
	}

	private static String text(Node node) {
		return node
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/actuator/bootstrap"))
				.header("Accept", "text/plain")
				.build())
			.body();
	}

}

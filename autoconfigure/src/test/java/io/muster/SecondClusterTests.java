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
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

import io.muster.cluster.ClusterEvent.SplitDetected;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that two clusters, made on purpose by registries that know nothing of each other,
 * are found when these come to know, and healed.
 */
@Tag("system")
class SecondClusterTests {

	private final TestRegistry north = new TestRegistry();

	private final TestRegistry south = new TestRegistry();

	private final List<Node> nodes = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.nodes.parallelStream().forEach(Node::close);
	}

	@Test
	void bothSidesReportTwoClustersAndHealWhenOneIsGone() {
		Node one = start(node(this.north).required(1));
		Node two = start(node(this.south).required(2));
		Node three = start(node(this.south).required(2));
		Node.awaitOneCluster(one);
		Node.awaitOneCluster(two, three);
		List<SplitDetected> detected = new CopyOnWriteArrayList<>();
		one.context().addApplicationListener((ApplicationListener<PayloadApplicationEvent<?>>) (event) -> {
			if (event.getPayload() instanceof SplitDetected split) {
				detected.add(split);
			}
		});
		meet();
		for (Node node : this.nodes) {
			await().until(() -> node.get("/actuator/health").statusCode() == 503);
			assertThat(node.get("/actuator/health").body()).contains("\"split\":\"pekko://orders@127.0.0.1:");
			assertThat(node.json("/actuator/metrics/muster.cluster.split").at("/measurements/0/value").asDouble())
				.isOne();
			assertThat(node.json("/actuator/bootstrap").path("history").toString())
				.contains("There are two clusters where there should be one");
			assertThat(node.exits()).isEmpty();
		}
		await().untilAsserted(() -> assertThat(detected).isNotEmpty());
		assertThat(detected.get(0).members()).hasSize(1);
		assertThat(detected.get(0).otherMembers()).isEqualTo(2);
		Node.awaitOneCluster(one);
		Node.awaitOneCluster(two, three);
		one.close();
		await().until(() -> two.get("/actuator/health").statusCode() == 200
				&& three.get("/actuator/health").statusCode() == 200);
	}

	@Test
	void smallerSideRejoinsAndThereIsOneClusterAgain() {
		start(node(this.north).required(1).property("muster.bootstrap.split-resolution", "rejoin"));
		start(node(this.south).required(2).property("muster.bootstrap.split-resolution", "rejoin"));
		start(node(this.south).required(2).property("muster.bootstrap.split-resolution", "rejoin"));
		Node.awaitOneCluster(this.nodes.get(0));
		Node.awaitOneCluster(this.nodes.get(1), this.nodes.get(2));
		meet();
		Node.awaitOneCluster(this.nodes.toArray(Node[]::new));
		for (Node node : this.nodes) {
			await().until(() -> node.get("/actuator/health").statusCode() == 200);
		}
	}

	@Test
	void smallerSideIsClosedIfSoConfigured() {
		Node one = start(node(this.north).required(1).property("muster.bootstrap.split-resolution", "shutdown"));
		start(node(this.south).required(2));
		start(node(this.south).required(2));
		Node.awaitOneCluster(one);
		Node.awaitOneCluster(this.nodes.get(1), this.nodes.get(2));
		meet();
		await().untilAsserted(() -> assertThat(one.exits()).hasSize(1)
			.first()
			.asString()
			.contains("There are two clusters, and this node's gives way"));
	}

	private Node node(TestRegistry registry) {
		return Node.servlet(registry)
			.property("muster.bootstrap.watch-interval", "500ms")
			.property("management.endpoint.health.show-details", "always");
	}

	private Node start(Node node) {
		this.nodes.add(node.start());
		return node;
	}

	/**
	 * Let each registry know what the other knows.
	 */
	private void meet() {
		for (Node node : this.nodes) {
			this.north.register("orders", "127.0.0.1", node.port());
			this.south.register("orders", "127.0.0.1", node.port());
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

}

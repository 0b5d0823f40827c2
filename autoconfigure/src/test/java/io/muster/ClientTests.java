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
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;

import io.muster.testsupport.Node;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that clients join the servers' cluster, as Consul's and Nomad's agents do, and
 * that data centers have leaders of their own. Whole applications in one JVM, with real
 * HTTP and the real engine.
 */
@Tag("system")
class ClientTests {

	@Test
	@Tag("N9")
	@Tag("C1")
	@Tag("C3")
	@Tag("C21")
	@Tag("M2")
	void aClientMayStartBeforeTheServersAndIsNoServer() {
		String first = address();
		try (Node client = client(first).start()) {
			awaitNoServers(client);
			try (Node one = server(first).at(first).required(2).start()) {
				Awaitility.await()
					.until(() -> one.json("/actuator/bootstrap")
						.path("waitingFor")
						.asString()
						.equals("expecting 2 nodes, found 1: waiting for 1 more"));
				try (Node two = server(first).required(2).start()) {
					Node.awaitOneCluster(client, one, two);
					assertThat(client.get("/actuator/health").statusCode()).isEqualTo(200);
					for (Node node : new Node[] { client, one, two }) {
						JsonNode clients = node.json("/actuator/cluster?role=client").path("members");
						assertThat(clients.size()).isEqualTo(1);
						assertThat(clients.path(0).path("leader").asBoolean()).isFalse();
						Awaitility.await().until(() -> node.cluster().leader() != null);
						assertThat(node.cluster().leader())
							.satisfies((leader) -> assertThat(leader.isClient()).isFalse());
					}
				}
			}
		}
	}

	@Test
	@Tag("N2")
	@Tag("N12")
	void aClientWorksOnWhenTheServerThatItWasGivenIsGone() {
		String first = address();
		try (Node two = server(first).required(2).start(); Node one = server(first).at(first).required(2).start()) {
			Node.awaitOneCluster(one, two);
			try (Node client = client(first).start()) {
				Node.awaitOneCluster(one, two, client);
				one.close();
				Node.awaitOneCluster(two, client);
				assertThat(client.get("/actuator/health").statusCode()).isEqualTo(200);
			}
		}
	}

	@Test
	@Tag("N12")
	void aClientWhoseServersAreAllGoneLooksWhereItWasToldTo() {
		String first = address();
		try (Node client = client(first).start()) {
			try (Node one = server(first).at(first).required(1).start()) {
				Node.awaitOneCluster(client, one);
			}
			awaitNoServers(client);
			try (Node again = server(first).at(first).required(1).start()) {
				Node.awaitOneCluster(client, again);
				assertThat(client.cluster().oldest(null)).extracting("node").isEqualTo(again.cluster().self().node());
			}
		}
	}

	@Test
	@Tag("C19")
	@Tag("C20")
	@Tag("M14")
	void aClientMayBeGivenTheAddressOfAClient() {
		String first = address();
		String second = address();
		try (Node server = server(first).at(first).required(1).start();
				Node client = client(first).at(second).start();
				Node other = client(second).start()) {
			Node.awaitOneCluster(server, client, other);
		}
	}

	@Test
	@Tag("N10")
	void anOperatorMayTellAClientWhomToJoin() {
		String first = address();
		try (Node server = server(first).at(first).required(1).start();
				Node client = client(address()).property("management.endpoint.cluster.access", "unrestricted")
					.start()) {
			awaitNoServers(client);
			HttpRequest join = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + client.port() + "/actuator/cluster/join"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"addresses\":\"%s\"}".formatted(first)))
				.build();
			assertThat(client.send(join).body()).contains("Successfully joined cluster by contacting 1 nodes.");
			Node.awaitOneCluster(server, client);
		}
	}

	@Test
	void aClientFindsTheServerThatLeadsForItsRequests() {
		String first = address();
		try (Node server = server(first).at(first).required(1).start(); Node client = client(first).start()) {
			Node.awaitOneCluster(server, client);
			Awaitility.await().until(() -> instance(client) != null);
			assertThat(instance(client).getUri()).isEqualTo(URI.create(server.url()));
			assertThat(
					client.json("/actuator/cluster?role=client").path("members").path(0).path("webAddress").asString())
				.isEqualTo(client.url());
		}
	}

	@Test
	void requestsGoToTheWebAddressThatTheLeaderIsConfiguredWith() {
		String first = address();
		try (Node server = server(first).at(first)
			.required(1)
			.property("muster.cluster.web-address", "https://orders-0.example.com")
			.start(); Node client = client(first).start()) {
			Node.awaitOneCluster(server, client);
			Awaitility.await().until(() -> instance(client) != null);
			assertThat(instance(client).getUri()).isEqualTo(URI.create("https://orders-0.example.com:443"));
		}
	}

	private static ServiceInstance instance(Node node) {
		return Mono.from(node.context().getBean(LoadBalancerClientFactory.class).getInstance("orders-leader").choose())
			.block()
			.getServer();
	}

	@Test
	void oneServerLeadsAllDataCentersAndEachHasALeaderOfItsOwn() {
		String first = address();
		try (Node west = server(first).at(first).property("muster.cluster.data-center", "west").required(1).start();
				Node east = server(first).property("muster.cluster.data-center", "east").required(2).start()) {
			Node.awaitOneCluster(west, east);
			Awaitility.await().until(() -> west.cluster().isLeader() || east.cluster().isLeader());
			Node leader = west.cluster().isLeader() ? west : east;
			String address = leader.cluster().self().address().toString();
			for (Node node : new Node[] { west, east }) {
				Awaitility.await()
					.until(() -> node.json("/actuator/cluster").path("leader").asString().equals(address));
				JsonNode cluster = node.json("/actuator/cluster");
				assertThat(cluster.path("dataCenters").toString()).isEqualTo(
						"[{\"name\":\"east\",\"leader\":\"%s\",\"members\":1},{\"name\":\"west\",\"leader\":\"%s\",\"members\":1}]"
							.formatted(east.cluster().self().address(), west.cluster().self().address()));
				assertThat(node.cluster().leader("east")).extracting("name").isEqualTo(east.cluster().self().name());
			}
			assertThat(west.cluster().isLeader()).isNotEqualTo(east.cluster().isLeader());
			Awaitility.await().until(() -> east.cluster().isLeader("east") && west.cluster().isLeader("west"));
			assertThat(west.cluster().isLeader("east")).isFalse();
		}
	}

	private static void awaitNoServers(Node client) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> client.json("/actuator/bootstrap")
				.path("waitingFor")
				.asString()
				.startsWith("no known servers"));
		assertThat(client.get("/actuator/health").statusCode()).isEqualTo(503);
	}

	private static Node server(String contactPoints) {
		return Node.servlet(null).contactPoints(contactPoints);
	}

	// Not on Netty: whichever application of this JVM is closed first stops its threads.
	private static Node client(String contactPoints) {
		return Node.servlet(null).contactPoints(contactPoints).property("muster.cluster.client", "true");
	}

	private static String address() {
		return "127.0.0.1:" + Node.freePort();
	}

}

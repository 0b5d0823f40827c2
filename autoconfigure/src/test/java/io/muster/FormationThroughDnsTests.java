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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.muster.testsupport.KnotServer;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that find each other in a real DNS server, whose records change while they
 * form.
 */
@Tag("system")
class FormationThroughDnsTests {

	private static final String DISCOVERY = "muster.bootstrap.contact-point-discovery.";

	private final int port = freePort();

	private KnotServer server;

	@BeforeEach
	void startServer(@TempDir Path directory) {
		this.server = new KnotServer(directory).start();
	}

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void nodesAtAddressesOfOneNameFormOneClusterAsTheseAppear() {
		try (Node one = at("127.0.0.11", Node.servlet(null)).start();
				Node two = at("127.0.0.12", Node.reactive(null)).start();
				Node three = at("127.0.0.13", Node.servlet(null)).start()) {
			awaitFailure(one, "there is no such name (NXDOMAIN)");
			this.server.add("orders TXT nobody-yet");
			awaitFailure(one, "the name exists, but has neither A nor AAAA records (NODATA)");
			this.server.add("orders A 127.0.0.11", "orders A 127.0.0.12");
			awaitWaitingFor(one, "expecting 3 nodes, found 2: waiting for 1 more");
			awaitWaitingFor(two, "expecting 3 nodes, found 2: waiting for 1 more");
			this.server.add("orders A 127.0.0.13");
			Node.awaitOneCluster(one, two, three);
			assertThat(source(one).path("description").asString())
				.isEqualTo("A and AAAA records of 'orders.test' in DNS");
		}
	}

	@Test
	void nodesAtPortsOfTheirOwnFormOneClusterThroughServiceRecords() {
		try (Node one = at("127.0.0.11", Node.servlet(null)).property("server.port", 0)
			.property(DISCOVERY + "port-name", "http")
			.start();
				Node two = at("127.0.0.11", Node.servlet(null)).property("server.port", 0)
					.property(DISCOVERY + "effective-name", "_http._tcp.orders.test.")
					.start();
				Node three = at("127.0.0.11", Node.reactive(null)).property("server.port", 0)
					.property(DISCOVERY + "port-name", "http")
					.start()) {
			this.server.add("orders-0.orders A 127.0.0.11");
			for (Node node : new Node[] { one, two, three }) {
				this.server.add("_http._tcp.orders SRV 0 0 " + node.port() + " orders-0.orders.test.");
			}
			Node.awaitOneCluster(one, two, three);
		}
	}

	@Test
	void aServerThatComesLateIsWaitedForAndSaid() {
		this.server.close();
		try (Node one = at("127.0.0.11", Node.servlet(null)).start();
				Node two = at("127.0.0.12", Node.servlet(null)).start();
				Node three = at("127.0.0.13", Node.servlet(null)).start()) {
			awaitFailure(one, "refused: no process listens there for orders.test");
			this.server.start();
			this.server.add("orders A 127.0.0.11", "orders A 127.0.0.12", "orders A 127.0.0.13");
			Node.awaitOneCluster(one, two, three);
		}
	}

	@Test
	void aServerThatFailsAfterwardsTakesNobodyBack() {
		this.server.add("orders A 127.0.0.11", "orders A 127.0.0.12", "orders A 127.0.0.13");
		try (Node one = at("127.0.0.11", Node.servlet(null)).start();
				Node two = at("127.0.0.12", Node.servlet(null)).start()) {
			awaitWaitingFor(one, "expecting 3 nodes, found 2");
			this.server.close();
			awaitFailure(one, "refused: no process listens there");
			assertThat(source(one).path("contactPoints").asInt()).isEqualTo(3);
			try (Node three = at("127.0.0.13", Node.servlet(null))
				.property(DISCOVERY + "discovery-method", "contact-points")
				.property(DISCOVERY + "contact-points", "127.0.0.11")
				.start()) {
				Node.awaitOneCluster(one, two, three);
			}
		}
	}

	@Test
	void methodsAreUnitedAndEachFailsAlone() {
		TestRegistry registry = new TestRegistry();
		this.server.add("orders A 127.0.0.11");
		try (Node one = united("127.0.0.11", registry);
				Node two = united("127.0.0.12", registry);
				Node three = united("127.0.0.13", registry)) {
			registry.register("orders.test", "127.0.0.12", this.port);
			Node.awaitOneCluster(one, two, three);
			assertThat(one.json("/actuator/bootstrap").path("sources").size()).isEqualTo(3);
			this.server.close();
			awaitFailure(one, "refused: no process listens there");
			assertThat(one.json("/actuator/bootstrap").path("sources").valueStream())
				.filteredOn((source) -> source.path("failures").asInt() == 0)
				.hasSize(2);
		}
	}

	private Node united(String address, TestRegistry registry) {
		return at(address, Node.servlet(registry)).property(DISCOVERY + "discovery-method", "discovery-client,dns")
			.property(DISCOVERY + "contact-points", "127.0.0.13")
			.property("muster.bootstrap.watch-interval", "200ms")
			.start();
	}

	private Node at(String address, Node node) {
		return node.required(3)
			.property("server.address", address)
			.property("muster.cluster.host", address)
			.property("server.port", this.port)
			.property(DISCOVERY + "discovery-method", "dns")
			.property(DISCOVERY + "effective-name", "orders.test")
			.property(DISCOVERY + "name-servers", this.server.address());
	}

	private static void awaitWaitingFor(Node node, String reason) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(node.json("/actuator/bootstrap").path("waitingFor").asString(""))
				.contains(reason));
	}

	private static void awaitFailure(Node node, String failure) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(
					() -> assertThat(node.json("/actuator/bootstrap").path("sources").toString()).contains(failure));
	}

	private static JsonNode source(Node node) {
		return node.json("/actuator/bootstrap").path("sources").path(0);
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.11"))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

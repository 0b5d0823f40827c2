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
 * Tests that applications form one cluster without a registry, from contact points given
 * by hand. Whole applications in one JVM, with real HTTP and the real engine. The tags
 * are those of {@link DocumentedSentencesTests}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("system")
class FormationByHandTests {

	private static final String CONTACT_POINTS = "muster.bootstrap.contact-point-discovery.contact-points";

	@Test
	@Tag("N2")
	@Tag("N5")
	@Tag("S2")
	void oneNodeThatAllNameIsEnough(CapturedOutput output) {
		String address = "127.0.0.1:" + Node.freePort();
		try (Node one = servlet(address).at(address).required(3).start();
				Node two = servlet(address).required(3).start();
				Node three = reactive("http://" + address).required(3).start()) {
			Node.awaitOneCluster(one, two, three);
			assertThat(output).contains("1 contact point: http://" + address)
				.doesNotContain("Discovery knows no contact points", "There is no source of contact points");
			JsonNode sources = one.json("/actuator/bootstrap").path("sources");
			assertThat(sources.size()).isEqualTo(1);
			assertThat(sources.path(0).path("description").asString()).isEqualTo("configured contact points");
			assertThat(sources.path(0).path("contactPoints").asInt()).isEqualTo(1);
			try (Node four = reactive(address).required(3).start()) {
				Node.awaitOneCluster(one, two, three, four);
			}
		}
	}

	@Test
	@Tag("N4")
	@Tag("S9")
	void theNodeThatAllNameNeedsToNameNobody() {
		String address = "127.0.0.1:" + Node.freePort();
		try (Node one = Node.reactive(null).at(address).required(3).start();
				Node two = servlet(address).required(3).start();
				Node three = servlet(address).required(3).start()) {
			Node.awaitOneCluster(one, two, three);
		}
	}

	@Test
	@Tag("N7")
	@Tag("S13")
	void aChainBecomesOneCluster() {
		String first = "127.0.0.1:" + Node.freePort();
		String second = "127.0.0.1:" + Node.freePort();
		try (Node three = reactive(second).required(3).start();
				Node two = servlet(first).at(second).required(3).start();
				Node one = servlet(first).at(first).required(3).start()) {
			Node.awaitOneCluster(one, two, three);
		}
	}

	@Test
	@Tag("N2")
	@Tag("C12")
	void oneThatLivesOfManyIsEnough() {
		String living = "127.0.0.1:" + Node.freePort();
		String dead = "127.0.0.1:" + Node.freePort();
		try (Node one = servlet(dead + "," + living).at(living).start();
				Node two = reactive(dead + ",127.0.0.9:1,no-such-host.invalid," + living).start()) {
			Node.awaitOneCluster(one, two);
			assertThat(two.json("/actuator/bootstrap").path("sources").path(0).path("failure").asString())
				.isEqualTo("no address is known for host name no-such-host.invalid");
		}
	}

	@Test
	@Tag("S3")
	void eachMayListenAtALoopbackAddressOfItsOwn() {
		int port = Node.freePort();
		try (Node one = servlet("127.0.0.10").at("127.0.0.10:" + port).required(3).start();
				Node two = servlet("127.0.0.10").at("127.0.0.11:" + port).required(3).start();
				Node three = reactive("127.0.0.10").at("127.0.0.12:" + port).required(3).start()) {
			Node.awaitOneCluster(one, two, three);
		}
	}

	@Test
	@Tag("C15")
	void itsOwnAddressAloneNeverEndsTheRetrying(CapturedOutput output) {
		String address = "127.0.0.1:" + Node.freePort();
		try (Node one = servlet(address).at(address).start()) {
			await().until(() -> one.json("/actuator/bootstrap")
				.path("waitingFor")
				.asString()
				.equals("expecting 2 nodes, found 1: waiting for 1 more"));
			assertThat(output).contains("1 contact point: http://" + address);
			try (Node two = servlet(address).start()) {
				Node.awaitOneCluster(one, two);
			}
		}
	}

	@Test
	@Tag("C13")
	void aRegistryAndContactPointsByHandAreUnited() {
		TestRegistry registry = new TestRegistry();
		String address = "127.0.0.1:" + Node.freePort();
		try (Node registered = Node.servlet(registry).at(address).property(CONTACT_POINTS, address).required(3).start();
				Node other = Node.servlet(registry).property(CONTACT_POINTS, address).required(3).start();
				Node byHand = servlet(address).required(3).start()) {
			Node.awaitOneCluster(registered, other, byHand);
		}
	}

	@Test
	@Tag("C8")
	void nodeThatRequiresMoreGivesNoVoteThatCountsForFewer() {
		String address = "127.0.0.1:" + Node.freePort();
		try (Node one = shown(servlet(address).at(address).required(2)).start();
				Node two = shown(reactive(address).required(3)).start()) {
			await().untilAsserted(() -> assertThat(one.get("/actuator/health").body()).contains("OUT_OF_SERVICE",
					"2 votes to found, it has 1 (http://127.0.0.1:%d requires 3".formatted(two.port())));
			await().untilAsserted(() -> assertThat(two.get("/actuator/health").body()).contains("OUT_OF_SERVICE",
					"expecting 3 nodes, found 2: waiting for 1 more"));
			assertThat(one.members()).isEmpty();
			assertThat(two.members()).isEmpty();
		}
	}

	@Test
	@Tag("C4")
	void nobodyLeadsBeforeTheClusterIsFounded() {
		String address = "127.0.0.1:" + Node.freePort();
		try (Node one = shown(servlet(address).at(address)).start()) {
			await().until(() -> one.get("/actuator/health").body().contains("waiting for 1 more"));
			assertThat(one.get("/actuator/health").statusCode()).isEqualTo(503);
			assertThat(one.json("/actuator/cluster").path("leader").isMissingNode()).isTrue();
			assertThat(one.cluster().leader()).isNull();
			assertThat(one.cluster().isLeader()).isFalse();
			try (Node two = servlet(address).start()) {
				Node.awaitOneCluster(one, two);
				await().until(() -> one.get("/actuator/health").statusCode() == 200);
				await().until(() -> one.cluster().isLeader() != two.cluster().isLeader());
			}
		}
	}

	@Test
	void namesAreNeededForDiscoveryOnly() {
		String address = "127.0.0.1:" + Node.freePort();
		try (Node one = nameless(servlet(address)).at(address).start(); Node two = nameless(servlet(address)).start()) {
			Node.awaitOneCluster(one, two);
		}
	}

	@Test
	@Tag("C12")
	void whoGivesUpClosesTheApplication() {
		try (Node node = servlet("127.0.0.1:" + Node.freePort())
			.property("muster.bootstrap.contact-point-discovery.retry-max", 3)
			.start()) {
			await().until(() -> !node.exits().isEmpty());
			assertThat(node.exits()).singleElement()
				.asString()
				.contains("looked up again 3 times (muster.bootstrap.contact-point-discovery.retry-max)");
		}
	}

	@Test
	void strangersAreNotBelievedWhereARegistryListsTheNodes() {
		try (Node node = Node.servlet(new TestRegistry()).start()) {
			introduce(node, "http://127.0.0.1:" + Node.freePort());
			assertThat(node.json("/actuator/bootstrap").path("contactPoints").size()).isLessThanOrEqualTo(1);
		}
	}

	@Test
	void strangersAreNotBelievedAnAddressThatIsNotTheirs() {
		String address = "127.0.0.1:" + Node.freePort();
		for (Node created : new Node[] { servlet(address), reactive(address) }) {
			try (Node node = created.start()) {
				introduce(node, "http://192.0.2.1:8080");
				introduce(node, "http://127.0.0.5:9");
				await().until(() -> node.get("/actuator/bootstrap").body().contains("127.0.0.5"));
				assertThat(node.get("/actuator/bootstrap").body()).doesNotContain("192.0.2.1");
			}
		}
	}

	private static void introduce(Node node, String contactPoint) {
		await()
			.until(() -> node
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/bootstrap/seed-nodes"))
					.header("Muster-Contact-Point", contactPoint)
					.build())
				.statusCode() == 200);
	}

	private static Node servlet(String contactPoints) {
		return Node.servlet(null).contactPoints(contactPoints);
	}

	private static Node reactive(String contactPoints) {
		return Node.reactive(null).contactPoints(contactPoints);
	}

	private static Node nameless(Node node) {
		return node.property("spring.application.name", "").property("muster.cluster.name", "orders");
	}

	private static Node shown(Node node) {
		return node.property("management.endpoint.health.show-details", "always");
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20));
	}

}

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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.EngineStatus;
import io.muster.testsupport.Node;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests an operator's join of nodes that take no invitation, as between machines, but
 * introduce themselves: whole applications without a registry, whose security refuses
 * invitations.
 */
@Tag("system")
class JoinWithoutInvitationTests {

	private final List<Node> nodes = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.nodes.parallelStream().forEach(Node::close);
	}

	@Test
	@Tag("C15")
	void nodesThatAreOutsideFoundAndTheAnswerSaysSo() {
		Node[] nodes = { start(3), start(3), start(3) };
		assertJoined(join(nodes[1], nodes), 3);
		Node.awaitOneCluster(nodes);
	}

	@Test
	@Tag("M9")
	void nodesThatAreOutsideJoinTheMemberThatIsToldOfThem() {
		Node leader = start(1);
		Node.awaitOneCluster(leader);
		Node[] others = { start(3), start(3) };
		assertJoined(join(leader, others), 2);
		Node.awaitOneCluster(leader, others[0], others[1]);
	}

	@Test
	void aNodeThatWouldHaveToGiveUpItsClusterStaysWhereItIs() {
		Node[] pair = { start(1), start(2) };
		assertJoined(join(pair[1], pair[0]), 1);
		Node.awaitOneCluster(pair);
		Node alone = start(1);
		Node.awaitOneCluster(alone);
		HttpResponse<String> answer = join(pair[0], alone);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
		assertThat(answer.body()).contains("takes no invitation from another node over the network",
				"POST /actuator/cluster/join");
		Node.awaitOneCluster(pair);
		Node.awaitOneCluster(alone);
		assertJoined(join(alone, pair[0]), 1);
		Node.awaitOneCluster(pair[0], pair[1], alone);
	}

	private Node start(int required) {
		Node node = Node.with(null)
			.secured()
			.sources(NoInvitations.class)
			.required(required)
			.property("spring.cloud.discovery.enabled", false)
			.property("management.endpoint.cluster.access", "unrestricted")
			.start();
		this.nodes.add(node);
		ClusterEngine engine = node.context().getBean(ClusterEngine.class);
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> engine.state().status() != EngineStatus.NEW);
		return node;
	}

	private static HttpResponse<String> join(Node node, Node... others) {
		String addresses = Stream.of(others)
			.map((other) -> "127.0.0.1:" + other.port())
			.collect(Collectors.joining(","));
		return node
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/actuator/cluster/join".formatted(node.port())))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"addresses\":\"%s\"}".formatted(addresses)))
				.build());
	}

	private static void assertJoined(HttpResponse<String> answer, int joined) {
		assertThat(answer.body()).isEqualTo(
				"{\"joined\":%d,\"message\":\"Successfully joined cluster by contacting %d ".formatted(joined, joined)
						+ "nodes.\",\"failures\":[]}");
		assertThat(answer.statusCode()).isEqualTo(200);
	}

	@Configuration(proxyBeanMethods = false)
	static class NoInvitations {

		@Bean
		SecurityFilterChain noInvitations(HttpSecurity security) throws Exception {
			return security
				.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.POST, "/bootstrap/join")
					.denyAll()
					.anyRequest()
					.permitAll())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

}

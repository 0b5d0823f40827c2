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

package com.example.orders;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import io.muster.cluster.Member;
import io.muster.leader.Leaderships;
import io.muster.test.ClusterTest;
import io.muster.test.TestCluster;
import io.muster.test.TestNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests that requests find the leader by its name, on each node, with Spring Cloud
 * LoadBalancer.
 */
@ClusterTest(properties = { "spring.application.name=orders", "spring.cloud.loadbalancer.cache.ttl=1h" })
@Tag("system")
final class LeaderRequestsTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(@Bean.+?)```", Pattern.DOTALL);

	@Test
	void theExampleIsCodeOfThisClass() throws IOException {
		String code = normalized(Files
			.readString(Path.of("src", "test", "java", "com", "example", "orders", "LeaderRequestsTests.java")));
		List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "src", "docs", "leader.md")))
			.results()
			.map((example) -> normalized(example.group(1)))
			.toList();
		assertThat(examples).hasSize(1).allSatisfy((example) -> assertThat(code).contains(example));
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", " ");
	}

	@Test
	void eachNodeKnowsTheWebAddressesOfAll(TestCluster cluster) {
		List<URI> addresses = cluster.nodes().stream().map((node) -> URI.create(node.url())).toList();
		assertThat(cluster.nodes())
			.allSatisfy((node) -> assertThat(node.cluster().members()).extracting(Member::webAddress)
				.containsExactlyInAnyOrderElementsOf(addresses));
	}

	@Test
	void requestsReachTheLeaderAndTheNextOneAfterItWasKilled(TestCluster cluster) {
		TestNode first = cluster.awaitLeader();
		awaitAllReach(cluster, first);
		first.kill();
		TestNode next = cluster.awaitLeader();
		assertThat(next).isNotEqualTo(first);
		awaitAllReach(cluster, next);
	}

	private static void awaitAllReach(TestCluster cluster, TestNode leader) {
		for (TestNode node : cluster.connectedNodes()) {
			await().until(() -> leader.equals(nodeOf(cluster, knownLeader(node))));
			assertThat(whoLeads(node)).isEqualTo(leader.name());
		}
	}

	private static String whoLeads(TestNode node) {
		return node.bean(Requests.class).whoLeads(node.bean(RestClient.Builder.class));
	}

	private static Member knownLeader(TestNode node) {
		return node.bean(Leaderships.class)
			.holders()
			.stream()
			.filter((holder) -> holder.role().isEmpty())
			.map(Leaderships.Holder::member)
			.findFirst()
			.orElse(null);
	}

	private static TestNode nodeOf(TestCluster cluster, Member member) {
		return cluster.nodes()
			.stream()
			.filter((node) -> member != null && node.name().equals(member.name()))
			.findFirst()
			.orElse(null);
	}

	@Test
	void aWebClientReachesTheLeaderOfARole(TestCluster cluster) {
		cluster.nodes().forEach((node) -> node.bean(Leaderships.class).of("billing"));
		TestNode leader = cluster.awaitLeader("billing");
		for (TestNode node : cluster.nodes()) {
			await().until(() -> node.bean(Leaderships.class)
				.holders()
				.stream()
				.anyMatch((holder) -> holder.role().equals("billing")));
			WebClient client = WebClient.builder()
				.filter(node.bean(ReactorLoadBalancerExchangeFilterFunction.class))
				.build();
			assertThat(
					client.get().uri("http://billing.orders-leader/name").retrieve().bodyToMono(String.class).block())
				.isEqualTo(leader.name());
		}
	}

	@Test
	void whereNobodyLeadsThereIsNoInstance(TestCluster cluster) {
		TestNode node = cluster.node(1);
		RestClient client = node.bean(RestClient.Builder.class).build();
		assertThatIllegalStateException()
			.isThrownBy(() -> client.get().uri("http://nobody.orders-leader/name").retrieve().body(String.class))
			.withMessage("No instances available for nobody.orders-leader");
		ClientResponse response = WebClient.builder()
			.filter(node.bean(ReactorLoadBalancerExchangeFilterFunction.class))
			.build()
			.get()
			.uri("http://nobody.orders-leader/name")
			.exchangeToMono(Mono::just)
			.block();
		assertThat(Objects.requireNonNull(response).statusCode().value()).isEqualTo(503);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Requests {

		@Bean
		@LoadBalanced
		RestClient.Builder restClientBuilder() {
			return RestClient.builder();
		}

		String whoLeads(RestClient.Builder builder) {
			return builder.build().get().uri("http://orders-leader/name").retrieve().body(String.class);
		}

		@Bean
		NameController nameController(Environment environment) {
			return new NameController(environment.getRequiredProperty("muster.cluster.node-name"));
		}

	}

	@RestController
	record NameController(String name) {

		@GetMapping("/name")
		String get() {
			return this.name;
		}

	}

}

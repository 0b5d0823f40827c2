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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Spring Security leaves the requests of other nodes to Muster where the token
 * is required, and protects all else as before.
 */
@Tag("system")
class NodeRequestsSecurityTests {

	private static final String TOKEN = "token-0123456789-0123456789-0123456789";

	private static final String SEED_NODES = "/bootstrap/seed-nodes";

	private final TestRegistry registry = new TestRegistry();

	private final List<Node> nodes = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.nodes.parallelStream().forEach(Node::close);
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void signedRequestsPassAndAllElseStaysLocked(WebApplicationType type) {
		Node one = start(node(type).property("muster.security.token", TOKEN));
		Node two = start(node(type).property("muster.security.token", TOKEN));
		Node.awaitOneCluster(one, two);
		assertThat(challenge(one.get(SEED_NODES))).isEqualTo("Muster");
		assertThat(challenge(one.send(HttpRequest.newBuilder(URI.create(one.url() + "/bootstrap/join"))
			.POST(BodyPublishers.noBody())
			.build()))).isEqualTo("Muster");
		assertLocked(one, "/");
		assertLocked(one, "/bootstrap");
		assertLocked(one, "/bootstrap/other");
		assertLocked(one, SEED_NODES + "/");
		assertLocked(one, "/actuator/env");
		assertThat(one.get("/actuator/health").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void belowABasePathTheSameHolds(WebApplicationType type) {
		Node node = start(node(type).property("muster.security.token", TOKEN)
			.property("muster.bootstrap.contact-point.base-path", "/nodes")
			.property("spring.mvc.servlet.path", "/app")
			.property("spring.webflux.base-path", "/app"));
		assertThat(challenge(node.get("/app/nodes" + SEED_NODES))).isEqualTo("Muster");
		assertLocked(node, "/app" + SEED_NODES);
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void withoutATokenOrWhereItIsNotRequiredOrWithoutTheFilterChainNothingChanges(WebApplicationType type) {
		assertLocked(start(node(type)), SEED_NODES);
		assertLocked(start(
				node(type).property("muster.security.token", TOKEN).property("muster.security.token-required", false)),
				SEED_NODES);
		assertLocked(start(node(type).property("muster.security.token", TOKEN)
			.property("muster.security.filter-chain-enabled", false)), SEED_NODES);
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void whereOnlySpringSecurityItselfLocksItStaysLocked(WebApplicationType type) {
		Node node = start(node(type).property("muster.security.token", TOKEN)
			.property("spring.autoconfigure.exclude",
					"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
							+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration"));
		assertThat(challenge(node.get(SEED_NODES))).isEqualTo("Muster");
		assertLocked(node, "/");
		assertLocked(node, "/actuator/health");
	}

	@Test
	void precedesAFilterChainOfTheApplicationThatComesFirst() {
		Node node = start(node(WebApplicationType.SERVLET).property("muster.security.token", TOKEN)
			.sources(DeniesAllFirst.class));
		assertThat(challenge(node.get(SEED_NODES))).isEqualTo("Muster");
		assertThat(node.get("/").statusCode()).isEqualTo(403);
	}

	@Test
	void backsOffForABeanOfItsName() {
		Node node = start(
				node(WebApplicationType.SERVLET).property("muster.security.token", TOKEN).sources(OwnChain.class));
		assertThat(node.get(SEED_NODES).statusCode()).isEqualTo(403);
	}

	private Node node(WebApplicationType type) {
		Node node = (type == WebApplicationType.SERVLET) ? Node.servlet(this.registry) : Node.reactive(this.registry);
		return node.secured();
	}

	private Node start(Node node) {
		this.nodes.add(node);
		return node.start();
	}

	/**
	 * Assert that Spring Security asks for a login.
	 */
	private static void assertLocked(Node node, String path) {
		assertThat(challenge(node.get(path))).as(path).startsWith("Basic ");
	}

	private static String challenge(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(401);
		return response.headers().firstValue("WWW-Authenticate").orElse("");
	}

	@Configuration(proxyBeanMethods = false)
	static class DeniesAllFirst {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain deniesAll(HttpSecurity security) {
			return security.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChain {

		@Bean
		SecurityFilterChain nodeRequestsSecurityFilterChain(HttpSecurity security) {
			return security.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

	}

}

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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that applications form one cluster whatever their web stack and however they
 * configure it. Whole applications in one JVM, with real HTTP and the real engine.
 */
class FormationOnBothStacksTests {

	private final TestRegistry registry = new TestRegistry();

	@Test
	void anMvcAndAWebFluxApplicationFormOneCluster() {
		try (Node mvc = Node.servlet(this.registry).start(); Node webFlux = Node.reactive(this.registry).start()) {
			Node.awaitOneCluster(mvc, webFlux);
			for (Node node : new Node[] { mvc, webFlux }) {
				HttpResponse<String> answer = node.get("/bootstrap/seed-nodes");
				assertThat(answer.statusCode()).isEqualTo(200);
				assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
				assertThat(answer.headers().firstValueAsLong("Content-Length"))
					.hasValue(answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
				JsonNode json = node.json("/bootstrap/seed-nodes");
				assertThat(json.path("seedNodes").size()).isEqualTo(2);
				assertThat(json.path("selfNode").asString())
					.isEqualTo(json.path("seedNodes").path(0).path("node").asString())
					.startsWith("pekko://orders@127.0.0.1:");
				assertThat(json.path("seedNodes").path(0).path("nodeUid").isIntegralNumber()).isTrue();
				assertThat(json.path("seedNodes").path(0).path("roles").path(0).asString()).isEqualTo("dc-default");
				assertThat(json.path("seedNodes").path(0).path("status").asString()).isEqualTo("Up");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void onlyGetIsAnsweredAndItNeedsNoAcceptHeader(WebApplicationType type) {
		try (Node node = ((type == WebApplicationType.SERVLET) ? Node.servlet(this.registry)
				: Node.reactive(this.registry))
			.required(1)
			.start()) {
			Node.awaitOneCluster(node);
			URI uri = URI.create("http://127.0.0.1:" + node.port() + "/bootstrap/seed-nodes");
			HttpResponse<String> post = node.send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build());
			assertThat(post.statusCode()).isEqualTo(405);
			assertThat(post.headers().firstValue("Allow").orElse("")).contains("GET");
			assertThat(node.send(HttpRequest.newBuilder(uri).build()).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void contextPathServletPathAndBasePathPrecedeTheResource() {
		try (Node one = withPaths(Node.servlet(this.registry)).start();
				Node two = withPaths(Node.servlet(this.registry)).start()) {
			Node.awaitOneCluster(one, two);
			assertThat(one.get("/shop/mvc/probes/bootstrap/seed-nodes").statusCode()).isEqualTo(200);
			assertThat(one.json("/shop/mvc/actuator/bootstrap").path("selfContactPoint").asString())
				.isEqualTo("http://127.0.0.1:" + one.port() + "/shop/mvc/probes");
		}
	}

	private static Node withPaths(Node node) {
		return node.property("server.servlet.context-path", "/shop")
			.property("spring.mvc.servlet.path", "/mvc")
			.property("muster.bootstrap.contact-point.base-path", "probes/");
	}

	@Test
	void aWebFluxBasePathPrecedesTheResource() {
		try (Node one = Node.reactive(this.registry).property("spring.webflux.base-path", "/shop").start();
				Node two = Node.reactive(this.registry).property("spring.webflux.base-path", "/shop").start()) {
			Node.awaitOneCluster(one, two);
			assertThat(one.get("/shop/bootstrap/seed-nodes").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void aSeparateManagementPortChangesNothing() {
		try (Node one = Node.servlet(this.registry).property("management.server.port", 0).start();
				Node two = Node.servlet(this.registry).property("management.server.port", 0).start()) {
			Node.awaitOneCluster(one, two);
			int management = one.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(one.get(management, "/actuator/cluster").body()).contains("\"status\":\"MEMBER\"");
			assertThat(one.get(management, "/bootstrap/seed-nodes").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void theApplicationsOwnPrefixesInterceptorsConvertersAndAdvicesDoNotReachProbes() {
		try (Node one = Node.servlet(this.registry).sources(Obstructive.class).start();
				Node two = Node.servlet(this.registry).sources(Obstructive.class).start()) {
			Node.awaitOneCluster(one, two);
		}
	}

	@Test
	void manyNodesFormOneCluster() {
		try (Node one = Node.servlet(this.registry).required(3).start();
				Node two = Node.servlet(this.registry).required(3).start();
				Node three = Node.reactive(this.registry).required(3).start()) {
			Node.awaitOneCluster(one, two, three);
			try (Node four = Node.servlet(this.registry).required(3).start()) {
				Node.awaitOneCluster(one, two, three, four);
			}
		}
	}

	@RestController
	static class Obstructive implements WebMvcConfigurer {

		@org.springframework.web.bind.annotation.GetMapping("/**")
		String catchAll() {
			return "<html>";
		}

		@Override
		public void configurePathMatch(PathMatchConfigurer configurer) {
			configurer.addPathPrefix("/api", HandlerTypePredicate.forAnyHandlerType());
		}

		@Override
		public void addInterceptors(InterceptorRegistry interceptors) {
			interceptors.addInterceptor(new HandlerInterceptor() {

				@Override
				public boolean preHandle(jakarta.servlet.http.HttpServletRequest request,
						jakarta.servlet.http.HttpServletResponse response, Object handler) {
					response.setStatus(401);
					return false;
				}

			});
		}

		@Override
		public void configureMessageConverters(
				org.springframework.http.converter.HttpMessageConverters.ServerBuilder builder) {
			builder.disableDefaults();
		}

	}

}

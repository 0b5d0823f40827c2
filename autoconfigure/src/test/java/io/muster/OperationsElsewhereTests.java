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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the write operations are where the endpoints are, and protected like these;
 * and who may invite a node.
 */
@Tag("system")
class OperationsElsewhereTests {

	private final TestRegistry registry = new TestRegistry();

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theyFollowTheManagementServerAndItsPaths(WebApplicationType type) {
		try (Node node = node(type).property("management.server.port", 0)
			.property("management.endpoints.web.base-path", "/manage")
			// both servers for WebFlux are on the class path, each with one of this name
			.property("spring.main.allow-bean-definition-overriding", true)
			.property("management.endpoints.web.path-mapping.cluster", "nodes")
			.start()) {
			Node.awaitOneCluster(node);
			int port = node.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			HttpResponse<String> answer = post(node, port, "/manage/nodes/join", "{\"addresses\":\"\"}");
			assertThat(answer.statusCode()).isEqualTo(400);
			assertThat(answer.body()).contains("At least one address to join must be specified");
			assertThat(node.get(port, "/manage/nodes").body()).contains("\"status\":\"MEMBER\"");
			assertThat(post(node, node.port(), "/manage/nodes/join", "{}").statusCode()).isEqualTo(404);
			assertThat(post(node, port, "/actuator/cluster/join", "{}").statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theyAreProtectedLikeTheOtherEndpoints(WebApplicationType type) {
		try (Node node = node(type).secured()
			.property("spring.security.user.name", "operator")
			.property("spring.security.user.password", "secret")
			.start()) {
			Node.awaitOneCluster(node);
			for (String operation : new String[] { "join", "leave" }) {
				assertThat(post(node, node.port(), "/actuator/cluster/" + operation, "{}").statusCode()).isIn(401, 403);
			}
			URI uri = uri(node.port(), "/actuator/cluster/" + node.cluster().self().address().hostAndPort());
			assertThat(node.send(HttpRequest.newBuilder(uri).DELETE().build()).statusCode()).isIn(401, 403);
			Node.awaitOneCluster(node);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aStrangerCannotInviteANode(WebApplicationType type) {
		try (Node node = node(type).start()) {
			Node.awaitOneCluster(node);
			assertThat(invite(node, "http://10.0.0.66:8080").statusCode()).isEqualTo(403);
			assertThat(invite(node, "nonsense").statusCode()).isEqualTo(400);
			HttpResponse<String> get = node.get("/bootstrap/join");
			assertThat(get.statusCode()).isEqualTo(405);
			assertThat(get.headers().firstValue("Allow")).hasValue("POST");
			HttpResponse<String> answer = invite(node, "http://127.0.0.1:1");
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).contains("\"seedNodes\":[{");
			Node.awaitOneCluster(node);
		}
	}

	@Test
	void thereAreNoneWithoutTheEndpoint() {
		try (Node node = node(WebApplicationType.SERVLET)
			.property("management.endpoints.web.exposure.include", "health")
			.start()) {
			assertThat(post(node, node.port(), "/actuator/cluster/leave", "").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void thereAreNoneWhereLessIsPermittedThanAsked() {
		try (Node node = node(WebApplicationType.SERVLET)
			.property("management.endpoints.access.max-permitted", "read-only")
			.start()) {
			assertThat(post(node, node.port(), "/actuator/cluster/leave", "").statusCode()).isEqualTo(405);
		}
	}

	private Node node(WebApplicationType type) {
		return ((type == WebApplicationType.SERVLET) ? Node.servlet(this.registry) : Node.reactive(this.registry))
			.required(1)
			.property("management.endpoint.cluster.access", "unrestricted");
	}

	private static HttpResponse<String> invite(Node node, String target) {
		return node.send(HttpRequest.newBuilder(uri(node.port(), "/bootstrap/join"))
			.header("Muster-Invitation", target)
			.POST(BodyPublishers.noBody())
			.build());
	}

	private static HttpResponse<String> post(Node node, int port, String path, String body) {
		return node.send(HttpRequest.newBuilder(uri(port, path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build());
	}

	private static URI uri(int port, String path) {
		return URI.create("http://127.0.0.1:" + port + path);
	}

}

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
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page is where the endpoint is, for whom the endpoint is, and knows which
 * operations are open.
 */
@Tag("system")
class ClusterPageAccessTests {

	private static final String CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
			+ "image/webp,image/apng,*/*;q=0.8";

	@ParameterizedTest
	@CsvSource({ "SERVLET, management.endpoints.web.exposure.include, health",
			"REACTIVE, management.endpoints.web.exposure.include, health",
			"SERVLET, management.endpoint.cluster.access, none" })
	void thereIsNoneWithoutTheEndpoint(WebApplicationType type, String property, String value) {
		try (Node node = node(type).property(property, value).start()) {
			assertThat(page(node, null).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void itKnowsThatNoOperationIsOpenByDefault(WebApplicationType type) {
		try (Node node = node(type).start()) {
			assertThat(page(node, null).body()).startsWith("<!DOCTYPE html>");
			assertThat(node.json("/actuator/cluster").has("operations")).isFalse();
			assertThat(node.json("/actuator/leadership").has("operations")).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, management.endpoint.cluster.access", "REACTIVE, management.endpoints.access.default" })
	void itKnowsWhichOperationsAreOpen(WebApplicationType type, String property) {
		try (Node node = node(type).property(property, "unrestricted").start()) {
			assertThat(node.json("/actuator/cluster").path("operations"))
				.isEqualTo(JsonMapper.shared().readTree("[\"join\",\"leave\",\"remove\"]"));
			assertThat(node.json("/actuator/leadership").has("operations"))
				.isEqualTo(property.equals("management.endpoints.access.default"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void itKnowsThatLessIsPermittedThanAsked(WebApplicationType type) {
		try (Node node = node(type).property("management.endpoint.cluster.access", "unrestricted")
			.property("management.endpoints.access.max-permitted", "read-only")
			.start()) {
			assertThat(node.json("/actuator/cluster").has("operations")).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void itNeedsTheSameLoginAsTheEndpoint(WebApplicationType type) {
		try (Node node = node(type).secured()
			.property("spring.security.user.name", "operator")
			.property("spring.security.user.password", "secret")
			.start()) {
			HttpResponse<String> stranger = page(node, null);
			assertThat(stranger.statusCode()).isIn(302, 401);
			assertThat(stranger.body()).doesNotContain("Members");
			assertThat(node.get("/actuator/cluster").statusCode()).isEqualTo(401);
			HttpResponse<String> operator = page(node, "operator:secret");
			assertThat(operator.statusCode()).isEqualTo(200);
			assertThat(operator.body()).startsWith("<!DOCTYPE html>").contains("Members");
		}
	}

	private static Node node(WebApplicationType type) {
		TestRegistry registry = new TestRegistry();
		return ((type == WebApplicationType.SERVLET) ? Node.servlet(registry) : Node.reactive(registry)).required(1);
	}

	private static HttpResponse<String> page(Node node, @Nullable String login) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/actuator/cluster"))
			.header("Accept", CHROMIUM);
		if (login != null) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
		}
		return node.send(request.build());
	}

}

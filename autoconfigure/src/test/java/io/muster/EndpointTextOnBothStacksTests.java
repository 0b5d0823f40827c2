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
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests what the endpoints answer to whom, over real HTTP. The cluster has had two nodes,
 * one on each web stack, and another that left.
 */
class EndpointTextOnBothStacksTests {

	private static final String JSON = "application/vnd.spring-boot.actuator.v3+json";

	private static final String HTML = "text/html;charset=UTF-8";

	private static final String TEXT = "text/plain;charset=UTF-8";

	private static final Map<WebApplicationType, Node> nodes = new EnumMap<>(WebApplicationType.class);

	/**
	 * Closed at the end only: closing an application stops the event loops that all of
	 * one JVM share.
	 */
	private static Node leaving;

	private static String left;

	@BeforeAll
	static void formACluster() {
		TestRegistry registry = new TestRegistry();
		nodes.put(WebApplicationType.SERVLET,
				Node.servlet(registry)
					.property("muster.cluster.roles", "web,backend")
					.property("spring.jmx.enabled", true)
					.property("management.endpoints.jmx.exposure.include", "cluster,bootstrap")
					.start());
		nodes.put(WebApplicationType.REACTIVE, Node.reactive(registry).property("muster.cluster.roles", "web").start());
		leaving = Node.servlet(registry).start();
		Node.awaitOneCluster(node(WebApplicationType.SERVLET), node(WebApplicationType.REACTIVE), leaving);
		left = hostAndPort(leaving);
		leaving.cluster().leave();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> nodes.values()
				.stream()
				.allMatch((node) -> node.json("/actuator/cluster").path("departed").size() == 1));
	}

	@AfterAll
	static void stop() {
		leaving.close();
		nodes.values().forEach(Node::close);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void withoutAcceptHeaderTheAnswerIsJson(WebApplicationType type) {
		for (String path : List.of("/actuator/cluster", "/actuator/bootstrap")) {
			HttpResponse<String> answer = node(type).get(path);
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(contentType(answer)).isEqualTo(JSON);
			assertThat(answer.body()).startsWith("{");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "", value = { //
			"*/* | " + JSON, // curl
			"application/json, text/plain, */* | application/json", // axios, Angular
			"application/json | application/json", //
			"application/* | " + JSON, //
			"application/vnd.spring-boot.actuator.v2+json | application/vnd.spring-boot.actuator.v2+json", //
			"text/plain;q=0.5, application/json | application/json", //
			"text/plain;q=0.5, */*;q=0.1 | " + TEXT, //
			"text/plain | " + TEXT, //
			"text/plain;q=0.5 | " + TEXT, //
			"text/plain, application/json;q=0.9 | " + TEXT })
	void theAcceptHeaderDecides(String accept, String contentType) {
		for (Node node : nodes.values()) {
			for (String path : List.of("/actuator/cluster", "/actuator/bootstrap")) {
				HttpResponse<String> answer = get(node, path, accept);
				assertThat(answer.statusCode()).isEqualTo(200);
				assertThat(contentType(answer)).isEqualTo(contentType);
				assertThat(answer.body().startsWith("{")).isEqualTo(contentType.endsWith("json"));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", // Firefox
			"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
					+ "application/signed-exchange;v=b3;q=0.7", // Chromium
			"text/html" })
	void browsersGetThePage(String accept) {
		for (Node node : nodes.values()) {
			HttpResponse<String> answer = get(node, "/actuator/cluster", accept);
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(contentType(answer)).isEqualTo(HTML);
			assertThat(answer.body()).startsWith("<!DOCTYPE html>").contains("</html>");
			assertThat(contentType(get(node, "/actuator/bootstrap", accept + ",*/*;q=0.1"))).isEqualTo(JSON);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void thePageIsTheSameWithAFilter(WebApplicationType type) {
		assertThat(get(node(type), "/actuator/cluster?status=(", "text/html").body())
			.isEqualTo(get(node(type), "/actuator/cluster", "text/html").body());
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whatNeitherIsIsNotAcceptable(WebApplicationType type) {
		assertThat(get(node(type), "/actuator/cluster", "image/png").statusCode()).isEqualTo(406);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theTableShowsMembersAndWhoLeft(WebApplicationType type) {
		List<String> lines = text(type, "/actuator/cluster").lines().toList();
		assertThat(lines.get(0)).matches("Node +Address +Status +Reachable +Self +Leader +DC +Since +Roles");
		assertThat(lines.get(1)).startsWith("orders:127.0.0.1:").contains("  Up  ");
		assertThat(lines.subList(1, 4))
			.anyMatch((line) -> line.matches("orders:" + left + " +" + left + " +left +- +- +- +default +\\S+Z +-"))
			.anyMatch((line) -> line.matches("\\S+ +" + hostAndPort(node(type)) + " +Up +yes +\\* +.*"))
			.allMatch((line) -> line.length() <= 120);
		assertThat(lines).contains("Shown    members 2, unreachable 0, departed 1");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void bootstrapIsToldInTables(WebApplicationType type) {
		Node node = node(type);
		assertThat(text(type, "/actuator/bootstrap")).startsWith("Phase        MEMBER\n")
			.containsPattern("\nSelf +pekko://orders@" + hostAndPort(node) + "\n")
			.containsPattern("\nhttp://127.0.0.1:" + node.port() + " +self +-")
			.containsPattern("\nAfter +History");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void membersAreFiltered(WebApplicationType type) {
		String web = hostAndPort(node(WebApplicationType.REACTIVE));
		String backend = hostAndPort(node(WebApplicationType.SERVLET));
		assertThat(shown(type, "status=up")).containsExactlyInAnyOrder(web, backend);
		assertThat(shown(type, "status=" + encoded("left|failed"))).containsExactly(left);
		assertThat(shown(type, "role=back.*")).containsExactly(backend);
		assertThat(shown(type, "role=web&status=Up&name=" + encoded("127\\.0\\.0\\.1:" + port(web))))
			.containsExactly(web);
		assertThat(shown(type, "name=" + port(web))).isEmpty();
		assertThat(shown(type, "name=" + encoded("pekko://orders@" + left))).containsExactly(left);
		assertThat(shown(type, "status=")).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whoLeadsDoesNotDependOnTheFilter(WebApplicationType type) {
		Awaitility.await().until(() -> !node(type).json("/actuator/cluster").path("leader").asString("").isEmpty());
		JsonNode all = node(type).json("/actuator/cluster");
		JsonNode none = node(type).json("/actuator/cluster?status=down");
		assertThat(none.path("members").size()).isZero();
		assertThat(none.path("departed").size()).isZero();
		for (String field : List.of("name", "status", "self", "leader", "oldest")) {
			assertThat(none.path(field).asString()).isNotEmpty().isEqualTo(all.path(field).asString());
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whatIsNoRegularExpressionIsABadRequestThatSaysSo(WebApplicationType type) {
		String message = "'role' is not a regular expression: Unclosed group at position 4 of '(web'";
		String path = "/actuator/cluster?role=" + encoded("(web");
		HttpResponse<String> json = node(type).get(path);
		assertThat(json.statusCode()).isEqualTo(400);
		assertThat(contentType(json)).isEqualTo(JSON);
		assertThat(JsonMapper.shared().readTree(json.body())).isEqualTo(JsonMapper.shared()
			.createObjectNode()
			.put("status", 400)
			.put("error", "Bad Request")
			.put("message", message));
		HttpResponse<String> text = get(node(type), path, "text/plain");
		assertThat(text.statusCode()).isEqualTo(400);
		assertThat(contentType(text)).isEqualTo(TEXT);
		assertThat(text.body()).isEqualTo(message + "\n");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aLongExpressionIsABadRequest(WebApplicationType type) {
		HttpResponse<String> answer = node(type).get("/actuator/cluster?name=" + "h".repeat(257));
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("'name' is longer than 256 characters");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void oneMemberIsStillJson(WebApplicationType type) {
		Node node = node(type);
		assertThat(node.json("/actuator/cluster/" + hostAndPort(node)).path("self").asBoolean()).isTrue();
		assertThat(node.get("/actuator/cluster/10.0.0.1:1").statusCode()).isEqualTo(404);
	}

	@Test
	void jmxShowsTheSameShapesAndNoText() throws JMException, IOException {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Cluster");
		assertThat(server.getMBeanInfo(name).getOperations()).extracting("name")
			.containsExactlyInAnyOrder("cluster", "member");
		assertThat(server.getMBeanInfo(new ObjectName("org.springframework.boot:type=Endpoint,name=Bootstrap"))
			.getOperations()).extracting("name").containsExactly("bootstrap");
		String[] signature = { "java.lang.String", "java.lang.String", "java.lang.String" };
		assertThat(server.invoke(name, "cluster", new Object[3], signature)).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("name", "orders")
			.extractingByKey("members", InstanceOfAssertFactories.LIST)
			.hasSize(2);
		assertThat(server.invoke(name, "cluster", new Object[0], new String[0])).isNotNull();
		assertThatExceptionOfType(JMException.class)
			.isThrownBy(() -> server.invoke(name, "cluster", new Object[] { "[", null, null }, signature))
			.withMessageContaining("'status' is not a regular expression");
	}

	private static Node node(WebApplicationType type) {
		return nodes.get(type);
	}

	private static String hostAndPort(Node node) {
		return node.cluster().self().address().hostAndPort();
	}

	private static String port(String hostAndPort) {
		return hostAndPort.substring(hostAndPort.indexOf(':') + 1);
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private static HttpResponse<String> get(Node node, String path, String accept) {
		return node.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
			.header("Accept", accept)
			.build());
	}

	private static String text(WebApplicationType type, String path) {
		return get(node(type), path, "text/plain").body();
	}

	/**
	 * Return who is shown, in both answers.
	 */
	private static List<String> shown(WebApplicationType type, String query) {
		String path = "/actuator/cluster?" + query;
		List<String> text = text(type, path).lines()
			.skip(1)
			.takeWhile((line) -> !line.isEmpty())
			.map((line) -> line.split(" +")[1])
			.toList();
		JsonNode json = node(type).json(path);
		assertThat(Stream.of("members", "departed")
			.flatMap((field) -> json.path(field).valueStream())
			.map((member) -> member.path("address").asString().substring("pekko://orders@".length()))).isEqualTo(text);
		return text;
	}

	private static String contentType(HttpResponse<String> answer) {
		return answer.headers().firstValue("Content-Type").orElse("").replace(";charset=utf-8", ";charset=UTF-8");
	}

}

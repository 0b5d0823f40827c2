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

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that operations that are wrong change nothing, and are answered with the reason.
 * Two nodes, one on each web stack, each in a cluster of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadOperationsTests {

	private static final String JSON = "application/json";

	private static final Map<WebApplicationType, Node> nodes = new EnumMap<>(WebApplicationType.class);

	/**
	 * Closed at the end only: closing an application stops the event loops that all of
	 * one JVM share.
	 */
	private static final List<Node> readOnly = new CopyOnWriteArrayList<>();

	private static Node stranger;

	private static Map<WebApplicationType, String> before;

	@BeforeAll
	static void start() {
		nodes.put(WebApplicationType.SERVLET,
				unrestricted(Node.servlet(new TestRegistry())).property("spring.jmx.enabled", true)
					.property("management.endpoints.jmx.exposure.include", "cluster")
					.start());
		nodes.put(WebApplicationType.REACTIVE, unrestricted(Node.reactive(new TestRegistry())).start());
		stranger = Node.servlet(new TestRegistry()).property("muster.cluster.name", "invoices").required(1).start();
		nodes.values().forEach(Node::awaitOneCluster);
		Node.awaitOneCluster(stranger);
		// The first request to a web server may take longer than a probe is waited for.
		assertThat(stranger.get("/bootstrap/seed-nodes").statusCode()).isEqualTo(200);
		before = states();
	}

	private static Node unrestricted(Node node) {
		return node.required(1).property("management.endpoint.cluster.access", "unrestricted");
	}

	@AfterAll
	static void stop() {
		stranger.close();
		readOnly.forEach(Node::close);
		nodes.values().forEach(Node::close);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { //
			"400 | `` | The addresses are missing. Send {\"addresses\":\"10.0.0.8:8080,10.0.0.9:8080\"} with Content-Type", //
			"400 | null | The addresses are missing.", //
			"400 | {} | The addresses are missing.", //
			"400 | {\"address\":\"127.0.0.1:1\"} | The addresses are missing.", //
			"400 | {\"addresses\":null} | The addresses are missing.", //
			"400 | {\"addresses\":\"\"} | At least one address to join must be specified", //
			"400 | {\"addresses\":\" \"} | is not an address: it is empty", //
			"400 | {\"addresses\":\"127.0.0.1:1,,127.0.0.1:2\"} | is not an address: it is empty", //
			"400 | {\"addresses\":\"127.0.0.1:65536\"} | '65536' is not a port between 1 and 65535", //
			"400 | {\"addresses\":\"a b\"} | 'a b' is not an address: it contains white space", //
			"422 | {\"addresses\":\"127.0.0.1:1, 127.0.0.1:2\"} | Failed to join any nodes. 127.0.0.1:1 refused", //
			"422 | {\"addresses\":\"nowhere.invalid:80\"} | nowhere.invalid:80 has a host name that" })
	void aBadJoinIsAProblem(int status, String body, String detail) {
		for (Node node : nodes.values()) {
			assertProblem(post(node, "join", JSON, body), status, detail);
		}
		assertNothingChanged();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"addresses\":", "[\"127.0.0.1:1\"]", "{\"addresses\":[\"127.0.0.1:1\"]}",
			"{\"addresses\":{\"0\":\"127.0.0.1:1\"}}", "\"127.0.0.1:1\"" })
	void aBodyThatIsNotAnObjectOfStringsIsABadRequest(String body) {
		for (Node node : nodes.values()) {
			for (String operation : List.of("join", "leave")) {
				assertThat(post(node, operation, JSON, body).statusCode()).isEqualTo(400);
			}
		}
		assertNothingChanged();
	}

	/**
	 * A form on a foreign web page can send these content types, and none, without asking
	 * first.
	 */
	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data;boundary=x" })
	void aFormOfAForeignPageIsAnUnsupportedMediaType(String contentType) {
		for (Node node : nodes.values()) {
			for (String operation : List.of("join", "leave", "join?addresses=127.0.0.1:1")) {
				for (String body : List.of("", "{\"addresses\":\"127.0.0.1:1\"}", "addresses=127.0.0.1:1")) {
					assertThat(post(node, operation, contentType, body).statusCode()).isEqualTo(415);
				}
			}
		}
		assertNothingChanged();
	}

	/**
	 * Attack S15. Also where the application lets a form send a DELETE, or CORS lets a
	 * page send JSON.
	 */
	@ParameterizedTest
	@CsvSource({ "Origin, null", "Origin, http://evil.example", "Origin, http://127.0.0.1:1",
			"Sec-Fetch-Site, cross-site", "Sec-Fetch-Site, same-site" })
	void aRequestOfAForeignPageIsForbidden(String header, String value) {
		for (Node node : nodes.values()) {
			for (String operation : List.of("leave", "join", "%6ceave", "leave;x=y")) {
				for (String contentType : List.of(JSON, "text/plain")) {
					assertProblem(
							node.send(request(node, operation).POST(BodyPublishers.ofString("{}"))
								.header("Content-Type", contentType)
								.header(header, value)
								.build()),
							403, "A page of another site sent this request (%s: %s), so that nothing was done"
								.formatted(header, value));
				}
			}
			assertProblem(node.send(request(node, hostAndPort(node)).DELETE().header(header, value).build()), 403,
					"Operations are for pages of this server, and for clients that are no browsers, such as curl");
		}
		assertNothingChanged();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aRequestOfAPageOfThisServerIsNotForbidden(WebApplicationType type) {
		Node node = nodes.get(type);
		for (String[] header : new String[][] { { "Origin", "http://127.0.0.1:" + node.port() },
				{ "Sec-Fetch-Site", "same-origin" }, { "Sec-Fetch-Site", "none" } }) {
			HttpRequest request = request(node, "nonsense").POST(BodyPublishers.ofString("{}"))
				.header("Content-Type", JSON)
				.header(header[0], header[1])
				.build();
			assertProblem(node.send(request), 404, "There is no operation 'nonsense'");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aGetOfAForeignPageChangesNothingAndIsAnswered(WebApplicationType type) {
		Node node = nodes.get(type);
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d/actuator/cluster".formatted(node.port())))
			.header("Sec-Fetch-Site", "cross-site")
			.build();
		assertThat(node.send(request).statusCode()).isEqualTo(200);
		assertNothingChanged();
	}

	@Test
	void aForeignPageIsForbiddenOnTheManagementPortToo() {
		Node node = unrestricted(Node.servlet(new TestRegistry())).property("management.server.port", 0).start();
		readOnly.add(node);
		Node.awaitOneCluster(node);
		int port = node.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d/actuator/cluster/leave".formatted(port)))
			.header("Content-Type", JSON)
			.header("Origin", "http://evil.example")
			.POST(BodyPublishers.ofString("{}"))
			.build();
		assertProblem(node.send(request), 403, "A page of another site sent this request");
		Node.awaitOneCluster(node);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theOwnAddressAloneIsAProblem(WebApplicationType type, CapturedOutput output) {
		Node node = nodes.get(type);
		for (String address : List.of("127.0.0.1:" + node.port(), "http://127.0.0.1:" + node.port() + "/")) {
			assertProblem(join(node, address), 400, "is this node itself: name another");
		}
		assertNothingChanged();
		assertThat(output).doesNotContain("ERROR");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void anotherClustersAddressIsAProblem(WebApplicationType type, CapturedOutput output) {
		HttpResponse<String> answer = join(nodes.get(type), "127.0.0.1:%d".formatted(stranger.port()));
		assertProblem(answer, 422, "belongs to cluster 'invoices', not to 'orders'");
		JsonNode failure = JsonMapper.shared().readTree(answer.body()).path("failures").path(0);
		assertThat(failure.path("address").asString()).isEqualTo("127.0.0.1:" + stranger.port());
		assertThat(failure.path("reason").asString()).startsWith("belongs to cluster 'invoices'");
		assertNothingChanged();
		assertThat(output).doesNotContain("ERROR");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tenThousandAddressesAreAProblem(WebApplicationType type) {
		String addresses = IntStream.range(0, 10_000)
			.mapToObj((i) -> "10.0.%d.%d:8080".formatted(i / 250, i % 250))
			.collect(Collectors.joining(","));
		assertProblem(join(nodes.get(type), addresses), 400, "10000 addresses are too many, 100 are the most");
		HttpResponse<String> answer = join(nodes.get(type), "a".repeat(256 * 1024 + 1));
		assertThat(answer.statusCode()).isEqualTo(413);
		assertThat(answer.body()).hasSizeLessThan(1024);
		assertNothingChanged();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aHundredAddressesThatRefuseAreAnsweredSoon(WebApplicationType type) {
		String addresses = IntStream.rangeClosed(1, 100)
			.mapToObj("127.0.0.1:%d"::formatted)
			.collect(Collectors.joining(","));
		HttpResponse<String> answer = join(nodes.get(type), addresses);
		assertProblem(answer, 422, "Failed to join any nodes.");
		assertThat(JsonMapper.shared().readTree(answer.body()).path("failures").size()).isEqualTo(100);
		assertNothingChanged();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void otherMethodsAndPathsAreNone(WebApplicationType type) {
		Node node = nodes.get(type);
		assertThat(node.get("/actuator/cluster/join").statusCode()).as("there is no such member").isEqualTo(404);
		assertProblem(post(node, "nonsense", JSON, "{}"), 404, "There is no operation 'nonsense': use join or leave");
		assertThat(post(node, "", JSON, "{}").statusCode()).isIn(404, 405);
		assertThat(node.get("/actuator/cluster/" + hostAndPort(node)).statusCode()).isEqualTo(200);
		assertNothingChanged();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void byDefaultThereAreNoWriteOperations(WebApplicationType type) throws JMException {
		TestRegistry registry = new TestRegistry();
		String domain = "readonly-" + type;
		Node node = ((type == WebApplicationType.SERVLET) ? Node.servlet(registry) : Node.reactive(registry))
			.required(1)
			.property("spring.jmx.enabled", true)
			.property("spring.jmx.default-domain", domain)
			.property("management.endpoints.jmx.exposure.include", "cluster")
			.property("management.endpoints.jmx.domain", domain)
			.start();
		readOnly.add(node);
		Node.awaitOneCluster(node);
		assertThat(join(node, "127.0.0.1:1").statusCode()).isEqualTo(405);
		assertThat(post(node, "leave", JSON, "").statusCode()).isEqualTo(405);
		assertThat(delete(node, hostAndPort(node)).statusCode()).isEqualTo(405);
		assertThat(operations(domain)).containsExactlyInAnyOrder("cluster", "member");
		Node.awaitOneCluster(node);
	}

	@Test
	void jmxHasTheSameOperations() throws JMException {
		assertThat(operations("org.springframework.boot")).containsExactlyInAnyOrder("cluster", "member", "join",
				"leave", "remove");
		assertThatExceptionOfType(JMException.class).isThrownBy(() -> invoke("join", "127.0.0.1:1,127.0.0.1:2"))
			.withStackTraceContaining("Failed to join any nodes. 127.0.0.1:1 refused the connection");
		assertThatExceptionOfType(JMException.class).isThrownBy(() -> invoke("remove", "10.0.0.1:1", true))
			.withStackTraceContaining("There is no member '10.0.0.1:1'");
		assertNothingChanged();
	}

	private static Object invoke(String operation, Object... arguments) throws JMException {
		String[] signature = new String[arguments.length];
		for (int i = 0; i < arguments.length; i++) {
			signature[i] = arguments[i].getClass().getName();
		}
		return server().invoke(name("org.springframework.boot"), operation, arguments, signature);
	}

	private static List<String> operations(String domain) throws JMException {
		return List.of(server().getMBeanInfo(name(domain)).getOperations())
			.stream()
			.map((operation) -> operation.getName())
			.toList();
	}

	private static MBeanServer server() {
		return ManagementFactory.getPlatformMBeanServer();
	}

	private static ObjectName name(String domain) throws JMException {
		return new ObjectName(domain + ":type=Endpoint,name=Cluster");
	}

	private static String hostAndPort(Node node) {
		return node.cluster().self().address().hostAndPort();
	}

	private static HttpResponse<String> join(Node node, String addresses) {
		return post(node, "join", JSON, "{\"addresses\":\"%s\"}".formatted(addresses));
	}

	private static HttpResponse<String> post(Node node, String operation, String contentType, String body) {
		HttpRequest.Builder request = request(node, operation).POST(BodyPublishers.ofString(body));
		if (contentType != null) {
			request.header("Content-Type", contentType);
		}
		return node.send(request.build());
	}

	private static HttpResponse<String> delete(Node node, String member) {
		return node.send(request(node, member).DELETE().build());
	}

	private static HttpRequest.Builder request(Node node, String path) {
		return HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d/actuator/cluster/%s".formatted(node.port(), path)));
	}

	private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
		JsonNode problem = JsonMapper.shared().readTree(answer.body());
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("title").asString()).isNotEmpty();
		assertThat(problem.path("detail").asString()).contains(detail);
	}

	private static void assertNothingChanged() {
		Awaitility.await().during(Duration.ofMillis(100)).until(() -> states().equals(before));
	}

	/**
	 * Return the members and contact points that each node knows.
	 */
	private static Map<WebApplicationType, String> states() {
		Map<WebApplicationType, String> states = new EnumMap<>(WebApplicationType.class);
		nodes.forEach((type, node) -> states.put(type, node.cluster().members() + " "
				+ node.json("/bootstrap/seed-nodes").path("muster").path("contactPoints").toString()));
		return states;
	}

}

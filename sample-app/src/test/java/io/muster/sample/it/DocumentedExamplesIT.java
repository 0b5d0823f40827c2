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

package io.muster.sample.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

import io.muster.processes.Ports;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The examples of output in {@code README.md} and {@code src/docs} are what nodes answer.
 * {@link DemoIT} has that of the demo.
 */
@Tag("system")
class DocumentedExamplesIT {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private static final int FIRST_ADDRESS = 11;

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	void everyExampleIsCheckedByATest() throws IOException {
		StringBuilder sources = new StringBuilder();
		try (Stream<Path> files = Files.list(Path.of("src/test/java/io/muster/sample/it"))) {
			for (Path file : files.toList()) {
				sources.append(Files.readString(file));
			}
		}
		assertThat(DocumentedExamples.names()).isNotEmpty()
			.doesNotHaveDuplicates()
			.allSatisfy((name) -> assertThat(sources).containsPattern("check(InAnyOrder)?\\(\"" + name + '"'));
	}

	@Test
	void readme() {
		List<Integer> ports = Ports.find(3);
		String contactPoints = ports.stream().map((port) -> "127.0.0.1:" + port).collect(Collectors.joining(","));
		List<DocumentedNode> nodes = ports.stream()
			.map((port) -> new DocumentedNode(this.processes, "127.0.0.1", port, 0).require(3)
				.contactPoints(contactPoints))
			.toList();
		nodes.forEach(DocumentedNode::start);
		nodes.forEach((node) -> node.awaitUp(3));
		DocumentedNode leader = nodes.stream().filter(DocumentedNode::isLeader).findAny().orElseThrow();
		DocumentedExamples.checkInAnyOrder("readme-cluster", leader.text("/actuator/cluster"));
		DocumentedExamples.check("readme-health", pretty(leader.json("/actuator/health/cluster")));
	}

	@Test
	void endpoints() {
		List<DocumentedNode> nodes = nodes(3);
		DocumentedNode one = nodes.get(0);
		DocumentedNode two = nodes.get(1);
		DocumentedNode three = nodes.get(2);
		nodes.forEach((node) -> node.require(3).contactPoints("127.0.0.11,127.0.0.12,127.0.0.13"));
		two.start().awaitServer();
		one.start();
		Stream.of(one, two)
			.forEach((node) -> node.awaitWaitingFor("expecting 3 nodes, found 2", "from http://127.0.0.13"));
		// What another node waits for comes with its next answer.
		await().until(() -> one.text("/actuator/bootstrap").contains("waits for: expecting 3 nodes, found 2"));
		DocumentedExamples.check("bootstrap-json", pretty(withFirstOfHistory(one.json("/actuator/bootstrap"))));
		String text = one.text("/actuator/bootstrap");
		DocumentedExamples.check("bootstrap-text", text.substring(0, text.indexOf("\nAfter ")));
		DocumentedExamples.check("health-waiting", pretty(one.json("/actuator/health/cluster")));
		three.start();
		nodes.forEach((node) -> node.awaitUp(3));
		DocumentedExamples.check("health-member", pretty(one.json("/actuator/health/cluster")));
		DocumentedExamples.check("member-json", pretty(one.json("/actuator/cluster/127.0.0.12:25520")));
		await().until(() -> {
			JsonNode leadership = JSON.readTree(one.json("/actuator/leadership"));
			JsonNode role = leadership.path("roles").path(0);
			return leadership.path("raft").path("numPeers").asInt() == 2 && role.path("self").asBoolean()
					&& role.path("standing").size() == 3;
		});
		DocumentedExamples.check("leadership-json", pretty(sorted(one.json("/actuator/leadership"))));
		three.process().terminate();
		one.awaitGone(1, 0);
		two.process().kill();
		one.awaitGone(1, 1);
		DocumentedExamples.check("cluster-json", pretty(one.json("/actuator/cluster")));
		DocumentedExamples.check("cluster-text", one.text("/actuator/cluster"));
		DocumentedExamples.check("cluster-text-left", one.text("/actuator/cluster?status=left%7Cfailed"));
	}

	@Test
	void operations() {
		List<DocumentedNode> nodes = nodes(3);
		DocumentedNode one = nodes.get(0);
		DocumentedNode two = nodes.get(1);
		DocumentedNode three = nodes.get(2);
		one.require(1).start().awaitUp(1);
		two.require(1).start().awaitUp(1);
		three.require(3).start().awaitWaitingFor("expecting 3 nodes, found 1");
		DocumentedExamples.check("operation-join",
				pretty(one.post("/actuator/cluster/join", "{\"addresses\":\"127.0.0.12\"}")));
		Stream.of(one, two).forEach((node) -> node.awaitUp(2));
		DocumentedExamples.check("operation-join-several", pretty(one.post("/actuator/cluster/join",
				"{\"addresses\":\"127.0.0.11:8080,127.0.0.13:8080,127.0.0.14:8080\"}")));
		nodes.forEach((node) -> node.awaitUp(3));
		DocumentedExamples.check("operation-leave", pretty(three.post("/actuator/cluster/leave", "{}")));
		one.awaitGone(1, 0);
		DocumentedExamples.check("operation-force-refused",
				pretty(one.delete("/actuator/cluster/127.0.0.12:25520?force=true", 409)));
		DocumentedExamples.check("operation-remove", pretty(one.delete("/actuator/cluster/127.0.0.12:25520", 200)));
	}

	/**
	 * Create nodes at addresses of their own, all with the same ports, so that these can
	 * be left out of addresses. The web server's has as many digits as the documented
	 * one: tables are as wide then.
	 */
	private List<DocumentedNode> nodes(int count) {
		int port = IntStream.range(8081, 10000).filter(DocumentedExamplesIT::isFree).findFirst().orElseThrow();
		int enginePort = Ports.find();
		return IntStream.range(0, count)
			.mapToObj((index) -> new DocumentedNode(this.processes, address(index), port, enginePort))
			.toList();
	}

	private static boolean isFree(int port) {
		return IntStream.range(0, 4).allMatch((index) -> {
			try (ServerSocket socket = new ServerSocket()) {
				socket.bind(new InetSocketAddress(address(index), port));
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		});
	}

	private static String address(int index) {
		return "127.0.0." + (FIRST_ADDRESS + index);
	}

	/**
	 * Keep the first entry of the history, which is the same in every run.
	 */
	private static JsonNode withFirstOfHistory(String json) {
		JsonNode bootstrap = JSON.readTree(json);
		ArrayNode history = (ArrayNode) bootstrap.path("history");
		while (history.size() > 1) {
			history.remove(1);
		}
		return bootstrap;
	}

	/**
	 * Sort the servers, whose order depends on which of them was faster.
	 */
	private static JsonNode sorted(String json) {
		JsonNode leadership = JSON.readTree(json);
		sort((ArrayNode) leadership.path("raft").path("voters"));
		leadership.path("roles").forEach((role) -> sort((ArrayNode) role.path("standing")));
		return leadership;
	}

	private static void sort(ArrayNode servers) {
		List<String> texts = new ArrayList<>();
		servers.forEach((server) -> texts.add(server.asString()));
		servers.removeAll();
		texts.stream().sorted().forEach(servers::add);
	}

	private static String pretty(String json) {
		return pretty(JSON.readTree(json));
	}

	private static String pretty(JsonNode json) {
		return JSON.writeValueAsString(json);
	}

}

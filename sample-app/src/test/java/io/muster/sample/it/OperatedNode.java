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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.muster.processes.JavaProcess;
import io.muster.processes.Ports;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node as an operator works with it: a command starts it without a registry, and
 * everything else is done with requests that {@code curl} could send.
 */
final class OperatedNode {

	static final String CONTACT_POINTS = SampleNode.DISCOVERY + "contact-points=";

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

	private final Processes processes;

	private final String name;

	private final String host;

	private final int port;

	private final int enginePort;

	private final List<String> launcher;

	private JavaProcess process;

	/**
	 * Create a node. It is not started yet.
	 * @param processes starts its process
	 * @param name its name
	 * @param host the loopback address of its web server and its engine
	 * @param port port of its web server
	 * @param enginePort port of its engine
	 */
	OperatedNode(Processes processes, String name, String host, int port, int enginePort) {
		this(processes, name, host, port, enginePort, List.of());
	}

	/**
	 * Create a node. It is not started yet.
	 * @param processes starts its process
	 * @param name its name
	 * @param host the address of its web server and its engine
	 * @param port port of its web server
	 * @param enginePort port of its engine
	 * @param launcher the command that starts its JVM in another place than this one
	 */
	OperatedNode(Processes processes, String name, String host, int port, int enginePort, List<String> launcher) {
		this.launcher = launcher;
		this.processes = processes;
		this.name = name;
		this.host = host;
		this.port = port;
		this.enginePort = enginePort;
	}

	/**
	 * Create nodes that have the same ports, each at an address of its own.
	 * @param processes starts their processes
	 * @param firstAddress last octet of the first node's address in 127.0.0.0/24
	 * @param names their names
	 * @return the nodes
	 */
	static List<OperatedNode> create(Processes processes, int firstAddress, String... names) {
		int port = Ports.find();
		int enginePort = Ports.find();
		List<OperatedNode> nodes = new ArrayList<>();
		for (String name : names) {
			nodes.add(new OperatedNode(processes, name, "127.0.0." + (firstAddress + nodes.size()), port, enginePort));
		}
		return nodes;
	}

	/**
	 * Start it, or start it again. It declares others failed sooner than by default, and
	 * waits longer for their answers: the operator asks once, however busy the machine.
	 * @param required the number of required nodes
	 * @param arguments further arguments
	 * @return this node
	 */
	OperatedNode start(int required, String... arguments) {
		List<String> command = new ArrayList<>(SampleNode.sampleApplication());
		command.addAll(List.of("--spring.main.banner-mode=off", "--server.address=" + this.host,
				"--server.port=" + this.port, "--muster.cluster.host=" + this.host,
				"--muster.cluster.port=" + this.enginePort, "--muster.cluster.node-name=" + this.name,
				"--management.endpoint.cluster.access=unrestricted",
				"--muster.pekko.cluster.split-brain-resolver.stable-after=3s",
				"--muster.pekko.cluster.down-removal-margin=1s", "--muster.bootstrap.contact-point.request-timeout=10s",
				SampleNode.DISCOVERY + "required-contact-point-nr=" + required));
		command.addAll(List.of(arguments));
		this.process = this.processes.start(this.name, this.launcher, command);
		return this;
	}

	JavaProcess process() {
		return this.process;
	}

	/**
	 * Return the URL of its web server.
	 */
	String host() {
		return this.host;
	}

	String engine() {
		return "pekko://sample@" + this.host + ":" + this.enginePort;
	}

	/**
	 * Return a row of a table of members.
	 * @param status the node's status in it
	 */
	String row(String status) {
		return this.name + " " + this.host + ":" + this.enginePort + " " + status;
	}

	/**
	 * Have this node join others, each at its host's name alone: all have the same port.
	 * @param others the others
	 * @return the message, or the body of an error
	 */
	String join(OperatedNode... others) {
		String addresses = Arrays.stream(others).map((other) -> other.host).collect(Collectors.joining(","));
		String body = curl(request("/actuator/cluster/join").header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"addresses\":\"" + addresses + "\"}"))).body();
		JsonNode answer = JsonMapper.shared().readTree(body);
		return answer.path("message").asString(body);
	}

	/**
	 * Return the first three columns of the table of members that it shows: name, address
	 * and status.
	 */
	List<String> members() {
		return text("/actuator/cluster").lines()
			.skip(1)
			.takeWhile((line) -> !line.isEmpty())
			.map((line) -> Arrays.stream(line.split(" +")).limit(3).collect(Collectors.joining(" ")))
			.toList();
	}

	/**
	 * Return the text of a page.
	 * @param path the path of the page
	 * @return the text, empty while the node does not answer
	 */
	String text(String path) {
		return get(path, "text/plain");
	}

	/**
	 * Return the JSON of a page.
	 * @param path the path of the page
	 * @return the JSON, a missing node while the node does not answer
	 */
	JsonNode json(String path) {
		String body = get(path, "application/json");
		return body.isEmpty() ? JsonMapper.shared().missingNode() : JsonMapper.shared().readTree(body);
	}

	private String get(String path, String type) {
		if (!this.process.isAlive()) {
			throw new IllegalStateException(this.name + " has ended");
		}
		HttpResponse<String> response;
		try {
			response = curl(request(path).header("Accept", type));
		}
		catch (UncheckedIOException ex) {
			return "";
		}
		return (response.statusCode() == 200) ? response.body() : "";
	}

	/**
	 * Wait until its health is as expected.
	 * @param assertion checks the health
	 */
	void awaitHealth(Consumer<String> assertion) {
		await().untilAsserted(() -> assertion.accept(curl(request("/actuator/health")).body()));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://" + this.host + ":" + this.port + path))
			.timeout(Duration.ofSeconds(20));
	}

	private static HttpResponse<String> curl(HttpRequest.Builder request) {
		try {
			return HTTP.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	/**
	 * Wait until its table of members has exactly these rows.
	 * @param rows the rows, in any order
	 */
	void awaitMembers(String... rows) {
		await().untilAsserted(() -> assertThat(members()).as(this.name).containsExactlyInAnyOrder(rows));
	}

	/**
	 * Wait until its table of members shows the leader.
	 * @param leader the leader
	 */
	void awaitLeader(OperatedNode leader) {
		await().untilAsserted(() -> assertThat(text("/actuator/cluster")).as(this.name)
			.contains("Leader   " + leader.host + ":" + leader.enginePort));
	}

	/**
	 * Wait until it shows what it waits for.
	 * @param reason the text that it must show
	 */
	void awaitWaitingFor(String reason) {
		await().untilAsserted(() -> assertThat(text("/actuator/bootstrap")).as(this.name)
			.contains("PROBING")
			.containsPattern("Waiting for +.*" + reason));
	}

	/**
	 * Wait until its log contains texts.
	 * @param lines the texts
	 */
	void awaitLog(String... lines) {
		await().untilAsserted(() -> assertThat(this.process.log()).contains(lines));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
	}

}

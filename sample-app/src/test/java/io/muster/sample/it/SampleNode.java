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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample application in a process of its own, one replica of a cluster named
 * {@value #CLUSTER}. Its ports stay the same when it is started again.
 */
final class SampleNode {

	static final String CLUSTER = "orders";

	static final String HOST = "127.0.0.1";

	static final String DISCOVERY = "--muster.bootstrap.contact-point-discovery.";

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

	private static final JsonMapper JSON = new JsonMapper();

	private final Processes processes;

	private final String name;

	private final int port;

	private final int enginePort;

	private final Map<String, String> arguments = new LinkedHashMap<>();

	private volatile JavaProcess process;

	/**
	 * Create a node that is not started yet.
	 * @param processes starts its process
	 * @param name its name, of its log
	 * @param port port of its web server
	 * @param contactPoints ports of the web servers that discovery knows
	 */
	SampleNode(Processes processes, String name, int port, List<Integer> contactPoints) {
		this.processes = processes;
		this.name = name;
		this.port = port;
		this.enginePort = Ports.find();
		with("--spring.application.name=" + CLUSTER, "--spring.main.banner-mode=off", "--server.address=" + HOST,
				"--server.port=" + port, "--muster.cluster.host=" + HOST, "--muster.cluster.port=" + this.enginePort);
		for (int i = 0; i < contactPoints.size(); i++) {
			with("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=http://%s:%d".formatted(CLUSTER, i, HOST,
					contactPoints.get(i)));
		}
	}

	/**
	 * Create nodes that know each other, the first with the lowest contact point.
	 * @param processes starts their processes
	 * @param count how many, and how many are required
	 * @return the nodes
	 */
	static List<SampleNode> replicas(Processes processes, int count) {
		return replicas(processes, count, count);
	}

	/**
	 * Create nodes that know each other, the first with the lowest contact point.
	 * @param processes starts their processes
	 * @param count how many
	 * @param required how many are required
	 * @return the nodes
	 */
	static List<SampleNode> replicas(Processes processes, int count, int required) {
		List<Integer> ports = Ports.find(count);
		List<SampleNode> nodes = new ArrayList<>();
		for (int port : ports) {
			nodes.add(new SampleNode(processes, "node-" + (nodes.size() + 1), port, ports).require(required));
		}
		return nodes;
	}

	/**
	 * Add arguments. One that was there gets the new value: Spring would take both, as a
	 * list.
	 * @param arguments the arguments, with their values
	 * @return this node
	 */
	SampleNode with(String... arguments) {
		for (String argument : arguments) {
			this.arguments.put(argument.substring(0, argument.indexOf('=')), argument);
		}
		return this;
	}

	SampleNode require(int count) {
		return with(DISCOVERY + "required-contact-point-nr=" + count);
	}

	/**
	 * Have the others remove this node sooner after it has become unreachable, and it the
	 * others.
	 * @return this node
	 */
	SampleNode withQuickDowning() {
		return with("--muster.pekko.cluster.split-brain-resolver.stable-after=3s",
				"--muster.pekko.cluster.down-removal-margin=1s");
	}

	SampleNode start() {
		List<String> command = new ArrayList<>(QuickStart.arguments());
		command.addAll(this.arguments.values());
		this.process = this.processes.start(this.name, command);
		return this;
	}

	/**
	 * Kill this node, if it is alive, and start it again.
	 */
	void restart() {
		this.process.kill();
		this.process.awaitExit();
		start();
	}

	/**
	 * Return whether this node can answer: it was started, and is neither dead nor
	 * paused.
	 */
	boolean isRunning() {
		JavaProcess process = this.process;
		return process != null && process.isRunning();
	}

	JavaProcess process() {
		return this.process;
	}

	int port() {
		return this.port;
	}

	int enginePort() {
		return this.enginePort;
	}

	String address() {
		return "pekko://" + CLUSTER + "@" + HOST + ":" + this.enginePort;
	}

	/**
	 * Wait until one of several nodes writes a line. Phases pass within milliseconds: a
	 * node's log tells of them at once.
	 * @param nodes the nodes
	 * @param line what the line contains
	 * @return the first of them
	 */
	static SampleNode awaitLine(List<SampleNode> nodes, String line) {
		return Awaitility.await()
			.atMost(START_TIMEOUT)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> nodes.stream().filter((node) -> node.process().log().contains(line)).findAny(),
					Optional::isPresent)
			.orElseThrow();
	}

	/**
	 * Wait until the web server answers.
	 * @return this node
	 */
	SampleNode awaitServer() {
		Awaitility.await()
			.atMost(START_TIMEOUT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> get("/bootstrap/seed-nodes") != null);
		return this;
	}

	void awaitMember() {
		Awaitility.await()
			.atMost(START_TIMEOUT)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> cluster() != null && cluster().isMember());
	}

	/**
	 * Wait until this node waits, and says what for.
	 * @param reasons what it must say, each somewhere
	 */
	void awaitWaitingFor(String... reasons) {
		Awaitility.await().atMost(START_TIMEOUT).untilAsserted(() -> {
			JsonNode bootstrap = bootstrap();
			assertThat(bootstrap.path("phase").asString("")).as(this.name).isEqualTo("PROBING");
			assertThat(bootstrap.path("waitingFor").asString("")).as(this.name).contains(reasons);
		});
	}

	void awaitHistory(String text) {
		Awaitility.await()
			.atMost(START_TIMEOUT)
			.until(() -> history().stream().anyMatch((entry) -> entry.contains(text)));
	}

	/**
	 * Return how this node sees the cluster.
	 * @return what it shows, {@code null} while it does not answer
	 */
	ClusterView cluster() {
		return toView(get("/actuator/cluster"));
	}

	JsonNode bootstrap() {
		return toTree(get("/actuator/bootstrap"));
	}

	/**
	 * Return how this node sees the cluster if it can be asked now.
	 * @return what it shows, empty if it does not run or does not answer
	 */
	Optional<ClusterView> clusterIfAny() {
		return isRunning() ? Optional.ofNullable(toView(ask("/actuator/cluster"))) : Optional.empty();
	}

	/**
	 * Return what this node shows of bootstrap if it can be asked now.
	 * @return what it shows, a missing node if it does not run or does not answer
	 */
	JsonNode bootstrapIfAny() {
		return toTree(isRunning() ? ask("/actuator/bootstrap") : null);
	}

	/**
	 * Return how this node explains what it does.
	 * @return the explanation, also of a node that does not run
	 */
	String explanation() {
		JsonNode bootstrap = bootstrapIfAny();
		return "%s (%s): %s, waiting for: %s".formatted(this.name, address(),
				bootstrap.path("phase").asString("no answer"), bootstrap.path("waitingFor").asString("nothing"));
	}

	/**
	 * Return what bootstrap decided and found out.
	 * @return the texts, in order
	 */
	List<String> history() {
		return bootstrap().path("history").valueStream().map((entry) -> entry.path("text").asString()).toList();
	}

	private String get(String path) {
		if (!this.process.isAlive()) {
			throw new IllegalStateException(this.name + " has ended:\n" + this.process.log());
		}
		return ask(path);
	}

	private static ClusterView toView(String body) {
		return (body != null) ? JSON.readValue(body, ClusterView.class) : null;
	}

	private static JsonNode toTree(String body) {
		return (body != null) ? JSON.readTree(body) : JSON.missingNode();
	}

	private String ask(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + this.port + path))
			.timeout(Duration.ofSeconds(2))
			.build();
		try {
			HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
			return (response.statusCode() == 200) ? response.body() : null;
		}
		catch (IOException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}

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

package io.muster.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with the starter in a process of its own: a node of the cluster
 * {@value #CLUSTER}. Its ports stay the same when it is started again.
 *
 * @param <N> the type of the node
 */
public abstract class ClusterNode<N extends ClusterNode<N>> {

	/**
	 * Name of the cluster and of the application.
	 */
	public static final String CLUSTER = "orders";

	/**
	 * Address of the servers of nodes that have no address of their own.
	 */
	public static final String HOST = "127.0.0.1";

	/**
	 * Prefix of the arguments that configure discovery.
	 */
	public static final String DISCOVERY = "--muster.bootstrap.contact-point-discovery.";

	/**
	 * Log message of a node that has become a member.
	 */
	public static final String MEMBER = "is a member of cluster";

	private static final List<String> ALONE = List.of("--spring.application.name=alone", "--server.port=0",
			"--muster.cluster.host=" + HOST, "--muster.cluster.port=0", DISCOVERY + "required-contact-point-nr=1",
			DISCOVERY + "stable-margin=0s");

	private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

	private final Processes processes;

	private final String name;

	private final String host;

	private final int port;

	private final int enginePort;

	private final Map<String, String> arguments = new LinkedHashMap<>();

	private String contextPath = "";

	private volatile @Nullable JavaProcess process;

	/**
	 * Create a node. It is not started yet.
	 * @param processes starts its process
	 * @param name its name, also that of its log
	 * @param port port of its web server
	 */
	protected ClusterNode(Processes processes, String name, int port) {
		this(processes, name, HOST, port);
	}

	/**
	 * Create a node. It is not started yet.
	 * @param processes starts its process
	 * @param name its name, also that of its log
	 * @param host address of its servers
	 * @param port port of its web server
	 */
	protected ClusterNode(Processes processes, String name, String host, int port) {
		this.processes = processes;
		this.name = name;
		this.host = host;
		this.port = port;
		this.enginePort = Ports.find();
		with("--spring.application.name=" + CLUSTER, "--spring.main.banner-mode=off", "--server.address=" + host,
				"--server.port=" + port, "--muster.cluster.host=" + host, "--muster.cluster.port=" + this.enginePort);
	}

	/**
	 * Return the arguments with which the JVM starts the application.
	 * @return the arguments, without those of the application
	 */
	protected abstract List<String> application();

	/**
	 * Return arguments with which the application founds a cluster alone.
	 * @param more further arguments
	 * @return all arguments
	 */
	protected static String[] alone(Collection<String> more) {
		return Stream.concat(ALONE.stream(), more.stream()).toArray(String[]::new);
	}

	/**
	 * Return the program that starts the JVM and replaces itself by it.
	 * @return the program with its arguments, empty for none
	 */
	protected List<String> launcher() {
		return List.of();
	}

	@SuppressWarnings("unchecked")
	private N self() {
		return (N) this;
	}

	/**
	 * Add arguments. They replace arguments of the same name, because Spring would unite
	 * both values as a list.
	 * @param arguments the arguments, with their values
	 * @return this node
	 */
	public final N with(String... arguments) {
		for (String argument : arguments) {
			this.arguments.put(argument.substring(0, argument.indexOf('=')), argument);
		}
		return self();
	}

	/**
	 * Set the number of nodes that must have found each other before one founds.
	 * @param count the number of nodes
	 * @return this node
	 */
	public N require(int count) {
		return with(DISCOVERY + "required-contact-point-nr=" + count);
	}

	/**
	 * Give the application a context path, which the others do not have.
	 * @param contextPath the path
	 * @return this node
	 */
	public N withContextPath(String contextPath) {
		this.contextPath = contextPath;
		return with("--server.servlet.context-path=" + contextPath);
	}

	/**
	 * Have unreachable nodes removed sooner than by default, both by this node and by the
	 * others.
	 * @return this node
	 */
	public N withQuickDowning() {
		return with("--muster.pekko.cluster.split-brain-resolver.stable-after=3s",
				"--muster.pekko.cluster.down-removal-margin=1s");
	}

	/**
	 * Start the process.
	 * @return this node
	 */
	public N start() {
		List<String> command = new ArrayList<>(application());
		command.addAll(this.arguments.values());
		this.process = this.processes.start(this.name, launcher(), command);
		return self();
	}

	/**
	 * Kill this node if it is alive, and start it again.
	 */
	public void restart() {
		process().kill();
		process().awaitExit();
		start();
	}

	/**
	 * Return whether this node can answer, because it was started and has neither ended
	 * nor been paused.
	 * @return whether it can
	 */
	public boolean isRunning() {
		JavaProcess process = this.process;
		return process != null && process.isRunning();
	}

	/**
	 * Return the process in which it runs.
	 * @return the process, alive or not
	 * @throws IllegalStateException if it was never started
	 */
	public JavaProcess process() {
		JavaProcess process = this.process;
		if (process == null) {
			throw new IllegalStateException(this.name + " was not started");
		}
		return process;
	}

	public String host() {
		return this.host;
	}

	public int port() {
		return this.port;
	}

	/**
	 * Return the contact point at which it answers probes.
	 * @return the contact point
	 */
	public String contactPoint() {
		return "http://" + this.host + ":" + this.port + this.contextPath;
	}

	public int enginePort() {
		return this.enginePort;
	}

	/**
	 * Return its engine's address.
	 * @return the address
	 */
	public String address() {
		return "pekko://" + CLUSTER + "@" + this.host + ":" + this.enginePort;
	}

	/**
	 * Wait until one of several nodes logs a line. The log shows phases that last
	 * milliseconds, which requests would miss.
	 * @param <N> the type of the nodes
	 * @param nodes the nodes
	 * @param line text that the line contains
	 * @return the first node that logs it
	 */
	public static <N extends ClusterNode<N>> N awaitLine(List<N> nodes, String line) {
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
	public N awaitServer() {
		Awaitility.await()
			.atMost(START_TIMEOUT)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> get("/bootstrap/seed-nodes") != null);
		return self();
	}

	/**
	 * Wait until it is a member of a cluster.
	 */
	public void awaitMember() {
		Awaitility.await().atMost(START_TIMEOUT).pollInterval(Duration.ofMillis(50)).until(() -> {
			ClusterView cluster = cluster();
			return cluster != null && cluster.isMember();
		});
	}

	/**
	 * Wait until this node shows what it waits for.
	 * @param reasons the texts that it must show
	 */
	public void awaitWaitingFor(String... reasons) {
		Awaitility.await().atMost(START_TIMEOUT).untilAsserted(() -> {
			JsonNode bootstrap = bootstrap();
			assertThat(bootstrap.path("phase").asString("")).as(this.name).isEqualTo("PROBING");
			assertThat(bootstrap.path("waitingFor").asString("")).as(this.name).contains(reasons);
		});
	}

	/**
	 * Wait until its history has an entry.
	 * @param text text that the entry contains
	 */
	public void awaitHistory(String text) {
		Awaitility.await()
			.atMost(START_TIMEOUT)
			.until(() -> history().stream().anyMatch((entry) -> entry.contains(text)));
	}

	/**
	 * Return the cluster as this node shows it.
	 * @return the cluster, {@code null} while the node does not answer
	 */
	public @Nullable ClusterView cluster() {
		return NodeAnswers.toView(get("/actuator/cluster"));
	}

	/**
	 * Return the state of bootstrap as this node shows it.
	 * @return the state, a missing JSON node while the node does not answer
	 */
	public JsonNode bootstrap() {
		return NodeAnswers.toTree(get("/actuator/bootstrap"));
	}

	/**
	 * Return the cluster as this node shows it now.
	 * @return the cluster, empty if the node does not run or does not answer
	 */
	public Optional<ClusterView> clusterIfAny() {
		return isRunning() ? Optional.ofNullable(NodeAnswers.toView(ask("/actuator/cluster"))) : Optional.empty();
	}

	/**
	 * Return the state of bootstrap as this node shows it now.
	 * @return the state, a missing JSON node if the node does not run or does not answer
	 */
	public JsonNode bootstrapIfAny() {
		return NodeAnswers.toTree(isRunning() ? ask("/actuator/bootstrap") : null);
	}

	/**
	 * Return its answer to a probe, as this node gives it now.
	 * @return the answer, a missing JSON node if the node does not run or does not answer
	 */
	public JsonNode seedNodesIfAny() {
		return NodeAnswers.toTree(isRunning() ? ask("/bootstrap/seed-nodes") : null);
	}

	/**
	 * Return an explanation of what this node does, for messages.
	 * @return the explanation, also for a node that does not run
	 */
	public String explanation() {
		JsonNode bootstrap = bootstrapIfAny();
		return "%s (%s): %s, waiting for: %s".formatted(this.name, address(),
				bootstrap.path("phase").asString("no answer"), bootstrap.path("waitingFor").asString("nothing"));
	}

	/**
	 * Return the history of bootstrap.
	 * @return the texts of its entries, in order
	 */
	public List<String> history() {
		return bootstrap().path("history").valueStream().map((entry) -> entry.path("text").asString()).toList();
	}

	private @Nullable String get(String path) {
		if (!process().isAlive()) {
			throw new IllegalStateException(this.name + " has ended:\n" + process().log());
		}
		return ask(path);
	}

	/**
	 * Send a request.
	 * @param path the path of the resource
	 * @return the body, {@code null} unless there is an answer with status 200
	 */
	protected @Nullable String ask(String path) {
		return NodeAnswers.ask(contactPoint() + path);
	}

	@Override
	public String toString() {
		return this.name;
	}

}

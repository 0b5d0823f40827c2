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
 * An application with the starter in a process of its own, one replica of a cluster named
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
	 * Address of all servers, unless a node has one of its own.
	 */
	public static final String HOST = "127.0.0.1";

	/**
	 * The beginning of arguments that configure discovery.
	 */
	public static final String DISCOVERY = "--muster.bootstrap.contact-point-discovery.";

	/**
	 * What a node writes when it has become a member.
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
	 * Create a node that is not started yet.
	 * @param processes starts its process
	 * @param name its name, of its log
	 * @param port port of its web server
	 */
	protected ClusterNode(Processes processes, String name, int port) {
		this(processes, name, HOST, port);
	}

	/**
	 * Create a node that is not started yet.
	 * @param processes starts its process
	 * @param name its name, of its log
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
	 * Return the JVM's arguments that start the application.
	 * @return the arguments, without the application's own
	 */
	protected abstract List<String> application();

	/**
	 * Return arguments with which the application becomes a member alone.
	 * @param more further arguments
	 * @return all arguments
	 */
	protected static String[] alone(Collection<String> more) {
		return Stream.concat(ALONE.stream(), more.stream()).toArray(String[]::new);
	}

	@SuppressWarnings("unchecked")
	private N self() {
		return (N) this;
	}

	/**
	 * Add arguments. One that was there gets the new value: Spring would take both, as a
	 * list.
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
	 * Set how many nodes must have found each other before one founds.
	 * @param count how many
	 * @return this node
	 */
	public N require(int count) {
		return with(DISCOVERY + "required-contact-point-nr=" + count);
	}

	/**
	 * Have the application below a path, unlike the others.
	 * @param contextPath the path
	 * @return this node
	 */
	public N withContextPath(String contextPath) {
		this.contextPath = contextPath;
		return with("--server.servlet.context-path=" + contextPath);
	}

	/**
	 * Have the others remove this node sooner after it has become unreachable, and it the
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
		this.process = this.processes.start(this.name, command);
		return self();
	}

	/**
	 * Kill this node, if it is alive, and start it again.
	 */
	public void restart() {
		process().kill();
		process().awaitExit();
		start();
	}

	/**
	 * Return whether this node can answer: it was started, and is neither dead nor
	 * paused.
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
	 * Return where it answers probes.
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
	 * Wait until one of several nodes writes a line. Phases pass within milliseconds: a
	 * node's log tells of them at once.
	 * @param <N> the type of the nodes
	 * @param nodes the nodes
	 * @param line what the line contains
	 * @return the first of them
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
	 * Wait until this node waits, and says what for.
	 * @param reasons what it must say, each somewhere
	 */
	public void awaitWaitingFor(String... reasons) {
		Awaitility.await().atMost(START_TIMEOUT).untilAsserted(() -> {
			JsonNode bootstrap = bootstrap();
			assertThat(bootstrap.path("phase").asString("")).as(this.name).isEqualTo("PROBING");
			assertThat(bootstrap.path("waitingFor").asString("")).as(this.name).contains(reasons);
		});
	}

	/**
	 * Wait until its history tells of something.
	 * @param text what an entry contains
	 */
	public void awaitHistory(String text) {
		Awaitility.await()
			.atMost(START_TIMEOUT)
			.until(() -> history().stream().anyMatch((entry) -> entry.contains(text)));
	}

	/**
	 * Return how this node sees the cluster.
	 * @return what it shows, {@code null} while it does not answer
	 */
	public @Nullable ClusterView cluster() {
		return NodeAnswers.toView(get("/actuator/cluster"));
	}

	/**
	 * Return what this node shows of bootstrap.
	 * @return what it shows, a missing node while it does not answer
	 */
	public JsonNode bootstrap() {
		return NodeAnswers.toTree(get("/actuator/bootstrap"));
	}

	/**
	 * Return how this node sees the cluster if it can be asked now.
	 * @return what it shows, empty if it does not run or does not answer
	 */
	public Optional<ClusterView> clusterIfAny() {
		return isRunning() ? Optional.ofNullable(NodeAnswers.toView(ask("/actuator/cluster"))) : Optional.empty();
	}

	/**
	 * Return what this node shows of bootstrap if it can be asked now.
	 * @return what it shows, a missing node if it does not run or does not answer
	 */
	public JsonNode bootstrapIfAny() {
		return NodeAnswers.toTree(isRunning() ? ask("/actuator/bootstrap") : null);
	}

	/**
	 * Return how this node explains what it does.
	 * @return the explanation, also of a node that does not run
	 */
	public String explanation() {
		JsonNode bootstrap = bootstrapIfAny();
		return "%s (%s): %s, waiting for: %s".formatted(this.name, address(),
				bootstrap.path("phase").asString("no answer"), bootstrap.path("waitingFor").asString("nothing"));
	}

	/**
	 * Return what bootstrap decided and found out.
	 * @return the texts, in order
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

	private @Nullable String ask(String path) {
		return NodeAnswers.ask(contactPoint() + path);
	}

	@Override
	public String toString() {
		return this.name;
	}

}

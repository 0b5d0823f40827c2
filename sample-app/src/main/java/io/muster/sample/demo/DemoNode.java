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

package io.muster.sample.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A replica of the sample application, in a process of its own.
 */
final class DemoNode {

	static final String HOST = "127.0.0.1";

	private static final String CLUSTER = "sample";

	private static final int TAIL = 25;

	// A small heap and a quick start, because the machine starts several at once.
	private static final List<String> JVM_OPTIONS = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

	// Ctrl-C reaches all processes of a terminal. The nodes ignore it, because the demo
	// stops them and shows how they leave.
	private static final List<String> WITHOUT_CTRL_C = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

	private final int number;

	private final int port;

	private final int enginePort;

	private final Path log;

	private @Nullable Process process;

	/**
	 * Create a node. It is not started yet.
	 * @param number its number, from 1
	 * @param port the port of its web server
	 * @param enginePort the port of its cluster engine
	 * @param log the file for its output
	 */
	DemoNode(int number, int port, int enginePort, Path log) {
		this.number = number;
		this.port = port;
		this.enginePort = enginePort;
		this.log = log;
	}

	/**
	 * Start the node.
	 * @param jar the sample application
	 * @param nodes all nodes of the cluster
	 * @param database the URL of the database for their reports
	 * @throws IOException if the process cannot be started
	 */
	void start(Path jar, List<DemoNode> nodes, String database) throws IOException {
		List<String> command = new ArrayList<>(WITHOUT_CTRL_C);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(JVM_OPTIONS);
		command.addAll(List.of("-jar", jar.toString()));
		command.addAll(arguments(nodes, database));
		Files.createDirectories(this.log.getParent());
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
	}

	/**
	 * Return the properties with which the application is a node of the demo's cluster.
	 * @param nodes all nodes of the cluster
	 * @param database the URL of the database for their reports
	 * @return the command line arguments
	 */
	List<String> arguments(List<DemoNode> nodes, String database) {
		List<String> arguments = new ArrayList<>();
		arguments.add("--spring.application.name=" + CLUSTER);
		arguments.add("--server.address=" + HOST);
		arguments.add("--server.port=" + this.port);
		arguments.add("--muster.cluster.host=" + HOST);
		arguments.add("--muster.cluster.port=" + this.enginePort);
		arguments.add("--muster.bootstrap.contact-point-discovery.required-contact-point-nr=" + nodes.size());
		arguments.add("--sample.database=" + database);
		for (int i = 0; i < nodes.size(); i++) {
			arguments.add("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=%s".formatted(CLUSTER, i,
					nodes.get(i).url()));
		}
		return arguments;
	}

	String name() {
		return "node " + this.number;
	}

	String url() {
		return "http://" + HOST + ":" + this.port;
	}

	String address() {
		return "pekko://" + CLUSTER + "@" + HOST + ":" + this.enginePort;
	}

	Path log() {
		return this.log;
	}

	boolean isAlive() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Return the end of the node's process.
	 * @return completes when it has ended
	 */
	CompletableFuture<Process> end() {
		return (this.process != null) ? this.process.onExit() : new CompletableFuture<>();
	}

	/**
	 * Describe the node's process.
	 * @return the process identifier and, if the process has ended, its exit code
	 */
	String describe() {
		Process process = this.process;
		if (process == null) {
			return name() + " (not started)";
		}
		return "%s (pid %d)%s".formatted(name(), process.pid(),
				process.isAlive() ? "" : " ended with exit code " + process.exitValue());
	}

	/**
	 * Ask the node to end. It leaves the cluster first.
	 */
	void terminate() {
		if (this.process != null) {
			this.process.destroy();
		}
	}

	/**
	 * Kill the node.
	 */
	void kill() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	List<String> lastLines() throws IOException {
		List<String> lines = Files.readAllLines(this.log);
		return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
	}

}

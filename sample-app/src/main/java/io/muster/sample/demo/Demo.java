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
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts several replicas of the sample application on this machine, and shows how they
 * form a cluster. Ctrl-C stops it.
 */
public final class Demo {

	private static final Duration PAUSE = Duration.ofMillis(250);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Path jar;

	private final List<DemoNode> nodes;

	private final Console console = new Console(System.out);

	private final Watch watch;

	private boolean stopped;

	private Demo(Path jar, int count) {
		this.jar = jar;
		this.nodes = nodes(count, jar.resolveSibling("demo"));
		this.watch = new Watch(this.nodes, new NodeClient(), this.console);
	}

	private static List<DemoNode> nodes(int count, Path logs) {
		List<Integer> ports = FreePorts.find(2 * count);
		List<DemoNode> nodes = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			nodes.add(new DemoNode(i + 1, ports.get(i), ports.get(count + i),
					logs.resolve("node-%d.log".formatted(i + 1))));
		}
		return nodes;
	}

	public static void main(String[] args) throws Exception {
		Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
		Demo demo = new Demo(jar, Integer.parseInt(args[0]));
		Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "stop"));
		demo.start();
		while (demo.look()) {
			pause(demo.nodes);
		}
		System.exit(1);
	}

	private synchronized void start() throws IOException, SQLException {
		this.console.say("Open %s/actuator/cluster in a browser: it shows the cluster as it forms"
			.formatted(this.nodes.get(0).url()));
		String database = DemoDatabase.start();
		for (DemoNode node : this.nodes) {
			node.start(this.jar, this.nodes, database);
			this.console.say("%s at %s, log %s".formatted(node.describe(), node.url(), node.log()));
		}
		this.console.say("The database with their reports is %s (user sa)".formatted(database));
		this.console.say("Without a browser: curl -H 'Accept: text/plain' %s/actuator/cluster"
			.formatted(this.nodes.get(0).url()));
	}

	/**
	 * Check the nodes, unless they are being stopped.
	 * @return whether any of them is still running
	 */
	private synchronized boolean look() throws IOException {
		if (this.stopped) {
			return true;
		}
		this.watch.look();
		Optional<DemoNode> ended = this.nodes.stream().filter((node) -> !node.isAlive()).findFirst();
		if (ended.isPresent() && !this.watch.hasFormed()) {
			this.console.say("A node could not start. The last lines of its log, %s:".formatted(ended.get().log()));
			this.console.show(ended.get().lastLines());
			return false;
		}
		return this.nodes.stream().anyMatch(DemoNode::isAlive);
	}

	/**
	 * Stop all nodes. One of them is stopped after the others, so that it can show how
	 * they leave.
	 */
	private synchronized void stop() {
		this.stopped = true;
		List<DemoNode> running = this.nodes.stream().filter(DemoNode::isAlive).toList();
		if (!running.isEmpty()) {
			this.watch.expectTheEnd();
			this.console.say("Stopping: the nodes leave the cluster, then end");
			stop(running.subList(1, running.size()));
			stop(running.subList(0, 1));
		}
		this.console.say("No process of the demo is left");
	}

	private void stop(List<DemoNode> nodes) {
		nodes.forEach(DemoNode::terminate);
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (nodes.stream().anyMatch(DemoNode::isAlive)) {
			if (System.nanoTime() > deadline) {
				this.console.say("Killing the nodes that did not end within %d s".formatted(PATIENCE.toSeconds()));
				nodes.forEach(DemoNode::kill);
			}
			this.watch.look();
			pause(nodes);
		}
		this.watch.look();
	}

	/**
	 * Wait for the time between two checks, or until a running node has ended.
	 */
	private static void pause(List<DemoNode> nodes) {
		CompletableFuture<?>[] ends = nodes.stream()
			.filter(DemoNode::isAlive)
			.map(DemoNode::end)
			.toArray(CompletableFuture<?>[]::new);
		try {
			CompletableFuture.anyOf(ends).get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			// Time for the next check.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

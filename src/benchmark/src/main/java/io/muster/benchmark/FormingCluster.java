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

package io.muster.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Processes that become one cluster.
 */
final class FormingCluster implements AutoCloseable {

	/**
	 * How often to look at what the nodes have said, which costs them nothing.
	 */
	private static final Duration LOOKING = Duration.ofMillis(50);

	private final Path root;

	private final FormationContender contender;

	private final ClusterLayout layout;

	private final List<JavaProcess> processes = new ArrayList<>();

	private final List<NodeLog> logs = new ArrayList<>();

	FormingCluster(Path root, FormationContender contender, int founders) {
		this.root = root;
		this.contender = contender;
		this.layout = ClusterLayout.of(founders);
	}

	/**
	 * Start all nodes that found the cluster, and wait until they are one.
	 * @return how that went
	 */
	Timeline found() {
		IntStream.range(0, this.layout.founders()).forEach((node) -> start());
		return await();
	}

	/**
	 * Start one more node, and wait until it is one of them.
	 * @return how that went
	 */
	Timeline join() {
		start();
		return await();
	}

	private void start() {
		NodeLog log = new NodeLog();
		this.processes.add(this.contender.start(this.root, this.layout, this.logs.size(), log));
		this.logs.add(log);
	}

	private Timeline await() {
		List<String> members = IntStream.range(0, this.logs.size()).mapToObj(this.layout::address).toList();
		for (int node = 0; node < this.logs.size(); node++) {
			NodeLog log = this.logs.get(node);
			this.processes.get(node).await("to see all members up", () -> log.areUp(members), LOOKING);
		}
		return Timeline.of(this.logs);
	}

	/**
	 * Stop all nodes at once: leaving in order is not what is measured, and takes long.
	 */
	@Override
	public void close() {
		this.processes.forEach(JavaProcess::kill);
		this.processes.forEach(JavaProcess::close);
	}

}

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

package io.muster.benchmark.formation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;

/**
 * Processes that become one cluster.
 */
final class FormingCluster implements AutoCloseable {

	/**
	 * How often to look at what the nodes have written, which costs them nothing.
	 */
	private static final Duration LOOKING = Duration.ofMillis(100);

	private final Launcher launcher;

	private final FormationContender contender;

	private final ClusterLayout layout;

	private final List<MeasuredProcess> nodes = new ArrayList<>();

	FormingCluster(Launcher launcher, FormationContender contender, int founders) {
		this.launcher = launcher;
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
		this.nodes.add(this.contender.start(this.launcher, this.layout, this.nodes.size()));
	}

	private Timeline await() {
		List<String> members = IntStream.range(0, this.nodes.size()).mapToObj(this.layout::address).toList();
		return Timeline.of(this.nodes.stream()
			.map((node) -> node.await("all members up", LOOKING, () -> this.contender.read(node.lines()),
					(log) -> log.isComplete(members)))
			.toList());
	}

	/**
	 * Stop all nodes at once: leaving in order is not what is measured, and takes long.
	 */
	@Override
	public void close() {
		MeasuredProcess.kill(this.nodes);
	}

}

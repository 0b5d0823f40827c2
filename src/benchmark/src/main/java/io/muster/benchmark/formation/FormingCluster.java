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
import io.muster.benchmark.measure.ProcessStatus;

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

	private final Packed packed;

	private final ClusterLayout layout;

	private final List<MeasuredProcess> nodes = new ArrayList<>();

	FormingCluster(Launcher launcher, FormationContender contender, Packed packed, int founders) {
		this.launcher = launcher;
		this.contender = contender;
		this.packed = packed;
		this.layout = ClusterLayout.of(founders);
	}

	/**
	 * Start all nodes that found the cluster, and wait until they are one.
	 * @return how that went
	 */
	Timeline found() {
		return start(this.packed, this.layout.founders());
	}

	/**
	 * Start one more node, and wait until it is one of them.
	 * @return how that went
	 */
	Timeline join() {
		return start(this.packed, 1);
	}

	/**
	 * Start one more node in another way, and wait until it is one of them.
	 * @param packed what to start, and how
	 * @return the node
	 */
	MeasuredProcess join(Packed packed) {
		start(packed, 1);
		return this.nodes.remove(this.nodes.size() - 1);
	}

	/**
	 * Return the resident memory of a node, on average, in kilobytes.
	 */
	double rss() {
		return this.nodes.stream().mapToLong((node) -> ProcessStatus.of(node.pid()).rss()).average().orElseThrow();
	}

	private Timeline start(Packed packed, int count) {
		long processorsBefore = processorMillis();
		long start = System.currentTimeMillis();
		for (int i = 0; i < count; i++) {
			this.nodes.add(this.contender.start(this.launcher, packed, this.layout, this.nodes.size()));
		}
		List<String> members = IntStream.range(0, this.nodes.size()).mapToObj(this.layout::address).toList();
		List<NodeLog> logs = this.nodes.stream()
			.map((node) -> node.await("all members up", LOOKING, () -> this.contender.read(node.lines()),
					(log) -> log.isComplete(members)))
			.toList();
		return Timeline.of(start, logs, processorMillis() - processorsBefore);
	}

	/**
	 * Return for how long processors have worked for all nodes.
	 */
	private long processorMillis() {
		return this.nodes.stream().mapToLong((node) -> node.cpu().toMillis()).sum();
	}

	/**
	 * Stop all nodes at once: leaving in order is not what is measured, and takes long.
	 */
	@Override
	public void close() {
		MeasuredProcess.kill(this.nodes);
	}

}

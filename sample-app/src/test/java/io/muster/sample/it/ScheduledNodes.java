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

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.sample.it.Forwarder.Mode;
import io.muster.sample.it.Schedule.Step;

/**
 * Nodes on which the actions of a schedule are performed.
 */
final class ScheduledNodes {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Schedule schedule;

	private final Network network;

	private final List<SampleNode> nodes;

	private final Set<SampleNode> down = new HashSet<>();

	/**
	 * Create nodes. They are not started yet.
	 * @param schedule the schedule
	 * @param processes starts their processes
	 * @param network the paths between them
	 */
	ScheduledNodes(Schedule schedule, Processes processes, Network network) {
		this.schedule = schedule;
		this.network = network;
		this.nodes = network.replicas(processes, schedule.nodes(), schedule.required());
		this.nodes.forEach(SampleNode::withQuickDowning);
		processes.note("schedule", schedule.toString());
	}

	List<SampleNode> nodes() {
		return this.nodes;
	}

	/**
	 * Perform all actions. The clock stops while a process that was started again does
	 * not answer yet. So the actions affect nodes that form a cluster on a busy machine,
	 * too, rather than virtual machines that load classes.
	 */
	void run() {
		run(this.schedule.starts());
		if (this.schedule.formed()) {
			OneCluster.await(this.nodes);
		}
		else {
			await(() -> this.nodes.stream()
				.anyMatch((node) -> node.bootstrapIfAny().path("phase").asString("").equals("PROBING")));
		}
		run(this.schedule.steps());
	}

	private void run(List<Step> steps) {
		Duration previous = Duration.ZERO;
		for (Step step : steps) {
			long end = System.nanoTime() + step.at().minus(previous).toNanos();
			await(() -> System.nanoTime() - end >= 0);
			take(step);
			previous = step.at();
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(condition);
	}

	/**
	 * Undo everything that can prevent one cluster.
	 */
	void heal() {
		this.network.set(this.nodes, this.nodes, Mode.FORWARD);
		this.nodes.stream().filter((node) -> node.process().isAlive()).forEach((node) -> node.process().resume());
		this.down.forEach(this::startAgain);
		this.down.clear();
	}

	private void take(Step step) {
		SampleNode node = this.nodes.get(step.node());
		switch (step.action()) {
			case START -> {
				if (this.down.remove(node)) {
					startAgain(node);
					node.awaitServer();
				}
				else {
					node.start();
				}
			}
			case KILL -> {
				node.process().kill();
				this.down.add(node);
			}
			case TERMINATE -> {
				node.process().terminate();
				this.down.add(node);
			}
			case SUSPEND -> node.process().pause();
			case RESUME -> node.process().resume();
			case REFUSE -> cut(step, Mode.REFUSE);
			case SILENCE -> cut(step, Mode.SILENCE);
			case FORWARD -> cut(step, Mode.FORWARD);
		}
	}

	private void startAgain(SampleNode node) {
		node.process().awaitExit();
		node.start();
	}

	private void cut(Step step, Mode mode) {
		this.network.set(step.observers().stream().map(this.nodes::get).toList(), List.of(this.nodes.get(step.node())),
				mode);
	}

}

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

package io.muster.bootstrap.formation.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

import io.muster.cluster.Node;

/**
 * What goes wrong in a {@link Simulation} until it is calm.
 */
final class SimulationChaos {

	private final Simulation world;

	private final SimulationPlan plan;

	private final SplittableRandom random;

	SimulationChaos(Simulation world) {
		this.world = world;
		this.plan = world.plan();
		this.random = world.random();
	}

	void begin() {
		every(this.plan.partitionEvery, this::partition);
		every(this.plan.killEvery, this::kill);
		every(this.plan.pauseEvery, this::pause);
		every(this.plan.killAllEvery, this::killAll);
		every(this.plan.downEvery, this::down);
	}

	private void every(long mean, Runnable what) {
		if (mean > 0) {
			this.world.in(1 + (long) (-mean * Math.log(1 - this.random.nextDouble())), () -> {
				if (!this.world.isCalm()) {
					what.run();
					every(mean, what);
				}
			});
		}
	}

	private void partition() {
		List<SimulationNode> nodes = this.world.nodes();
		boolean[] side = new boolean[nodes.size()];
		for (int i = 0; i < side.length; i++) {
			side[i] = this.random.nextBoolean();
		}
		cut((from, to) -> this.plan.asymmetric ? this.random.nextInt(3) == 0 : side[from.index()] != side[to.index()]);
	}

	private void cut(BiPredicate<SimulationNode, SimulationNode> broken) {
		for (SimulationNode from : this.world.nodes()) {
			for (SimulationNode to : this.world.nodes()) {
				if (broken.test(from, to)) {
					this.world.network().cut(from, to);
				}
			}
		}
		this.world.tell(null, () -> "links break");
		this.world.in(1 + this.random.nextLong(this.plan.partitionLength), () -> {
			this.world.tell(null, () -> "links heal");
			this.world.network().heal();
		});
	}

	private void kill() {
		SimulationNode node = anyNode();
		if (this.world.ledger().mayDie(node)) {
			node.kill(this.random.nextLong(this.plan.restartWithin));
		}
	}

	private void pause() {
		SimulationProcess process = anyNode().process();
		if (process != null) {
			process.pause(1 + this.random.nextLong(this.plan.pauseLength));
		}
	}

	/**
	 * Break the network between members and others, and start nodes beside the members
	 * again: others, and a minority of the members themselves.
	 */
	void tearApart(SimulationCluster cluster) {
		if (this.world.isCalm()) {
			return;
		}
		Set<SimulationNode> left = new HashSet<>(cluster.nodesOfMembers());
		int crossing = this.random.nextInt(2) + (left.size() - 1) / 2;
		this.world.nodes()
			.stream()
			.filter((node) -> left.contains(node) && node != cluster.founder().node())
			.limit(Math.min(crossing, left.size() / 2))
			.forEach(left::remove);
		cut((from, to) -> left.contains(from) != left.contains(to));
		this.world.nodes()
			.stream()
			.filter((node) -> !left.contains(node) && this.random.nextInt(4) != 0)
			.forEach((node) -> this.world.in(this.random.nextLong(1000), () -> node.kill(this.random.nextLong(1000))));
	}

	private void killAll() {
		for (SimulationNode node : this.world.nodes()) {
			this.world.in(this.random.nextLong(1000), () -> node.kill(this.random.nextLong(this.plan.restartWithin)));
		}
	}

	/**
	 * Down a member of a cluster, or all.
	 */
	private void down() {
		SimulationProcess process = anyNode().process();
		SimulationCluster cluster = (process != null) ? process.cluster() : null;
		if (process != null && cluster != null && cluster.contains(process)) {
			Set<Node> running = cluster.running();
			cluster.down((running.size() < 3 || this.random.nextInt(3) == 0) ? running : Set.of(process.self()));
		}
	}

	private SimulationNode anyNode() {
		List<SimulationNode> nodes = this.world.nodes();
		return nodes.get(this.random.nextInt(nodes.size()));
	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.formation.BootstrapEvent.RegistryChanged;
import io.muster.bootstrap.formation.Formation;
import io.muster.cluster.Node;

/**
 * A discrete-event simulation of nodes that form a cluster: {@link Formation}s with
 * simulated time, network, discovery and engines. One seed makes one history.
 */
final class Simulation {

	/**
	 * How long all nodes may take to join once it is calm, in milliseconds.
	 */
	static final long PATIENCE = 60_000;

	private final PriorityQueue<Event> agenda = new PriorityQueue<>();

	private final SimulationPlan plan;

	private final Function<BootstrapSettings, JoinDecider> rule;

	private final SplittableRandom random;

	private final @Nullable Consumer<String> listener;

	private final List<SimulationNode> nodes = new ArrayList<>();

	private final List<SimulationLiar> liars = new ArrayList<>();

	private final SimulationNetwork network;

	private final SimulationRegistry registry;

	private final SimulationLedger ledger;

	private final SimulationChaos chaos;

	private long now;

	private long sequence;

	private boolean calm;

	private boolean changed;

	Simulation(SimulationPlan plan, Function<BootstrapSettings, JoinDecider> rule) {
		this(plan, rule, null);
	}

	/**
	 * Create a simulation.
	 * @param plan the world
	 * @param rule how its nodes decide
	 * @param listener takes what happens, line by line
	 */
	Simulation(SimulationPlan plan, Function<BootstrapSettings, JoinDecider> rule,
			@Nullable Consumer<String> listener) {
		this.plan = plan;
		this.rule = rule;
		this.random = new SplittableRandom(plan.seed);
		this.listener = listener;
		for (int i = 0; i < plan.size; i++) {
			this.nodes.add(new SimulationNode(this, i));
		}
		for (int i = 0; i < plan.liars; i++) {
			this.liars
				.add(new SimulationLiar(this, ((plan.seed % 3 == 0) ? "z" : "a") + "-liar" + i, plan.liarsListen));
		}
		this.network = new SimulationNetwork(this);
		this.registry = new SimulationRegistry(this);
		this.ledger = new SimulationLedger(this);
		this.chaos = new SimulationChaos(this);
	}

	/**
	 * Let the world go on until it is calm and every node is a member, until there is a
	 * split, or until patience ends.
	 */
	SimulationOutcome run() {
		begin();
		run(this.plan.calmAt + ((this.plan.liars > 0) ? 2 : 1) * PATIENCE);
		boolean joined = this.calm && everybodyJoined();
		SimulationOutcome outcome = this.ledger.outcome(joined, !joined && isWaitingForTheLost());
		tell(null, outcome::toString);
		return outcome;
	}

	/**
	 * Begin, to let time pass step by step.
	 */
	Simulation begin() {
		tell(null, this.plan::toString);
		for (SimulationNode node : this.nodes) {
			at(this.plan.startsAt[node.index()], node::start);
		}
		this.liars.forEach(SimulationLiar::begin);
		this.chaos.begin();
		at(this.plan.calmAt, this::calm);
		return this;
	}

	private void run(long end) {
		Event event = this.agenda.poll();
		while (event != null && event.at() <= end && this.ledger.violation() == null) {
			this.now = event.at();
			event.what().run();
			if (this.changed && this.calm && everybodyJoined()) {
				return;
			}
			this.changed = false;
			event = this.agenda.poll();
		}
	}

	/**
	 * Let time pass, whatever happens.
	 */
	Simulation pass(long millis) {
		long end = this.now + millis;
		while (!this.agenda.isEmpty() && this.agenda.peek().at() <= end) {
			Event event = this.agenda.remove();
			this.now = event.at();
			event.what().run();
		}
		this.now = end;
		return this;
	}

	private void calm() {
		this.calm = true;
		this.changed = true;
		tell(null, () -> "calm");
		this.nodes.forEach(SimulationNode::calm);
		this.registry.calm();
		this.ledger.calm();
	}

	/**
	 * Return how it stands.
	 */
	SimulationOutcome outcome() {
		return this.ledger.outcome(everybodyJoined(), isWaitingForTheLost());
	}

	/**
	 * Return how many probes were sent by processes that run.
	 */
	long probes() {
		return this.nodes.stream()
			.map(SimulationNode::process)
			.filter(Objects::nonNull)
			.mapToLong(SimulationProcess::probes)
			.sum();
	}

	private boolean everybodyJoined() {
		return this.nodes.stream().noneMatch((node) -> {
			SimulationProcess process = node.process();
			return (process != null) ? !isMember(process) : !this.plan.doomed.contains(node.index());
		}) && (!this.plan.downing || clusters() == 1);
	}

	private boolean isMember(SimulationProcess process) {
		SimulationCluster cluster = process.cluster();
		return cluster != null && cluster.contains(process) && process.isComplete();
	}

	private long clusters() {
		return this.nodes.stream()
			.map(SimulationNode::process)
			.filter(Objects::nonNull)
			.map(SimulationProcess::cluster)
			.distinct()
			.count();
	}

	/**
	 * Return whether a node counts for a cluster that is forming.
	 */
	boolean mayFound(Node node) {
		int index = Objects.requireNonNull(network().node(node.address())).index();
		return !this.plan.mayNotFound.contains(index) && !this.plan.clients.contains(index);
	}

	/**
	 * Return those of some nodes that are no clients.
	 */
	List<Node> servers(List<Node> nodes) {
		return nodes.stream()
			.filter((node) -> !this.plan.clients
				.contains(Objects.requireNonNull(network().node(node.address())).index()))
			.toList();
	}

	/**
	 * Return whether a process waits for members of its last cluster that are gone for
	 * good, which it is documented to do.
	 */
	private boolean isWaitingForTheLost() {
		return this.calm && !this.plan.doomed.isEmpty()
				&& this.nodes.stream().map(SimulationNode::process).filter(Objects::nonNull).anyMatch((process) -> {
					String waitingFor = process.report().waitingFor();
					return (waitingFor != null && waitingFor.startsWith("a majority of the "))
							|| (process.waitedForMembersAt() > this.now - PATIENCE / 2);
				});
	}

	/**
	 * Say that it may now be over.
	 */
	void changed() {
		this.changed = true;
	}

	void at(long time, Runnable what) {
		this.agenda.add(new Event(Math.max(time, this.now), this.sequence++, what));
	}

	void in(long millis, Runnable what) {
		at(this.now + millis, what);
	}

	void tell(@Nullable Object who, TextSupplier what) {
		if (this.listener != null) {
			this.listener.accept("%8d %-6s %s".formatted(this.now, (who != null) ? who : "", what.get()));
		}
	}

	void registryChanged() {
		for (SimulationNode node : this.nodes) {
			SimulationProcess process = node.process();
			if (process != null && this.random.nextInt(4) == 0) {
				in(delay(), () -> process.receive(new RegistryChanged()));
			}
		}
	}

	/**
	 * Return how long a message takes.
	 */
	long delay() {
		if (this.plan.delay == 0) {
			return this.plan.calmDelay;
		}
		if (this.calm) {
			return this.random.nextLong(this.plan.calmDelay / 2, this.plan.calmDelay + 1);
		}
		return 1 + (long) (-this.plan.delay * Math.log(1 - this.random.nextDouble()));
	}

	boolean happens(double probability) {
		return probability > 0 && this.random.nextDouble() < probability;
	}

	SimulationPlan plan() {
		return this.plan;
	}

	JoinDecider decider(BootstrapSettings settings) {
		return this.rule.apply(settings);
	}

	SplittableRandom random() {
		return this.random;
	}

	List<SimulationNode> nodes() {
		return this.nodes;
	}

	List<SimulationLiar> liars() {
		return this.liars;
	}

	SimulationNetwork network() {
		return Objects.requireNonNull(this.network);
	}

	SimulationRegistry registry() {
		return Objects.requireNonNull(this.registry);
	}

	SimulationChaos chaos() {
		return this.chaos;
	}

	SimulationLedger ledger() {
		return Objects.requireNonNull(this.ledger);
	}

	long now() {
		return this.now;
	}

	boolean isCalm() {
		return this.calm;
	}

	private record Event(long at, long sequence, Runnable what) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			int order = Long.compare(this.at, other.at);
			return (order != 0) ? order : Long.compare(this.sequence, other.sequence);
		}

	}

	/**
	 * Says what happened, if a listener is set.
	 */
	@FunctionalInterface
	interface TextSupplier {

		String get();

	}

}

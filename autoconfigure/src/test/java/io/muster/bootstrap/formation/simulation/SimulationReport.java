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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.simulation.SimulationPlan.Family;

/**
 * Prints the figures of {@code src/docs/formation-proof.md}.
 */
public final class SimulationReport {

	private SimulationReport() {
	}

	/**
	 * Print.
	 * @param args the number of worlds of each family and the seed of the first, 10000
	 * and 1 unless set, and the only rule to run worlds by, {@code voting} or
	 * {@code lowest-address}, and the only family, without the figures of calm worlds;
	 * all figures unless set
	 */
	public static void main(String[] args) {
		long worlds = (args.length > 0) ? Long.parseLong(args[0]) : 10_000;
		long first = (args.length > 1) ? Long.parseLong(args[1]) : 1;
		Map<String, Function<BootstrapSettings, JoinDecider>> rules = new LinkedHashMap<>();
		rules.put("voting", VotingJoinDecider::new);
		rules.put("lowest-address", LowestAddressJoinDecider::new);
		if (args.length > 2) {
			rules.keySet().retainAll(List.of(args[2]));
		}
		rules.forEach((name, rule) -> {
			for (Family family : (args.length > 3) ? new Family[] { Family.valueOf(args[3]) } : Family.values()) {
				SimulationBatch batch = SimulationBatch.run(family, first, worlds, rule);
				System.out.println(name + " " + batch);
				if (name.equals("voting")) {
					batch.failures().forEach((world) -> System.out.println("FAILED " + world));
				}
			}
		});
		if (args.length <= 2) {
			printCalmWorlds(rules);
		}
	}

	private static void printCalmWorlds(Map<String, Function<BootstrapSettings, JoinDecider>> rules) {
		for (int size : new int[] { 3, 5, 9 }) {
			rules.forEach((name, rule) -> System.out.printf(
					"%s, %d nodes, all required: %d ms from the last start if the registry lists all before, "
							+ "%d ms if it does not%n",
					name, size, formation(rule, size, true), formation(rule, size, false)));
		}
		for (int size : new int[] { 3, 10, 30, 100, 300 }) {
			System.out.printf("%d nodes: %.1f probes/s while waiting, %.1f while deciding%n", size,
					load(size, 60_000, (plan) -> plan.required = size + 1),
					load(size, 12_000, (plan) -> plan.mayNotFound.add(0)));
		}
		for (int size : new int[] { 30, 100 }) {
			printManyNodes(size);
		}
	}

	/**
	 * Print what it costs many nodes to form a cluster when the last one starts, if each
	 * request and each answer takes a millisecond of a node's only processor.
	 */
	private static void printManyNodes(int size) {
		SimulationPlan plan = SimulationPlan.quiet(1, size, size);
		plan.calmDelay = 5;
		plan.preregistered = true;
		plan.processorTime = 1;
		long last = 20_000;
		for (int i = 0; i < size; i++) {
			plan.startsAt[i] = (i < size - 1) ? 10L * i : last;
		}
		Simulation world = new Simulation(plan, VotingJoinDecider::new).begin().pass(last);
		long probes = world.probes();
		long[] before = world.nodes().stream().mapToLong(SimulationNode::processorTime).toArray();
		long passed = 0;
		while (!world.outcome().joined() && passed < 60_000) {
			world.pass(10);
			passed += 10;
		}
		long busiest = world.nodes()
			.stream()
			.mapToLong((node) -> node.processorTime() - before[node.index()])
			.max()
			.orElseThrow();
		System.out.printf(
				"%d nodes, 1 ms for each request and answer: joined %s, %d ms from the last start to the last join, "
						+ "%d probes, busiest node %d ms of its processor%n",
				size, world.outcome().joined(), world.outcome().lastJoinAt() - last, world.probes() - probes, busiest);
	}

	/**
	 * Return the median time from the start of the last node to the last join.
	 */
	private static long formation(Function<BootstrapSettings, JoinDecider> rule, int size, boolean preregistered) {
		return LongStream.rangeClosed(1, 201).map((seed) -> {
			SimulationPlan plan = SimulationPlan.quiet(seed, size, size);
			plan.calmDelay = 5;
			plan.preregistered = preregistered;
			for (int i = 0; i < size; i++) {
				plan.startsAt[i] = 1000L * ((i + seed) % size) + 37 * seed % 1000;
			}
			Simulation world = new Simulation(plan, rule).begin().pass(60_000);
			long last = LongStream.of(plan.startsAt).max().orElseThrow();
			return world.outcome().joined() ? world.outcome().lastJoinAt() - last : -1;
		}).sorted().skip(100).findFirst().orElseThrow();
	}

	/**
	 * Return how many probes all nodes together send in a second.
	 * @param after the milliseconds after which they are counted: nodes that wait ask
	 * less often after a while
	 */
	private static double load(int size, int after, Consumer<SimulationPlan> change) {
		SimulationPlan plan = SimulationPlan.quiet(1, size, size);
		plan.calmDelay = 5;
		change.accept(plan);
		Simulation world = new Simulation(plan, VotingJoinDecider::new).begin().pass(after);
		long before = world.probes();
		int seconds = (size >= 100) ? 11 : 30;
		world.pass(1000L * seconds);
		return (world.probes() - before) / (double) seconds;
	}

}

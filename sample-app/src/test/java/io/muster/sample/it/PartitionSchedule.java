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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What goes wrong with nodes in namespaces, and when. The same seed gives the same
 * schedule. Its first fault is the one that the schedule is there to show: each kind has
 * its turn as the seeds go on. One schedule in three has a second fault meanwhile, which
 * does not last longer.
 *
 * @param seed the seed
 * @param nodes the number of nodes
 * @param required the number of required nodes, a majority or all
 * @param dataDirectories whether nodes remember beyond their processes
 * @param contactWithAll whether every contact point must answer before one node founds
 * @param formed whether the faults begin when all nodes are one cluster. If not, they
 * begin when the first one looks for others
 * @param steps the faults, in order
 */
record PartitionSchedule(long seed, int nodes, int required, boolean dataDirectories, boolean contactWithAll,
		boolean formed, List<Step> steps) {

	private static final List<Fault> SECOND = List.of(Fault.PARTITION, Fault.ONE_WAY, Fault.MUTE, Fault.DEAF,
			Fault.FLAPPING, Fault.SUSPENDED, Fault.KILLED, Fault.TERMINATED, Fault.DISCOVERY);

	/**
	 * Generate a schedule.
	 * @param seed the seed
	 * @return the schedule
	 */
	static PartitionSchedule generate(long seed) {
		Fault[] faults = Fault.values();
		Fault fault = faults[(int) Math.floorMod(seed - 1, (long) faults.length)];
		Random random = new Random(seed * 31);
		int nodes = (fault == Fault.BRIDGE) ? 5 : 3 + random.nextInt(3);
		int required = (!fault.isAtFounding() && random.nextInt(4) == 0) ? nodes : nodes / 2 + 1;
		boolean formed = !fault.isAtFounding() && (fault == Fault.NUMBER || random.nextInt(4) != 0);
		List<Step> steps = new ArrayList<>();
		Step first = step(fault, nodes, Duration.ZERO, Duration.ofSeconds(45), random);
		steps.add(first);
		if (random.nextInt(3) == 0) {
			Duration at = Duration.ofMillis(random.nextInt((int) first.length().toMillis() / 2));
			steps.add(step(SECOND.get(random.nextInt(SECOND.size())), nodes, at, first.length().minus(at), random));
		}
		return new PartitionSchedule(seed, nodes, required, fault.needsDisk() || random.nextInt(3) != 0,
				random.nextInt(2) != 0, formed, List.copyOf(steps));
	}

	/**
	 * Generate a fault. One in three lasts longer than all time limits that nodes have.
	 */
	private static Step step(Fault fault, int nodes, Duration at, Duration longest, Random random) {
		List<Integer> order = new ArrayList<>(IntStream.range(0, nodes).boxed().toList());
		Collections.shuffle(order, random);
		int side = (fault == Fault.BRIDGE) ? 2 : 1 + random.nextInt(nodes / 2);
		boolean isLong = fault == Fault.BRIDGE || fault.isAtFounding() || random.nextInt(3) == 0;
		long length = isLong ? 25_000 + random.nextInt(20_000) : 5000 + random.nextInt(20_000);
		return new Step(fault, at, Duration.ofMillis(Math.min(length, longest.toMillis())), List.copyOf(order), side,
				random.nextInt(1000));
	}

	/**
	 * Return what it shows, for a table.
	 */
	String kind() {
		return this.steps.stream().map((step) -> step.fault().name()).collect(Collectors.joining(" + "));
	}

	@Override
	public String toString() {
		return "Seed %d: %d nodes, %d required, %s, contact with all %s, %s\n%s".formatted(this.seed, this.nodes,
				this.required, this.dataDirectories ? "with data directories" : "without data directories",
				this.contactWithAll, this.formed ? "formed before" : "forming",
				this.steps.stream().map(Step::toString).collect(Collectors.joining("\n")));
	}

	/**
	 * A fault.
	 *
	 * @param fault its kind
	 * @param at when it begins
	 * @param length how long it lasts
	 * @param order indexes of all nodes; those that it affects come first
	 * @param side how many of them are on the one side
	 * @param variant chooses among its variants
	 */
	record Step(Fault fault, Duration at, Duration length, List<Integer> order, int side, int variant) {

		@Override
		public String toString() {
			return "%6d ms, for %d ms: %s %s, %d on the one side, variant %d".formatted(this.at.toMillis(),
					this.length.toMillis(), this.fault,
					this.order.stream().map((node) -> "node-" + (node + 1)).toList(), this.side, this.variant);
		}

	}

}

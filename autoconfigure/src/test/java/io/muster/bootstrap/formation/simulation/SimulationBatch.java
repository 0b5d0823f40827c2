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

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.formation.simulation.SimulationOutcome.Split;
import io.muster.bootstrap.formation.simulation.SimulationPlan.Family;

/**
 * What came of many worlds. They are independent of each other and run in parallel.
 *
 * @param family what they were there to show
 * @param worlds what came of each
 */
record SimulationBatch(Family family, List<World> worlds) {

	static SimulationBatch run(Family family, long first, long number, Function<BootstrapSettings, JoinDecider> rule) {
		return new SimulationBatch(family,
				LongStream.range(first, first + number)
					.parallel()
					.mapToObj((seed) -> World.of(SimulationPlan.of(family, seed), rule))
					.toList());
	}

	/**
	 * Return how many splits there were, by cause.
	 */
	Map<Split, Long> splits() {
		return this.worlds.stream()
			.filter((world) -> world.outcome().split() != null)
			.collect(Collectors.groupingBy((world) -> world.outcome().split(), () -> new EnumMap<>(Split.class),
					Collectors.counting()));
	}

	/**
	 * Return the worlds that did not end as they must.
	 */
	List<World> failures() {
		return this.worlds.stream().filter((world) -> world.isFailure(this.family)).toList();
	}

	long stuck() {
		return count(SimulationOutcome::isStuck);
	}

	private long count(Predicate<SimulationOutcome> what) {
		return this.worlds.stream().map(World::outcome).filter(what).count();
	}

	/**
	 * Return the time of the last join, from the start of the last node, that half of the
	 * worlds undercut.
	 */
	long medianLastJoin() {
		long[] times = this.worlds.stream()
			.filter((world) -> world.outcome().joined() && world.outcome().split() == null)
			.mapToLong((world) -> world.outcome().lastJoinAt() - world.lastStartAt())
			.sorted()
			.toArray();
		return (times.length > 0) ? times[times.length / 2] : -1;
	}

	/**
	 * Return the longest time that all nodes took to join once it was calm.
	 */
	long longestOnceCalm() {
		return this.worlds.stream()
			.filter((world) -> world.outcome().joined() && world.outcome().split() == null)
			.mapToLong((world) -> world.outcome().lastJoinAt() - world.calmAt())
			.max()
			.orElse(0);
	}

	@Override
	public String toString() {
		return ("%s: %d worlds, splits %s, stuck %d, waiting for the lost %d, several clusters at calm %d, both gave way %d, "
				+ "last join %d ms after last start (median), %d ms after calm (most)")
			.formatted(this.family, this.worlds.size(), splits(), stuck(), count(SimulationOutcome::waitingForTheLost),
					count((outcome) -> outcome.clustersAtCalm() > 1), count(SimulationOutcome::bothGaveWay),
					medianLastJoin(), longestOnceCalm());
	}

	/**
	 * A world and what came of it.
	 *
	 * @param seed its seed
	 * @param lastStartAt when the last of its nodes started first
	 * @param calmAt when it became calm
	 * @param outcome what came of it
	 */
	record World(long seed, long lastStartAt, long calmAt, SimulationOutcome outcome) {

		static World of(SimulationPlan plan, Function<BootstrapSettings, JoinDecider> rule) {
			long lastStart = Arrays.stream(plan.startsAt).max().orElse(0);
			return new World(plan.seed, lastStart, plan.calmAt, new Simulation(plan, rule).run());
		}

		boolean isFailure(Family family) {
			Split split = this.outcome.split();
			return switch (family) {
				case WITHIN, VOTES_ALONE -> split != null || this.outcome.isStuck();
				case BEYOND -> (split != null && !split.isExplained()) || this.outcome.isStuck();
				case REMEMBERING, LYING -> split != null || this.outcome.isStuck();
				case GIVING_WAY -> this.outcome.isStuck();
				case MINORITY -> split == Split.FEW_VOTERS || split == Split.WRONG_DROP || this.outcome.isStuck();
			};
		}

	}

}

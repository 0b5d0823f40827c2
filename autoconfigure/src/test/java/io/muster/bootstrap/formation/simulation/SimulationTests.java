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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.Formation;
import io.muster.bootstrap.formation.simulation.SimulationPlan.Family;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VotingJoinDecider} and {@link Formation} in thousands of simulated
 * worlds. {@code -Dmuster.simulation.worlds=100000} runs more of them,
 * {@code -Dmuster.simulation.family=WITHIN -Dmuster.simulation.seed=42} prints the
 * history of one.
 */
class SimulationTests {

	private static final long WORLDS = Long.getLong("muster.simulation.worlds", 1500);

	/**
	 * From the moment that all is calm until all nodes have joined, while one contact
	 * point goes on lying: two minutes, which includes the doubts that grow, and members
	 * that are waited for.
	 */
	private static final long LONGEST_DELAY_BY_A_LIAR = 120_000;

	@ParameterizedTest
	@EnumSource(Family.class)
	void formsOneClusterAndLeavesNoNodeOut(Family family) {
		run(family, 1, WORLDS / Family.values().length);
	}

	@ParameterizedTest
	@EnumSource(Family.class)
	@Tag("system")
	void formsOneClusterAndLeavesNoNodeOutInMoreWorlds(Family family) {
		long number = WORLDS / Family.values().length;
		run(family, 1 + number, number);
	}

	private static void run(Family family, long first, long number) {
		SimulationBatch batch = SimulationBatch.run(family, first, number, VotingJoinDecider::new);
		System.out.println(batch);
		if (family == Family.LYING) {
			assertThat(batch.longestOnceCalm()).as("the longest that one liar delays, in milliseconds")
				.isLessThanOrEqualTo(LONGEST_DELAY_BY_A_LIAR);
		}
		List<String> failures = batch.failures()
			.stream()
			.limit(10)
			.map((world) -> "%s; replay it with -Dtest=SimulationTests#replay -Dmuster.simulation.family=%s "
				.formatted(world.outcome(), family) + "-Dmuster.simulation.seed=" + world.seed())
			.toList();
		assertThat(failures).as("%d of %d worlds failed", batch.failures().size(), batch.worlds().size()).isEmpty();
	}

	@Test
	void theSameSeedMakesTheSameHistory() {
		for (int seed = 1; seed <= 20; seed++) {
			assertThat(history(Family.BEYOND, seed)).isEqualTo(history(Family.BEYOND, seed)).isNotEmpty();
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "muster.simulation.seed", matches = "\\d+")
	void replay() {
		Family family = Family.valueOf(System.getProperty("muster.simulation.family", Family.WITHIN.name()));
		history(family, Long.getLong("muster.simulation.seed")).forEach(System.out::println);
	}

	private static List<String> history(Family family, long seed) {
		List<String> history = new ArrayList<>();
		new Simulation(SimulationPlan.of(family, seed), VotingJoinDecider::new, history::add).run();
		return history;
	}

}

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

package io.muster.consensus;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsensusNode} in many simulated worlds.
 * {@code -Dmuster.simulation.worlds=10000} runs more of them,
 * {@code -Dmuster.simulation.seed=42} prints the history of one, with
 * {@code -Dmuster.simulation.messages=true} also its messages.
 */
class ConsensusSimulationTests {

	private static final long WORLDS = Long.getLong("muster.simulation.worlds", 150);

	@Test
	void oneServerActsForEachRoleAndAllAgreeOnceItIsCalm() {
		run(1, WORLDS);
	}

	@Test
	@Tag("system")
	void oneServerActsForEachRoleAndAllAgreeInMoreWorlds() {
		run(1 + WORLDS, 2 * WORLDS);
	}

	private static void run(long first, long number) {
		ConsensusBatch batch = ConsensusBatch.run(first, number, (plan) -> {
		});
		System.out.println(batch);
		List<String> failures = batch.failures()
			.stream()
			.limit(10)
			.map((failure) -> failure + "; replay it with -Dtest=ConsensusSimulationTests#replay "
					+ "-Dmuster.simulation.seed=" + failure.substring(0, failure.indexOf(':')))
			.toList();
		assertThat(failures).as("%d of %d worlds failed", batch.failures().size(), batch.worlds().size()).isEmpty();
	}

	@Test
	void theSameSeedMakesTheSameHistory() {
		for (int seed = 1; seed <= 10; seed++) {
			assertThat(history(seed)).isEqualTo(history(seed)).isNotEmpty();
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "muster.simulation.seed", matches = "\\d+")
	void replay() {
		new ConsensusSimulation(ConsensusPlan.of(Long.getLong("muster.simulation.seed")), System.out::println).run();
	}

	private static List<String> history(long seed) {
		List<String> history = new ArrayList<>();
		new ConsensusSimulation(ConsensusPlan.of(seed), history::add).run();
		return history;
	}

}

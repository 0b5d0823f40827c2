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

package io.muster.bootstrap;

import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.muster.bootstrap.SimulationOutcome.Split;
import io.muster.bootstrap.SimulationPlan.Family;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Simulation}: it finds what is wrong with a rule.
 */
class SimulationFaultTests {

	private static final int WITHIN_WORLDS = 500;

	@ParameterizedTest
	@EnumSource
	void findsTheFault(SimulationFault.Kind fault) {
		LongStream worlds = LongStream.rangeClosed(1, WITHIN_WORLDS);
		assertThat(worlds.parallel().anyMatch((seed) -> violation(fault, seed, false) != null)).as("violation found")
			.isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void findsASplitThatTheFaultLeadsTo(SimulationFault.Kind fault) {
		LongStream worlds = LongStream.rangeClosed(1, 6 * WITHIN_WORLDS);
		assertThat(worlds.parallel().anyMatch((seed) -> violation(fault, seed, true) != null)).as("split found")
			.isTrue();
	}

	private static @Nullable Split violation(SimulationFault.Kind fault, long seed, boolean splitsOnly) {
		SimulationPlan plan = SimulationPlan.of(Family.WITHIN, seed);
		if (splitsOnly) {
			plan.splitsOnly = true;
			plan.contactWithAll = false;
			plan.isolateFounder = 1;
			plan.partitionLength = 6000;
		}
		return new Simulation(plan, fault.rule).run().split();
	}

}

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

import java.util.stream.LongStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.muster.consensus.ConsensusBatch.World;
import io.muster.consensus.ConsensusPlan.Fault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsensusSimulation}: it finds what is wrong.
 */
@Tag("system")
class ConsensusFaultTests {

	private static final int WORLDS = 1000;

	@ParameterizedTest
	@EnumSource
	void findsTheFault(Fault fault) {
		assertThat(LongStream.rangeClosed(1, WORLDS).parallel().anyMatch((seed) -> isUnsafe(fault, seed)))
			.as("a world in which two act, or tokens or entries go back")
			.isTrue();
	}

	private static boolean isUnsafe(Fault fault, long seed) {
		ConsensusPlan plan = ConsensusPlan.of(seed);
		plan.fault = fault;
		if (fault == Fault.CLOCKS_DRIFT) {
			plan.drift = 10_000;
		}
		plan.locks |= fault == Fault.LOCK_COUNTS_FROM_LAST_LOOK;
		plan.disks = fault == Fault.ACKNOWLEDGED_BEFORE_STORED;
		String failure = World.of(plan).failure();
		return failure != null && (failure.contains(" acts for ") || failure.contains(" led term ")
				|| failure.contains(" committed at ") || failure.contains(" agreed at ")
				|| failure.contains(" is lost"));
	}

}

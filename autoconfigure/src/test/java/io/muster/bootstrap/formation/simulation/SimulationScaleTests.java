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

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.muster.bootstrap.decision.VotingJoinDecider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what many nodes cost while they wait for one more.
 */
class SimulationScaleTests {

	/**
	 * How long one node is missing, in milliseconds.
	 */
	private static final long MISSING = 120_000;

	/**
	 * The rest of the time is that of the simulated engines, which tell in up to 400 ms
	 * that the cluster counts.
	 */
	@Test
	void aHundredNodesThatWaitSendTwoProbesASecondEachAndFormAClusterAsSoonAsTheLastStarts() {
		Simulation world = waiting(100).pass(60_000);
		long before = world.probes();
		world.pass(MISSING - 60_000);
		assertThat((world.probes() - before) * 1000 / (MISSING - 60_000)).as("probes of all nodes in a second")
			.isBetween(1L, 200L);
		world.pass(2_000);
		assertThat(world.outcome().joined()).isTrue();
		assertThat(world.outcome().lastJoinAt() - MISSING).as("milliseconds from the last start to the last join")
			.isLessThanOrEqualTo(500);
	}

	@Test
	void whileFortyNodesWaitADeadOneIsNoticedWithinTheLongestInterval() {
		Simulation world = waiting(40).pass(60_000);
		assertThat(confirmedNodes(world, 0)).isEqualTo(39);
		world.nodes().get(20).kill(MISSING);
		world.pass(longestInterval(40));
		assertThat(confirmedNodes(world, 0)).isEqualTo(38);
	}

	@Test
	void whileFortyNodesWaitALinkThatHealsIsNoticedWithinTheLongestInterval() {
		Simulation world = waiting(40);
		world.network().separate(List.of(world.nodes().get(0)), List.of(world.nodes().get(1)));
		world.pass(60_000);
		assertThat(confirmedNodes(world, 0)).isEqualTo(38);
		world.network().heal();
		world.pass(longestInterval(40));
		assertThat(confirmedNodes(world, 0)).isEqualTo(39);
	}

	@Test
	void tenNodesThatWaitAskEachOtherEverySecond() {
		Simulation world = waiting(10).pass(60_000);
		long before = world.probes();
		world.pass(60_000);
		assertThat((world.probes() - before) / 60).as("probes of all nodes in a second")
			.isBetween(9 * 9 * 8 / 10L, 9 * 9L);
	}

	/**
	 * With as many requests as the intervals allow, these processors would work on what
	 * nobody waits for any more, and no answer would come in time.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 20, 40 })
	void twentyNodesWhoseProcessorsAreSlowFormAClusterWithoutDelay(int processorTime) {
		SimulationPlan plan = SimulationPlan.quiet(1, 20, 20);
		plan.calmDelay = 5;
		plan.preregistered = true;
		plan.processorTime = processorTime;
		Simulation world = new Simulation(plan, VotingJoinDecider::new).begin().pass(60_000);
		assertThat(world.outcome().joined()).isTrue();
		assertThat(world.outcome().lastJoinAt()).as("milliseconds to the last join").isLessThanOrEqualTo(15_000);
	}

	/**
	 * Return the longest time between probes of a contact point: half a probe interval
	 * for each contact point, and the jitter. A request takes up to a second more.
	 */
	private static long longestInterval(int contactPoints) {
		return 500 * contactPoints * 12 / 10 + 1000;
	}

	private static int confirmedNodes(Simulation world, int node) {
		return Objects.requireNonNull(world.nodes().get(node).process()).report().confirmedNodes();
	}

	private static Simulation waiting(int size) {
		SimulationPlan plan = SimulationPlan.quiet(1, size, size);
		plan.calmDelay = 5;
		plan.preregistered = true;
		plan.startsAt = LongStream.range(0, size).map((node) -> (node < size - 1) ? 10 * node : MISSING).toArray();
		return new Simulation(plan, VotingJoinDecider::new).begin();
	}

}

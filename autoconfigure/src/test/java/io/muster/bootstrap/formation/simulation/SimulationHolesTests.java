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

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.VotingJoinDecider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the holes of Akka's and Pekko's rule that need several nodes to show, each
 * with the number that {@code akka-pekko-bootstrap.md} gives it: that the rule by lowest
 * address has them, and the rule by votes has not.
 */
class SimulationHolesTests {

	private static final Function<BootstrapSettings, JoinDecider> VOTING = VotingJoinDecider::new;

	private static final Function<BootstrapSettings, JoinDecider> LOWEST_ADDRESS = LowestAddressJoinDecider::new;

	private static final int WORLDS = 50;

	/**
	 * R1: the first node sees {0, 1}, the others see {1, 2}. Also R2: both founders probe
	 * one another, and one founds although the other has, because it has not asked since.
	 */
	@Test
	void inconsistentViews() {
		Consumer<SimulationPlan> views = (plan) -> plan.hides(0, 2).hides(1, 0).hides(2, 0);
		assertThat(splits(LOWEST_ADDRESS, 3, 2, views)).isPositive();
		assertThat(splits(VOTING, 3, 2, views)).isZero();
		assertThat(stuck(VOTING, 3, 2, views)).isZero();
	}

	/**
	 * R2: the founder of the second cluster has just been answered by that of the first,
	 * but slowly, so that the answer is older than the founding.
	 */
	@Test
	void answersFromBeforeTheOtherFounded() {
		Consumer<SimulationPlan> slow = (plan) -> {
			plan.hides(1, 0).hides(2, 0);
			plan.calmDelay = 400;
		};
		assertThat(splits(LOWEST_ADDRESS, 3, 2, slow)).isPositive();
		assertThat(splits(VOTING, 3, 2, slow)).isZero();
		assertThat(stuck(VOTING, 3, 2, slow)).isZero();
	}

	/**
	 * R3: the lowest node knows all others, but they do not find it yet.
	 */
	@Test
	void aNewLowestNodeThatTheOthersDoNotFindYet() {
		Consumer<SimulationPlan> late = (plan) -> plan.hides(1, 0).hides(2, 0).hides(3, 0).hides(4, 0);
		assertThat(splits(LOWEST_ADDRESS, 5, 3, late)).isPositive();
		assertThat(splits(VOTING, 5, 3, late)).isZero();
		assertThat(stuck(VOTING, 5, 3, late)).isZero();
	}

	/**
	 * R4: nodes that are started again in isolation do not found beside the others, as
	 * long as they are fewer than required.
	 */
	@Test
	void fewerRestartedNodesThanRequiredInIsolation() {
		assertThat(splitsAfterRestartInIsolation(LOWEST_ADDRESS, 2, 0, 1)).isEqualTo(WORLDS);
		assertThat(splitsAfterRestartInIsolation(VOTING, 3, 0, 1)).isZero();
	}

	/**
	 * R4: what is not covered. As many nodes as required that are started again, cannot
	 * reach the others and do not find them, have forgotten that there is a cluster.
	 */
	@Test
	void asManyRestartedNodesAsRequiredInIsolationFoundAgain() {
		assertThat(splitsAfterRestartInIsolation(VOTING, 3, 0, 1, 2)).isEqualTo(WORLDS);
	}

	/**
	 * R6: all see the same, but the first two nodes do not reach each other.
	 */
	@Test
	void withoutContactWithAll() {
		assertThat(splitsWithoutLink(LOWEST_ADDRESS)).isPositive();
		assertThat(splitsWithoutLink(VOTING)).isZero();
	}

	/**
	 * R16: Pekko's nodes wait for ever for a lowest node that may not found. Ours say so,
	 * and are passed over by both rules.
	 */
	@Test
	void theLowestNodeMayNotFound() {
		Consumer<SimulationPlan> disabled = (plan) -> plan.mayNotFound.add(0);
		assertThat(splits(LOWEST_ADDRESS, 3, 2, disabled)).isZero();
		assertThat(stuck(LOWEST_ADDRESS, 3, 2, disabled)).isZero();
		assertThat(splits(VOTING, 3, 2, disabled)).isZero();
		assertThat(stuck(VOTING, 3, 2, disabled)).isZero();
	}

	private static long splits(Function<BootstrapSettings, JoinDecider> rule, int size, int required,
			Consumer<SimulationPlan> change) {
		return worlds((seed) -> world(seed, rule, size, required, change).outcome().split() != null);
	}

	private static long stuck(Function<BootstrapSettings, JoinDecider> rule, int size, int required,
			Consumer<SimulationPlan> change) {
		return worlds((seed) -> world(seed, rule, size, required, change).outcome().isStuck());
	}

	private static Simulation world(long seed, Function<BootstrapSettings, JoinDecider> rule, int size, int required,
			Consumer<SimulationPlan> change) {
		SimulationPlan plan = SimulationPlan.quiet(seed, size, required);
		change.accept(plan);
		return new Simulation(plan, rule).begin().pass(30_000);
	}

	private static long splitsWithoutLink(Function<BootstrapSettings, JoinDecider> rule) {
		return worlds((seed) -> {
			SimulationPlan plan = SimulationPlan.quiet(seed, 3, 2);
			plan.contactWithAll = false;
			Simulation world = new Simulation(plan, rule).begin();
			cut(world, 0, 1);
			return world.pass(30_000).outcome().split() != null;
		});
	}

	private static long splitsAfterRestartInIsolation(Function<BootstrapSettings, JoinDecider> rule, int required,
			int... restarted) {
		return worlds((seed) -> {
			SimulationPlan plan = SimulationPlan.quiet(seed, 5, required);
			Simulation world = new Simulation(plan, rule).begin().pass(20_000);
			assertThat(world.outcome().joined()).isTrue();
			assertThat(world.outcome().split()).isNull();
			for (int node : restarted) {
				for (int other = restarted.length; other < 5; other++) {
					cut(world, node, other);
					plan.hides(node, other);
				}
				world.nodes().get(node).kill(1000);
			}
			return world.pass(60_000).outcome().split() != null;
		});
	}

	private static void cut(Simulation world, int one, int other) {
		world.network().cut(world.nodes().get(one), world.nodes().get(other));
		world.network().cut(world.nodes().get(other), world.nodes().get(one));
	}

	private static long worlds(LongPredicate world) {
		return LongStream.rangeClosed(1, WORLDS).filter(world).count();
	}

}

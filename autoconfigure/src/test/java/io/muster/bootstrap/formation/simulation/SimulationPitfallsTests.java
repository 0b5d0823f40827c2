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
 * Tests for the pitfalls of Pekko's rule, by which the node with the lowest address
 * founds, that several nodes are needed to show. The rule by lowest address leads to two
 * clusters, and the rule by votes does not. By lowest address, a cluster counts here from
 * the moment that it is founded, as it does with Akka and Pekko.
 */
class SimulationPitfallsTests {

	private static final Function<BootstrapSettings, JoinDecider> VOTING = VotingJoinDecider::new;

	private static final Function<BootstrapSettings, JoinDecider> LOWEST_ADDRESS = LowestAddressJoinDecider::new;

	private static final int WORLDS = 50;

	/**
	 * Views that differ: the first node sees {0, 1}, the others see {1, 2}. By lowest
	 * address, two nodes found. They probe each other, but the second founds on an answer
	 * from before the first founded.
	 */
	@Test
	void inconsistentViews() {
		Consumer<SimulationPlan> views = (plan) -> plan.hides(0, 2).hides(1, 0).hides(2, 0);
		assertThat(splits(LOWEST_ADDRESS, 3, 2, views)).isPositive();
		assertThat(splits(VOTING, 3, 2, views)).isZero();
		assertThat(stuck(VOTING, 3, 2, views)).isZero();
	}

	/**
	 * A slow answer: the founder of the second cluster has an answer of the founder of
	 * the first that is older than the first cluster.
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
	 * The lowest node knows all others, but they do not find it yet.
	 */
	@Test
	void aNewLowestNodeThatTheOthersDoNotFindYet() {
		Consumer<SimulationPlan> late = (plan) -> plan.hides(1, 0).hides(2, 0).hides(3, 0).hides(4, 0);
		assertThat(splits(LOWEST_ADDRESS, 5, 3, late)).isPositive();
		assertThat(splits(VOTING, 5, 3, late)).isZero();
		assertThat(stuck(VOTING, 5, 3, late)).isZero();
	}

	/**
	 * Nodes that are started again in isolation do not found a second cluster if they are
	 * fewer than required.
	 */
	@Test
	void fewerRestartedNodesThanRequiredInIsolation() {
		assertThat(splitsAfterRestartInIsolation(LOWEST_ADDRESS, 2, 0, 1)).isEqualTo(WORLDS);
		assertThat(splitsAfterRestartInIsolation(VOTING, 3, 0, 1)).isZero();
	}

	/**
	 * A limit of the rule by votes: nodes without a durable state do not know that there
	 * is a cluster. If as many as required are started again in isolation, they found.
	 */
	@Test
	void asManyRestartedNodesAsRequiredInIsolationFoundAgain() {
		assertThat(splitsAfterRestartInIsolation(VOTING, 3, 0, 1, 2)).isEqualTo(WORLDS);
	}

	/**
	 * All see the same contact points, but the first two nodes cannot reach each other.
	 */
	@Test
	void withoutContactWithAll() {
		assertThat(splitsWithoutLink(LOWEST_ADDRESS)).isPositive();
		assertThat(splitsWithoutLink(VOTING)).isZero();
	}

	/**
	 * Pekko's nodes wait without end for a lowest node that may not found. Muster's nodes
	 * say whether they may found, and both rules pass over those that may not.
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
		plan.countsAtOnce = rule == LOWEST_ADDRESS;
		change.accept(plan);
		return new Simulation(plan, rule).begin().pass(30_000);
	}

	private static long splitsWithoutLink(Function<BootstrapSettings, JoinDecider> rule) {
		return worlds((seed) -> {
			SimulationPlan plan = SimulationPlan.quiet(seed, 3, 2);
			plan.contactWithAll = false;
			plan.countsAtOnce = rule == LOWEST_ADDRESS;
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

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
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.VotingJoinDecider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the durable state, where several nodes are needed to show it: whole clusters
 * that are started again, or downed, and nodes that are started again in isolation.
 */
class SimulationDurableStateTests {

	private static final int WORLDS = 20;

	@Test
	void allNodesAreDownedAtOnce() {
		always((seed) -> {
			SimulationPlan plan = plan(seed, 5, 3);
			plan.dataDir = false;
			Simulation world = formed(plan);
			SimulationCluster cluster = cluster(world, 0);
			cluster.down(cluster.running());
			return isOne(world.pass(30_000), 2);
		});
	}

	@Test
	void wholeClusterIsStartedAgain() {
		always((seed) -> isOne(restarted(plan(seed, 5, 3), 0, 1, 2, 3, 4), 2));
	}

	@Test
	void wholeClusterIsStartedAgainInTheOppositeOrder() {
		always((seed) -> isOne(restarted(plan(seed, 5, 3), 4, 3, 2, 1, 0), 2));
	}

	@Test
	void wholeClusterIsStartedAgainWithoutDurableState() {
		always((seed) -> {
			SimulationPlan plan = plan(seed, 5, 3);
			plan.dataDir = false;
			return isOne(restarted(plan, 2, 0, 4, 1, 3), 2);
		});
	}

	/**
	 * The last one to be stopped has seen the others leave.
	 */
	@Test
	void clusterThatWasStoppedOneByOneIsStartedAgain() {
		always((seed) -> {
			Simulation world = stoppedOneByOne(plan(seed, 3, 2));
			startAgain(world, 2, 0, 1);
			return isOne(world.pass(30_000), 2);
		});
	}

	/**
	 * The last but one has known two members. One of them is no majority: the last one
	 * may live.
	 */
	@Test
	void waitsForTheLastThatWasStoppedWhileItIsMissing() {
		always((seed) -> {
			Simulation world = stoppedOneByOne(plan(seed, 3, 2));
			separate(world, 2, 0, 1);
			startAgain(world, 0, 1);
			boolean waits = cluster(world.pass(60_000), 0) == null && cluster(world, 1) == null;
			reconnect(world);
			startAgain(world, 2);
			return waits && isOne(world.pass(30_000), 2);
		});
	}

	@Test
	void minorityThatIsStartedAgainInIsolationDoesNotFound() {
		always((seed) -> {
			SimulationPlan plan = plan(seed, 5, 2);
			Simulation world = restartedInIsolation(plan, 0, 1);
			boolean waits = cluster(world, 0) == null && cluster(world, 1) == null && cluster(world, 2) != null;
			reconnect(world);
			return waits && isOne(world.pass(30_000), 1);
		});
	}

	@Test
	void minorityThatIsStartedAgainInIsolationFoundsWithoutDurableState() {
		always((seed) -> {
			SimulationPlan plan = plan(seed, 5, 2);
			plan.dataDir = false;
			return restartedInIsolation(plan, 0, 1).outcome().split() != null;
		});
	}

	/**
	 * What is left is a minority, and will be downed.
	 */
	@Test
	void majorityThatIsStartedAgainInIsolationFounds() {
		always((seed) -> {
			Simulation world = restartedInIsolation(plan(seed, 5, 3), 0, 1, 2);
			boolean founded = cluster(world, 0) != null && cluster(world, 3) == null && cluster(world, 4) == null;
			reconnect(world);
			return founded && isOne(world.pass(30_000), 2);
		});
	}

	/**
	 * The nodes that voted for a founder learn that its cluster lives from what the
	 * founder remembers of it.
	 */
	@Test
	void votersDoNotFoundBesideTheClusterOfAFounderThatIsStartedAgain() {
		always((seed) -> !splitsWhenTheFounderIsStartedAgain(plan(seed, 5, 3), VotingJoinDecider::new));
	}

	/**
	 * Without a durable state, what the founder had founded had only two of the three
	 * members with which it would have counted.
	 */
	@Test
	void aFoundingThatLacksMembersIsNoSecondCluster() {
		always((seed) -> {
			SimulationPlan plan = plan(seed, 5, 3);
			plan.dataDir = false;
			return !splitsWhenTheFounderIsStartedAgain(plan, VotingJoinDecider::new);
		});
	}

	@Test
	void votersFoundBesideTheFounderThatIsStartedAgainIfItsClusterCountsAtOnce() {
		always((seed) -> {
			SimulationPlan plan = plan(seed, 5, 3);
			plan.dataDir = false;
			plan.countsAtOnce = true;
			return splitsWhenTheFounderIsStartedAgain(plan, VotingJoinDecider::new);
		});
	}

	/**
	 * What is not covered: node 0 is all that is left of a cluster that has lost one node
	 * after the other. Node 4 knows that it may live, and does not vote; but nodes 1 to 3
	 * are enough, and none of them has known so small a cluster.
	 */
	@Test
	void clusterThatShrankStepByStepToAMinorityIsNotKnownToThoseWhoWereRemovedEarly() {
		always((seed) -> splitsBesideTheLastOf(plan(seed, 5, 3), VotingJoinDecider::new, 1, 2, 3, 4));
	}

	/**
	 * Nodes are killed one after the other, and started again where they do not find node
	 * 0, which has removed them.
	 */
	static boolean splitsBesideTheLastOf(SimulationPlan plan, Function<BootstrapSettings, JoinDecider> rule,
			int... order) {
		Simulation world = new Simulation(plan, rule).begin().pass(20_000);
		for (int node : order) {
			world.nodes().get(node).kill(-1);
			world.pass(12_000);
		}
		assertThat(cluster(world, 0)).isNotNull();
		separate(world, 0, order);
		startAgain(world, 1, 2, 3, 4);
		return world.pass(60_000).outcome().split() != null;
	}

	/**
	 * Node 1 founds, and only node 0 hears of it before node 1 is started again.
	 */
	static boolean splitsWhenTheFounderIsStartedAgain(SimulationPlan plan,
			Function<BootstrapSettings, JoinDecider> rule) {
		plan.startsAt[0] = 1_000_000;
		Simulation world = new Simulation(plan, rule).begin();
		while (world.outcome().foundings() == 0) {
			world.pass(1);
		}
		for (int voter : new int[] { 2, 3, 4 }) {
			separate(world, voter, 0, 1);
		}
		world.nodes().get(0).start();
		world.pass(3000);
		assertThat(cluster(world, 0)).isNotNull().isEqualTo(cluster(world, 1));
		reconnect(world);
		separate(world, 0, 1, 2, 3, 4);
		world.nodes().get(1).kill(500);
		return world.pass(30_000).outcome().split() != null;
	}

	static void separate(Simulation world, int node, int... others) {
		for (int other : others) {
			SimulationNode one = world.nodes().get(node);
			SimulationNode two = world.nodes().get(other);
			world.network().cut(one, two);
			world.network().cut(two, one);
			world.plan().hides(node, other).hides(other, node);
		}
	}

	static void reconnect(Simulation world) {
		world.network().heal();
		Arrays.stream(world.plan().hidden).forEach((hidden) -> Arrays.fill(hidden, false));
	}

	static Simulation restartedInIsolation(SimulationPlan plan, int... restarted) {
		Simulation world = formed(plan);
		for (int node : restarted) {
			separate(world, node, IntStream.range(restarted.length, plan.size).toArray());
			world.nodes().get(node).kill(1000);
		}
		return world.pass(60_000);
	}

	private static Simulation restarted(SimulationPlan plan, int... order) {
		Simulation world = formed(plan);
		world.nodes().forEach((node) -> node.kill(-1));
		startAgain(world.pass(5000), order);
		return world.pass(30_000);
	}

	private static Simulation stoppedOneByOne(SimulationPlan plan) {
		Simulation world = formed(plan);
		for (SimulationNode node : world.nodes()) {
			node.stop();
			world.pass(1000);
		}
		return world;
	}

	static void startAgain(Simulation world, int... order) {
		for (int node : order) {
			world.nodes().get(node).start();
			world.pass(1500);
		}
	}

	static Simulation formed(SimulationPlan plan) {
		Simulation world = world(plan).pass(20_000);
		assertThat(isOne(world, 1)).isTrue();
		return world;
	}

	private static Simulation world(SimulationPlan plan) {
		return new Simulation(plan, VotingJoinDecider::new).begin();
	}

	static SimulationPlan plan(long seed, int size, int required) {
		SimulationPlan plan = SimulationPlan.quiet(seed, size, required);
		plan.downing = true;
		plan.dataDir = true;
		plan.preregistered = true;
		return plan;
	}

	static SimulationCluster cluster(Simulation world, int node) {
		SimulationProcess process = world.nodes().get(node).process();
		return (process != null) ? process.cluster() : null;
	}

	static boolean isOne(Simulation world, int foundings) {
		SimulationOutcome outcome = world.outcome();
		return outcome.joined() && outcome.split() == null && outcome.foundings() == foundings;
	}

	private static void always(LongPredicate world) {
		assertThat(LongStream.rangeClosed(1, WORLDS).filter(world).count()).isEqualTo(WORLDS);
	}

}

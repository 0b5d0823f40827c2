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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.simulation.SimulationOutcome.Split;
import io.muster.bootstrap.formation.simulation.SimulationPlan.Family;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Simulation}: it finds what is wrong with a rule.
 */
@Tag("system")
class SimulationFaultTests {

	private static final int WITHIN_WORLDS = 500;

	private static final Consumer<SimulationPlan> SOUND = (plan) -> {
	};

	@ParameterizedTest
	@EnumSource
	void findsTheFault(SimulationFault.Kind fault) {
		LongStream worlds = LongStream.rangeClosed(1, WITHIN_WORLDS);
		assertThat(worlds.parallel().anyMatch((seed) -> violation(fault, seed, false) != null)).as("violation found")
			.isTrue();
	}

	/**
	 * Some of these splits are rare. The search begins shortly before a world with one.
	 */
	@ParameterizedTest
	@CsvSource({ "COUNTS_STALE_VOTES, 600", "IGNORES_UIDS_AND_TERMS, 3800", "VOTES_TWICE, 1",
			"FOUNDS_ON_FEWER_VOTES, 1", "DROPS_SILENT_CANDIDATES_AT_ONCE, 200", "FORGETS_ITS_VOTE_NOW_AND_THEN, 6150" })
	void findsASplitThatTheFaultLeadsTo(SimulationFault.Kind fault, long from) {
		LongStream worlds = LongStream.range(from, from + 6 * WITHIN_WORLDS);
		assertThat(worlds.anyMatch((seed) -> violation(fault, seed, true) != null)).as("split found").isTrue();
	}

	@Test
	void findsTheFaultOfVotesThatCountForFewerThanTheirVotersRequire() {
		assertThat(LongStream.rangeClosed(1, WITHIN_WORLDS)
			.parallel()
			.mapToObj((seed) -> SimulationPlan.of(Family.WITHIN, seed))
			.anyMatch((plan) -> splits(plan,
					SimulationFault.FoundingKind.COUNTS_VOTES_FOR_FEWER_THAN_THEIR_VOTERS_REQUIRE.rule)))
			.as("violation found")
			.isTrue();
	}

	/**
	 * Node 0 founds on the votes of 1 and 2, and is cut off before they have joined. They
	 * found with 3 and 4.
	 */
	@Test
	void findsTheSplitOfAFoundingThatCountsAtOnce() {
		Predicate<Consumer<SimulationPlan>> splits = (change) -> {
			Simulation world = foundedByThree(VotingJoinDecider::new, (plan) -> {
				plan.downing = true;
				change.accept(plan);
			});
			List<SimulationNode> nodes = world.nodes();
			return splitsBetween(world, nodes.subList(0, 1), nodes.subList(1, 5));
		};
		assertThat(splits.test((plan) -> plan.countsAtOnce = true)).isTrue();
		assertThat(splits.test(SOUND)).isFalse();
	}

	/**
	 * Node 0 founds on the votes of 1 and 2. The first of them to join is cut off before
	 * it learns of the other, gives the founding up, and founds with 3 and 4.
	 */
	@Test
	void findsTheSplitOfAFoundingThatCountsMembersBeforeTheyAreUp() {
		Predicate<Consumer<SimulationPlan>> splits = (change) -> {
			Simulation world = foundedByThree(VotingJoinDecider::new, (plan) -> {
				plan.downing = true;
				change.accept(plan);
			});
			List<SimulationNode> nodes = world.nodes();
			while (cluster(nodes.get(1)) == null && cluster(nodes.get(2)) == null) {
				world.pass(1);
			}
			int first = (cluster(nodes.get(1)) != null) ? 1 : 2;
			assertThat(cluster(nodes.get(3 - first))).isNull();
			return splitsBetween(world, List.of(nodes.get(0), nodes.get(3 - first)),
					List.of(nodes.get(first), nodes.get(3), nodes.get(4)));
		};
		assertThat(splits.test((plan) -> plan.countsJoining = true)).isTrue();
		assertThat(splits.test(SOUND)).isFalse();
	}

	/**
	 * Let node 0 of five found. Node 3 and 4 start later.
	 */
	private static Simulation foundedByThree(Function<BootstrapSettings, JoinDecider> rule,
			Consumer<SimulationPlan> change) {
		SimulationPlan plan = SimulationPlan.quiet(1, 5, 3);
		plan.contactWithAll = false;
		plan.dataDir = true;
		plan.startsAt[3] = 8000;
		plan.startsAt[4] = 8000;
		change.accept(plan);
		Simulation world = new Simulation(plan, rule).begin();
		while (cluster(world.nodes().get(0)) == null) {
			world.pass(1);
		}
		return world;
	}

	private static boolean splitsBetween(Simulation world, List<SimulationNode> side, List<SimulationNode> other) {
		world.network().separate(side, other);
		world.pass(60_000);
		assertThat(other).allMatch((node) -> node.process().isComplete());
		return world.outcome().split() != null;
	}

	/**
	 * Node 0 founds on the votes of 1 and 2, and stands still. Node 1 founds another
	 * cluster with 3 and 4 after the vote timeout, and is started again apart from them.
	 * Then node 0 wakes, and its cluster lacks one member.
	 */
	@Test
	void findsTheSplitOfAFormerMemberThatJoinsAClusterThatIsForming() {
		assertThat(splitsThroughAFormerMember(VotingJoinDecider::new)).isFalse();
		assertThat(splitsThroughAFormerMember(
				SimulationFault.FoundingKind.FORMER_MEMBERS_JOIN_A_CLUSTER_THAT_IS_FORMING.rule))
			.isTrue();
	}

	private static boolean splitsThroughAFormerMember(Function<BootstrapSettings, JoinDecider> rule) {
		Simulation world = foundedByThree(rule, SOUND);
		List<SimulationNode> nodes = world.nodes();
		nodes.get(0).process().pause(60_000);
		nodes.get(2).process().pause(60_000);
		world.pass(25_000);
		assertThat(nodes.subList(3, 5)).allMatch((node) -> node.process().isComplete());
		assertThat(cluster(nodes.get(1))).isSameAs(cluster(nodes.get(3)));
		world.network().separate(nodes.subList(0, 3), nodes.subList(3, 5));
		nodes.get(1).kill(100);
		nodes.get(0).process().wake();
		nodes.get(2).process().wake();
		world.pass(60_000);
		assertThat(nodes.subList(3, 5)).allMatch((node) -> node.process().isComplete());
		return world.outcome().split() != null;
	}

	private static SimulationCluster cluster(SimulationNode node) {
		return (node.process() != null) ? node.process().cluster() : null;
	}

	@ParameterizedTest
	@EnumSource(names = { "IGNORES_ITS_DURABLE_STATE", "FORGETS_ITS_VOTE_WHEN_STARTED_AGAIN" })
	void findsASplitThatAFaultOfDurableStateLeadsTo(SimulationFault.DurableStateKind fault) {
		assertThat(tornApart().anyMatch((plan) -> splits(plan, fault.rule))).as("split found").isTrue();
	}

	@Test
	void findsASplitWhereNothingSurvivesTheProcess() {
		assertThat(tornApart().peek((plan) -> plan.dataDir = false)
			.anyMatch((plan) -> splits(plan, VotingJoinDecider::new))).as("split found").isTrue();
	}

	/**
	 * Node 2 has seen node 0 and 1 outlive it, and needs the vote of one of them. Node 1
	 * answers, but does not vote: it has been a member later, and needs node 0, which
	 * lives.
	 */
	@Test
	void findsTheSplitOfACandidateThatCountsAnswersAsVotes() {
		assertThat(splitsBesideTheLast(VotingJoinDecider::new)).isFalse();
		assertThat(splitsBesideTheLast(SimulationFault.DurableStateKind.COUNTS_ANSWERS_OF_LAST_MEMBERS_AS_VOTES.rule))
			.isTrue();
	}

	private static boolean splitsBesideTheLast(Function<BootstrapSettings, JoinDecider> rule) {
		SimulationPlan plan = SimulationDurableStateTests.plan(1, 5, 3);
		plan.countsAtOnce = true;
		return SimulationDurableStateTests.splitsBesideTheLastOf(plan, rule, 4, 3, 2, 1);
	}

	@Test
	void findsTheSplitOfVotersThatTakeTheFoundersClusterAsOver() {
		SimulationPlan plan = SimulationDurableStateTests.plan(1, 5, 3);
		plan.countsAtOnce = true;
		assertThat(SimulationDurableStateTests.splitsWhenTheFounderIsStartedAgain(plan,
				SimulationFault.DurableStateKind.TAKES_THE_FOUNDERS_CLUSTER_AS_OVER.rule))
			.isTrue();
	}

	/**
	 * Each side reads that the other has more members.
	 */
	@Test
	void findsThatBothSidesGiveWay() {
		assertThat(LongStream.rangeClosed(1, WITHIN_WORLDS).parallel().anyMatch((seed) -> {
			SimulationPlan plan = SimulationPlan.of(Family.GIVING_WAY, seed);
			plan.boasting = true;
			return new Simulation(plan, VotingJoinDecider::new).run().bothGaveWay();
		})).as("both gave way").isTrue();
	}

	private static Stream<SimulationPlan> tornApart() {
		return LongStream.rangeClosed(1, WITHIN_WORLDS).parallel().mapToObj((seed) -> {
			SimulationPlan plan = SimulationPlan.of(Family.REMEMBERING, seed).tearingApart();
			plan.splitsOnly = true;
			plan.contactWithAll = false;
			plan.countsAtOnce = true;
			plan.calmAt += 20_000;
			return plan;
		});
	}

	private static boolean splits(SimulationPlan plan, Function<BootstrapSettings, JoinDecider> rule) {
		return new Simulation(plan, rule).run().split() != null;
	}

	private static @Nullable Split violation(SimulationFault.Kind fault, long seed, boolean splitsOnly) {
		SimulationPlan plan = SimulationPlan.of(Family.VOTES_ALONE, seed);
		if (splitsOnly) {
			plan.splitsOnly = true;
			plan.contactWithAll = false;
			plan.isolateFounder = 1;
			plan.partitionLength = 6000;
		}
		return new Simulation(plan, fault.rule).run().split();
	}

}

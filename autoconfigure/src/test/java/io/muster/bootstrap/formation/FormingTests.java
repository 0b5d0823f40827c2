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

package io.muster.bootstrap.formation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.SplitResolution;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.cluster.ClusterLeader;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.FormingCluster;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeProfile;
import io.muster.cluster.TestMembers;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Formation} in a cluster that was founded and does not count yet.
 */
class FormingTests {

	private static final Node SELF = TestNodes.node("10.0.0.1");

	private static final Node OTHER = TestNodes.node("10.0.0.2");

	private static final Node THIRD = TestNodes.node("10.0.0.3");

	private final FormationWorld world = new FormationWorld();

	private final TestSource source = this.world.source().lists("10.0.0.1", "10.0.0.2", "10.0.0.3");

	@Test
	void aFounderIsNoMemberUntilItsEngineSaysSo() {
		FormationNode node = founder();
		node.formingOf(SELF);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.FORMING);
		node.formingOf(SELF, OTHER, THIRD);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.FORMING);
		node.memberOf(SELF, OTHER, THIRD);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.MEMBER);
	}

	@Test
	void saysHowManyMembersItsClusterHasAndNeeds() {
		FormationNode node = founder();
		node.formingOf(SELF, OTHER);
		assertThat(node.waitingFor()).isEqualTo("3 nodes to join the new cluster before it counts as one: it has 2");
		node.formingOf(SELF, OTHER, THIRD);
		assertThat(node.waitingFor())
			.isEqualTo("3 of the 3 members of the new cluster to know of each other, so that it counts as one");
	}

	@Test
	void whoJoinsAClusterThatIsFormingNeedsItsNumber() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfForming("10.0.0.2", 3, 1, OTHER));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(2)).start();
		this.world.runSeconds(1);
		node.formingOf(OTHER, SELF);
		assertThat(node.waitingFor()).startsWith("3 nodes to join the new cluster");
	}

	@Test
	void whoJoinsExplicitlyNeedsTheNumberOfAClusterThatItFindsForming() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfForming("10.0.0.2", 3, 1, OTHER));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(2)).start();
		node.joinsExplicitly("10.0.0.9");
		this.world.runSeconds(11);
		assertThat(node.joins()).last().asString().contains("10.0.0.9", "10.0.0.2");
		node.formingOf(OTHER, SELF);
		assertThat(node.waitingFor()).startsWith("3 nodes to join the new cluster");
	}

	@Test
	void allNodesLearnOfAFoundingAtOnce() {
		FormationNode node = founder();
		int probes = this.world.at("10.0.0.3").probes().size();
		node.formingOf(SELF);
		this.world.run(Duration.ZERO);
		assertThat(this.world.at("10.0.0.3").probes()).hasSize(probes + 1);
	}

	@Test
	void givesUpAFoundingThatDoesNotGrowWithinTheJoinTimeout() {
		FormationNode node = founder();
		node.formingOf(SELF);
		this.world.run(Duration.ofMillis(9999));
		assertThat(node.rejoins()).isEmpty();
		this.world.run(Duration.ofMillis(1));
		assertThat(node.rejoins()).containsExactly(List.of());
		assertThat(node.warnings()).last()
			.asString()
			.endsWith("did not get 3 members within 10000 ms (join-timeout): this node gives it up and looks for a "
					+ "cluster again");
	}

	@Test
	void givesAFoundingUpOnce() {
		FormationNode node = founder();
		node.formingOf(SELF);
		this.world.runSeconds(60);
		assertThat(node.rejoins()).hasSize(1);
	}

	@Test
	void aFoundingThatGrowsHasTheWholeJoinTimeoutAgain() {
		FormationNode node = founder();
		node.formingOf(SELF);
		this.world.runSeconds(9);
		node.formingOf(SELF, OTHER);
		this.world.run(Duration.ofMillis(9999));
		assertThat(node.rejoins()).isEmpty();
		this.world.run(Duration.ofMillis(1));
		assertThat(node.rejoins()).hasSize(1);
	}

	@Test
	void newsOfTheSameMembersIsNoGrowth() {
		FormationNode node = founder();
		node.formingOf(SELF);
		this.world.runSeconds(9);
		node.formingOf(SELF);
		this.world.runSeconds(1);
		assertThat(node.rejoins()).hasSize(1);
	}

	@Test
	void aClusterThatHasComeToCountIsNotGivenUp() {
		FormationNode node = founder();
		node.formingOf(SELF);
		this.world.runSeconds(9);
		node.memberOf(SELF, OTHER, THIRD);
		this.world.runSeconds(60);
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void givesAFoundingThatStallsUpForAClusterThatCounts() {
		FormationNode node = founder();
		node.formingOf(SELF);
		this.world.at("10.0.0.3").answers(TestNodes.answerOfMember("10.0.0.3", 3, TestNodes.node("10.0.0.9")));
		this.world.run(Duration.ofMillis(2999));
		assertThat(node.rejoins()).isEmpty();
		this.world.runSeconds(1);
		assertThat(node.rejoins()).containsExactly(List.of(THIRD.address()));
	}

	@Test
	void noStrangerEndsAFoundingWhoseNodesAreStillJoining() {
		FormationNode node = founder();
		node.formingOf(SELF);
		this.world.at("10.0.0.3").answers(TestNodes.answerOfMember("10.0.0.3", 3, TestNodes.node("10.0.0.9")));
		this.world.run(Duration.ofMillis(2999));
		node.formingOf(SELF, OTHER);
		this.world.run(Duration.ofMillis(2999));
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void whoHasMisledANodeDoesNotEndItsFounding() {
		this.world.at("10.0.0.3").answers(TestNodes.answerOfMember("10.0.0.3", 3, TestNodes.node("10.0.0.9")));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(2)).start();
		this.world.runSeconds(25);
		assertThat(node.joins()).hasSizeGreaterThan(1);
		this.world.answering("10.0.0.2", "10.0.0.3");
		this.world.runSeconds(30);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.FOUNDING);
		node.formingOf(SELF);
		this.world.at("10.0.0.3").answers(TestNodes.answerOfMember("10.0.0.3", 3, TestNodes.node("10.0.0.9")));
		this.world.run(Duration.ofMillis(9999));
		assertThat(node.rejoins()).isEmpty();
		this.world.run(Duration.ofMillis(1));
		assertThat(node.rejoins()).containsExactly(List.of());
	}

	@Test
	void doesNotGiveAFoundingUpForAnotherThatIsForming() {
		FormationNode node = founder();
		node.formingOf(SELF);
		this.world.at("10.0.0.3").answers(TestNodes.answerOfForming("10.0.0.3", 3, 2, TestNodes.node("10.0.0.0")));
		this.world.runSeconds(9);
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void doesNotGiveItsOwnClusterUpOfWhichAnotherKnowsThatItCounts() {
		FormationNode node = founder();
		node.formingOf(SELF, THIRD);
		this.world.at("10.0.0.3").answers(TestNodes.answerOfMember("10.0.0.3", 3, SELF));
		this.world.runSeconds(9);
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void remembersAClusterThatIsFormingOnceItKnowsOfEnoughMembers() {
		FormationNode node = founder();
		node.formingOf(SELF, OTHER);
		assertThat(node.stored().previous()).isNull();
		assertThat(node.stored().members()).isEmpty();
		node.formingOf(SELF, OTHER, THIRD);
		assertThat(node.stored().previous()).isEqualTo(SELF);
		assertThat(node.stored().members()).extracting(LastKnownMember::node).containsExactly(OTHER, THIRD);
		assertThat(node.stored().forming()).isTrue();
	}

	@Test
	void remembersThatItsClusterHasCounted() {
		FormationNode node = founder();
		node.formingOf(SELF, OTHER, THIRD);
		node.memberOf(SELF, OTHER, THIRD);
		assertThat(node.stored().forming()).isFalse();
	}

	@Test
	void newsOfTheEngineAfterTheJoinTimeoutIsNoExplicitJoin() {
		FormationNode node = founder();
		silent("10.0.0.2", "10.0.0.3");
		this.world.runSeconds(10);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
		node.engine(EngineStatus.JOINING);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
	}

	@Test
	void aFoundingThatTakesLongerThanTheJoinTimeoutIsStillAFounding() {
		FormationNode node = founder();
		silent("10.0.0.2", "10.0.0.3");
		this.world.runSeconds(10);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
		node.formingOf(SELF);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.FORMING);
		this.world.runSeconds(9);
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void aClusterThatIsFormingIsNoSecondCluster() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfForming("10.0.0.2", 3, 2, OTHER));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults().watching(SplitResolution.REJOIN))
			.start();
		node.memberOf(SELF);
		this.world.runSeconds(60);
		assertThat(this.world.at("10.0.0.2").probes()).hasSizeGreaterThan(3);
		assertThat(node.splits()).isEmpty();
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void aMemberThatIsAbsentForAMinuteHasGoneIfTheClusterNeverCounted() {
		FormationNode node = formerMember(true, OTHER);
		this.world.runSeconds(59);
		assertThat(node.foundings()).isZero();
		this.world.runSeconds(20);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void aMemberThatIsAbsentForLongMayLiveOnIfTheClusterCounted() {
		FormationNode node = formerMember(false, OTHER);
		this.world.runSeconds(300);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).startsWith("a majority of the 2 members that this node last knew");
	}

	@Test
	void asManyAbsentMembersAsAreRequiredMayBeTheClusterEvenIfItNeverCounted() {
		FormationNode node = formerMember(true, OTHER, TestNodes.node("10.0.0.4"));
		this.world.runSeconds(300);
		assertThat(node.foundings()).isZero();
	}

	@Test
	void aMemberThatDiscoveryListsMayLiveOnEvenIfTheClusterNeverCounted() {
		FormationNode node = formerMember(true, OTHER);
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.runSeconds(300);
		assertThat(node.foundings()).isZero();
	}

	@Test
	void aMemberThatDiscoveryListsAgainIsAbsentFromAnewOnly() {
		FormationNode node = formerMember(true, OTHER);
		this.world.runSeconds(50);
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.runSeconds(5);
		this.source.lists("10.0.0.1", "10.0.0.3");
		this.world.runSeconds(55);
		assertThat(node.foundings()).isZero();
		this.world.runSeconds(20);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void aNodeInAClusterThatIsFormingNamesItsMembersAndItsNumber() {
		SeedNodes answer = advertisement(null).answer(forming(EngineStatus.JOINING));
		assertThat(answer.seedNodes()).extracting(SeedNodes.SeedNode::node)
			.containsExactly(TestMembers.node("h1"), TestMembers.node("h2"));
		assertThat(answer.muster().cluster()).isEqualTo(new ClusterSummary(2, TestMembers.node("h2"), 3));
	}

	@Test
	void aNodeThatLeavesAClusterThatIsFormingNamesNoMembers() {
		SeedNodes answer = advertisement(null).answer(forming(EngineStatus.LEAVING));
		assertThat(answer.seedNodes()).isEmpty();
		assertThat(answer.muster().cluster()).isNull();
	}

	@Test
	void aMemberNamesNoSeedNodesBeforeItRemembersThatItIsOneButTellsOfItsCluster() {
		SeedNodes answer = advertisement(null).answer(member("h1", MemberStatus.UP));
		assertThat(answer.seedNodes()).isEmpty();
		assertThat(answer.muster().cluster()).isEqualTo(new ClusterSummary(2, TestMembers.node("h2")));
		SeedNodes remembering = advertisement(TestMembers.node("h1")).answer(member("h1", MemberStatus.UP));
		assertThat(remembering.seedNodes()).hasSize(2);
	}

	@Test
	void aMemberThatRemembersAnEarlierClusterOnlyNamesNoSeedNodes() {
		Node earlier = new Node(TestMembers.node("h1").address(), 99);
		assertThat(advertisement(earlier).answer(member("h1", MemberStatus.UP)).seedNodes()).isEmpty();
	}

	@Test
	void aMemberThatHasOnlyBegunToJoinHasNothingToRemember() {
		assertThat(advertisement(null).answer(member("h1", MemberStatus.JOINING)).seedNodes()).hasSize(2);
	}

	@Test
	void aClientHasNothingToRemember() {
		assertThat(advertisement(null).answer(member("h1", MemberStatus.UP, NodeProfile.CLIENT_ROLE)).seedNodes())
			.hasSize(2);
	}

	@Test
	void nobodyFoundsBesideAMemberThatNamesNoSeedNodesYet() {
		SeedNodes answer = advertisement(null).answer(member("h1", MemberStatus.UP));
		assertThat(new AnswerReader(TestMembers.node("h3")).read(TestNodes.contactPoint("h1"), answer, 0, 0)
			.observation()
			.clusterWithoutSeedNodes()).isTrue();
	}

	/**
	 * Return the lowest of three nodes, which has decided to found.
	 */
	private FormationNode founder() {
		this.world.answering(3, "10.0.0.2", "10.0.0.3");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3)).start();
		this.world.runSeconds(5);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.FOUNDING);
		return node;
	}

	/**
	 * Return a node that was in a cluster with others, which are silent and not listed
	 * any more. It sees as many newcomers as it requires.
	 */
	private FormationNode formerMember(boolean forming, Node... others) {
		this.source.lists("10.0.0.1", "10.0.0.3");
		this.world.answering("10.0.0.3");
		silent(Stream.of(others).map((other) -> other.address().host()).toArray(String[]::new));
		TestSettings settings = TestSettings.requiring(2);
		DurableState state = new DurableState(new Node(SELF.address(), 99),
				Stream.of(others)
					.map((other) -> new LastKnownMember(other, TestNodes.contactPoint(other.address().host())))
					.toList(),
				null, false, null, forming);
		return this.world
			.node("10.0.0.1", settings, new LowestAddressJoinDecider(settings.build()),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), state)
			.start();
	}

	private void silent(String... hosts) {
		Stream.of(hosts).forEach((host) -> this.world.at(host).fails(Kind.SILENT, "gave no answer"));
	}

	private static Advertisement advertisement(Node previous) {
		return new Advertisement(true, null, 3, true, Set.of(), previous, NodeProfile.DEFAULT, true, Remarks.NONE);
	}

	private static ClusterState forming(EngineStatus status) {
		return new ClusterState(status, TestMembers.node("h1"), List.of(), ClusterLeader.NONE, List.of(),
				new FormingCluster(List.of(up("h2"), up("h1")), 3));
	}

	private static ClusterState member(String host, MemberStatus status, String... roles) {
		return TestMembers.state(EngineStatus.MEMBER, up("h2"), TestMembers.member(host, status, roles));
	}

	private static Member up(String host) {
		return TestMembers.member(host, MemberStatus.UP);
	}

}

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

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.cluster.Node;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a contact point which claims what is not so delays founding, and does not
 * stop it. Two nodes are honest, each of which the other's vote suffices for.
 */
class ClaimsTests {

	private static final String LIAR = "10.0.0.1";

	private final FormationWorld world = new FormationWorld();

	private final TestSettings settings = TestSettings.requiring(2);

	ClaimsTests() {
		this.world.source().lists(LIAR, "10.0.0.2", "10.0.0.3");
	}

	@Test
	void membersWhoseEnginesRefuseAreWaitedForNoLongerThanTheFailureTimeout() {
		this.world.at(LIAR).answers(TestNodes.answerOfMember(LIAR, 1000, TestNodes.node(LIAR)));
		honest();
		FormationNode node = node().reaching(TestNodes.address(LIAR), EngineReach.REFUSED).start();
		this.world.run(Duration.ofMillis(2900));
		assertThat(node.foundings()).isZero();
		this.world.run(Duration.ofMillis(1100));
		assertThat(node.foundings()).isOne();
		assertThat(node.joins()).hasSize(1);
	}

	@Test
	void anotherDeadMemberEachTimeIsNotJoinedEither() {
		int[] number = { 0 };
		this.world.at(LIAR).answers(() -> answered(TestNodes.answer(LIAR, "10.1.0." + number[0]++ % 200)));
		honest();
		FormationNode node = node();
		for (int i = 0; i < 200; i++) {
			node.reaching(TestNodes.address("10.1.0." + i), EngineReach.REFUSED);
		}
		node.start();
		this.world.runSeconds(4);
		assertThat(node.foundings()).isOne();
	}

	@Test
	void pageSaysWhyAClaimDoesNotCount() {
		this.world.at(LIAR).answers(TestNodes.answerOfMember(LIAR, 1000, TestNodes.node(LIAR)));
		FormationNode node = node().reaching(TestNodes.address(LIAR), EngineReach.REFUSED).start();
		this.world.runSeconds(5);
		assertThat(node.report().contactPoints())
			.filteredOn((contact) -> contact.contactPoint().equals("http://10.0.0.1:8080"))
			.singleElement()
			.extracting("failure")
			.isEqualTo("claims to be a member of a cluster, but the engines of the members that it names refuse "
					+ "connections. This counts again when one of them takes connections");
	}

	@Test
	void clusterIsJoinedAsSoonAsItsEngineTakesConnections() {
		this.world.at(LIAR).answers(TestNodes.answerOfMember(LIAR, 3, TestNodes.node(LIAR)));
		FormationNode node = node().reaching(TestNodes.address(LIAR), EngineReach.REFUSED).start();
		this.world.runSeconds(30);
		assertThat(node.joins()).hasSize(1);
		node.reaching(TestNodes.address(LIAR), EngineReach.CONNECTS);
		this.world.runSeconds(6);
		assertThat(node.joins()).hasSize(2);
	}

	@Test
	void membersThatGiveNoSignCountAsSilent() {
		this.world.at(LIAR).answers(TestNodes.answerOfMember(LIAR, 1000, TestNodes.node(LIAR)));
		honest();
		FormationNode node = node().reaching(TestNodes.address(LIAR), EngineReach.TIMED_OUT).start();
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).startsWith("the cluster to accept this node, but the engine of ");
		FormationNode other = node(this.settings.withoutContactWithAll())
			.reaching(TestNodes.address(LIAR), EngineReach.TIMED_OUT)
			.start();
		this.world.runSeconds(12);
		assertThat(other.foundings()).isOne();
	}

	@Test
	void doubtsMakeNoFewerVotesSuffice() {
		this.world.source().lists(LIAR, "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
		claimants(LIAR, "10.0.0.4", "10.0.0.5");
		honest();
		FormationNode node = node(this.settings.withoutContactWithAll());
		refusing(node, LIAR, "10.0.0.4", "10.0.0.5").start();
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
	}

	@Test
	void clusterWhoseEnginesRefuseIsWaitedForWhereAsManyNodesAsAreRequiredSayThatTheyAreInIt() {
		this.world.source().lists(LIAR, "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.6", "10.0.0.7");
		claimants(LIAR, "10.0.0.4");
		honest("10.0.0.3", "10.0.0.6", "10.0.0.7");
		FormationNode node = refusing(node(), LIAR, "10.0.0.4").start();
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).startsWith("the cluster to accept this node, but the engine of ")
			.endsWith("cannot be connected to: connection refused");
	}

	@Test
	void fewerNodesThanAreRequiredAreNoCluster() {
		this.world.source().lists(LIAR, "10.0.0.2", "10.0.0.3", "10.0.0.6", "10.0.0.7");
		claimants(LIAR);
		honest("10.0.0.3", "10.0.0.6", "10.0.0.7");
		FormationNode node = refusing(node(), LIAR).start();
		this.world.runSeconds(60);
		assertThat(node.foundings()).isOne();
	}

	@Test
	void candidateThatNeverFoundsIsPassedOver() {
		this.world.at(LIAR).answers(TestNodes.answer(LIAR, new Vote(TestNodes.node(LIAR), 1)));
		assertThat(foundedWithin(42)).isTrue();
	}

	@Test
	void candidateThatWaitsForANodeWhichRequiresMoreIsNotDoubted() {
		assertThat(warningsBesideCandidate(4, 4)).isEmpty();
	}

	@Test
	void candidateThatRequiresWhatNobodyElseDoesIsDoubted() {
		assertThat(warningsBesideCandidate(4, 3)).singleElement()
			.asString()
			.contains("was a candidate, and neither founded nor gave way to a lower one");
	}

	/**
	 * Two nodes that require 3 vote for the lowest, and a fourth node for itself.
	 */
	private List<String> warningsBesideCandidate(int requiredThere, int requiredByTheFourth) {
		this.world.source().lists(LIAR, "10.0.0.2", "10.0.0.3", "10.0.0.4");
		Vote vote = new Vote(TestNodes.node(LIAR), 1);
		this.world.at(LIAR).answers(TestNodes.requiring(requiredThere, TestNodes.answer(LIAR, vote)));
		this.world.at("10.0.0.3").answers(TestNodes.requiring(3, TestNodes.answer("10.0.0.3", vote)));
		this.world.at("10.0.0.4")
			.answers(TestNodes.requiring(requiredByTheFourth,
					TestNodes.answer("10.0.0.4", new Vote(TestNodes.node("10.0.0.4"), 1))));
		TestSettings requiringThree = TestSettings.requiring(3);
		FormationNode node = this.world.node("10.0.0.2", requiringThree, new VotingJoinDecider(requiringThree.build()),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.2")));
		node.start();
		this.world.runSeconds(42);
		return node.warnings().stream().filter((warning) -> warning.contains("does not count for now")).toList();
	}

	@Test
	void candidateOfAnotherCandidacyEachTimeIsPassedOverAndCausesNoStorm() {
		long[] term = { 0 };
		this.world.at(LIAR).answers(() -> answered(TestNodes.answer(LIAR, new Vote(TestNodes.node(LIAR), term[0]++))));
		assertThat(foundedWithin(42)).isTrue();
		assertThat(this.world.at(LIAR).probes()).hasSizeLessThan(42 * 20);
	}

	/**
	 * The other honest node votes for whoever is lowest of those that count.
	 */
	private boolean foundedWithin(long seconds) {
		VotingJoinDecider decider = new VotingJoinDecider(this.settings.build());
		FormationNode node = this.world.node("10.0.0.2", this.settings, decider,
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.2")));
		this.world.at("10.0.0.3").answers(() -> answered(TestNodes.answer("10.0.0.3", decider.vote())));
		node.start();
		this.world.runSeconds(seconds);
		return node.foundings() > 0;
	}

	@Test
	void clusterIsNoReasonToWaitIfNoEngineListensThere() {
		this.world.at(LIAR).answers(TestNodes.answer(LIAR, "10.0.0.2"));
		honest();
		FormationNode node = node().reaching(TestNodes.address(LIAR), EngineReach.REFUSED).start();
		this.world.runSeconds(2);
		assertThat(node.foundings()).isOne();
	}

	@Test
	void nodeInAClusterThatIsFormingStaysInItWhateverIsClaimed() {
		this.world.at(LIAR).answers(TestNodes.answerOfMember(LIAR, 1000, TestNodes.node(LIAR)));
		honest();
		FormationNode node = node().reaching(TestNodes.address(LIAR), EngineReach.REFUSED).start();
		this.world.runSeconds(4);
		assertThat(node.foundings()).isOne();
		node.formingOf(TestNodes.node("10.0.0.2"), TestNodes.node("10.0.0.3"));
		this.world.runSeconds(9);
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void whoClaimsThatThisNodeItselfIsAMemberIsNotHeard() {
		this.world.source().lists("10.0.0.2", "10.0.0.3");
		honest();
		FormationNode node = node().start();
		node.receive(new Announced(new Announcement(TestNodes.contactPoint("10.0.0.2"), null, true)));
		this.world.runSeconds(2);
		assertThat(node.foundings()).isOne();
	}

	@Test
	void whoClaimsFromElsewhereThatAnotherNodeIsAMemberIsNotHeard() {
		this.world.source().lists("10.0.0.2", "10.0.0.3", "10.0.0.4");
		honest();
		FormationNode node = node().start();
		this.world.run(Duration.ofMillis(20));
		node.receive(new Announced(
				new Announcement(TestNodes.contactPoint("10.0.0.4"), null, true, true, false, "10.9.9.9")));
		this.world.runSeconds(2);
		assertThat(node.foundings()).isOne();
	}

	@Test
	void whatOnceAnsweredAsThisNodeItselfIsAskedAgain() {
		this.world.source().lists("10.0.0.2", "10.0.0.3");
		this.world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.2"));
		FormationNode node = node().start();
		this.world.runSeconds(5);
		honest();
		this.world.runSeconds(20);
		assertThat(node.foundings()).isOne();
	}

	/**
	 * Let the other honest node vote for the tested one.
	 */
	private void honest() {
		honest("10.0.0.3");
	}

	private void honest(String... places) {
		Node self = TestNodes.node("10.0.0.2");
		for (String place : places) {
			this.world.at(place).answers(() -> answered(TestNodes.answer(place, new Vote(self, 1))));
		}
	}

	private void claimants(String... places) {
		for (String place : places) {
			this.world.at(place).answers(TestNodes.answerOfMember(place, 3, TestNodes.node(LIAR)));
		}
	}

	private static FormationNode refusing(FormationNode node, String... places) {
		for (String place : places) {
			node.reaching(TestNodes.address(place), EngineReach.REFUSED);
		}
		return node;
	}

	private static io.muster.contactpoint.ProbeResult answered(SeedNodes answer) {
		Extension extension = answer.muster();
		return new io.muster.contactpoint.ProbeResult.Answered(
				(extension != null) ? new SeedNodes(answer.selfNode(), answer.seedNodes(),
						new Extension(extension.version(), extension.selfUid(), true, extension.vote(),
								extension.required(), true, extension.contactPoints(), extension.previous(),
								extension.cluster(), extension.profile()))
						: answer);
	}

	private FormationNode node() {
		return node(this.settings);
	}

	private FormationNode node(TestSettings settings) {
		return this.world.node("10.0.0.2", settings, new VotingJoinDecider(settings.build()),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.2")));
	}

}

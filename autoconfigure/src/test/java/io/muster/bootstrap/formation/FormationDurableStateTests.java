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

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link Formation} remembers: no node founds beside a cluster that it was
 * a member of.
 */
class FormationDurableStateTests {

	private static final Node OLD_SELF = new Node(TestNodes.address("10.0.0.1"), 99);

	private final FormationWorld world = new FormationWorld();

	private final TestSource source = this.world.source().lists("10.0.0.1", "10.0.0.2");

	@Test
	void memberRemembersTheOthersAndWhereTheyAnswer() {
		this.world.answering("10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		node.memberOf(TestNodes.node("10.0.0.2"), TestNodes.node("10.0.0.1"), TestNodes.node("10.0.0.3"));
		assertThat(node.stored()).isEqualTo(new DurableState(TestNodes.node("10.0.0.1"),
				List.of(new LastKnownMember(TestNodes.node("10.0.0.2"), ContactPoint.of("10.0.0.2", 8080)),
						new LastKnownMember(TestNodes.node("10.0.0.3"), null)),
				null, false));
	}

	@Test
	void whoWasRemovedRemembersTheLastMembers() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		node.memberOf(TestNodes.node("10.0.0.2"), TestNodes.node("10.0.0.1"));
		node.engine(EngineStatus.LEAVING);
		node.engine(EngineStatus.REMOVED);
		assertThat(node.stored().members()).extracting(LastKnownMember::node)
			.containsExactly(TestNodes.node("10.0.0.2"));
	}

	@Test
	void doesNotFoundBesideAMajorityThatIsSilent() {
		this.source.lists("10.0.0.1");
		silent("10.0.0.2", "10.0.0.3");
		FormationNode node = formerMember(1, "10.0.0.2", "10.0.0.3");
		this.world.runSeconds(120);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).isEqualTo("a majority of the 3 members that this node last knew: waiting for 1 "
				+ "more, of which [10.0.0.2:25520, 10.0.0.3:25520] did not answer. If they will never be back, remove "
				+ "this node's data-dir, if it has one, and start it again");
	}

	@Test
	void foundsWithAMajorityOfTheLastKnownMembers() {
		this.world.answering("10.0.0.2");
		FormationNode node = formerMember(2, "10.0.0.2", "10.0.0.3");
		this.world.runSeconds(10);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void newcomersAreNoMajorityOfTheLastKnownMembers() {
		this.source.lists("10.0.0.1", "10.0.0.8", "10.0.0.9");
		this.world.answering(3, "10.0.0.8", "10.0.0.9");
		silent("10.0.0.2", "10.0.0.3");
		FormationNode node = formerMember(3, "10.0.0.2", "10.0.0.3");
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).startsWith("a majority of the 3 members that this node last knew");
	}

	@Test
	void memberAtAnotherAddressIsRecognisedByWhatItWas() {
		this.source.lists("10.0.0.1", "10.0.0.8");
		this.world.at("10.0.0.8").answers(TestNodes.answerOfFormerMember("10.0.0.8", TestNodes.node("10.0.0.2")));
		silent("10.0.0.2", "10.0.0.3");
		FormationNode node = formerMember(2, "10.0.0.2", "10.0.0.3");
		this.world.runSeconds(60);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void memberAtTheAddressOfAnotherIsOneOfThem() {
		this.source.lists("10.0.0.1", "10.0.0.2");
		this.world.at("10.0.0.2").answers(TestNodes.answerOfFormerMember("10.0.0.2", TestNodes.node("10.0.0.3")));
		silent("10.0.0.3", "10.0.0.4", "10.0.0.5");
		FormationNode node = formerMember(2, "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).startsWith("a majority of the 5 members that this node last knew: waiting for 1 "
				+ "more, of which [10.0.0.2:25520, 10.0.0.4:25520, 10.0.0.5:25520] did not answer");
	}

	@Test
	void nodeAtTheAddressOfAnotherMemberIsItselfOnly() {
		this.source.lists("10.0.0.1");
		silent("10.0.0.2", "10.0.0.3");
		DurableState durableState = new DurableState(TestNodes.node("10.0.0.7"),
				List.of(new LastKnownMember(OLD_SELF, TestNodes.contactPoint("10.0.0.1")),
						new LastKnownMember(TestNodes.node("10.0.0.2"), TestNodes.contactPoint("10.0.0.2")),
						new LastKnownMember(TestNodes.node("10.0.0.3"), TestNodes.contactPoint("10.0.0.3"))),
				null, false);
		FormationNode node = this.world
			.node("10.0.0.1", TestSettings.requiring(1), new VotingJoinDecider(TestSettings.requiring(1).build()),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), durableState)
			.start();
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).startsWith("a majority of the 4 members that this node last knew: waiting for 2");
	}

	@Test
	void memberThatRefusesAndIsNoLongerListedHasGone() {
		this.source.lists("10.0.0.1");
		FormationNode node = formerMember(1, "10.0.0.2");
		this.world.runSeconds(60);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void memberThatIsSilentAndNoLongerListedMayLive() {
		this.source.lists("10.0.0.1");
		silent("10.0.0.2");
		FormationNode node = formerMember(1, "10.0.0.2");
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
	}

	@Test
	void memberThatRefusesButIsListedMayLive() {
		FormationNode node = formerMember(1, "10.0.0.2");
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
	}

	@Test
	void joinsThroughALastKnownMemberWhileDiscoveryFails() {
		this.source.fails("registry down");
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		FormationNode node = formerMember(2, "10.0.0.2");
		this.world.runSeconds(1);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.2")));
	}

	@Test
	void neverFoundsWhileDiscoveryFails() {
		this.source.fails("registry down");
		this.world.answering("10.0.0.2");
		FormationNode node = formerMember(2, "10.0.0.2");
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).isEqualTo("discovery to answer: [registry: registry down]");
	}

	@Test
	void silentLastKnownMemberThatIsNotListedDoesNotBlockAMajority() {
		silent("10.0.0.3");
		this.world.answering("10.0.0.2");
		FormationNode node = formerMember(2, "10.0.0.2", "10.0.0.3");
		this.world.runSeconds(10);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void everyVoterHoldsToTheRule() {
		this.source.lists("10.0.0.1", "10.0.0.8", "10.0.0.9");
		BootstrapSettings settings = TestSettings.requiring(3).build();
		VotingJoinDecider decider = new VotingJoinDecider(settings);
		Vote candidacy = new Vote(TestNodes.node("10.0.0.8"), 1);
		this.world.at("10.0.0.8").answers(TestNodes.answer("10.0.0.8", candidacy));
		this.world.at("10.0.0.9").answers(TestNodes.answer("10.0.0.9", candidacy));
		silent("10.0.0.2", "10.0.0.3");
		this.world
			.node("10.0.0.1", TestSettings.requiring(3), decider,
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), durableState("10.0.0.2", "10.0.0.3"))
			.start();
		this.world.runSeconds(60);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void voteSurvivesTheProcess() {
		Vote vote = new Vote(TestNodes.node("10.0.0.2"), 4);
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", vote));
		BootstrapSettings settings = TestSettings.requiring(2).build();
		VotingJoinDecider decider = new VotingJoinDecider(settings);
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(2), decider,
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), new DurableState(null, List.of(), vote, false))
			.start();
		assertThat(node.advertised().vote()).isEqualTo(vote);
		this.world.runSeconds(5);
		assertThat(node.advertised().vote()).isEqualTo(vote);
		assertThat(node.stored().vote()).isEqualTo(vote);
	}

	@Test
	void candidacyOfAnEarlierProcessIsOver() {
		BootstrapSettings settings = TestSettings.requiring(3).build();
		VotingJoinDecider decider = new VotingJoinDecider(settings);
		FormationNode node = this.world
			.node("10.0.0.1", TestSettings.requiring(3), decider,
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")),
					new DurableState(null, List.of(), new Vote(OLD_SELF, 4), false))
			.start();
		this.world.runSeconds(1);
		assertThat(node.advertised().vote()).isNull();
	}

	@Test
	void memberHoldsNoVoteAnyMore() {
		Vote vote = new Vote(TestNodes.node("10.0.0.2"), 4);
		VotingJoinDecider decider = new VotingJoinDecider(TestSettings.requiring(2).build());
		decider.restore(vote);
		FormationNode node = this.world
			.node("10.0.0.1", TestSettings.requiring(2), decider,
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")))
			.start();
		node.memberOf(TestNodes.node("10.0.0.2"), TestNodes.node("10.0.0.1"));
		assertThat(node.stored().vote()).isNull();
	}

	@Test
	void whoHadOnlyBegunToJoinHasNoSay() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		List<Node> members = List.of(TestNodes.node("10.0.0.2"), TestNodes.node("10.0.0.1"),
				TestNodes.node("10.0.0.3"));
		node.receive(new EngineChanged(EngineStatus.MEMBER, members, List.of(TestNodes.node("10.0.0.2")), true, false));
		DurableState durableState = node.stored();
		assertThat(durableState.previous()).isNull();
		assertThat(durableState.lastKnownMembers(TestNodes.node("10.0.0.1"))).extracting(LastKnownMember::node)
			.containsExactly(TestNodes.node("10.0.0.2"));
	}

	@Test
	void nodeCountsItselfWhereverItIsNow() {
		Node self = TestNodes.node("10.0.0.7");
		assertThat(durableState("10.0.0.2").lastKnownMembers(self)).extracting(LastKnownMember::node)
			.containsExactly(self, TestNodes.node("10.0.0.2"));
	}

	@Test
	void voteOfAnEarlierIncarnationIsNotShown() {
		VotingJoinDecider decider = new VotingJoinDecider(TestSettings.requiring(2).build());
		decider.restore(new Vote(TestNodes.node("10.0.0.2"), 4));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(2), decider,
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), durableState("10.0.0.2", "10.0.0.3"));
		assertThat(node.advertised().vote()).isNull();
	}

	@Test
	void keepsItsVoteWhileTheFoundersClusterMayLiveOn() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		Node founder = new Node(TestNodes.address("10.0.0.2"), 77);
		Vote vote = new Vote(founder, 1);
		this.world.at("10.0.0.2").answers(TestNodes.answerOfFormerMember("10.0.0.2", founder));
		this.world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.3", (Vote) null));
		VotingJoinDecider decider = new VotingJoinDecider(TestSettings.requiring(2).build());
		this.world.node("10.0.0.1", TestSettings.requiring(2), decider,
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), new DurableState(null, List.of(), vote, false))
			.start();
		this.world.runSeconds(60);
		assertThat(decider.vote()).isEqualTo(vote);
		this.world.at("10.0.0.2")
			.answers(TestNodes.answer("10.0.0.2", new Vote(new Node(founder.address(), TestNodes.uid("10.0.0.2")), 1)));
		this.world.runSeconds(5);
		assertThat(decider.vote()).isNotEqualTo(vote);
	}

	@Test
	void candidateCountsFormerMembersThatMayNotFound() {
		this.source.lists("10.0.0.1", "10.0.0.2");
		this.world.at("10.0.0.2").answers(TestNodes.requiring(1, TestNodes.answerOfVoterThatMayNotFound("10.0.0.2")));
		BootstrapSettings settings = TestSettings.requiring(1).build();
		FormationNode node = this.world
			.node("10.0.0.1", TestSettings.requiring(1), new VotingJoinDecider(settings),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), durableState("10.0.0.2"))
			.start();
		this.world.runSeconds(5);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void saysThatItWasAMember() {
		assertThat(formerMember(2, "10.0.0.2", "10.0.0.3").infos()).contains(
				"This node was a member of a cluster of 3, and founds another only with a majority of its members");
	}

	private void silent(String... hosts) {
		Arrays.stream(hosts).forEach((host) -> this.world.at(host).fails(Kind.SILENT, "gave no answer"));
	}

	private FormationNode formerMember(int required, String... others) {
		TestSettings settings = TestSettings.requiring(required);
		return this.world
			.node("10.0.0.1", settings, new LowestAddressJoinDecider(settings.build()),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), durableState(others))
			.start();
	}

	@Test
	void aNodeThatLeftOnPurposeKeepsThatUntilItIsStarted() {
		this.world.source().lists();
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults(),
				new VotingJoinDecider(TestSettings.defaults().build()),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), DurableState.NONE.withLeft(true));
		assertThat(node.waitingFor())
			.isEqualTo("an operator to have it join, because this node left its cluster on purpose "
					+ "before it was started again (muster.bootstrap.rejoin-after-leave)");
		node.start();
		assertThat(node.stored().left()).isFalse();
		node.memberOf(TestNodes.node("10.0.0.1"), TestNodes.node("10.0.0.2"));
		node.receive(new EngineChanged(EngineStatus.REMOVED, List.of(), List.of(), false, true));
		assertThat(node.stored().left()).isTrue();
		assertThat(node.stored().members()).hasSize(1);
	}

	@Test
	void aNodeThatCannotReadWhatItStoredNeitherVotesNorFounds() {
		this.world.answering("10.0.0.2");
		FormationNode node = unreadable();
		this.world.runSeconds(120);
		assertThat(node.foundings()).isZero();
		assertThat(node.advertised().vote()).isNull();
		assertThat(node.waitingFor()).isEqualTo("its data directory to be usable. It is damaged");
		assertThat(node.report().storage()).isEqualTo("It is damaged");
		assertThat(node.stored()).as("not replaced").isEqualTo(DurableState.unreadable("It is damaged"));
	}

	@Test
	void aNodeThatCannotReadWhatItStoredJoinsAndThenStoresAgain() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		FormationNode node = unreadable();
		this.world.runSeconds(1);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.2")));
		node.receive(
				new EngineChanged(EngineStatus.MEMBER, List.of(TestNodes.node("10.0.0.1"), TestNodes.node("10.0.0.2")),
						List.of(TestNodes.node("10.0.0.2")), true, false));
		assertThat(node.stored().unreadable()).as("it has only begun to join").isNotNull();
		node.memberOf(TestNodes.node("10.0.0.2"), TestNodes.node("10.0.0.1"));
		assertThat(node.stored().unreadable()).isNull();
		assertThat(node.stored().previous()).isEqualTo(TestNodes.node("10.0.0.1"));
		assertThat(node.report().storage()).isNull();
	}

	@Test
	void noDeciderFoundsWhereTheStoredStateCannotBeRead() {
		FormationNode node = this.world
			.node("10.0.0.1", TestSettings.requiring(1), (information) -> new FoundCluster("because"),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), DurableState.unreadable("It is damaged"))
			.start();
		this.world.runSeconds(5);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).isEqualTo("its data directory to be usable. It is damaged");
		assertThat(node.report().reason()).isEqualTo("storage-not-usable");
	}

	@Test
	void aVoteThatCannotBeStoredIsNotShownUntilItIs() {
		Vote candidacy = new Vote(TestNodes.node("10.0.0.2"), 1);
		this.source.lists("10.0.0.2", "10.0.0.5");
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", candidacy));
		VotingJoinDecider decider = new VotingJoinDecider(TestSettings.requiring(2).build());
		FormationNode node = this.world.node("10.0.0.5", TestSettings.requiring(2), decider,
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.5")));
		node.failToStore("It is full");
		node.start();
		this.world.runSeconds(30);
		assertThat(decider.vote()).isEqualTo(candidacy);
		assertThat(node.advertised().vote()).isNull();
		node.failToStore(null);
		this.world.runSeconds(15);
		assertThat(node.stored().vote()).isEqualTo(candidacy);
		assertThat(node.advertised().vote()).isEqualTo(candidacy);
	}

	@Test
	void aMemberStaysOneWhileItCannotStoreAndStoresLater() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		node.failToStore("It is full");
		node.memberOf(TestNodes.node("10.0.0.2"), TestNodes.node("10.0.0.1"));
		assertThat(node.report().phase()).isEqualTo(BootstrapPhase.MEMBER);
		assertThat(node.report().storage()).isEqualTo("It is full");
		node.failToStore(null);
		this.world.runSeconds(2);
		assertThat(node.stored().previous()).isEqualTo(TestNodes.node("10.0.0.1"));
		assertThat(node.report().storage()).isNull();
	}

	private FormationNode unreadable() {
		return this.world
			.node("10.0.0.1", TestSettings.requiring(2), new VotingJoinDecider(TestSettings.requiring(2).build()),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), DurableState.unreadable("It is damaged"))
			.start();
	}

	private static DurableState durableState(String... others) {
		return new DurableState(OLD_SELF,
				Arrays.stream(others)
					.map((host) -> new LastKnownMember(TestNodes.node(host), TestNodes.contactPoint(host)))
					.toList(),
				null, false);
	}

}

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

package io.muster.bootstrap.decision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.Node;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VotingJoinDecider} where nodes require different numbers, or do not
 * all decide by votes.
 */
class DifferentNumbersTests {

	private static final long NOW = 1_000_000;

	private final List<SeedNodesObservation> answers = new ArrayList<>();

	private List<LastKnownMember> lastKnownMembers = List.of();

	private Set<ContactPoint> membersUnheard = Set.of();

	private @Nullable String storageFailure;

	private String self = "10.0.0.1";

	private long now = NOW;

	@ParameterizedTest(name = "requires {0}, is voted for by nodes that require [{1}] and not by [{2}]: founds on {3}")
	@CsvSource({ "2, 2, 2, 2", "2, 2 2, '', 2", "2, 3 3, '', 3", "2, 2 3, '', 2", "2, 2 5, '', 2", "2, 2 3 5, '', 3",
			"2, 2 2 2, 2, 3", "2, 3 3, 2 2, 3", "2, 3 4 4, '', 4", "3, 2 2, '', 3", "3, 1 1, '', 3", "3, 1 1, 5, 3",
			"1, 3, 3, 2", "1, 3 3, '', 2", "1, '', '', 1" })
	void foundsOnTheLeastNumberThatEnoughVotersAllow(int own, String voters, String others, int number) {
		assertThat(decideOnVotes(own, voters, others)).isInstanceOfSatisfying(FoundCluster.class,
				(found) -> assertThat(found.required()).isEqualTo(number));
	}

	@ParameterizedTest(name = "requires {0}, is voted for by nodes that require [{1}] and not by [{2}]: does not found")
	@CsvSource({ "2, '', 2 2", "2, 3, 3", "2, 5 5, ''", "2, 3 5 5, ''", "2, 2 2, 2 2 2", "3, 2, 2", "3, 1, 1",
			"1, '', 3", "1, 3, 3 3" })
	void aVoteDoesNotCountForFewerVotesThanItsVoterRequires(int own, String voters, String others) {
		assertThat(decideOnVotes(own, voters, others)).isInstanceOf(KeepProbing.class);
	}

	@Test
	void aNodeThatRequiresMoreThanThereAreIsNoCandidate() {
		VotingJoinDecider decider = requiring(5);
		answer("10.0.0.2", 2, null);
		answer("10.0.0.3", 2, null);
		assertThat(waitingFor(decider)).isEqualTo("expecting 5 nodes, found 3: waiting for 2 more");
		assertThat(decider.vote()).isNull();
	}

	@Test
	void saysWhoseVoteDoesNotCountAndWhy() {
		assertThat(decideOnVotes(2, "5 3", ""))
			.isEqualTo(
					new KeepProbing(WaitReason.DIFFERING_NUMBERS,
							"2 votes to found, it has 1 (http://10.0.0.2:8080 requires 5, "
									+ "http://10.0.0.3:8080 requires 3: its vote counts only for as many votes)",
							true));
	}

	@Test
	void aNodeThatRequiresOneNeedNotBeTheLowest() {
		this.self = "10.0.0.9";
		VotingJoinDecider decider = requiring(1);
		answer("10.0.0.2", 3, null);
		decide(decider);
		assertThat(decider.vote()).isEqualTo(new Vote(TestNodes.node(this.self), 1));
	}

	@Test
	void amongNodesThatAllRequireOneOnlyTheLowestIsACandidate() {
		this.self = "10.0.0.9";
		VotingJoinDecider decider = requiring(1);
		answer("10.0.0.2", 1, null);
		decide(decider);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void ofTwoCandidatesThatRequireOneTheHigherGivesWay() {
		this.self = "10.0.0.9";
		VotingJoinDecider decider = requiring(1);
		answer("10.0.0.2", 3, null);
		decide(decider);
		Vote lower = new Vote(TestNodes.node("10.0.0.3"), 1);
		answer("10.0.0.3", 1, lower);
		decide(decider);
		assertThat(decider.vote()).isEqualTo(lower);
	}

	@Test
	void votesForACandidateThatRequiresOneAlthoughItRequiresMoreThanItSees() {
		VotingJoinDecider decider = requiring(3);
		Vote candidacy = candidate("10.0.0.2", 1);
		assertThat(decide(decider)).isEqualTo(new KeepProbing(WaitReason.VOTE_GIVEN,
				"pekko://orders@10.0.0.2:25520 to found: it requires 1 node, and this node votes for it", true));
		assertThat(decider.vote()).isEqualTo(candidacy);
	}

	@Test
	void ofTwoSuchCandidatesItVotesForTheLower() {
		VotingJoinDecider decider = requiring(4);
		candidate("10.0.0.3", 1);
		Vote lower = candidate("10.0.0.2", 1);
		decide(decider);
		assertThat(decider.vote()).isEqualTo(lower);
	}

	@Test
	void doesNotVoteForACandidateThatRequiresMoreThanOneWhileItSeesTooFew() {
		VotingJoinDecider decider = requiring(3);
		candidate("10.0.0.2", 2);
		assertThat(waitingFor(decider)).startsWith("expecting 3 nodes");
		assertThat(decider.vote()).isNull();
	}

	@Test
	void doesNotVoteForACandidateThatRequiresOneWhereItMayNotFound() {
		VotingJoinDecider decider = new VotingJoinDecider(TestSettings.requiring(3).newClusterDisabled().build());
		candidate("10.0.0.2", 1);
		decide(decider);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void doesNotVoteForACandidateThatRequiresOneBesideACluster() {
		VotingJoinDecider decider = requiring(3);
		candidate("10.0.0.2", 1);
		this.answers.add(new SeedNodesObservation(TestNodes.contactPoint("10.0.0.3"), TestNodes.address("10.0.0.3"),
				List.of(), true, extension("10.0.0.3", 3, null), NOW, NOW));
		decide(decider);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void doesNotVoteForACandidateThatRequiresOneBesideAMemberThatItCannotProbe() {
		VotingJoinDecider decider = requiring(3);
		candidate("10.0.0.2", 1);
		this.membersUnheard = TestNodes.contactPoints("10.0.0.3");
		decide(decider);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void doesNotVoteForACandidateThatRequiresOneWhileItRemembersAClusterThatMayLive() {
		VotingJoinDecider decider = requiring(3);
		candidate("10.0.0.2", 1);
		remembers("10.0.0.3", "10.0.0.4");
		decide(decider);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void votesForACandidateThatRequiresOneWithAMajorityOfItsLastMembers() {
		VotingJoinDecider decider = requiring(3);
		Vote candidacy = candidate("10.0.0.2", 1);
		remembers("10.0.0.2", "10.0.0.4");
		decide(decider);
		assertThat(decider.vote()).isEqualTo(candidacy);
	}

	@Test
	void doesNotVoteForACandidateThatRequiresOneWhereItCannotStoreItsVote() {
		VotingJoinDecider decider = requiring(3);
		candidate("10.0.0.2", 1);
		this.storageFailure = "It is full";
		decide(decider);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void keepsItsVoteForAnotherBesideACandidateThatRequiresOne() {
		VotingJoinDecider decider = requiring(5);
		Vote vote = candidate("10.0.0.3", 2);
		decider.restore(vote);
		candidate("10.0.0.2", 1);
		assertThat(waitingFor(decider)).startsWith("expecting 5 nodes");
		assertThat(decider.vote()).isEqualTo(vote);
	}

	@Test
	void keepsItsVoteForAnotherWhileAPlainPekkoNodeAnswers() {
		this.self = "10.0.0.5";
		VotingJoinDecider decider = requiring(2);
		Vote vote = candidate("10.0.0.2", 2);
		decide(decider);
		pekko("10.0.0.3");
		assertThat(waitingFor(decider)).isEqualTo("pekko://orders@10.0.0.2:25520 to found: this node votes for it");
		assertThat(decider.vote()).isEqualTo(vote);
	}

	@Test
	void dropsItsVoteBesideAPlainPekkoNodeWhenItsCandidateHasAnother() {
		this.self = "10.0.0.5";
		VotingJoinDecider decider = requiring(2);
		candidate("10.0.0.2", 2);
		decide(decider);
		this.now += 100;
		this.answers.clear();
		answer("10.0.0.2", 2, null);
		pekko("10.0.0.3");
		decide(decider);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void isNoCandidateAnyMoreOnceAPlainPekkoNodeAnswers() {
		VotingJoinDecider decider = requiring(2);
		answer("10.0.0.2", 2, null);
		decide(decider);
		assertThat(decider.vote()).isEqualTo(new Vote(TestNodes.node(this.self), 1));
		pekko("10.0.0.3");
		decide(decider);
		assertThat(decider.vote()).isNull();
	}

	@Test
	void isAnotherCandidateOnceThePlainPekkoNodeIsGone() {
		VotingJoinDecider decider = requiring(2);
		answer("10.0.0.2", 2, null);
		decide(decider);
		pekko("10.0.0.3");
		decide(decider);
		this.answers.clear();
		answer("10.0.0.2", 2, null);
		decide(decider);
		assertThat(decider.vote()).isEqualTo(new Vote(TestNodes.node(this.self), 2));
	}

	@Test
	void decidesByLowestAddressWhileAPlainPekkoNodeAnswersAndItHoldsNoVote() {
		VotingJoinDecider decider = requiring(2);
		answer("10.0.0.2", 3, null);
		pekko("10.0.0.3");
		assertThat(decide(decider)).isEqualTo(new FoundCluster(
				"http://10.0.0.1:8080 is the lowest of 3 contact points, and no cluster was found", 3));
	}

	private static VotingJoinDecider requiring(int required) {
		return new VotingJoinDecider(TestSettings.requiring(required).build());
	}

	/**
	 * Have the lowest node, which is a candidate, decide on the votes of others.
	 * @param own how many it requires
	 * @param voters how many those require that vote for it
	 * @param others how many those require that do not
	 */
	private JoinDecision decideOnVotes(int own, String voters, String others) {
		VotingJoinDecider decider = requiring(own);
		List<Integer> voting = numbers(voters);
		List<Integer> all = new ArrayList<>(voting);
		all.addAll(numbers(others));
		for (int i = 0; i < all.size(); i++) {
			answer("10.0.0." + (2 + i), all.get(i), null);
		}
		JoinDecision first = decide(decider);
		this.answers.clear();
		for (int i = 0; i < all.size(); i++) {
			answer("10.0.0." + (2 + i), all.get(i), (i < voting.size()) ? decider.vote() : null);
		}
		return all.isEmpty() ? first : decide(decider);
	}

	private static List<Integer> numbers(String text) {
		return text.isEmpty() ? List.of() : Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
	}

	private void remembers(String... hosts) {
		List<LastKnownMember> members = new ArrayList<>();
		members.add(new LastKnownMember(TestNodes.node(this.self), null));
		for (String host : hosts) {
			members.add(new LastKnownMember(TestNodes.node(host), TestNodes.contactPoint(host)));
		}
		this.lastKnownMembers = members;
	}

	private Vote candidate(String host, int required) {
		Vote candidacy = new Vote(TestNodes.node(host), 1);
		answer(host, required, candidacy);
		return candidacy;
	}

	private void answer(String host, int required, @Nullable Vote vote) {
		answered(host, extension(host, required, vote));
	}

	private void pekko(String host) {
		answered(host, null);
	}

	private void answered(String host, @Nullable Extension extension) {
		this.answers.add(new SeedNodesObservation(TestNodes.contactPoint(host), TestNodes.address(host), List.of(),
				false, extension, this.now, this.now));
	}

	private static Extension extension(String host, int required, @Nullable Vote vote) {
		return new Extension(Extension.VERSION, TestNodes.uid(host), true, vote, required, true, List.of(), null, null,
				NodeProfile.DEFAULT);
	}

	private JoinDecision decide(VotingJoinDecider decider) {
		Node self = TestNodes.node(this.self);
		Set<ContactPoint> contactPoints = TestNodes.contactPoints(this.self);
		this.answers.forEach((answer) -> contactPoints.add(answer.contactPoint()));
		return decider.decide(new SeedNodesInformation(this.now, self, 0, contactPoints,
				TestNodes.contactPoints(this.self), Set.of(), List.copyOf(this.answers), this.lastKnownMembers,
				this.membersUnheard, Set.of(), Set.of(), NodeProfile.DEFAULT, this.storageFailure));
	}

	private String waitingFor(VotingJoinDecider decider) {
		JoinDecision decision = decide(decider);
		assertThat(decision).isInstanceOf(KeepProbing.class);
		return ((KeepProbing) decision).waitingFor();
	}

}

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

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.Node;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VotingJoinDecider}: which answers are votes.
 */
class VotingJoinDeciderTests {

	private static final Node SELF = TestNodes.node("10.0.0.1");

	private static final long CANDIDATE_SINCE = 10_000;

	private final VotingJoinDecider decider = new VotingJoinDecider(TestSettings.requiring(3).build());

	@BeforeEach
	void becomeCandidate() {
		JoinDecision decision = decide(CANDIDATE_SINCE, answer("10.0.0.2", null, CANDIDATE_SINCE - 100),
				answer("10.0.0.3", null, CANDIDATE_SINCE - 100));
		assertThat(decision).isInstanceOf(KeepProbing.class);
		assertThat(this.decider.vote()).isEqualTo(new Vote(SELF, 1));
	}

	@Test
	void foundsOnAnswersToRequestsThatWereSentSinceItsCandidacy() {
		assertThat(decide(CANDIDATE_SINCE + 10, vote("10.0.0.2", CANDIDATE_SINCE), vote("10.0.0.3", CANDIDATE_SINCE)))
			.isInstanceOf(FoundCluster.class);
	}

	@Test
	void doesNotCountAnAnswerToARequestThatWasSentBeforeItsCandidacy() {
		JoinDecision decision = decide(CANDIDATE_SINCE + 10, vote("10.0.0.2", CANDIDATE_SINCE - 1),
				vote("10.0.0.3", CANDIDATE_SINCE));
		assertThat(decision).isEqualTo(new KeepProbing(WaitReason.VOTES_MISSING, "3 votes to found, it has 2", true));
	}

	@Test
	void doesNotCountAVoteForAnotherTerm() {
		JoinDecision decision = decide(CANDIDATE_SINCE + 10, answer("10.0.0.2", new Vote(SELF, 2), CANDIDATE_SINCE + 1),
				vote("10.0.0.3", CANDIDATE_SINCE));
		assertThat(decision).isEqualTo(new KeepProbing(WaitReason.VOTES_MISSING, "3 votes to found, it has 2", true));
	}

	@Test
	void doesNotCountAVoteForAnotherIncarnation() {
		JoinDecision decision = decide(CANDIDATE_SINCE + 10,
				answer("10.0.0.2", new Vote(new Node(SELF.address(), 99), 1), CANDIDATE_SINCE + 1),
				vote("10.0.0.3", CANDIDATE_SINCE));
		assertThat(decision).isEqualTo(new KeepProbing(WaitReason.VOTES_MISSING, "3 votes to found, it has 2", true));
	}

	@Test
	void countsANodeThatTwoContactPointsLeadToOnceAndByItsLatestAnswer() {
		SeedNodesObservation other = answer("10.0.0.2", null, CANDIDATE_SINCE + 5);
		SeedNodesObservation alias = new SeedNodesObservation(TestNodes.contactPoint("pod-2"), other.node(), List.of(),
				false, extension("10.0.0.2", new Vote(SELF, 1)), CANDIDATE_SINCE + 1, CANDIDATE_SINCE + 2);
		assertThat(decide(CANDIDATE_SINCE + 10, other, alias, vote("10.0.0.3", CANDIDATE_SINCE)))
			.isEqualTo(new KeepProbing(WaitReason.VOTES_MISSING, "3 votes to found, it has 2", true));
	}

	private JoinDecision decide(long now, SeedNodesObservation... observations) {
		return this.decider
			.decide(new SeedNodesInformation(now, SELF, 0, TestNodes.contactPoints("10.0.0.1", "10.0.0.2", "10.0.0.3"),
					TestNodes.contactPoints("10.0.0.1"), Set.of(), List.of(observations), List.of()));
	}

	private static SeedNodesObservation vote(String host, long sentAt) {
		return answer(host, new Vote(SELF, 1), sentAt);
	}

	private static SeedNodesObservation answer(String host, Vote vote, long sentAt) {
		return new SeedNodesObservation(TestNodes.contactPoint(host), TestNodes.address(host), List.of(), false,
				extension(host, vote), sentAt, sentAt + 1);
	}

	private static Extension extension(String host, Vote vote) {
		return new Extension(Extension.VERSION, TestNodes.uid(host), true, vote, 3, true, List.of(), null, null,
				NodeProfile.DEFAULT);
	}

}

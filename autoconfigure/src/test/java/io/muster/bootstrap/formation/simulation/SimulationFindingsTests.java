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

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.JoinDecision;
import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.FormationNode;
import io.muster.bootstrap.formation.FormationWorld;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VotingJoinDecider}: what the simulation found.
 */
class SimulationFindingsTests {

	private static final String SELF = "10.0.0.5";

	private final VotingJoinDecider decider = new VotingJoinDecider(
			TestSettings.requiring(3).withoutContactWithAll().build());

	/**
	 * A node that is known by two contact points answers twice, and the answer to the
	 * later request may have been given earlier.
	 */
	@Test
	void anAnswerThatWasAskedForBeforeTheVoteDoesNotEndIt() {
		Vote vote = vote("10.0.0.1", 1, 1);
		decide(100, answer("10.0.0.1", 1, vote, 10, 30), answer("10.0.0.2", 2, null, 10, 30));
		assertThat(this.decider.vote()).isEqualTo(vote);
		decide(110, answer("10.0.0.1", 1, vote, 10, 30), answer("10.0.0.1:9090", 1, null, 20, 110),
				answer("10.0.0.2", 2, null, 10, 30));
		assertThat(this.decider.vote()).isEqualTo(vote);
		decide(120, answer("10.0.0.1", 1, null, 101, 120), answer("10.0.0.2", 2, null, 10, 30));
		assertThat(this.decider.vote()).isNotEqualTo(vote);
	}

	/**
	 * A node that was started again and is known by two contact points is one voter, and
	 * only what it says now is its vote.
	 */
	@Test
	void twoIncarnationsOfANodeHaveOneVote() {
		decide(0, answer("10.0.0.6", 6, null, 0, 0), answer("10.0.0.7", 7, null, 0, 0));
		Vote vote = this.decider.vote();
		assertThat(decide(30, answer("10.0.0.6", 6, vote, 10, 20), answer("10.0.0.6:9090", 66, vote, 25, 30)))
			.isNotInstanceOf(FoundCluster.class);
		decide(40, answer("10.0.0.6", 6, null, 31, 40), answer("10.0.0.7", 7, null, 31, 40));
		vote = this.decider.vote();
		assertThat(decide(60, answer("10.0.0.6", 6, vote, 41, 50), answer("10.0.0.6:9090", 66, null, 55, 60),
				answer("10.0.0.7", 7, vote, 41, 50)))
			.isNotInstanceOf(FoundCluster.class);
		assertThat(decide(80, answer("10.0.0.6", 6, vote, 41, 50), answer("10.0.0.6:9090", 66, vote, 75, 80),
				answer("10.0.0.7", 7, vote, 41, 50)))
			.isInstanceOf(FoundCluster.class);
	}

	/**
	 * A node does not probe while it tries to join.
	 */
	@Test
	void aCandidateIsNotSilentWhileNoNodeListens() {
		Vote vote = vote("10.0.0.1", 1, 1);
		decide(100, answer("10.0.0.1", 1, vote, 10, 30), answer("10.0.0.2", 2, null, 10, 30));
		decide(20_000, answer("10.0.0.2", 2, null, 19_990, 20_000), answer("10.0.0.3", 3, null, 19_990, 20_000));
		assertThat(this.decider.vote()).isEqualTo(vote);
		for (long now = 21_000; now <= 30_000; now += 1000) {
			decide(now, answer("10.0.0.2", 2, null, now, now), answer("10.0.0.3", 3, null, now, now));
			assertThat(this.decider.vote()).isEqualTo(vote);
		}
		decide(30_001, answer("10.0.0.2", 2, null, 30_000, 30_000), answer("10.0.0.3", 3, null, 30_000, 30_000));
		assertThat(this.decider.vote()).isNotEqualTo(vote);
	}

	/**
	 * A process that was suspended finds answers that are older than any timeout: the
	 * votes in them may have been dropped, and given to another, long ago.
	 */
	@Test
	void answersFromBeforeTheProcessStoodStillDoNotCount() {
		FormationWorld world = new FormationWorld();
		world.source().lists(SELF, "10.0.0.6");
		world.answering("10.0.0.6");
		world.at("10.0.0.6").taking(Duration.ofSeconds(12));
		FormationNode node = world.node(SELF, TestSettings.requiring(2)).start();
		world.runSeconds(20);
		assertThat(node.report().confirmedNodes()).isOne();
		assertThat(node.foundings()).isZero();
		assertThat(node.infos())
			.contains("http://10.0.0.6:8080 answered, but this process was suspended and read the answer too late");
	}

	private JoinDecision decide(long now, SeedNodesObservation... answers) {
		Set<ContactPoint> contactPoints = new HashSet<>(TestNodes.contactPoints(SELF));
		List.of(answers).forEach((answer) -> contactPoints.add(answer.contactPoint()));
		return this.decider.decide(new SeedNodesInformation(now, TestNodes.node(SELF), 0, contactPoints,
				TestNodes.contactPoints(SELF), Set.of(), List.of(answers), List.of()));
	}

	private static Vote vote(String host, long uid, long term) {
		return new Vote(new Node(TestNodes.address(host), uid), term);
	}

	private static SeedNodesObservation answer(String place, long uid, @Nullable Vote vote, long sentAt,
			long receivedAt) {
		NodeAddress node = TestNodes.address(TestNodes.contactPoint(place).host());
		return new SeedNodesObservation(TestNodes.contactPoint(place), node, List.of(), false,
				new Extension(Extension.VERSION, uid, true, vote, 3, true, List.of(), null, null, NodeProfile.DEFAULT),
				sentAt, receivedAt);
	}

}

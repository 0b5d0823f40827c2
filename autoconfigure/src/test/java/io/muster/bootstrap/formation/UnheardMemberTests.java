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

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no node founds, or votes, while a member of a cluster reaches it that it can
 * not reach itself: the founder, say, whose contact point refuses.
 */
class UnheardMemberTests {

	private final FormationWorld world = new FormationWorld();

	UnheardMemberTests() {
		this.world.source().lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.answering("10.0.0.2");
	}

	@Test
	void memberThatRefusesButProbesIsWaitedFor() {
		FormationNode node = start();
		for (int i = 0; i < 20; i++) {
			node.receive(announcedAt("10.0.0.3"));
			this.world.runSeconds(15);
		}
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).isEqualTo("http://10.0.0.3:8080 to answer: it probes this node and says that it "
				+ "is a member of a cluster, but has not answered this node's probes since");
	}

	@Test
	void noNodeIsVotedForMeanwhile() {
		Vote candidacy = new Vote(TestNodes.node("10.0.0.2"), 1);
		this.world.at("10.0.0.2").fails(Kind.REFUSED, "refused the connection");
		VotingJoinDecider decider = new VotingJoinDecider(TestSettings.requiring(2).build());
		FormationNode node = this.world
			.node("10.0.0.1", TestSettings.requiring(2), decider,
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")))
			.start();
		this.world.run(Duration.ofMillis(10));
		node.receive(announcedAt("10.0.0.3"));
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", candidacy));
		this.world.runSeconds(20);
		assertThat(decider.vote()).isNull();
		this.world.runSeconds(20);
		assertThat(decider.vote()).isNotNull();
	}

	@Test
	void memberThatIsNotHeardOfAnyMoreIsForgotten() {
		FormationNode node = start();
		node.receive(announcedAt("10.0.0.3"));
		this.world.runSeconds(29);
		assertThat(node.foundings()).isZero();
		this.world.runSeconds(10);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void memberThatAnswersIsJoined() {
		FormationNode node = start();
		node.receive(announcedAt("10.0.0.3"));
		this.world.runSeconds(10);
		this.world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.3", "10.0.0.3"));
		this.world.runSeconds(2);
		assertThat(node.joins()).hasSize(1);
	}

	@Test
	void whoAnswersThatItIsNoMemberAnyMoreIsBelieved() {
		FormationNode node = start();
		node.receive(announcedAt("10.0.0.3"));
		this.world.runSeconds(8);
		assertThat(node.foundings()).isZero();
		this.world.answering("10.0.0.3");
		this.world.run(Duration.ofMillis(1500));
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void strangerThatSaysItIsAMemberIsIgnored() {
		FormationNode node = start();
		node.receive(announcedAt("10.0.0.9"));
		this.world.runSeconds(10);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void memberIsKnownByItsEngineAddressWhereItsContactPointIsNot() {
		this.world.answering("10.0.0.3");
		FormationNode node = start();
		this.world.at("10.0.0.3").fails(Kind.REFUSED, "refused the connection");
		this.world.runSeconds(2);
		node.receive(new Announced(
				new Announcement(TestNodes.contactPoint("127.0.0.1"), TestNodes.address("10.0.0.3"), true)));
		this.world.runSeconds(20);
		assertThat(node.foundings()).isZero();
	}

	private static Announced announcedAt(String place) {
		return new Announced(new Announcement(TestNodes.contactPoint(place), null, true));
	}

	private FormationNode start() {
		TestSettings settings = TestSettings.defaults().withoutContactWithAll();
		FormationNode node = this.world
			.node("10.0.0.1", settings, new LowestAddressJoinDecider(settings.build()),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")))
			.start();
		this.world.run(Duration.ofMillis(10));
		return node;
	}

}

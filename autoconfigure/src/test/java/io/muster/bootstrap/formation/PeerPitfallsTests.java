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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Formation}: pitfalls of Pekko Cluster Bootstrap that one node is
 * enough to show, and what this node does instead.
 */
class PeerPitfallsTests {

	private final FormationWorld world = new FormationWorld();

	private final TestSource source = this.world.source().lists("10.0.0.1", "10.0.0.2");

	/**
	 * Pekko counts contact points, so that one process with two of them counts twice.
	 */
	@Test
	void oneProcessAtTwoContactPointsIsCountedOnce() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.2:9090");
		this.world.answering("10.0.0.2");
		this.world.at("10.0.0.2:9090").answers(TestNodes.answer("10.0.0.2"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3)).start();
		this.world.runSeconds(60);
		assertThat(node.report().confirmedNodes()).isEqualTo(2);
		assertThat(node.foundings()).isZero();
	}

	/**
	 * Pekko compares host names to find its own contact point, and takes another name of
	 * this process for another node.
	 */
	@Test
	void itsOwnProcessAtTwoContactPointsIsCountedOnce() {
		this.source.lists("10.0.0.1", "127.0.0.1");
		this.world.at("127.0.0.1").answers(TestNodes.answer("10.0.0.1"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(2)).start();
		this.world.runSeconds(60);
		assertThat(node.report().confirmedNodes()).isOne();
		assertThat(node.foundings()).isZero();
	}

	/**
	 * Where several clusters exist, Pekko joins through members of any. Answers of plain
	 * Pekko nodes do not name their cluster, so that this node does the same.
	 */
	@Test
	void membersOfSeveralClustersOfPekkoNodesAreMixed() {
		this.world.at("10.0.0.2").answers(TestNodes.pekkoAnswer("10.0.0.2", "10.0.0.2"));
		this.world.at("10.0.0.3").answers(TestNodes.pekkoAnswer("10.0.0.3", "10.0.0.3"));
		assertThat(informationOf("10.0.0.2", "10.0.0.3").seedNodes()).hasSize(2);
	}

	/**
	 * Answers of Muster name their cluster: a node joins the cluster that the others give
	 * way to.
	 */
	@Test
	void membersOfSeveralClustersAreNotMixed() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2")));
		this.world.at("10.0.0.3").answers(TestNodes.answerOfMember("10.0.0.3", 5, TestNodes.node("10.0.0.3")));
		assertThat(informationOf("10.0.0.2", "10.0.0.3").seedNodes()).containsExactly(TestNodes.address("10.0.0.3"));
	}

	/**
	 * Return what a node knows once these hosts have answered.
	 */
	private SeedNodesInformation informationOf(String... hosts) {
		SeedNodesInformation[] latest = new SeedNodesInformation[1];
		this.world.source().lists(hosts);
		this.world.node("10.0.0.1", TestSettings.defaults(), (information) -> {
			latest[0] = information;
			return new KeepProbing("the test to end");
		}, SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1"))).start();
		this.world.runSeconds(2);
		return latest[0];
	}

	/**
	 * Pekko joins through its own previous incarnation if that is the only seed node, and
	 * hangs without a message.
	 */
	@Test
	void itsOwnPreviousIncarnationAsTheOnlySeedIsNeitherJoinedNorFoundedBeside() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.1"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(60);
		assertThat(node.joins()).isEmpty();
		assertThat(node.foundings()).isZero();
		assertThat(node.warnings()).containsExactly("http://10.0.0.2:8080 names only this node's own previous "
				+ "incarnation as a member: waiting until its cluster removes it");
		assertThat(node.waitingFor())
			.isEqualTo("http://10.0.0.2:8080 know of a cluster, but name no member to join through yet");
	}

	/**
	 * The cluster removes the previous incarnation later, and names other seed nodes.
	 */
	@Test
	void joinsWhenTheClusterHasRemovedThePreviousIncarnation() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.1"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(20);
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		this.world.runSeconds(2);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.2")));
	}

	/**
	 * Pekko joins through a node of another actor system, which an address that was used
	 * before can lead to, and retries without end.
	 */
	@Test
	void aNodeOfAnotherClusterIsReportedAndNeverJoined() {
		this.world.at("10.0.0.2")
			.answers(new SeedNodes(NodeAddress.parse("pekko://billing@10.0.0.2:25520"),
					List.of(TestNodes.seedNode(NodeAddress.parse("pekko://billing@10.0.0.2:25520"))), null));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(60);
		assertThat(node.joins()).isEmpty();
		assertThat(node.foundings()).isZero();
		assertThat(node.report().confirmedNodes()).isOne();
		assertThat(node.warnings()).singleElement()
			.asString()
			.startsWith("http://10.0.0.2:8080 belongs to cluster 'billing', not to 'orders'")
			.contains("muster.cluster.name");
	}

	/**
	 * A contact point where a node of another cluster answers does not belong to this
	 * one.
	 */
	@Test
	void aNodeOfAnotherClusterIsNotWaitedForWhereANodeWasBefore() {
		this.world.at("10.0.0.2")
			.answers(new SeedNodes(NodeAddress.parse("pekko://billing@10.0.0.2:25520"), List.of(), null));
		TestSettings settings = TestSettings.requiring(1);
		FormationNode node = this.world
			.node("10.0.0.1", settings, new VotingJoinDecider(settings.build()),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")))
			.start();
		this.world.runSeconds(3);
		assertThat(node.foundings()).isOne();
	}

	/**
	 * An address can lead to this cluster first, and to another later.
	 */
	@Test
	void aNodeThatMovedToAnotherClusterCountsNoMore() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.answering("10.0.0.2", "10.0.0.3");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3)).start();
		this.world.runSeconds(1);
		this.world.at("10.0.0.2")
			.answers(new SeedNodes(NodeAddress.parse("pekko://billing@10.0.0.2:25520"), List.of(), null));
		this.world.run(Duration.ofMillis(1500));
		assertThat(node.report().confirmedNodes()).isEqualTo(2);
	}

	/**
	 * Pekko does not check the actor system of the seed nodes that an answer names.
	 */
	@Test
	void foreignMembersInAGoodAnswerAreLeftOutAndReported() {
		this.world.at("10.0.0.2")
			.answers(new SeedNodes(TestNodes.address("10.0.0.2"),
					List.of(TestNodes.seedNode(NodeAddress.parse("pekko://billing@10.0.0.8:25520")),
							TestNodes.seedNode(TestNodes.address("10.0.0.9"))),
					null));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.9")));
		assertThat(node.warnings()).containsExactly("http://10.0.0.2:8080 names members of another cluster, which are "
				+ "left out: [pekko://billing@10.0.0.8:25520]");
	}

	/**
	 * An answer that names members of another cluster only still says that a cluster
	 * exists.
	 */
	@Test
	void foreignMembersAloneAreNeitherJoinedNorFoundedBeside() {
		this.world.at("10.0.0.2")
			.answers(new SeedNodes(TestNodes.address("10.0.0.2"),
					List.of(TestNodes.seedNode(NodeAddress.parse("pekko://billing@10.0.0.8:25520"))), null));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(60);
		assertThat(node.joins()).isEmpty();
		assertThat(node.foundings()).isZero();
	}

	/**
	 * Pekko's bootstrap stops when it has decided, and its join retries without end if
	 * the seed nodes are gone.
	 */
	@Test
	void seedsThatVanishedAfterTheDecisionAreReplacedByFreshOnes() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.8"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.9"));
		this.world.runSeconds(10);
		assertThat(node.warnings())
			.containsExactly("Not a member after 10000 ms (join-timeout): probing again for fresh seed nodes");
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.8")),
				List.of(TestNodes.address("10.0.0.9")));
	}

	/**
	 * An answer to a probe from before the failed join may name the same vanished seed
	 * nodes.
	 */
	@Test
	void afterTheJoinTimeoutOnlyNewAnswersCount() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.8"));
		// asked before the join and answering after its timeout
		this.world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.3", "10.0.0.8")).taking(Duration.ofMillis(10_500));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ofMillis(5000));
		this.world.answering("10.0.0.2");
		this.world.run(Duration.ofMillis(6000));
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
		assertThat(node.joins()).hasSize(1);
	}

	/**
	 * Bootstrap goes on after a failed join, and may found.
	 */
	@Test
	void foundsAfterTheWholeClusterVanished() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.8"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		this.world.answering("10.0.0.2");
		this.world.runSeconds(15);
		assertThat(node.foundings()).isOne();
	}

	/**
	 * Pekko waits without end if one host and port is listed with two addresses.
	 */
	@Test
	void theSameHostAndPortTwiceIsOneContactPoint() {
		Set<ContactPoint> listed = new HashSet<>();
		listed.add(ContactPoint.of("10.0.0.1", 8080));
		listed.add(ContactPoint.of("2001:db8::2", 8080));
		listed.add(ContactPoint.of("[2001:DB8:0::2]", 8080));
		this.source.lists(listed);
		this.world.at(ContactPoint.of("2001:db8::2", 8080)).answers(TestNodes.answer("10.0.0.2"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(6);
		assertThat(node.report().contactPoints()).hasSize(2);
		assertThat(node.foundings()).isOne();
	}

	/**
	 * A failed lookup makes Pekko forget all answers and start the stable margin again.
	 */
	@Test
	void aFailedLookupKeepsTheKnownSetAndTheMargin() {
		this.world.answering("10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		this.source.fails("down");
		this.world.run(Duration.ofMillis(3999));
		assertThat(node.foundings()).isZero();
		assertThat(node.report().confirmedNodes()).isEqualTo(2);
		this.world.run(Duration.ofMillis(1));
		assertThat(node.foundings()).isOne();
	}

	/**
	 * A lookup that succeeds after a failure, and lists the same contact points, is no
	 * change.
	 */
	@Test
	void recoveredDiscoveryDoesNotRestartTheMargin() {
		this.world.answering("10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		this.source.fails("down");
		this.world.runSeconds(3);
		this.source.lists("10.0.0.2", "10.0.0.1");
		this.world.runSeconds(1);
		assertThat(node.foundings()).isOne();
	}

	/**
	 * Pekko's limit on the age of answers is shorter than its probe interval and its
	 * timeout together: a slow contact point is confirmed and unconfirmed by turns.
	 */
	@Test
	void answersThatAreSlowButSteadyDoNotFlicker() {
		this.world.answering("10.0.0.2");
		this.world.at("10.0.0.2").taking(Duration.ofMillis(2900));
		FormationNode node = this.world
			.node("10.0.0.1", TestSettings.requiring(3).requestTimeout(Duration.ofSeconds(3)))
			.start();
		this.world.runSeconds(3);
		node.hush();
		for (int i = 0; i < 600; i++) {
			this.world.run(Duration.ofMillis(100));
			assertThat(node.report().confirmedNodes()).isEqualTo(2);
		}
		assertThat(node.said()).isEmpty();
	}

	/**
	 * The age limit must still end.
	 */
	@Test
	void answersOfANodeThatIsGoneCountNoLongerThanTheirAge() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.answering("10.0.0.2", "10.0.0.3");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(4)).start();
		this.world.run(Duration.ZERO);
		this.world.at("10.0.0.3").hangs();
		this.world.run(Duration.ofMillis(3000));
		assertThat(node.report().confirmedNodes()).isEqualTo(3);
		this.world.run(Duration.ofMillis(1));
		assertThat(node.report().confirmedNodes()).isEqualTo(2);
	}

}

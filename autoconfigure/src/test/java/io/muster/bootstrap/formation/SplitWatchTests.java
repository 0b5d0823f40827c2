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

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.SplitResolution;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.formation.BootstrapCommand.Level;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.cluster.Node;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SplitWatch}, with the rest of the functional core around it.
 */
class SplitWatchTests {

	private static final Node SELF = TestNodes.node("10.0.0.1");

	private static final Node OTHER = TestNodes.node("10.0.0.2");

	private final FormationWorld world = new FormationWorld();

	private final TestSource source = this.world.source().lists("10.0.0.1", "10.0.0.2");

	@Test
	void memberOfItsOwnClusterIsNoSplit() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 2, SELF));
		FormationNode node = member(SplitResolution.ALERT, SELF, OTHER);
		this.world.runSeconds(60);
		assertThat(node.splits()).isEmpty();
		assertThat(node.said()).isEmpty();
	}

	@Test
	void memberOfAnotherClusterIsReportedWithinSeconds() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 3, OTHER));
		FormationNode node = member(SplitResolution.ALERT, SELF);
		this.world.runSeconds(8);
		assertThat(node.splits()).hasSize(1);
		assertThat(node.said()).containsExactly("There are two clusters where there should be one: "
				+ "pekko://orders@10.0.0.2:25520 at http://10.0.0.2:8080 is a member of a cluster with 3 members, the "
				+ "oldest of them pekko://orders@10.0.0.2:25520, and this node is a member of another with 1 member, the oldest of "
				+ "them pekko://orders@10.0.0.1:25520. This node's side should give way: start its nodes again, so "
				+ "that they join the others. Nothing is done by itself (muster.bootstrap.split-resolution=alert)");
		assertThat(node.levels()).containsExactly(Level.ERROR);
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void oneAnswerIsNoEvidence() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 3, OTHER));
		FormationNode node = member(SplitResolution.ALERT, SELF);
		this.world.run(Duration.ofMillis(500));
		assertThat(this.world.at("10.0.0.2").probes()).hasSize(1);
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 2, SELF));
		node.memberOf(SELF, OTHER);
		this.world.runSeconds(60);
		assertThat(node.splits()).isEmpty();
	}

	@Test
	void itIsReportedOnceHoweverTheClustersGrow() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 3, OTHER));
		FormationNode node = member(SplitResolution.ALERT, SELF);
		this.world.runSeconds(20);
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 4, OTHER));
		this.world.runSeconds(20);
		assertThat(node.splits()).hasSize(1);
	}

	@Test
	void endOfTheSecondClusterIsReported() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 3, OTHER));
		FormationNode node = member(SplitResolution.ALERT, SELF);
		this.world.runSeconds(20);
		this.world.at("10.0.0.2").fails(Kind.REFUSED, "refused the connection");
		this.world.runSeconds(20);
		assertThat(node.splits()).hasSize(2).last().isNull();
		assertThat(node.said()).last().isEqualTo("No second cluster is seen any more");
	}

	@Test
	void silenceOfTheSecondClusterIsNotItsEnd() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 3, OTHER));
		FormationNode node = member(SplitResolution.ALERT, SELF);
		this.world.runSeconds(20);
		this.world.at("10.0.0.2").fails(Kind.SILENT, "gave no answer");
		this.world.runSeconds(60);
		assertThat(node.splits()).hasSize(1);
		this.source.lists("10.0.0.1");
		this.world.runSeconds(20);
		assertThat(node.splits()).hasSize(2);
	}

	private void secondClusterOf(int members) {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", members, OTHER));
		this.world.at("10.0.0.3").answers(TestNodes.answerOfMember("10.0.0.3", members, OTHER));
	}

	@Test
	void claimsOfOneContactPointMoveNobody() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 1000, OTHER));
		FormationNode node = member(SplitResolution.REJOIN, SELF, TestNodes.node("10.0.0.3"));
		this.world.runSeconds(300);
		assertThat(node.splits()).hasSize(1);
		assertThat(node.rejoins()).isEmpty();
	}

	@Test
	void clusterWhoseEnginesAnswerNothingIsNotBelieved() {
		secondClusterOf(1000);
		FormationNode node = member(SplitResolution.SHUTDOWN, SELF).reaching(OTHER.address(), EngineReach.REFUSED)
			.reaching(TestNodes.address("10.0.0.3"), EngineReach.TIMED_OUT);
		this.world.runSeconds(300);
		assertThat(node.splits()).isEmpty();
		assertThat(node.gaveUp()).isNull();
		assertThat(node.said()).hasSize(2)
			.contains("http://10.0.0.2:8080 claims to be a member of another cluster, but the engine of "
					+ "pekko://orders@10.0.0.2:25520 does not answer: connection refused. This is not believed, and "
					+ "nothing follows from it. If that cluster is real, open the port of its engine");
		assertThat(node.levels()).containsOnly(Level.WARN);
	}

	@Test
	void clusterIsBelievedAsSoonAsAnEngineAnswers() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 3, OTHER));
		FormationNode node = member(SplitResolution.ALERT, SELF).reaching(OTHER.address(), EngineReach.REFUSED);
		this.world.runSeconds(60);
		assertThat(node.splits()).isEmpty();
		node.reaching(OTHER.address(), EngineReach.CONNECTS);
		this.world.runSeconds(15);
		assertThat(node.splits()).hasSize(1);
	}

	@Test
	void smallerSideRejoinsThroughTheOther() {
		secondClusterOf(3);
		FormationNode node = member(SplitResolution.REJOIN, SELF);
		this.world.runSeconds(60);
		assertThat(node.rejoins()).hasSize(1);
		assertThat(node.said()).last().asString().contains("This node's side gives way");
	}

	@Test
	void largerSideStays() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 1, OTHER));
		FormationNode node = member(SplitResolution.REJOIN, SELF, TestNodes.node("10.0.0.3"));
		this.world.runSeconds(60);
		assertThat(node.rejoins()).isEmpty();
		assertThat(node.said()).last().asString().contains("The other side gives way");
	}

	@Test
	void ofTwoSidesAsLargeTheOneWithTheHigherOldestAddressGivesWay() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 1, OTHER));
		assertThat(rejoinsAfterAMinute(SELF)).isEmpty();
		Node higher = TestNodes.node("10.0.0.9");
		assertThat(rejoinsAfterAMinute(higher, SELF)).isEmpty();
		secondClusterOf(2);
		assertThat(rejoinsAfterAMinute(higher, SELF)).hasSize(1);
	}

	private List<?> rejoinsAfterAMinute(Node... members) {
		FormationNode node = member(SplitResolution.REJOIN, members);
		this.world.runSeconds(60);
		assertThat(node.splits()).hasSize(1);
		return node.rejoins();
	}

	@Test
	void smallerSideClosesTheApplicationIfSoConfigured() {
		secondClusterOf(3);
		FormationNode node = member(SplitResolution.SHUTDOWN, SELF);
		this.world.runSeconds(60);
		assertThat(node.gaveUp()).startsWith("There are two clusters, and this node's gives way");
	}

	@Test
	void clusterOfPlainPekkoNodesIsReportedAndNothingElse() {
		this.world.at("10.0.0.2").answers(TestNodes.pekkoAnswer("10.0.0.2", "10.0.0.2"));
		FormationNode node = member(SplitResolution.REJOIN, SELF);
		this.world.runSeconds(60);
		assertThat(node.splits()).hasSize(1);
		assertThat(node.rejoins()).isEmpty();
		assertThat(node.said()).last().asString().contains("Which of them should give way cannot be decided");
	}

	@Test
	void strangersAndThoseWhoAreNoMembersAreNoSecondCluster() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.answering("10.0.0.2");
		this.world.at("10.0.0.3").fails(Kind.WRONG, "answered 404");
		FormationNode node = member(SplitResolution.ALERT, SELF);
		this.world.runSeconds(60);
		assertThat(node.splits()).isEmpty();
		assertThat(node.said()).isEmpty();
	}

	@Test
	void memberProbesAFewContactPointsAtALowRate() {
		String[] hosts = new String[30];
		for (int i = 0; i < hosts.length; i++) {
			hosts[i] = "10.0.1." + i;
			this.world.at(hosts[i]).answers(TestNodes.answerOfMember(hosts[i], 2, SELF));
		}
		this.source.lists(hosts);
		member(SplitResolution.ALERT, SELF, TestNodes.node(hosts[0]));
		this.world.runSeconds(600);
		int probes = 0;
		for (String host : hosts) {
			probes += this.world.at(host).probes().size();
		}
		assertThat(probes).isBetween(200, 400);
	}

	@Test
	void probeOfAMemberOfItsOwnClusterIsNotProbedBack() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 2, SELF));
		FormationNode node = member(SplitResolution.ALERT, SELF, OTHER);
		this.world.run(Duration.ofMillis(3500));
		int probes = this.world.at("10.0.0.2").probes().size();
		node.receive(announced(OTHER));
		this.world.run(Duration.ofMillis(500));
		assertThat(this.world.at("10.0.0.2").probes()).hasSize(probes);
		node.receive(announced(new Node(TestNodes.address("10.0.0.3"), 3)));
		this.world.run(Duration.ofMillis(500));
		assertThat(this.world.at("10.0.0.2").probes()).hasSize(probes + 1);
	}

	private static Announced announced(Node node) {
		return new Announced(new Announcement(TestNodes.contactPoint("10.0.0.2"), node.address(), true));
	}

	@Test
	void watchingCanBeSwitchedOff() {
		this.world.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 3, OTHER));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		node.memberOf(SELF);
		this.world.runSeconds(1);
		int probes = this.world.at("10.0.0.2").probes().size();
		this.world.runSeconds(60);
		assertThat(this.world.at("10.0.0.2").probes()).hasSize(probes);
		assertThat(node.splits()).isEmpty();
	}

	@Test
	void newcomerJoinsTheClusterThatTheOthersGiveWayTo() {
		Node third = TestNodes.node("10.0.0.3");
		SeedNodesInformation information = new SeedNodesInformation(0, SELF, 0, Set.of(), Set.of(), Set.of(),
				List.of(observation("10.0.0.2", 1, OTHER), observation("10.0.0.3", 5, third),
						observation("10.0.0.4", 4, third)),
				List.of());
		assertThat(information.seedNodes()).containsExactly(third.address(), TestNodes.address("10.0.0.4"));
	}

	private static SeedNodesObservation observation(String host, int members, Node oldest) {
		return new SeedNodesObservation(TestNodes.contactPoint(host), TestNodes.address(host),
				List.of(TestNodes.address(host)), false, TestNodes.answerOfMember(host, members, oldest).muster(), 0,
				0);
	}

	private FormationNode member(SplitResolution resolution, Node... members) {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults().watching(resolution)).start();
		node.memberOf(members);
		return node.hush();
	}

}

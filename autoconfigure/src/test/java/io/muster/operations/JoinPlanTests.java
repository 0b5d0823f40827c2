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

package io.muster.operations;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.SeedNodes;
import io.muster.operations.OperationRefusedException.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JoinPlan}.
 */
class JoinPlanTests {

	private static final String SELF = "10.0.0.1";

	@Test
	void whoIsNoMemberJoinsWhoIsOne() {
		JoinPlan plan = outside();
		probed(plan, "10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 3, TestNodes.node("10.0.0.3")));
		plan.check();
		assertThat(plan.seedNodes()).containsExactly(TestNodes.address("10.0.0.2"));
		assertThat(plan.invited()).isEmpty();
		assertThat(plan.isCluster()).isTrue();
	}

	@Test
	void othersWhoAreNoMembersAreSentToTheSameCluster() {
		JoinPlan plan = outside();
		probed(plan, "10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 3, TestNodes.node("10.0.0.3")));
		probed(plan, "10.0.0.4", TestNodes.answer("10.0.0.4"));
		assertThat(plan.invited()).isEqualTo(TestNodes.contactPoints("10.0.0.4"));
		assertThat(plan.target(TestNodes.contactPoint(SELF))).isEqualTo(TestNodes.contactPoint("10.0.0.2"));
	}

	@Test
	void membersOfOneClusterNamedTwiceAreOneCluster() {
		JoinPlan plan = outside();
		probed(plan, "10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 3, TestNodes.node("10.0.0.3")));
		probed(plan, "10.0.0.4", TestNodes.answerOfMember("10.0.0.4", 3, TestNodes.node("10.0.0.3")));
		plan.check();
		assertThat(plan.joins()).isTrue();
		assertThat(plan.invited()).isEmpty();
	}

	@Test
	void whereNobodyIsAMemberAllComeToKnowEachOther() {
		JoinPlan plan = outside();
		probed(plan, "10.0.0.2", TestNodes.answer("10.0.0.2"));
		plan.check();
		assertThat(plan.joins()).isFalse();
		assertThat(plan.seedNodes()).isEmpty();
		assertThat(plan.invited()).isEqualTo(TestNodes.contactPoints("10.0.0.2"));
		assertThat(plan.target(TestNodes.contactPoint(SELF))).isEqualTo(TestNodes.contactPoint(SELF));
		assertThat(plan.isCluster()).isFalse();
	}

	@Test
	void whoIsAMemberStaysAndSendsForTheOthers() {
		JoinPlan plan = member("10.0.0.9");
		probed(plan, "10.0.0.2", TestNodes.answer("10.0.0.2"));
		probed(plan, "10.0.0.3", TestNodes.answerOfMember("10.0.0.3", 1, TestNodes.node("10.0.0.3")));
		plan.check();
		assertThat(plan.joins()).isFalse();
		assertThat(plan.invited()).isEqualTo(TestNodes.contactPoints("10.0.0.2", "10.0.0.3"));
		assertThat(plan.givingWay()).isEqualTo(TestNodes.contactPoints("10.0.0.3"));
		assertThat(plan.target(TestNodes.contactPoint(SELF))).isEqualTo(TestNodes.contactPoint(SELF));
	}

	@Test
	void fellowMembersNeedNothing() {
		JoinPlan plan = member("10.0.0.2");
		probed(plan, "10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node(SELF)));
		plan.check();
		assertThat(plan.joins()).isFalse();
		assertThat(plan.invited()).isEmpty();
		assertThat(plan.contacted()).isEqualTo(1);
	}

	@Test
	void aMemberWithoutWebServerSendsTheOthersToAFellow() {
		JoinPlan plan = member("10.0.0.2");
		probed(plan, "10.0.0.3", TestNodes.answer("10.0.0.3"));
		assertThat(plan.target(null)).isNull();
		probed(plan, "10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node(SELF)));
		assertThat(plan.target(null)).isEqualTo(TestNodes.contactPoint("10.0.0.2"));
	}

	@Test
	void whoIsAloneGivesWayToTheLargestAndSoDoOthers() {
		JoinPlan plan = member();
		probed(plan, "10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2")));
		probed(plan, "10.0.0.3", TestNodes.answerOfMember("10.0.0.3", 2, TestNodes.node("10.0.0.4")));
		plan.check();
		assertThat(plan.seedNodes()).containsExactly(TestNodes.address("10.0.0.3"));
		assertThat(plan.invited()).isEqualTo(TestNodes.contactPoints("10.0.0.2"));
		assertThat(plan.target(TestNodes.contactPoint(SELF))).isEqualTo(TestNodes.contactPoint("10.0.0.3"));
	}

	@Test
	void twoClustersOfSeveralAreNotMerged() {
		JoinPlan plan = member("10.0.0.9");
		probed(plan, "10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node("10.0.0.3")));
		assertThatExceptionOfType(OperationRefusedException.class).isThrownBy(plan::check)
			.withMessageContaining("this node's with 2 members, the oldest of them pekko://orders@10.0.0.1:25520, and "
					+ "that of http://10.0.0.2:8080 with 2, the oldest of them pekko://orders@10.0.0.3:25520")
			.extracting(OperationRefusedException::kind)
			.isEqualTo(Kind.CONFLICT);
	}

	@Test
	void aNodeIsNotTornBetweenTwoClusters() {
		JoinPlan plan = outside();
		probed(plan, "10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node("10.0.0.3")));
		probed(plan, "10.0.0.4", TestNodes.pekkoAnswer("10.0.0.4", "10.0.0.4", "10.0.0.5"));
		assertThatExceptionOfType(OperationRefusedException.class).isThrownBy(plan::check)
			.withMessageContaining("that of http://10.0.0.4:8080 with at least 2 members");
	}

	@Test
	void aPlainPekkoNodeIsJoinedButCanNotBeTold() {
		JoinPlan plan = outside();
		probed(plan, "10.0.0.2", TestNodes.pekkoAnswer("10.0.0.2", "10.0.0.2"));
		plan.check();
		assertThat(plan.seedNodes()).containsExactly(TestNodes.address("10.0.0.2"));
		JoinPlan other = member();
		probed(other, "10.0.0.2", TestNodes.pekkoAnswer("10.0.0.2"));
		other.notInvited(TestNodes.contactPoint("10.0.0.2"), "ignored");
		assertThat(other.failure(TestNodes.contactPoint("10.0.0.2"))).startsWith("is a plain Pekko node");
		assertThat(other.others()).isEmpty();
	}

	@Test
	void strangersAndFailuresAreNotContacted() {
		JoinPlan plan = outside();
		ContactPoint stranger = TestNodes.contactPoint("10.0.0.2");
		plan.probed(stranger,
				new Answered(new SeedNodes(NodeAddress.parse("pekko://invoices@10.0.0.2:25520"), List.of(), null)));
		ContactPoint silent = TestNodes.contactPoint("10.0.0.3");
		plan.probed(silent, new Failed(io.muster.contactpoint.ProbeResult.Kind.SILENT, "gave no answer"));
		assertThat(plan.failure(stranger)).startsWith("belongs to cluster 'invoices', not to 'orders'");
		assertThat(plan.failure(silent)).isEqualTo("gave no answer");
		assertThat(plan.contacted()).isZero();
	}

	@Test
	void whoAnswersItselfCountsButIsNoOther() {
		JoinPlan plan = outside();
		probed(plan, "10.0.0.1", TestNodes.answer(SELF));
		assertThat(plan.contacted()).isEqualTo(1);
		assertThat(plan.others()).isEmpty();
	}

	private static JoinPlan outside() {
		return plan(EngineStatus.STARTED);
	}

	private static JoinPlan member(String... others) {
		Node[] members = new Node[others.length + 1];
		members[0] = TestNodes.node(SELF);
		for (int i = 0; i < others.length; i++) {
			members[i + 1] = TestNodes.node(others[i]);
		}
		return plan(EngineStatus.MEMBER, members);
	}

	private static JoinPlan plan(EngineStatus status, Node... members) {
		Node self = TestNodes.node(SELF);
		List<Member> list = Arrays.stream(members)
			.map((node) -> new Member(node, MemberStatus.UP, Set.of(), "default", true, Instant.EPOCH))
			.toList();
		return new JoinPlan(self, new ClusterState(status, self, list, null, List.of()));
	}

	private static void probed(JoinPlan plan, String host, SeedNodes answer) {
		plan.probed(TestNodes.contactPoint(host), new Answered(answer));
	}

}

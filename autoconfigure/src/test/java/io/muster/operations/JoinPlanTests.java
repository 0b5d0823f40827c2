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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import io.muster.contactpoint.ProbeResult;
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

	private final Map<ContactPoint, ProbeResult> answers = new LinkedHashMap<>();

	@Test
	void aNodeOutsideJoinsOneThatIsAMember() {
		answered("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 3, TestNodes.node("10.0.0.3")));
		JoinPlan plan = outside();
		assertThat(plan.seedNodes()).containsExactly(TestNodes.address("10.0.0.2"));
		assertThat(plan.invited()).isEmpty();
		assertThat(plan.isCluster()).isTrue();
	}

	@Test
	void othersOutsideAreInvitedToTheSameCluster() {
		answered("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 3, TestNodes.node("10.0.0.3")));
		answered("10.0.0.4", TestNodes.answer("10.0.0.4"));
		JoinPlan plan = outside();
		assertThat(plan.invited()).isEqualTo(TestNodes.contactPoints("10.0.0.4"));
		assertThat(plan.target(TestNodes.contactPoint(SELF))).isEqualTo(TestNodes.contactPoint("10.0.0.2"));
	}

	@Test
	void membersOfOneClusterNamedTwiceAreOneCluster() {
		answered("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 3, TestNodes.node("10.0.0.3")));
		answered("10.0.0.4", TestNodes.answerOfMember("10.0.0.4", 3, TestNodes.node("10.0.0.3")));
		JoinPlan plan = outside();
		assertThat(plan.joins()).isTrue();
		assertThat(plan.invited()).isEmpty();
	}

	@Test
	void nodesOfWhichNoneIsAMemberAreInvitedToFoundTogether() {
		answered("10.0.0.2", TestNodes.answer("10.0.0.2"));
		JoinPlan plan = outside();
		assertThat(plan.joins()).isFalse();
		assertThat(plan.seedNodes()).isEmpty();
		assertThat(plan.invited()).isEqualTo(TestNodes.contactPoints("10.0.0.2"));
		assertThat(plan.target(TestNodes.contactPoint(SELF))).isEqualTo(TestNodes.contactPoint(SELF));
		assertThat(plan.isCluster()).isFalse();
	}

	@Test
	void aMemberStaysAndInvitesTheOthers() {
		answered("10.0.0.2", TestNodes.answer("10.0.0.2"));
		answered("10.0.0.3", TestNodes.answerOfMember("10.0.0.3", 1, TestNodes.node("10.0.0.3")));
		JoinPlan plan = member("10.0.0.9");
		assertThat(plan.joins()).isFalse();
		assertThat(plan.invited()).isEqualTo(TestNodes.contactPoints("10.0.0.2", "10.0.0.3"));
		assertThat(plan.givingWay()).isEqualTo(TestNodes.contactPoints("10.0.0.3"));
		assertThat(plan.target(TestNodes.contactPoint(SELF))).isEqualTo(TestNodes.contactPoint(SELF));
	}

	@Test
	void membersOfTheSameClusterAreNotInvited() {
		answered("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node(SELF)));
		JoinPlan plan = member("10.0.0.2");
		assertThat(plan.joins()).isFalse();
		assertThat(plan.invited()).isEmpty();
		assertThat(plan.contacted()).isEqualTo(1);
	}

	@Test
	void aMemberWithoutWebServerInvitesOthersToAFellow() {
		answered("10.0.0.3", TestNodes.answer("10.0.0.3"));
		assertThat(member("10.0.0.2").target(null)).isNull();
		answered("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node(SELF)));
		assertThat(member("10.0.0.2").target(null)).isEqualTo(TestNodes.contactPoint("10.0.0.2"));
	}

	@Test
	void aClusterOfOneGivesWayToALargerOneAndSoDoOthers() {
		answered("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 1, TestNodes.node("10.0.0.2")));
		answered("10.0.0.3", TestNodes.answerOfMember("10.0.0.3", 2, TestNodes.node("10.0.0.4")));
		JoinPlan plan = member();
		assertThat(plan.seedNodes()).containsExactly(TestNodes.address("10.0.0.3"));
		assertThat(plan.invited()).isEqualTo(TestNodes.contactPoints("10.0.0.2"));
		assertThat(plan.target(TestNodes.contactPoint(SELF))).isEqualTo(TestNodes.contactPoint("10.0.0.3"));
	}

	@Test
	void twoClustersOfSeveralAreNotMerged() {
		answered("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node("10.0.0.3")));
		assertThatExceptionOfType(OperationRefusedException.class).isThrownBy(() -> member("10.0.0.9"))
			.withMessageContaining("this node's with 2 members, the oldest of them pekko://orders@10.0.0.1:25520, and "
					+ "that of http://10.0.0.2:8080 with 2, the oldest of them pekko://orders@10.0.0.3:25520")
			.extracting(OperationRefusedException::kind)
			.isEqualTo(Kind.CONFLICT);
	}

	@Test
	void addressesOfTwoClustersAreRefused() {
		answered("10.0.0.2", TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node("10.0.0.3")));
		answered("10.0.0.4", TestNodes.pekkoAnswer("10.0.0.4", "10.0.0.4", "10.0.0.5"));
		assertThatExceptionOfType(OperationRefusedException.class).isThrownBy(this::outside)
			.withMessageContaining("that of http://10.0.0.4:8080 with at least 2 members");
	}

	@Test
	void aPlainPekkoNodeIsJoinedButNotInvited() {
		answered("10.0.0.2", TestNodes.pekkoAnswer("10.0.0.2", "10.0.0.2"));
		assertThat(outside().seedNodes()).containsExactly(TestNodes.address("10.0.0.2"));
		answered("10.0.0.2", TestNodes.pekkoAnswer("10.0.0.2"));
		JoinPlan plan = member().without(Map.of(TestNodes.contactPoint("10.0.0.2"), "ignored"));
		assertThat(plan.failure(TestNodes.contactPoint("10.0.0.2"))).startsWith("is a plain Pekko node");
		assertThat(plan.others()).isEmpty();
	}

	@Test
	void aPlanWithoutTheNodesThatRefusedLeavesTheFirstOneAsItIs() {
		answered("10.0.0.2", TestNodes.answer("10.0.0.2"));
		answered("10.0.0.3", TestNodes.answer("10.0.0.3"));
		JoinPlan plan = outside();
		JoinPlan rest = plan.without(Map.of(TestNodes.contactPoint("10.0.0.3"), "takes no invitation"));
		assertThat(rest.others()).isEqualTo(TestNodes.contactPoints("10.0.0.2"));
		assertThat(rest.isContacted(TestNodes.contactPoint("10.0.0.3"))).isFalse();
		assertThat(rest.failure(TestNodes.contactPoint("10.0.0.3"))).isEqualTo("takes no invitation");
		assertThat(rest.isEnough(3)).isFalse();
		assertThat(plan.others()).isEqualTo(TestNodes.contactPoints("10.0.0.2", "10.0.0.3"));
		assertThat(plan.isEnough(3)).isTrue();
	}

	@Test
	void strangersAndFailuresAreNotContacted() {
		ContactPoint stranger = TestNodes.contactPoint("10.0.0.2");
		answered("10.0.0.2", new SeedNodes(NodeAddress.parse("pekko://invoices@10.0.0.2:25520"), List.of(), null));
		ContactPoint silent = TestNodes.contactPoint("10.0.0.3");
		this.answers.put(silent, new Failed(ProbeResult.Kind.SILENT, "gave no answer"));
		JoinPlan plan = outside();
		assertThat(plan.failure(stranger)).startsWith("belongs to cluster 'invoices', not to 'orders'");
		assertThat(plan.failure(silent)).isEqualTo("gave no answer");
		assertThat(plan.contacted()).isZero();
	}

	@Test
	void anAnswerOfThisNodeCountsButIsNotOfAnother() {
		answered("10.0.0.1", TestNodes.answer(SELF));
		JoinPlan plan = outside();
		assertThat(plan.contacted()).isEqualTo(1);
		assertThat(plan.others()).isEmpty();
	}

	@Test
	void aGivenAddressOfThisNodeCounts() {
		assertThat(outside().contacted()).isZero();
		JoinPlan plan = JoinPlan.of(state(EngineStatus.STARTED), TestNodes.contactPoints(SELF), this.answers);
		assertThat(plan.contacted()).isEqualTo(1);
		assertThat(plan.isContacted(TestNodes.contactPoint(SELF))).isTrue();
	}

	private JoinPlan outside() {
		return JoinPlan.of(state(EngineStatus.STARTED), Set.of(), this.answers);
	}

	private JoinPlan member(String... others) {
		Node[] members = new Node[others.length + 1];
		members[0] = TestNodes.node(SELF);
		for (int i = 0; i < others.length; i++) {
			members[i + 1] = TestNodes.node(others[i]);
		}
		return JoinPlan.of(state(EngineStatus.MEMBER, members), Set.of(), this.answers);
	}

	private static ClusterState state(EngineStatus status, Node... members) {
		List<Member> list = Arrays.stream(members)
			.map((node) -> new Member(node, MemberStatus.UP, Set.of(), "default", true, Instant.EPOCH))
			.toList();
		return new ClusterState(status, TestNodes.node(SELF), list, null, List.of());
	}

	private void answered(String host, SeedNodes answer) {
		this.answers.put(TestNodes.contactPoint(host), new Answered(answer));
	}

}

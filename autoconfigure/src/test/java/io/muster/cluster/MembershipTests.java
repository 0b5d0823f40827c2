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

package io.muster.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.muster.cluster.DepartedMember.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Membership}.
 */
class MembershipTests {

	private static final Node SELF = TestMembers.node("h1");

	private static final Node OTHER = TestMembers.node("h2");

	private final Clock clock = mock(Clock.class);

	private final Set<NodeAddress> nodes = new HashSet<>();

	private final Membership membership = new Membership(SELF, List.of(), Duration.ofHours(24), this.clock,
			new LeaderClaims(Duration.ofSeconds(6), System::nanoTime, LeaderElection.NONE));

	MembershipTests() {
		at(0);
	}

	@Test
	void beginsWithoutMembers() {
		assertThat(this.membership.state()).isEqualTo(TestMembers.state(EngineStatus.STARTED));
	}

	@Test
	void joins() {
		this.membership.joining(1);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.JOINING);
	}

	@Test
	void aMemberThatIsAskedToJoinStaysAMember() {
		put(SELF, MemberStatus.UP, 1);
		this.membership.joining(1);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.MEMBER);
	}

	@ParameterizedTest
	@CsvSource({ "JOINING,MEMBER", "WEAKLY_UP,MEMBER", "UP,MEMBER", "LEAVING,LEAVING", "EXITING,LEAVING",
			"DOWN,LEAVING" })
	void itsOwnStatusIsThatOfTheEngine(MemberStatus status, EngineStatus expected) {
		put(SELF, status, 1);
		assertThat(this.membership.state().status()).isEqualTo(expected);
	}

	@Test
	void othersDoNotMakeItAMember() {
		put(OTHER, MemberStatus.UP, 1);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.STARTED);
	}

	@Test
	void sortsMembersByAge() {
		put(SELF, MemberStatus.UP, 3);
		put(OTHER, MemberStatus.UP, 1);
		put(TestMembers.node("h0"), MemberStatus.UP, 2);
		assertThat(this.membership.state().members()).extracting((member) -> member.address().host())
			.containsExactly("h2", "h0", "h1");
	}

	@Test
	void sortsMembersOfOneAgeByAddress() {
		put(OTHER, MemberStatus.JOINING, Integer.MAX_VALUE);
		put(SELF, MemberStatus.JOINING, Integer.MAX_VALUE);
		assertThat(this.membership.state().members()).extracting(Member::node).containsExactly(SELF, OTHER);
	}

	@Test
	void notesWhenAStatusBegan() {
		put(OTHER, MemberStatus.JOINING, 1);
		at(10);
		put(OTHER, MemberStatus.UP, 1);
		at(20);
		put(OTHER, MemberStatus.UP, 1);
		assertThat(this.membership.state().members()).extracting(Member::since)
			.containsExactly(TestMembers.SINCE.plusSeconds(10));
	}

	@Test
	void notesWhenAMemberBecameUnreachable() {
		put(OTHER, MemberStatus.UP, 1);
		at(10);
		this.membership.reachable(OTHER, false);
		at(20);
		this.membership.reachable(OTHER, false);
		assertThat(this.membership.state().members()).singleElement().satisfies((member) -> {
			assertThat(member.reachable()).isFalse();
			assertThat(member.since()).isEqualTo(TestMembers.SINCE.plusSeconds(10));
		});
	}

	@Test
	void anUnreachableMemberStaysSoInAnotherStatus() {
		put(OTHER, MemberStatus.UP, 1);
		this.membership.reachable(OTHER, false);
		put(OTHER, MemberStatus.DOWN, 1);
		assertThat(this.membership.state().members()).extracting(Member::reachable).containsExactly(false);
	}

	@Test
	void aNodeThatIsNotAMemberIsNotUnreachable() {
		this.membership.reachable(OTHER, false);
		assertThat(this.membership.state().members()).isEmpty();
	}

	@Test
	void remembersHowAMemberWent() {
		put(OTHER, MemberStatus.UP, 1);
		at(10);
		this.membership.removed(OTHER, Kind.FAILED);
		assertThat(this.membership.state().members()).isEmpty();
		assertThat(this.membership.state().departed()).containsExactly(new DepartedMember(
				TestMembers.member("h2", MemberStatus.UP), Kind.FAILED, TestMembers.SINCE.plusSeconds(10)));
	}

	@Test
	void forgetsTheDepartedAfterTheRetention() {
		put(OTHER, MemberStatus.UP, 1);
		this.membership.removed(OTHER, Kind.LEFT);
		at(Duration.ofHours(24).toSeconds());
		assertThat(this.membership.state().departed()).hasSize(1);
		at(Duration.ofHours(24).toSeconds() + 1);
		assertThat(this.membership.state().departed()).isEmpty();
	}

	@Test
	void aNodeThatWasNotAMemberDoesNotDepart() {
		this.membership.removed(OTHER, Kind.LEFT);
		assertThat(this.membership.state().departed()).isEmpty();
	}

	@Test
	void isRemovedItself() {
		put(SELF, MemberStatus.EXITING, 1);
		put(OTHER, MemberStatus.UP, 2);
		this.membership.removed(SELF, Kind.LEFT);
		ClusterState state = this.membership.state();
		assertThat(state.status()).isEqualTo(EngineStatus.REMOVED);
		assertThat(state.members()).isEmpty();
		assertThat(state.leader()).isNull();
		assertThat(state.departed()).extracting((departed) -> departed.member().node()).containsExactly(SELF);
	}

	@Test
	void theOldestServerLeads() {
		put(SELF, MemberStatus.UP, 2);
		put(OTHER, MemberStatus.UP, 1);
		assertThat(this.membership.state().leadership())
			.isEqualTo(new ClusterLeader(LeaderChange.SAFE, OTHER, false, null, true));
	}

	@Test
	void actsAsLeaderWhileItReachesAMajority() {
		put(SELF, MemberStatus.UP, 1);
		put(OTHER, MemberStatus.UP, 2);
		assertThat(this.membership.state().leadership().acting()).isTrue();
		this.membership.reachable(OTHER, false);
		assertThat(this.membership.state().leadership()).isEqualTo(new ClusterLeader(LeaderChange.SAFE, SELF, false,
				"it reaches 1 of 2 servers, itself included, which is no majority", true));
		this.membership.removed(OTHER, Kind.FAILED);
		assertThat(this.membership.state().leadership().acting()).isTrue();
	}

	@Test
	void theLeaderChangesEagerlyIfAllServersWantThat() {
		Node lowest = TestMembers.node("h0");
		this.membership.put(SELF, null, MemberStatus.UP, Set.of(), "default", 1, true, LeaderChange.EAGER);
		this.membership.put(lowest, null, MemberStatus.UP, Set.of(), "default", 2, true, LeaderChange.EAGER);
		this.membership.put(OTHER, null, MemberStatus.UP, Set.of(NodeProfile.CLIENT_ROLE), "default", 3, false,
				LeaderChange.SAFE);
		assertThat(this.membership.state().leader()).isEqualTo(lowest);
		put(TestMembers.node("h3"), MemberStatus.JOINING, 4);
		assertThat(this.membership.state().leader()).isEqualTo(SELF);
	}

	@Test
	void oneServerLeadsAllDataCentersAndEachHasALeader() {
		put(OTHER, MemberStatus.UP, 1);
		this.membership.put(SELF, null, MemberStatus.UP, Set.of(), "east", 2, true, LeaderChange.SAFE);
		ClusterState state = this.membership.state();
		assertThat(state.dataCenters()).containsExactly("default", "east");
		assertThat(state.leader()).isEqualTo(OTHER);
		assertThat(state.leadership().acting()).isFalse();
		assertThat(state.leader("default")).extracting(Member::node).isEqualTo(OTHER);
		assertThat(state.leader("east")).extracting(Member::node).isEqualTo(SELF);
		assertThat(state.leader("west")).isNull();
	}

	@Test
	void aClusterIsFormingUntilEnoughMembersAreUp() {
		this.membership.joining(2);
		put(SELF, MemberStatus.UP, 1);
		ClusterState forming = this.membership.state();
		assertThat(forming.status()).isEqualTo(EngineStatus.JOINING);
		assertThat(forming.members()).isEmpty();
		assertThat(forming.leader()).isNull();
		assertThat(forming.forming())
			.isEqualTo(new FormingCluster(List.of(TestMembers.member("h1", MemberStatus.UP)), 2));
		put(OTHER, MemberStatus.UP, 2);
		ClusterState complete = this.membership.state();
		assertThat(complete.status()).isEqualTo(EngineStatus.MEMBER);
		assertThat(complete.members()).extracting(Member::node).containsExactly(SELF, OTHER);
		assertThat(complete.leader()).isEqualTo(SELF);
		assertThat(complete.forming()).isNull();
	}

	@Test
	void aFounderThatRequiresNoOtherIsAMemberBeforeItIsUp() {
		this.membership.joining(1);
		put(SELF, MemberStatus.JOINING, 1);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.MEMBER);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "UP")
	void onlyMembersThatAreUpCountForAClusterThatIsForming(MemberStatus status) {
		this.membership.joining(2);
		put(SELF, MemberStatus.UP, 1);
		put(OTHER, status, 2);
		assertThat(this.membership.state().forming()).isNotNull();
	}

	@Test
	void membersThatMayNotFoundDoNotCountForAClusterThatIsForming() {
		this.membership.joining(2);
		put(SELF, MemberStatus.UP, 1);
		putJoinsOnly(OTHER, MemberStatus.UP, 2);
		assertThat(this.membership.state().forming()).isNotNull();
	}

	@Test
	void aNodeThatMayNotFoundIsAMemberOfAClusterThatOthersMakeComplete() {
		this.membership.joining(2);
		putJoinsOnly(SELF, MemberStatus.UP, 3);
		put(OTHER, MemberStatus.UP, 1);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.JOINING);
		put(TestMembers.node("h3"), MemberStatus.UP, 2);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.MEMBER);
	}

	@Test
	void enoughMembersOneAfterTheOtherAreNotEnough() {
		this.membership.joining(3);
		put(SELF, MemberStatus.UP, 1);
		put(OTHER, MemberStatus.UP, 2);
		this.membership.removed(OTHER, Kind.FAILED);
		put(TestMembers.node("h3"), MemberStatus.UP, 3);
		assertThat(this.membership.state().forming()).isNotNull();
	}

	/**
	 * Pekko's leader makes a member Up that has not seen anything yet, and may never.
	 */
	@Test
	void membersThatHaveNotSeenTheOthersDoNotCountForAClusterThatIsForming() {
		this.membership.joining(2);
		putUnseen(SELF, MemberStatus.UP, 1);
		putUnseen(OTHER, MemberStatus.UP, 2);
		this.membership.seen(Set.of(SELF.address()));
		assertThat(this.membership.state().forming()).isNotNull();
		this.membership.seen(Set.of(OTHER.address()));
		assertThat(this.membership.state().forming()).isNull();
	}

	@Test
	void whatAMemberSawBeforeEnoughWereUpDoesNotCount() {
		this.membership.joining(2);
		putUnseen(SELF, MemberStatus.UP, 1);
		putUnseen(OTHER, MemberStatus.JOINING, 2);
		seenByAll();
		putUnseen(OTHER, MemberStatus.UP, 2);
		assertThat(this.membership.state().forming()).isNotNull();
	}

	@Test
	void aCompleteClusterStaysCompleteWhenItShrinks() {
		this.membership.joining(2);
		put(SELF, MemberStatus.UP, 1);
		put(OTHER, MemberStatus.UP, 2);
		this.membership.removed(OTHER, Kind.FAILED);
		put(TestMembers.node("h3"), MemberStatus.JOINING, 3);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.MEMBER);
		assertThat(this.membership.state().forming()).isNull();
	}

	@Test
	void theNumberIsThatOfTheLastJoinBeforeItEnters() {
		this.membership.joining(1);
		this.membership.joining(2);
		put(SELF, MemberStatus.UP, 1);
		this.membership.joining(1);
		assertThat(this.membership.state().forming()).extracting(FormingCluster::required).isEqualTo(2);
	}

	@Test
	void aNodeMayLeaveWhileItsClusterIsForming() {
		this.membership.joining(2);
		put(SELF, MemberStatus.UP, 1);
		put(SELF, MemberStatus.LEAVING, 1);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.LEAVING);
		assertThat(this.membership.state().members()).isEmpty();
		this.membership.removed(SELF, Kind.LEFT);
		assertThat(this.membership.state().status()).isEqualTo(EngineStatus.REMOVED);
		assertThat(this.membership.state().forming()).isNull();
	}

	@Test
	void formerMembersOfAClusterThatIsFormingAreNotReported() {
		this.membership.joining(3);
		put(SELF, MemberStatus.UP, 1);
		put(OTHER, MemberStatus.UP, 2);
		this.membership.removed(OTHER, Kind.FAILED);
		assertThat(this.membership.state().departed()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aNodeKnowsHowItWentFromAClusterThatIsForming(Kind kind) {
		this.membership.joining(2);
		put(SELF, MemberStatus.UP, 1);
		this.membership.removed(SELF, kind);
		assertThat(this.membership.state().departed()).containsExactly(
				new DepartedMember(TestMembers.member("h1", MemberStatus.JOINING), kind, TestMembers.SINCE));
	}

	@Test
	void theNextIncarnationKnowsHowTheLastWentFromAClusterThatCounted() {
		put(SELF, MemberStatus.UP, 1);
		this.membership.removed(SELF, Kind.FAILED);
		ClusterState last = this.membership.state();
		assertThat(Membership.departedBefore(last)).isEqualTo(last.departed()).hasSize(1);
	}

	@Test
	void theNextIncarnationForgetsHowTheLastWentFromAClusterThatWasForming() {
		DepartedMember self = new DepartedMember(TestMembers.member("h1", MemberStatus.JOINING), Kind.LEFT,
				TestMembers.SINCE);
		DepartedMember other = new DepartedMember(TestMembers.member("h2", MemberStatus.JOINING), Kind.LEFT,
				TestMembers.SINCE);
		ClusterState last = new ClusterState(EngineStatus.REMOVED, SELF, List.of(), null, List.of(self, other));
		assertThat(Membership.departedBefore(last)).containsExactly(other);
	}

	@Test
	void aPictureStaysAsItIs() {
		put(OTHER, MemberStatus.UP, 1);
		ClusterState before = this.membership.state();
		this.membership.removed(OTHER, Kind.LEFT);
		assertThat(before.members()).hasSize(1);
		assertThat(before.departed()).isEmpty();
	}

	private void put(Node node, MemberStatus status, int age) {
		putUnseen(node, status, age);
		seenByAll();
	}

	private void putUnseen(Node node, MemberStatus status, int age) {
		this.nodes.add(node.address());
		this.membership.put(node, null, status, Set.of(), "default", age, true, LeaderChange.SAFE);
	}

	private void putJoinsOnly(Node node, MemberStatus status, int age) {
		this.nodes.add(node.address());
		this.membership.put(node, null, status, Set.of(), "default", age, false, LeaderChange.SAFE);
		seenByAll();
	}

	private void seenByAll() {
		this.membership.seen(this.nodes);
	}

	private void at(long seconds) {
		Instant now = TestMembers.SINCE.plusSeconds(seconds);
		given(this.clock.instant()).willReturn(now);
	}

}

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

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaderChange}.
 */
class LeaderChangeTests {

	private static final Node SELF = TestMembers.node("h1");

	@ParameterizedTest
	@EnumSource
	void nobodyLeadsNobody(LeaderChange change) {
		assertThat(change.leader(List.of(), SELF)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aClientNeverLeads(LeaderChange change) {
		Member client = new Member(TestMembers.node("h0"), MemberStatus.UP, Set.of(NodeProfile.CLIENT_ROLE), "default",
				true, TestMembers.SINCE);
		assertThat(change.leader(List.of(client, TestMembers.member("h1", MemberStatus.UP)), SELF)).isEqualTo(SELF);
	}

	@ParameterizedTest
	@EnumSource
	void aDataCenterHasALeaderOfItsOwn(LeaderChange change) {
		List<Member> members = List.of(TestMembers.member("h0", MemberStatus.UP),
				new Member(TestMembers.node("h2"), MemberStatus.UP, Set.of(), "east", true, TestMembers.SINCE));
		assertThat(change.leader("east", members, SELF)).isEqualTo(TestMembers.node("h2"));
		assertThat(change.leader("west", members, SELF)).isNull();
	}

	@Test
	void theOldestIsTheSafeLeaderWhereverItIs() {
		assertThat(safe(TestMembers.member("h2", MemberStatus.UP), TestMembers.member("h1", MemberStatus.UP)))
			.isEqualTo(TestMembers.node("h2"));
		assertThat(safe(TestMembers.unreachable("h2", MemberStatus.UP), TestMembers.member("h1", MemberStatus.UP)))
			.isEqualTo(TestMembers.node("h2"));
	}

	@Test
	void theDataCenterThatSortsFirstHasTheSafeLeader() {
		Member east = new Member(TestMembers.node("h3"), MemberStatus.UP, Set.of(), "east", true, TestMembers.SINCE);
		Member younger = new Member(TestMembers.node("h0"), MemberStatus.UP, Set.of(), "east", true, TestMembers.SINCE);
		Member west = new Member(TestMembers.node("h2"), MemberStatus.UP, Set.of(), "west", true, TestMembers.SINCE);
		assertThat(safe(west, east, younger)).isEqualTo(east.node());
	}

	@ParameterizedTest
	@EnumSource(names = { "LEAVING", "DOWN" })
	void aSafeLeaderThatMayStillActStaysTheLeader(MemberStatus status) {
		assertThat(safe(TestMembers.member("h2", status), TestMembers.member("h1", MemberStatus.UP)))
			.isEqualTo(TestMembers.node("h2"));
	}

	@ParameterizedTest
	@EnumSource(names = { "JOINING", "WEAKLY_UP", "EXITING", "REMOVED" })
	void aServerThatIsNotUpYetOrExitsIsNoSafeLeader(MemberStatus status) {
		assertThat(safe(TestMembers.member("h2", status), TestMembers.member("h1", MemberStatus.UP))).isEqualTo(SELF);
	}

	@Test
	void theLowestReachableIsTheEagerLeader() {
		Member lowest = TestMembers.member("h0", MemberStatus.UP);
		Member self = TestMembers.member("h1", MemberStatus.UP);
		assertThat(eager(self, lowest)).isEqualTo(lowest.node());
		assertThat(eager(self, TestMembers.unreachable("h0", MemberStatus.UP))).isEqualTo(SELF);
		assertThat(eager(TestMembers.unreachable("h1", MemberStatus.UP))).isEqualTo(SELF);
	}

	@Test
	void aMemberThatIsUpIsTheEagerLeaderRatherThanOneThatJoins() {
		assertThat(eager(TestMembers.member("h1", MemberStatus.JOINING))).isEqualTo(SELF);
		assertThat(eager(TestMembers.member("h1", MemberStatus.JOINING), TestMembers.member("h2", MemberStatus.UP)))
			.isEqualTo(TestMembers.node("h2"));
	}

	@Test
	void ofTwoIncarnationsTheWorkingOneIsTheEagerLeader() {
		Node restarted = new Node(TestMembers.node("h0").address(), 2);
		Member working = new Member(restarted, MemberStatus.UP, Set.of(), "default", true, TestMembers.SINCE);
		assertThat(
				eager(TestMembers.member("h0", MemberStatus.DOWN), TestMembers.member("h1", MemberStatus.UP), working))
			.isEqualTo(restarted);
	}

	private static Node safe(Member... members) {
		return LeaderChange.SAFE.leader(List.of(members), SELF);
	}

	private static Node eager(Member... members) {
		return LeaderChange.EAGER.leader(List.of(members), SELF);
	}

}

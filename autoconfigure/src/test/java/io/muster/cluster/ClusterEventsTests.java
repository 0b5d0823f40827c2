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

import org.junit.jupiter.api.Test;

import io.muster.cluster.ClusterEvent.ClusterFormed;
import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.MemberFailed;
import io.muster.cluster.ClusterEvent.MemberJoined;
import io.muster.cluster.ClusterEvent.MemberLeft;
import io.muster.cluster.ClusterEvent.MemberReachable;
import io.muster.cluster.ClusterEvent.MemberRemoved;
import io.muster.cluster.ClusterEvent.MemberUnreachable;
import io.muster.cluster.ClusterEvent.MemberUp;
import io.muster.cluster.DepartedMember.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterEvents}.
 */
class ClusterEventsTests {

	private static final Member SELF = TestMembers.member("h1", MemberStatus.UP);

	private static final Member OTHER = TestMembers.member("h2", MemberStatus.UP);

	@Test
	void nothingHappensBetweenEqualPictures() {
		assertThat(ClusterEvents.between(state(SELF, OTHER), state(SELF, OTHER))).isEmpty();
	}

	@Test
	void aNodeThatFoundsFormsTheClusterThenJoinsThenIsUpThenLeads() {
		ClusterState after = leading(SELF, state(SELF));
		assertThat(ClusterEvents.between(ClusterState.NEW, after)).containsExactly(
				new ClusterFormed(SELF, List.of(SELF)), new MemberJoined(SELF), new MemberUp(SELF),
				new LeaderChanged(SELF, true));
	}

	@Test
	void aNodeThatJoinsSeesAllMembersOldestFirst() {
		Member self = TestMembers.member("h1", MemberStatus.JOINING);
		assertThat(ClusterEvents.between(TestMembers.state(EngineStatus.JOINING), state(OTHER, self))).containsExactly(
				new ClusterFormed(self, List.of(OTHER, self)), new MemberJoined(OTHER), new MemberUp(OTHER),
				new MemberJoined(self));
	}

	@Test
	void anotherJoinsAndComesUp() {
		Member joining = TestMembers.member("h2", MemberStatus.JOINING);
		assertThat(ClusterEvents.between(state(SELF), state(SELF, joining))).containsExactly(new MemberJoined(joining));
		assertThat(ClusterEvents.between(state(SELF, joining), state(SELF, OTHER)))
			.containsExactly(new MemberUp(OTHER));
	}

	@Test
	void weaklyUpIsNotYetUp() {
		Member weaklyUp = TestMembers.member("h2", MemberStatus.WEAKLY_UP);
		assertThat(ClusterEvents.between(state(SELF, TestMembers.member("h2", MemberStatus.JOINING)),
				state(SELF, weaklyUp)))
			.isEmpty();
		assertThat(ClusterEvents.between(state(SELF, weaklyUp), state(SELF, OTHER)))
			.containsExactly(new MemberUp(OTHER));
	}

	@Test
	void aMemberBecomesUnreachableAndReachable() {
		Member lost = TestMembers.unreachable("h2", MemberStatus.UP);
		assertThat(ClusterEvents.between(state(SELF, OTHER), state(SELF, lost)))
			.containsExactly(new MemberUnreachable(lost));
		assertThat(ClusterEvents.between(state(SELF, lost), state(SELF, OTHER)))
			.containsExactly(new MemberReachable(OTHER));
	}

	@Test
	void aMemberThatIsFirstSeenUnreachableIsSaidToBe() {
		Member lost = TestMembers.unreachable("h2", MemberStatus.JOINING);
		assertThat(ClusterEvents.between(state(SELF), state(SELF, lost))).containsExactly(new MemberJoined(lost),
				new MemberUnreachable(lost));
	}

	@Test
	void aMemberThatLeftIsRemoved() {
		assertThat(ClusterEvents.between(state(SELF, OTHER), departed(state(SELF), OTHER, Kind.LEFT)))
			.containsExactly(new MemberLeft(OTHER), new MemberRemoved(OTHER));
	}

	@Test
	void aMemberThatFailedIsRemoved() {
		assertThat(ClusterEvents.between(state(SELF, OTHER), departed(state(SELF), OTHER, Kind.FAILED)))
			.containsExactly(new MemberFailed(OTHER), new MemberRemoved(OTHER));
	}

	@Test
	void aDepartureIsSaidOnce() {
		ClusterState after = departed(state(SELF), OTHER, Kind.LEFT);
		assertThat(ClusterEvents.between(after, after)).isEmpty();
	}

	@Test
	void forgettingADepartureSaysNothing() {
		assertThat(ClusterEvents.between(departed(state(SELF), OTHER, Kind.LEFT), state(SELF))).isEmpty();
	}

	@Test
	void aRestartedNodeIsAnotherMember() {
		Member restarted = new Member(new Node(OTHER.address(), 2), MemberStatus.JOINING, OTHER.roles(), "default",
				true, TestMembers.SINCE);
		assertThat(ClusterEvents.between(state(SELF, OTHER), departed(state(SELF, restarted), OTHER, Kind.FAILED)))
			.containsExactly(new MemberJoined(restarted), new MemberFailed(OTHER), new MemberRemoved(OTHER));
	}

	@Test
	void itsOwnRemovalIsPublished() {
		ClusterState after = departed(TestMembers.state(EngineStatus.REMOVED), SELF, Kind.LEFT);
		assertThat(ClusterEvents.between(leading(OTHER, state(SELF, OTHER)), after))
			.containsExactly(new MemberLeft(SELF), new MemberRemoved(SELF), new LeaderChanged(null, false));
	}

	@Test
	void aClusterThatIsFormingIsNotPublishedNorItsEnd() {
		ClusterState started = TestMembers.state(EngineStatus.STARTED);
		ClusterState forming = new ClusterState(EngineStatus.JOINING, SELF.node(), List.of(), ClusterLeader.NONE,
				List.of(), new FormingCluster(List.of(SELF, OTHER), 3));
		assertThat(ClusterEvents.between(started, forming)).isEmpty();
		assertThat(ClusterEvents.between(forming, departed(TestMembers.state(EngineStatus.REMOVED), SELF, Kind.FAILED)))
			.isEmpty();
	}

	@Test
	void theLeaderChanges() {
		assertThat(ClusterEvents.between(leading(SELF, state(SELF, OTHER)), leading(OTHER, state(SELF, OTHER))))
			.containsExactly(new LeaderChanged(OTHER, false));
		assertThat(ClusterEvents.between(leading(OTHER, state(SELF, OTHER)), leading(SELF, state(SELF, OTHER))))
			.containsExactly(new LeaderChanged(SELF, true));
	}

	private static ClusterState state(Member... members) {
		return TestMembers.state(EngineStatus.MEMBER, members);
	}

	private static ClusterState leading(Member leader, ClusterState state) {
		return new ClusterState(state.status(), state.self(), state.members(), leader.node(), state.departed());
	}

	private static ClusterState departed(ClusterState state, Member member, Kind kind) {
		return new ClusterState(state.status(), state.self(), state.members(), state.leader(),
				List.of(new DepartedMember(member, kind, TestMembers.SINCE)));
	}

}

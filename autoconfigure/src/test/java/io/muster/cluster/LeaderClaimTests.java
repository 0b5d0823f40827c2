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

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaderClaim}.
 */
class LeaderClaimTests {

	private static final Node SELF = TestMembers.node("h1");

	private static final Member UP = TestMembers.member("h1", MemberStatus.UP);

	private static final Member SECOND = TestMembers.member("h2", MemberStatus.UP);

	private static final Member THIRD = TestMembers.member("h3", MemberStatus.UP);

	private static final Member LAST = TestMembers.member("h4", MemberStatus.UP);

	private static final long DETECTION = Duration.ofSeconds(6).toNanos();

	private final LeaderClaim claim = new LeaderClaim(Duration.ofNanos(DETECTION), 0);

	private LeaderChange change = LeaderChange.SAFE;

	private long now;

	private Set<NodeAddress> seenBy = Set.of();

	@Test
	void nobodyActsBeforeThereAreMembers() {
		check();
		assertThat(this.claim.isActing(this.now)).isFalse();
	}

	@Test
	void theFirstLeaderOfAClusterActsAtOnce() {
		check(UP, SECOND, THIRD);
		assertActs();
	}

	@Test
	void aMemberThatIsNotTheLeaderDoesNotAct() {
		check(SECOND, UP, THIRD);
		assertThat(this.claim.isActing(this.now)).isFalse();
		assertThat(this.claim.obstacle()).isNull();
	}

	@Test
	void itDoesNotActFromTheMomentThatItLeaves() {
		check(UP, SECOND, THIRD);
		check(TestMembers.member("h1", MemberStatus.LEAVING), SECOND, THIRD);
		assertDoesNotAct("it leaves");
	}

	@Test
	void itDoesNotActWhileItReachesNoMajority() {
		check(UP, TestMembers.unreachable("h2", MemberStatus.UP), THIRD);
		assertActs();
		check(UP, TestMembers.unreachable("h2", MemberStatus.UP), TestMembers.unreachable("h3", MemberStatus.UP));
		assertDoesNotAct("it reaches 1 of 3 servers, itself included, which is no majority");
		check(UP, SECOND, TestMembers.unreachable("h3", MemberStatus.UP));
		assertActs();
	}

	@Test
	void halfOfTheServersAreNoMajority() {
		check(UP, SECOND, TestMembers.unreachable("h3", MemberStatus.UP),
				TestMembers.unreachable("h4", MemberStatus.UP));
		assertDoesNotAct("it reaches 2 of 4 servers, itself included, which is no majority");
	}

	@Test
	void clientsAndNodesThatAreNotUpYetDoNotCount() {
		Member client = new Member(TestMembers.node("h5"), MemberStatus.UP, Set.of(NodeProfile.CLIENT_ROLE), "default",
				false, TestMembers.SINCE);
		check(UP, TestMembers.unreachable("h2", MemberStatus.JOINING), client);
		assertActs();
	}

	@Test
	void afterALeaderThatHasLeftOnPurposeTheNextActsAtOnce() {
		check(LAST, UP, THIRD);
		check(TestMembers.member("h4", MemberStatus.LEAVING), UP, THIRD);
		assertThat(this.claim.isActing(this.now)).isFalse();
		check(TestMembers.member("h4", MemberStatus.EXITING), UP, THIRD);
		assertActs();
		check(UP, THIRD);
		assertActs();
	}

	@Test
	void afterALeaderThatWasRemovedTheNextWaitsUntilThatHasStopped() {
		check(LAST, UP, THIRD);
		check(UP, THIRD);
		assertDoesNotAct("the last leader may not have stopped yet");
		pass(2 * DETECTION - 1, UP, THIRD);
		assertThat(this.claim.isActing(this.now)).isFalse();
		pass(1, UP, THIRD);
		assertActs();
	}

	@Test
	void aLeaderThatWasDeclaredFailedWhileItWasReachedMayActForAWhile() {
		check(LAST, UP, THIRD);
		pass(DETECTION, TestMembers.member("h4", MemberStatus.DOWN), UP, THIRD);
		check(UP, THIRD);
		pass(2 * DETECTION - 1, UP, THIRD);
		assertThat(this.claim.isActing(this.now)).isFalse();
	}

	@Test
	void afterALeaderThatWasUnreachableForLongTheNextActsOnceThatIsRemoved() {
		check(LAST, UP, THIRD);
		pass(2 * DETECTION, TestMembers.unreachable("h4", MemberStatus.UP), UP, THIRD);
		assertThat(this.claim.isActing(this.now)).isFalse();
		check(UP, THIRD);
		assertActs();
	}

	@Test
	void serversOfOtherDataCentersAreNotCounted() {
		check(UP, TestMembers.unreachable("h2", MemberStatus.UP), in("west", SECOND), in("west", THIRD));
		assertDoesNotAct("it reaches 1 of 2 servers, itself included, which is no majority");
	}

	@Test
	void theFirstServerOfADataCenterThatPrecedesActsOnceAllServersKnowIt() {
		Member other = in("west", SECOND);
		Member third = in("west", THIRD);
		check(TestMembers.member("h1", MemberStatus.JOINING), other, third);
		this.seenBy = Set.of(other.address(), third.address());
		check(other, third, UP);
		assertDoesNotAct("it waits until all servers know that it is the leader");
		this.seenBy = Set.of(UP.address(), other.address(), third.address());
		check(other, third, UP);
		assertActs();
		this.seenBy = Set.of();
		check(other, third, UP);
		assertActs();
	}

	private static Member in(String dataCenter, Member member) {
		return new Member(member.node(), member.status(), member.roles(), dataCenter, member.reachable(),
				TestMembers.SINCE);
	}

	@Test
	void itDoesNotActAfterItsProcessWasSuspendedBeforeAnythingElseRuns() {
		check(UP, SECOND, THIRD);
		assertThat(this.claim.isActing(DETECTION)).isTrue();
		assertThat(this.claim.isActing(DETECTION + 1)).isFalse();
	}

	@Test
	void afterItsProcessWasSuspendedItWaitsUntilItKnowsWhomItReaches() {
		check(UP, SECOND, THIRD);
		this.now = DETECTION + 1;
		check(UP, SECOND, THIRD);
		assertDoesNotAct("its process was suspended: it waits until it knows again which servers it reaches");
		pass(2 * DETECTION - 1, UP, SECOND, THIRD);
		assertThat(this.claim.isActing(this.now)).isFalse();
		pass(1, UP, SECOND, THIRD);
		assertActs();
	}

	@ParameterizedTest
	@EnumSource(names = { "JOINING", "LEAVING", "EXITING", "DOWN" })
	void anEagerLeaderActsOnlyWhileItIsUp(MemberStatus status) {
		this.change = LeaderChange.EAGER;
		check(TestMembers.member("h1", status));
		assertThat(this.claim.isActing(this.now)).isFalse();
	}

	@Test
	void anEagerLeaderActsAtOnceWhomeverItReaches() {
		this.change = LeaderChange.EAGER;
		check(TestMembers.member("h0", MemberStatus.UP), UP);
		assertThat(this.claim.isActing(this.now)).isFalse();
		check(TestMembers.unreachable("h0", MemberStatus.UP), UP);
		assertActs();
	}

	@Test
	void whereAllServersWereEagerTheSafeLeaderWaitsUntilAllKnowIt() {
		this.change = LeaderChange.EAGER;
		check(UP, TestMembers.member("h0", MemberStatus.UP));
		this.change = LeaderChange.SAFE;
		check(UP, TestMembers.member("h0", MemberStatus.UP));
		assertDoesNotAct("it waits until all servers know that it is the leader");
		this.seenBy = Set.of(UP.address(), TestMembers.node("h0").address());
		check(UP, TestMembers.member("h0", MemberStatus.UP));
		assertActs();
	}

	private void check(Member... members) {
		this.claim.check(this.change, List.of(members), SELF, this.seenBy, this.now);
	}

	/**
	 * Let time pass, with a check now and then.
	 */
	private void pass(long time, Member... members) {
		long end = this.now + time;
		while (this.now < end) {
			this.now = Math.min(end, this.now + DETECTION / 2);
			check(members);
		}
	}

	private void assertActs() {
		assertThat(this.claim.obstacle()).isNull();
		assertThat(this.claim.isActing(this.now)).isTrue();
	}

	private void assertDoesNotAct(String obstacle) {
		assertThat(this.claim.isActing(this.now)).isFalse();
		assertThat(this.claim.obstacle()).isEqualTo(obstacle);
	}

}

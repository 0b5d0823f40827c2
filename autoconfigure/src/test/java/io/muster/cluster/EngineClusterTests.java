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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EngineCluster}.
 */
class EngineClusterTests {

	private static final Member SELF = TestMembers.member("h1", MemberStatus.UP, "web");

	private static final Member OTHER = TestMembers.member("h2", MemberStatus.UP, "job");

	private static final Member LOST = TestMembers.unreachable("h3", MemberStatus.UP);

	private final TestClusterEngine engine = new TestClusterEngine();

	private final EngineCluster cluster = new EngineCluster(this.engine, (seedNodes) -> {
	});

	@Test
	void answersBeforeTheEngineHasStarted() {
		assertThat(this.cluster.name()).isEqualTo("orders");
		assertThat(this.cluster.self()).isNull();
		assertThat(this.cluster.members()).isEmpty();
		assertThat(this.cluster.unreachable()).isEmpty();
		assertThat(this.cluster.leader()).isNull();
		assertThat(this.cluster.isLeader()).isFalse();
		assertThat(this.cluster.oldest(null)).isNull();
	}

	@Test
	void returnsTheMembers() {
		become(null, LOST, SELF, OTHER);
		assertThat(this.cluster.self()).isEqualTo(SELF);
		assertThat(this.cluster.members()).containsExactly(LOST, SELF, OTHER);
		assertThat(this.cluster.unreachable()).containsExactly(LOST);
	}

	@Test
	void returnsTheLeader() {
		become(OTHER, SELF, OTHER);
		assertThat(this.cluster.leader()).isEqualTo(OTHER);
		assertThat(this.cluster.isLeader()).isFalse();
	}

	@Test
	void leadsItself() {
		become(SELF, SELF, OTHER);
		assertThat(this.cluster.isLeader()).isTrue();
	}

	@Test
	void leadsOnlyItsOwnDataCenter() {
		become(SELF, SELF, OTHER);
		assertThat(this.cluster.isLeader("default")).isTrue();
		assertThat(this.cluster.isLeader("east")).isFalse();
	}

	@Test
	void theOldestIsTheFirst() {
		become(null, OTHER, SELF);
		assertThat(this.cluster.oldest(null)).isEqualTo(OTHER);
		assertThat(this.cluster.oldest("web")).isEqualTo(SELF);
		assertThat(this.cluster.oldest("none")).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "JOINING", "DOWN" })
	void theOldestWorks(MemberStatus status) {
		become(null, TestMembers.member("h0", status), SELF);
		assertThat(this.cluster.oldest(null)).isEqualTo(SELF);
	}

	@ParameterizedTest
	@EnumSource(names = { "NEW", "STARTED", "JOINING" })
	void joinsWhileItIsNoMember(EngineStatus status) {
		this.engine.become(TestMembers.state(status));
		this.cluster.join(List.of(OTHER.address()));
		assertThat(this.engine.calls()).containsExactly("join [pekko://orders@h2:25520]");
	}

	@ParameterizedTest
	@EnumSource(names = { "MEMBER", "LEAVING", "REMOVED", "STOPPED" })
	void doesNotJoinOtherwise(EngineStatus status) {
		this.engine.become(TestMembers.state(status));
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.join(List.of(OTHER.address())))
			.withMessage("This node cannot join: its engine is " + status);
	}

	@Test
	void leaves() {
		this.cluster.leave();
		assertThat(this.engine.calls()).containsExactly("leave");
	}

	@Test
	void asksMembersToLeave() {
		become(null, SELF, OTHER);
		this.cluster.leave(OTHER.address());
		assertThat(this.engine.calls()).containsExactly("leave pekko://orders@h2:25520");
	}

	@Test
	void downsMembers() {
		become(null, SELF, OTHER);
		this.cluster.down(OTHER.address());
		assertThat(this.engine.calls()).containsExactly("down pekko://orders@h2:25520");
	}

	@Test
	void strangersAreNeitherAskedToLeaveNorDowned() {
		become(null, SELF);
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.leave(OTHER.address()))
			.withMessage("There is no member pekko://orders@h2:25520 in cluster 'orders'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.down(OTHER.address()))
			.withMessage("There is no member pekko://orders@h2:25520 in cluster 'orders'");
		assertThat(this.engine.calls()).isEmpty();
	}

	private void become(@Nullable Member leader, Member... members) {
		this.engine.become(new ClusterState(EngineStatus.MEMBER, TestMembers.node("h1"), List.of(members),
				(leader != null) ? leader.node() : null, List.of()));
	}

}

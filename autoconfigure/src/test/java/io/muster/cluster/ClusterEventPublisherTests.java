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
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.cluster.ClusterEvent.ClusterFormed;
import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.MemberJoined;
import io.muster.cluster.ClusterEvent.MemberUp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ClusterEventPublisher}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterEventPublisherTests {

	private static final Member SELF = TestMembers.member("h1", MemberStatus.UP);

	private static final Member OTHER = TestMembers.member("h2", MemberStatus.UP);

	private final TestClusterEngine engine = new TestClusterEngine();

	private final List<Object> published = new CopyOnWriteArrayList<>();

	private final ClusterEventPublisher publisher = new ClusterEventPublisher((event) -> {
		this.published.add(event);
		if (event instanceof MemberJoined joined && joined.member().equals(OTHER)) {
			throw new IllegalStateException("listener is broken");
		}
	});

	@AfterEach
	void close() {
		this.publisher.close();
	}

	@Test
	void publishesInOrder() {
		this.publisher.listenTo(this.engine);
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, SELF));
		await().untilAsserted(() -> assertThat(this.published).containsExactly(new ClusterFormed(SELF, List.of(SELF)),
				new MemberJoined(SELF), new MemberUp(SELF)));
	}

	@Test
	void goesOnAfterAListenerFailed(CapturedOutput output) {
		this.publisher.listenTo(this.engine);
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, SELF));
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, SELF, OTHER));
		this.engine
			.become(TestMembers.state(EngineStatus.MEMBER, SELF, TestMembers.unreachable("h2", MemberStatus.UP)));
		await().until(() -> this.published.size() == 6);
		assertThat(output).contains("A listener failed on MemberJoined").contains("listener is broken");
	}

	@Test
	void writesALineForWhatAnOperatorWaitsFor(CapturedOutput output) {
		this.publisher.listenTo(this.engine);
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, SELF));
		await().untilAsserted(() -> assertThat(output)
			.contains("Cluster 'orders': pekko://orders@h1:25520 is up; 1 member, 0 unreachable"));
	}

	@Test
	void callsMembersByTheNamesThatTheyWereGiven(CapturedOutput output) {
		this.publisher.listenTo(this.engine);
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, named("h1", true)));
		await().untilAsserted(() -> assertThat(output)
			.contains("Cluster 'orders': agent at pekko://orders@h1:25520 is up; 1 member, 0 unreachable"));
	}

	@Test
	void aNodeWithTheNameOfAnUnreachableMemberIsNotReported(CapturedOutput output) {
		this.publisher.listenTo(this.engine);
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, named("h1", false), named("h2", true)));
		await().untilAsserted(() -> assertThat(output).contains("pekko://orders@h2:25520 is up"));
		assertThat(output).doesNotContain("have the same name");
	}

	@Test
	void aLineSaysWhyTheLeaderDoesNotAct(CapturedOutput output) {
		this.publisher.listenTo(this.engine);
		this.engine.become(leading(true, null));
		this.engine.become(leading(false, "it reaches 1 of 3 servers"));
		await().untilAsserted(() -> assertThat(output).contains(
				"pekko://orders@h1:25520 is the leader, but does not act as such: it reaches 1 of 3 servers; 1 member"));
		assertThat(output).containsOnlyOnce("pekko://orders@h1:25520 is the leader; 1 member");
		assertThat(this.published).contains(new LeaderChanged(SELF, true), new LeaderChanged(SELF, false));
	}

	private static ClusterState leading(boolean acting, String obstacle) {
		return new ClusterState(EngineStatus.MEMBER, SELF.node(), List.of(SELF),
				new ClusterLeader(LeaderChange.SAFE, SELF.node(), acting, obstacle, true), List.of(), null);
	}

	private static Member named(String host, boolean reachable) {
		return new Member(TestMembers.node(host), "agent", MemberStatus.UP, Set.of(), "default", reachable,
				TestMembers.SINCE);
	}

	@Test
	void publishesNothingOnceClosed() {
		this.publisher.listenTo(this.engine);
		this.publisher.close();
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, SELF));
		assertThat(this.published).isEmpty();
	}

}

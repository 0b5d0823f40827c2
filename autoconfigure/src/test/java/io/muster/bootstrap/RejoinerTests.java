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

package io.muster.bootstrap;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.DepartedMember.Kind;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.TestClusterEngine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Rejoiner}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RejoinerTests {

	private static final Node SELF = TestNodes.node("10.0.0.1");

	private final TestClusterEngine engine = new TestClusterEngine();

	private final List<String> exits = new CopyOnWriteArrayList<>();

	private final List<Collection<NodeAddress>> bootstraps = new CopyOnWriteArrayList<>();

	@Test
	void failedNodeIsStartedAgainAndBootstraps(CapturedOutput output) {
		rejoiner(OnRemoved.REJOIN).watch();
		this.engine.become(removed(Kind.FAILED));
		await().untilAsserted(() -> assertThat(this.bootstraps).containsExactly(List.of()));
		assertThat(this.engine.calls()).containsExactly("restart");
		assertThat(output).contains("Cluster 'orders' declared this node failed and removed it", "It enters again");
	}

	@Test
	void failedNodeClosesTheApplicationIfSoConfigured() {
		rejoiner(OnRemoved.SHUTDOWN).watch();
		this.engine.become(removed(Kind.FAILED));
		assertThat(this.exits).hasSize(1)
			.first()
			.asString()
			.startsWith("Cluster 'orders' declared this node failed and removed it")
			.endsWith("(muster.cluster.on-removed=shutdown)");
		assertThat(this.engine.calls()).isEmpty();
	}

	@Test
	void failedNodeStaysOutsideIfSoConfigured(CapturedOutput output) {
		rejoiner(OnRemoved.NONE).watch();
		this.engine.become(removed(Kind.FAILED));
		assertThat(output).contains("It stays outside until it is started again");
		assertThat(this.engine.calls()).isEmpty();
		assertThat(this.exits).isEmpty();
	}

	@Test
	void nodeThatLeftStaysOutside() {
		rejoiner(OnRemoved.REJOIN).watch();
		this.engine.become(removed(Kind.LEFT));
		assertThat(this.engine.calls()).isEmpty();
	}

	@Test
	void failedNodeThatIsToStayOutStaysOut() {
		Rejoiner rejoiner = rejoiner(OnRemoved.REJOIN);
		rejoiner.watch();
		rejoiner.stayOut();
		this.engine.become(removed(Kind.FAILED));
		assertThat(this.engine.calls()).isEmpty();
		assertThat(this.exits).isEmpty();
	}

	@Test
	void nodeOfAnApplicationThatStopsStaysOutside() {
		Rejoiner rejoiner = rejoiner(OnRemoved.REJOIN);
		rejoiner.watch();
		rejoiner.close();
		this.engine.become(removed(Kind.FAILED));
		rejoiner.givesWay(List.of(TestNodes.address("10.0.0.2")));
		assertThat(this.engine.calls()).isEmpty();
		assertThat(this.exits).isEmpty();
	}

	@Test
	void nodeWhoseClusterGivesWayLeavesAndJoinsTheOther() {
		Rejoiner rejoiner = rejoiner(OnRemoved.NONE);
		rejoiner.watch();
		this.engine.become(new ClusterState(EngineStatus.MEMBER, SELF, List.of(member()), SELF, List.of()));
		rejoiner.givesWay(List.of(TestNodes.address("10.0.0.2")));
		await().until(() -> this.engine.calls().contains("leave"));
		this.engine.become(removed(Kind.LEFT));
		await()
			.untilAsserted(() -> assertThat(this.bootstraps).containsExactly(List.of(TestNodes.address("10.0.0.2"))));
		assertThat(this.engine.calls()).containsExactly("leave", "restart");
		assertThat(this.engine.listeners()).as("only that of watch()").isEqualTo(1);
	}

	@Test
	void nodeThatCanNotLeaveInTimeGoesWithout(CapturedOutput output) {
		Rejoiner rejoiner = new Rejoiner(this.engine, OnRemoved.REJOIN, Duration.ofMillis(1), this.exits::add,
				this.bootstraps::add);
		rejoiner.watch();
		this.engine.become(new ClusterState(EngineStatus.MEMBER, SELF, List.of(member()), SELF, List.of()));
		rejoiner.givesWay(List.of(TestNodes.address("10.0.0.2")));
		await().untilAsserted(() -> assertThat(this.bootstraps).hasSize(1));
		assertThat(output).contains("Could not leave the cluster within 1 ms");
	}

	@Test
	void engineThatCanNotBeStartedAgainClosesTheApplication() {
		this.engine.notRestartable();
		rejoiner(OnRemoved.REJOIN).watch();
		this.engine.become(removed(Kind.FAILED));
		assertThat(this.exits).containsExactly("This node can enter the cluster again only as another process, because "
				+ "the application uses the engine's ActorSystem, which cannot");
	}

	@Test
	void engineThatFailsToStartAgainClosesTheApplication() {
		this.engine.failWith(new IllegalStateException("port in use"));
		rejoiner(OnRemoved.REJOIN).watch();
		this.engine.become(removed(Kind.FAILED));
		await().untilAsserted(() -> assertThat(this.exits)
			.containsExactly("The cluster engine could not be started again: port in use"));
	}

	@Test
	void engineThatFailsWithAnErrorClosesTheApplication() {
		Rejoiner rejoiner = new Rejoiner(this.engine, OnRemoved.REJOIN, Duration.ofSeconds(10), this.exits::add,
				(seedNodes) -> {
					throw new OutOfMemoryError("Java heap space");
				});
		rejoiner.watch();
		this.engine.become(removed(Kind.FAILED));
		await().untilAsserted(() -> assertThat(this.exits).containsExactly(
				"The cluster engine could not be started again: java.lang.OutOfMemoryError: Java heap space"));
	}

	@Test
	void engineIsStartedAgainByAThreadThatKeepsTheProcessAlive() {
		List<Boolean> daemons = new CopyOnWriteArrayList<>();
		Rejoiner rejoiner = new Rejoiner(this.engine, OnRemoved.REJOIN, Duration.ofSeconds(10), this.exits::add,
				(seedNodes) -> daemons.add(Thread.currentThread().isDaemon()));
		rejoiner.watch();
		Thread dispatcher = new Thread(() -> this.engine.become(removed(Kind.FAILED)));
		dispatcher.setDaemon(true);
		dispatcher.start();
		await().untilAsserted(() -> assertThat(daemons).containsExactly(false));
	}

	@Test
	void nodeIsStartedAgainOnceForEachRemoval() {
		rejoiner(OnRemoved.REJOIN).watch();
		this.engine.become(removed(Kind.FAILED));
		this.engine.become(removed(Kind.FAILED));
		await().until(() -> this.bootstraps.size() == 1);
		Node next = new Node(SELF.address(), 7);
		this.engine.become(new ClusterState(EngineStatus.STARTED, next, List.of(), null, List.of()));
		this.engine.become(removed(next, Kind.FAILED));
		await().until(() -> this.bootstraps.size() == 2);
	}

	private Rejoiner rejoiner(OnRemoved onRemoved) {
		return new Rejoiner(this.engine, onRemoved, Duration.ofSeconds(10), this.exits::add, this.bootstraps::add);
	}

	private static ClusterState removed(Kind kind) {
		return removed(SELF, kind);
	}

	private static ClusterState removed(Node self, Kind kind) {
		Member member = new Member(self, MemberStatus.DOWN, Set.of(), "default", true, Instant.EPOCH);
		return new ClusterState(EngineStatus.REMOVED, self, List.of(), null,
				List.of(new DepartedMember(member, kind, Instant.EPOCH)));
	}

	private static Member member() {
		return new Member(SELF, MemberStatus.UP, Set.of(), "default", true, Instant.EPOCH);
	}

}

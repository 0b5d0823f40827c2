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

package io.muster.cluster.pekko;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ActorSystemImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.muster.cluster.ClusterEngine.Registration;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.DepartedMember.Kind;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.pekko.TestEngines.TestEngine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PekkoClusterEngine}.
 */
class PekkoClusterEngineTests {

	private static final Map<String, Object> QUICK_FAILURE = Map.of("cluster.failure-detector",
			Map.of("heartbeat-interval", "300ms", "acceptable-heartbeat-pause", "1s"),
			"cluster.split-brain-resolver.stable-after", "1s");

	private final TestEngines engines = new TestEngines();

	@AfterEach
	void stop() {
		this.engines.close();
	}

	@Test
	void startedEngineIsMemberOfNothing() {
		TestEngine engine = this.engines.start();
		assertThat(engine.engine().name()).isEqualTo(TestPekkoSettings.NAME);
		assertThat(engine.state().status()).isEqualTo(EngineStatus.STARTED);
		assertThat(engine.state().members()).isEmpty();
		assertThat(engine.address().protocol()).isEqualTo("pekko");
		assertThat(engine.address().system()).isEqualTo(TestPekkoSettings.NAME);
		assertThat(engine.address().host()).isEqualTo("127.0.0.1");
		assertThat(engine.address().port()).isPositive();
	}

	@Test
	void founderIsTheOnlyMemberAndLeads() {
		TestEngine engine = this.engines.start();
		engine.engine().found(1);
		engine.await(EngineStatus.MEMBER);
		TestEngines.awaitUp(engine);
		Member self = engine.state().selfMember();
		assertThat(self).isNotNull();
		assertThat(self.roles()).containsExactly("api", "web");
		assertThat(self.dataCenter()).isEqualTo("north");
		assertThat(self.reachable()).isTrue();
		await().until(() -> self.node().equals(engine.state().leader()));
		assertThat(engine.state().oldest("web")).isEqualTo(self);
		assertThat(engine.state().oldest("other")).isNull();
	}

	@Test
	void nodesJoinThroughMember() {
		List<TestEngine> formed = this.engines.form(3, Map.of());
		TestEngine founder = formed.get(0);
		for (TestEngine engine : formed) {
			assertThat(engine.state().members()).extracting(Member::node)
				.containsExactlyInAnyOrderElementsOf(formed.stream().map((other) -> other.state().self()).toList());
			assertThat(engine.state().oldest(null).address()).isEqualTo(founder.address());
			assertThat(engine.state().leader()).isEqualTo(founder.state().leader());
		}
	}

	@Test
	void nodesJoinLeaveAndAreRemovedWithoutWaitingForTheEnginesOwnTurns() {
		Map<String, Object> never = new HashMap<>(QUICK_FAILURE);
		never.putAll(Map.of("cluster.gossip-interval", "1h", "cluster.leader-actions-interval", "1h"));
		List<TestEngine> formed = this.engines.form(3, never);
		TestEngine late = this.engines.start(TestPekkoSettings.with(never));
		late.join(formed.get(1).address());
		TestEngines.awaitUp(formed.get(0), formed.get(1), formed.get(2), late);
		late.engine().leave();
		late.await(EngineStatus.REMOVED);
		awaitDeparted(formed.get(0), late, Kind.LEFT);
		formed.get(0).engine().down(formed.get(1).address());
		formed.get(1).await(EngineStatus.REMOVED);
		TestEngines.awaitUp(formed.get(0), formed.get(2));
	}

	@Test
	void firstStateOfMemberHasAllMembers() {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		TestEngine late = this.engines.start();
		late.join(formed.get(1).address());
		late.await(EngineStatus.MEMBER);
		List<ClusterState> states = late.states();
		assertThat(states.stream().filter((state) -> !state.members().isEmpty()).findFirst()).get()
			.satisfies((state) -> {
				assertThat(state.status()).isEqualTo(EngineStatus.MEMBER);
				assertThat(state.members()).hasSize(3);
				assertThat(state.leader()).isNotNull();
			});
		assertThat(statuses(states)).startsWith(EngineStatus.STARTED, EngineStatus.JOINING, EngineStatus.MEMBER);
	}

	@Test
	void memberThatLeavesIsRemovedAndItsActorSystemTerminates() {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		TestEngine leaving = formed.get(1);
		leaving.engine().leave();
		leaving.await(EngineStatus.REMOVED);
		awaitDeparted(formed.get(0), leaving, Kind.LEFT);
		leaving.actorSystem().getWhenTerminated().toCompletableFuture().join();
		assertThat(leaving.state().status()).isEqualTo(EngineStatus.REMOVED);
		assertThat(leaving.state().members()).isEmpty();
		assertThat(statuses(leaving.states())).containsExactly(EngineStatus.STARTED, EngineStatus.JOINING,
				EngineStatus.MEMBER, EngineStatus.LEAVING, EngineStatus.REMOVED);
	}

	@Test
	void memberCanBeAskedToLeave() {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		formed.get(0).engine().leave(formed.get(1).address());
		formed.get(1).await(EngineStatus.REMOVED);
		awaitDeparted(formed.get(0), formed.get(1), Kind.LEFT);
	}

	@Test
	void memberThatIsDownedHasFailed() {
		List<TestEngine> formed = this.engines.form(2, QUICK_FAILURE);
		formed.get(0).engine().down(formed.get(1).address());
		formed.get(1).await(EngineStatus.REMOVED);
		awaitDeparted(formed.get(0), formed.get(1), Kind.FAILED);
	}

	@Test
	void memberThatCrashesBecomesUnreachableAndFails() {
		List<TestEngine> formed = this.engines.form(3, QUICK_FAILURE);
		TestEngine crashed = formed.get(2);
		((ActorSystemImpl) crashed.actorSystem()).abort();
		awaitDeparted(formed.get(0), crashed, Kind.FAILED);
		assertThat(formed.get(0).states())
			.anyMatch((state) -> state.members().stream().anyMatch((member) -> !member.reachable()));
		TestEngines.awaitUp(formed.get(0), formed.get(1));
	}

	@Test
	void tellsWhichMembersDoNotReachAMember() {
		List<TestEngine> formed = this.engines.form(3, Map.of());
		TestEngine crashed = formed.get(2);
		Node unreachable = crashed.state().self();
		Set<Node> others = Set.of(formed.get(0).state().self(), formed.get(1).state().self());
		assertThat(formed.get(0).engine().unreachable()).isEmpty();
		((ActorSystemImpl) crashed.actorSystem()).abort();
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(formed.subList(0, 2)).allSatisfy(
					(engine) -> assertThat(engine.engine().unreachable()).isEqualTo(Map.of(unreachable, others))));
	}

	@Test
	void anEngineThatHasNotStartedKnowsNobodyUnreachable() {
		assertThat(new PekkoClusterEngine(factory(TestPekkoSettings.with(Map.of()))).unreachable()).isEmpty();
	}

	@Test
	void stoppedMemberHasLeft() {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		TestEngine stopped = formed.get(1);
		stopped.engine().stop(Duration.ofSeconds(10));
		assertThat(stopped.state().status()).isEqualTo(EngineStatus.STOPPED);
		assertThat(stopped.state().self()).isNotNull();
		assertThat(stopped.state().members()).isEmpty();
		assertThat(statuses(stopped.states())).endsWith(EngineStatus.LEAVING, EngineStatus.REMOVED,
				EngineStatus.STOPPED);
		awaitDeparted(formed.get(0), stopped, Kind.LEFT);
		stopped.engine().stop(Duration.ofSeconds(10));
		assertThat(statuses(stopped.states())).containsOnlyOnce(EngineStatus.STOPPED);
	}

	@Test
	void stoppingDoesNotWaitForNodeThatHasNotJoinedOrIsAlone() {
		TestEngine idle = this.engines.start();
		TestEngine joining = this.engines.start();
		joining.join(unusedAddress());
		joining.await(EngineStatus.JOINING);
		TestEngine alone = this.engines.start();
		alone.engine().found(1);
		TestEngines.awaitUp(alone);
		for (TestEngine engine : List.of(idle, joining, alone)) {
			long start = System.nanoTime();
			engine.engine().stop(Duration.ofSeconds(10));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
			assertThat(engine.state().status()).isEqualTo(EngineStatus.STOPPED);
			assertThat(engine.actorSystem().getWhenTerminated().toCompletableFuture()).isCompleted();
		}
	}

	@Test
	void memberThatCannotLeaveInTimeIsStopped() {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		((ActorSystemImpl) formed.get(0).actorSystem()).abort();
		formed.get(0).actorSystem().getWhenTerminated().toCompletableFuture().join();
		formed.get(1).engine().stop(Duration.ofMillis(500));
		assertThat(formed.get(1).state().status()).isEqualTo(EngineStatus.STOPPED);
		assertThat(formed.get(1).actorSystem().getWhenTerminated().toCompletableFuture()).isCompleted();
	}

	@Test
	void engineThatWasNeverStartedStops() {
		PekkoClusterEngine engine = new PekkoClusterEngine(factory(TestPekkoSettings.with(Map.of())));
		engine.stop(Duration.ofSeconds(1));
		assertThat(engine.state().status()).isEqualTo(EngineStatus.STOPPED);
	}

	@Test
	void engineThatWasStoppedStartsAgainAsAnotherIncarnation() {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		TestEngine stopped = formed.get(1);
		Node before = stopped.state().self();
		stopped.engine().stop(Duration.ofSeconds(10));
		stopped.engine().verify();
		stopped.engine().start();
		assertThat(stopped.state().status()).isEqualTo(EngineStatus.STARTED);
		assertThat(stopped.state().self()).isNotEqualTo(before);
		stopped.engine().join(List.of(formed.get(0).state().self().address()));
		await().until(() -> stopped.state().status() == EngineStatus.MEMBER);
		stopped.engine().stop(Duration.ofSeconds(10));
		assertThat(stopped.state().status()).isEqualTo(EngineStatus.STOPPED);
	}

	@Test
	void engineWhoseActorSystemIsUsedElsewhereDoesNotStartAgain() {
		PekkoClusterEngine engine = new PekkoClusterEngine(factory(TestPekkoSettings.with(Map.of())));
		engine.actorSystem();
		engine.start();
		engine.stop(Duration.ofSeconds(10));
		assertThatIllegalStateException().isThrownBy(engine::start).withMessageContaining("uses the ActorSystem");
	}

	@Test
	void downedEngineIsRestartedAsAnotherIncarnation() {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		TestEngine downed = formed.get(1);
		Node before = downed.state().self();
		formed.get(0).engine().down(before.address());
		await().until(() -> downed.state().status() == EngineStatus.REMOVED);
		assertThat(downed.engine().isRestartable()).isTrue();
		downed.engine().restart();
		assertThat(downed.state().status()).isEqualTo(EngineStatus.STARTED);
		assertThat(downed.state().self()).isNotEqualTo(before);
		assertThat(downed.state().departed()).extracting((departed) -> departed.member().node()).contains(before);
		downed.join(formed.get(0).address());
		TestEngines.awaitUp(formed.get(0), downed);
		assertThat(statuses(downed.states())).doesNotContain(EngineStatus.STOPPED);
	}

	@Test
	void engineThatIsRestartedWhileAMemberForgetsItsCluster() {
		TestEngine engine = this.engines.form(1, Map.of()).get(0);
		Node before = engine.state().self();
		engine.engine().restart();
		assertThat(engine.state().members()).isEmpty();
		assertThat(engine.state().self()).isNotEqualTo(before);
		engine.engine().found(1);
		TestEngines.awaitUp(engine);
	}

	@Test
	void engineWhoseActorSystemIsUsedElsewhereCannotBeRestarted() {
		TestEngine engine = this.engines.form(1, Map.of()).get(0);
		assertThat(engine.actorSystem().name()).isEqualTo(engine.engine().name());
		assertThat(engine.engine().isRestartable()).isFalse();
		assertThatIllegalStateException().isThrownBy(engine.engine()::restart);
		assertThat(engine.state().status()).isEqualTo(EngineStatus.MEMBER);
	}

	@Test
	void connectingChangesNoMembership() {
		TestEngine one = this.engines.start();
		TestEngine two = this.engines.start();
		two.engine().connect(one.address());
		one.engine().connect(unusedAddress());
		one.engine().found(1);
		TestEngines.awaitUp(one);
		assertThat(two.state().status()).isEqualTo(EngineStatus.STARTED);
		two.join(one.address());
		TestEngines.awaitUp(one, two);
	}

	@Test
	void nodeReturnsToItsAddressAsAnotherNode() {
		List<TestEngine> formed = this.engines.form(2, Map.of());
		TestEngine first = formed.get(1);
		NodeAddress address = first.address();
		first.engine().stop(Duration.ofSeconds(10));
		TestEngine second = this.engines.start(TestPekkoSettings.with(address.host(), address.port(), Map.of()));
		second.join(formed.get(0).address());
		TestEngines.awaitUp(formed.get(0), second);
		assertThat(second.address()).isEqualTo(address);
		assertThat(second.state().self()).isNotEqualTo(first.state().self());
	}

	@Test
	void laterJoinReplacesOneThatIsNotAnswered() {
		TestEngine founder = this.engines.start();
		founder.engine().found(1);
		TestEngine joining = this.engines.start();
		joining.join(unusedAddress());
		joining.await(EngineStatus.JOINING);
		joining.join(founder.address());
		TestEngines.awaitUp(founder, joining);
	}

	@Test
	void foundReplacesJoinThatIsNotAnswered() {
		TestEngine engine = this.engines.start();
		engine.join(unusedAddress());
		engine.await(EngineStatus.JOINING);
		engine.engine().found(1);
		TestEngines.awaitUp(engine);
	}

	@Test
	void joinWaitsForSeedNodeThatIsNotMemberYet() {
		TestEngine seed = this.engines.start();
		TestEngine joining = this.engines.start();
		joining.join(seed.address());
		joining.await(EngineStatus.JOINING);
		seed.engine().found(1);
		TestEngines.awaitUp(seed, joining);
	}

	@Test
	void joinThroughOneselfOrStrangersIsRefused() {
		TestEngine engine = this.engines.start();
		NodeAddress self = engine.address();
		assertThatIllegalArgumentException().isThrownBy(() -> engine.join(self)).withMessageContaining("test");
		assertThatIllegalArgumentException().isThrownBy(() -> engine.join());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> engine.join(new NodeAddress("akka", self.system(), self.host(), self.port())));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> engine.join(self, NodeAddress.parse("pekko://other@127.0.0.9:25520")));
		assertThat(engine.state().status()).isEqualTo(EngineStatus.STARTED);
	}

	@Test
	void ownAddressAndStrangersAreLeftOutOfSeedNodes() {
		TestEngine founder = this.engines.start();
		founder.engine().found(1);
		TestEngine joining = this.engines.start();
		joining.join(joining.address(), NodeAddress.parse("pekko://other@127.0.0.9:25520"), founder.address());
		TestEngines.awaitUp(founder, joining);
	}

	@Test
	void theFirstOfTheConfiguredSeedNodesFoundsAndTheOthersJoinIt() {
		TestEngine first = this.engines.start();
		TestEngine second = this.engines.start();
		List<NodeAddress> seedNodes = List.of(first.address(), second.address());
		second.engine().joinSeedNodes(seedNodes);
		first.engine().joinSeedNodes(seedNodes);
		TestEngines.awaitUp(first, second);
		assertThat(statuses(first.states())).endsWith(EngineStatus.JOINING, EngineStatus.MEMBER);
		assertThat(statuses(second.states())).endsWith(EngineStatus.JOINING, EngineStatus.MEMBER);
	}

	@Test
	void listenerHearsTheLatestStateFirst() {
		TestEngine engine = this.engines.start();
		engine.engine().found(1);
		TestEngines.awaitUp(engine);
		await().until(() -> engine.state().leader() != null);
		List<ClusterState> heard = new CopyOnWriteArrayList<>();
		engine.engine().addListener(heard::add);
		await().until(() -> !heard.isEmpty());
		assertThat(heard).containsExactly(engine.state());
	}

	@Test
	void removedListenerHearsNothing() {
		TestEngine engine = this.engines.start();
		List<ClusterState> removed = new CopyOnWriteArrayList<>();
		List<ClusterState> kept = new CopyOnWriteArrayList<>();
		Registration registration = engine.engine().addListener(removed::add);
		engine.engine().addListener(kept::add);
		await().until(() -> !kept.isEmpty());
		registration.remove();
		registration.remove();
		int heard = removed.size();
		engine.engine().found(1);
		await().until(() -> statuses(kept).contains(EngineStatus.MEMBER));
		assertThat(removed).hasSize(heard);
	}

	@Test
	void listenerMayBeRemovedBeforeTheEngineStarts() {
		PekkoClusterEngine engine = new PekkoClusterEngine(factory(TestPekkoSettings.with(Map.of())));
		List<ClusterState> heard = new CopyOnWriteArrayList<>();
		engine.addListener(heard::add).remove();
		engine.stop(Duration.ZERO);
		assertThat(engine.state().status()).isEqualTo(EngineStatus.STOPPED);
		assertThat(heard).isEmpty();
	}

	@Test
	void listenerThatFailsDoesNotAffectOthers() {
		TestEngine engine = this.engines.start();
		engine.engine().addListener((state) -> {
			throw new IllegalStateException("on purpose");
		});
		engine.engine().found(1);
		TestEngines.awaitUp(engine);
	}

	@Test
	void commandsBeforeTheStartAreRefused() {
		PekkoClusterEngine engine = new PekkoClusterEngine(factory(TestPekkoSettings.with(Map.of())));
		assertThat(engine.state()).isEqualTo(ClusterState.NEW);
		assertThatIllegalStateException().isThrownBy(() -> engine.found(1));
		assertThatIllegalStateException().isThrownBy(engine::leave);
	}

	@Test
	void joinBeforeTheStartTakesEffectAtTheStart() {
		TestEngine founder = this.engines.start();
		founder.engine().found(1);
		TestEngine joining = this.engines.prepare(TestPekkoSettings.with("127.0.0.2", 0, Map.of()));
		joining.join(unusedAddress());
		joining.join(founder.address());
		joining.engine().start();
		assertThat(joining.state().status()).isNotEqualTo(EngineStatus.STARTED);
		TestEngines.awaitUp(founder, joining);
		assertThat(statuses(joining.states())).containsExactly(EngineStatus.JOINING, EngineStatus.MEMBER);
	}

	@Test
	void joinBeforeTheStartIsNotRepeatedAtARestart() {
		TestEngine founder = this.engines.start();
		founder.engine().found(1);
		TestEngine joining = this.engines.prepare(TestPekkoSettings.with("127.0.0.2", 0, Map.of()));
		joining.join(founder.address());
		joining.engine().start();
		TestEngines.awaitUp(founder, joining);
		joining.engine().restart();
		assertThat(joining.state().status()).isEqualTo(EngineStatus.STARTED);
	}

	@Test
	void joinBeforeTheStartThroughStrangersIsRefused() {
		PekkoClusterEngine engine = new PekkoClusterEngine(factory(TestPekkoSettings.with(Map.of())));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> engine.join(List.of(NodeAddress.parse("pekko://other@127.0.0.9:25520"))))
			.withMessageContaining("test");
	}

	@Test
	void actorSystemThatTheApplicationUsesHoldsItsOwnPort() {
		int port = io.muster.testsupport.Node.freePort();
		TestEngine engine = this.engines.prepare(TestPekkoSettings.with("127.0.0.1", port, Map.of()));
		assertThat(engine.actorSystem().name()).isEqualTo(TestPekkoSettings.NAME);
		engine.engine().verify();
		engine.engine().start();
		assertThat(engine.address().port()).isEqualTo(port);
		PekkoClusterEngine second = new PekkoClusterEngine(
				factory(TestPekkoSettings.with("127.0.0.1", port, Map.of())));
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(second::actorSystem)
			.withMessageContaining("cannot listen on 127.0.0.1:" + port);
	}

	@Test
	void engineThatCannotStartIsStoppedAndLeavesNothingRunning() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			PekkoActorSystemFactory factory = factory(
					TestPekkoSettings.with("taken", "127.0.0.1", socket.getLocalPort(), List.of(), Map.of()));
			PekkoClusterEngine engine = new PekkoClusterEngine(factory);
			List<ClusterState> heard = new ArrayList<>();
			engine.addListener(heard::add);
			assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(engine::start);
			assertThat(statuses(heard)).containsExactly(EngineStatus.STOPPED);
			await().untilAsserted(() -> assertThat(threads("taken")).isEmpty());
		}
	}

	@Test
	void actorSystemThatIsNoClusterMemberIsRefused() {
		ActorSystem actorSystem = ActorSystem.create("local");
		try {
			PekkoClusterEngine engine = new PekkoClusterEngine(actorSystem, Duration.ofDays(1));
			assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(engine::verify)
				.withMessageContaining("'local'")
				.withMessageContaining("pekko.actor.provider");
			assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(engine::start);
			assertThat(engine.state().status()).isEqualTo(EngineStatus.STOPPED);
		}
		finally {
			actorSystem.terminate();
		}
	}

	@Test
	void actorSystemOfTheApplicationLeavesAndKeepsRunning() {
		ActorSystem actorSystem = ActorSystem.create("mine", ConfigFactory.parseString("""
				pekko.actor.provider = cluster
				pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
				pekko.coordinated-shutdown.terminate-actor-system = off
				pekko.coordinated-shutdown.run-by-actor-system-terminate = off
				pekko.cluster.run-coordinated-shutdown-when-down = off
				pekko.cluster.jmx.enabled = off
				""").withFallback(ConfigFactory.load()));
		try {
			PekkoClusterEngine engine = new PekkoClusterEngine(actorSystem, Duration.ofDays(1));
			engine.verify();
			engine.start();
			assertThat(engine.name()).isEqualTo("mine");
			engine.found(1);
			await().until(() -> engine.state().status() == EngineStatus.MEMBER);
			engine.stop(Duration.ofSeconds(10));
			assertThat(engine.state().status()).isEqualTo(EngineStatus.STOPPED);
			assertThat(engine.state().departed()).extracting(DepartedMember::kind).containsExactly(Kind.LEFT);
			assertThat(actorSystem.getWhenTerminated().toCompletableFuture()).isNotCompleted();
		}
		finally {
			actorSystem.terminate();
		}
	}

	@Test
	void engineNeedsFewThreads() {
		TestEngine engine = this.engines.start(TestPekkoSettings.with("threads", "127.0.0.1", 0, List.of(), Map.of()));
		engine.engine().found(1);
		TestEngines.awaitUp(engine);
		assertThat(threads("threads")).hasSizeLessThanOrEqualTo(10);
		TestEngine other = this.engines.start(TestPekkoSettings.with("threads", "127.0.0.2", 0, List.of(), Map.of()));
		other.join(engine.address());
		TestEngines.awaitUp(engine, other);
		assertThat(threads("threads")).hasSizeLessThanOrEqualTo(2 * 12);
	}

	private static void awaitDeparted(TestEngine engine, TestEngine departed, Kind kind) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> engine.state()
				.departed()
				.stream()
				.anyMatch((member) -> member.member().node().equals(departed.state().self()) && member.kind() == kind));
		assertThat(engine.state().member(departed.state().self())).isNull();
	}

	private static List<EngineStatus> statuses(List<ClusterState> states) {
		List<EngineStatus> statuses = new ArrayList<>();
		for (ClusterState state : states) {
			if (statuses.isEmpty() || statuses.get(statuses.size() - 1) != state.status()) {
				statuses.add(state.status());
			}
		}
		return statuses;
	}

	private static List<String> threads(String actorSystem) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith(actorSystem + "-"))
			.sorted()
			.toList();
	}

	private static NodeAddress unusedAddress() {
		return NodeAddress.parse("pekko://test@127.0.0.99:1");
	}

	private PekkoActorSystemFactory factory(PekkoSettings settings) {
		return new PekkoActorSystemFactory(settings, getClass().getClassLoader());
	}

}

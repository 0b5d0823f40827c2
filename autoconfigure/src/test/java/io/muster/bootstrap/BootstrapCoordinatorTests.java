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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.formation.Advertisement;
import io.muster.bootstrap.formation.BootstrapPhase;
import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.bootstrap.storage.DurableStateStore;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.TestClusterEngine;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link BootstrapCoordinator}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BootstrapCoordinatorTests {

	private final TestClusterEngine engine = new TestClusterEngine();

	private final List<ContactPointSource> sources = new ArrayList<>(
			List.of(() -> TestNodes.contactPoints("10.0.0.1", "10.0.0.2")));

	private final List<String> exits = new CopyOnWriteArrayList<>();

	private final AtomicInteger probes = new AtomicInteger();

	private TestSettings settings = TestSettings.defaults().stableMargin(Duration.ZERO);

	private ContactPointProber prober = (contactPoint, news) -> CompletableFuture
		.completedFuture(new Answered(TestNodes.answer("10.0.0.2", "10.0.0.2")));

	private @Nullable BootstrapCoordinator coordinator;

	@AfterEach
	void close() {
		if (this.coordinator != null) {
			this.coordinator.close();
		}
	}

	@Test
	void startsWhenTheEngineHasStartedIfItWasAskedBefore() {
		BootstrapCoordinator coordinator = create();
		coordinator.start();
		assertThat(coordinator.isStarted()).isFalse();
		become(EngineStatus.STARTED);
		assertThat(coordinator.startIfAsked()).isTrue();
		await().until(() -> this.engine.calls().contains("join [pekko://orders@10.0.0.2:25520]"));
	}

	@Test
	void anExplicitJoinIsForOneIncarnationAndConfiguredSeedNodesAreForAll() {
		this.sources.clear();
		become(EngineStatus.STARTED);
		BootstrapCoordinator coordinator = create();
		coordinator.startThrough(List.of(TestNodes.address("10.0.0.9")));
		coordinator.joinedExplicitly(List.of(TestNodes.address("10.0.0.8")));
		await().untilAsserted(() -> assertThat(coordinator.report().waitingFor()).contains("10.0.0.8", "Cluster.join"));
		coordinator.restart(List.of());
		await().untilAsserted(
				() -> assertThat(coordinator.report().waitingFor()).contains("10.0.0.9", "muster.cluster.seed-nodes"));
	}

	@Test
	void whatItProbesWhileTheEngineStartsDecidesNothing() {
		ContactPointProber prober = this.prober;
		this.prober = (contactPoint, news) -> {
			this.probes.incrementAndGet();
			return prober.probe(contactPoint, news);
		};
		BootstrapCoordinator coordinator = create();
		coordinator.prepare(true);
		await().until(() -> this.probes.get() == 2);
		assertThat(coordinator.report().phase()).isEqualTo(BootstrapPhase.NOT_STARTED);
		assertThat(coordinator.report().contactPoints()).isEmpty();
		assertThat(this.engine.calls()).isEmpty();
	}

	@Test
	void isNotStartedWithTheEngineIfItWasNotAsked() {
		BootstrapCoordinator coordinator = create();
		become(EngineStatus.STARTED);
		assertThat(coordinator.startIfAsked()).isFalse();
		assertThat(coordinator.isStarted()).isFalse();
	}

	@Test
	void decidesNothingIfAnExplicitJoinCameFirst() {
		this.settings = TestSettings.requiring(1);
		this.sources.clear();
		this.sources.add(() -> Set.of());
		become(EngineStatus.JOINING);
		BootstrapCoordinator coordinator = create();
		coordinator.start();
		await().until(() -> coordinator.report().phase() == BootstrapPhase.BYPASSED);
		assertThat(this.engine.calls()).isEmpty();
	}

	@Test
	void joinsThroughWhatItFinds() {
		start();
		await().until(() -> this.engine.calls().contains("join [pekko://orders@10.0.0.2:25520]"));
	}

	@Test
	void foundsWhereItIsTheLowest() {
		this.prober = (contactPoint, news) -> CompletableFuture
			.completedFuture(new Answered(TestNodes.answer("10.0.0.2")));
		start();
		await().until(() -> this.engine.calls().contains("found"));
	}

	@Test
	void endsWhenTheEngineIsAMember() {
		BootstrapCoordinator coordinator = start();
		become(EngineStatus.MEMBER);
		await().until(() -> coordinator.report().phase() == BootstrapPhase.MEMBER);
	}

	@Test
	void startsOnce(CapturedOutput output) {
		BootstrapCoordinator coordinator = start();
		await().until(() -> this.engine.calls().size() == 1);
		coordinator.start();
		assertThat(output).contains("Bootstrap was started already; ignoring that it was started again");
	}

	@Test
	void mayBeStartedAgainWhereItCouldNotBeStarted() {
		become(EngineStatus.STARTED);
		AtomicInteger asked = new AtomicInteger();
		BootstrapCoordinator coordinator = create(() -> {
			if (asked.incrementAndGet() == 1) {
				throw new IllegalStateException("no server yet");
			}
			return TestNodes.contactPoint("10.0.0.1");
		});
		assertThatIllegalStateException().isThrownBy(coordinator::start);
		coordinator.start();
		await().until(() -> this.engine.calls().size() == 1);
	}

	@Test
	void reportsBeforeItIsStarted() {
		assertThat(create().report().phase()).isEqualTo(BootstrapPhase.NOT_STARTED);
	}

	@Test
	void asksSourcesOfTheSameNameBoth() {
		this.sources.clear();
		this.sources.add(new NamedSource("10.0.0.2"));
		this.sources.add(new NamedSource("10.0.0.3"));
		this.prober = refusing();
		BootstrapCoordinator coordinator = start();
		await().until(
				() -> coordinator.advertised().contactPoints().equals(TestNodes.contactPoints("10.0.0.2", "10.0.0.3")));
		assertThat(coordinator.report().sources()).extracting(BootstrapReport.Source::description)
			.containsExactly("the registry", "the registry #2");
	}

	@Test
	void contactPointsAreTheSameObjectWhileTheyAreTheSame() {
		this.prober = refusing();
		BootstrapCoordinator coordinator = start();
		await().until(() -> coordinator.advertised().contactPoints().size() == 2);
		Advertisement before = coordinator.advertised();
		int probes = this.probes.get();
		await().until(() -> this.probes.get() > probes);
		assertThat(coordinator.advertised()).isSameAs(before);
	}

	@Test
	void looksUpAtOnceWhenTheRegistryChanges() {
		AtomicInteger lookups = new AtomicInteger();
		this.sources.set(0, () -> {
			lookups.incrementAndGet();
			return Set.of();
		});
		this.settings.interval(Duration.ofSeconds(60));
		BootstrapCoordinator coordinator = start();
		await().until(() -> lookups.get() == 1);
		await().until(() -> {
			coordinator.registryChanged();
			return lookups.get() > 1;
		});
	}

	@Test
	void contactPointsOfAnOperatorOutliveTheIncarnation() {
		this.prober = refusing();
		BootstrapCoordinator coordinator = start();
		coordinator.enter(TestNodes.contactPoints("10.0.0.9"), List.of());
		await().until(() -> coordinator.advertised()
			.contactPoints()
			.equals(TestNodes.contactPoints("10.0.0.1", "10.0.0.2", "10.0.0.9")));
		this.engine
			.become(new ClusterState(EngineStatus.STARTED, TestNodes.node("10.0.0.7"), List.of(), null, List.of()));
		coordinator.restart(List.of());
		await().until(() -> coordinator.report().contactPoints().size() == 3
				&& "pekko://orders@10.0.0.7:25520".equals(coordinator.report().selfNode()));
	}

	@Test
	void joinsThroughWhomAnOperatorNamesAlsoWhileDiscoveryFails() {
		this.sources.set(0, () -> {
			throw new IllegalStateException("no registry");
		});
		this.prober = refusing();
		start().enter(TestNodes.contactPoints("10.0.0.9"), List.of(TestNodes.address("10.0.0.9")));
		await().until(() -> this.engine.calls().contains("join [pekko://orders@10.0.0.9:25520]"));
	}

	@Test
	void aHangingSourceDelaysNoReport() {
		CountDownLatch end = new CountDownLatch(1);
		this.sources.set(0, () -> {
			end.await();
			return Set.of();
		});
		BootstrapCoordinator coordinator = start();
		await().until(() -> coordinator.report().phase() == BootstrapPhase.PROBING);
		end.countDown();
	}

	@Test
	void probesAgainAfterAProberThrew() {
		this.prober = (contactPoint, news) -> {
			this.probes.incrementAndGet();
			throw new IllegalStateException("prober is broken");
		};
		BootstrapCoordinator coordinator = start();
		await().until(() -> this.probes.get() > 1);
		assertThat(coordinator.report().contactPoints())
			.anyMatch((contact) -> contact.failure() != null && contact.failure().contains("prober is broken"));
	}

	@Test
	void probesAgainAfterAProbeEndedWithAnException() {
		this.prober = (contactPoint, news) -> {
			this.probes.incrementAndGet();
			return CompletableFuture.failedFuture(new IllegalStateException("prober is broken"));
		};
		start();
		await().until(() -> this.probes.get() > 1);
	}

	@Test
	@SuppressWarnings("NullAway")
	void probesAgainAfterAProbeEndedWithNothing() {
		this.prober = (contactPoint, news) -> {
			this.probes.incrementAndGet();
			return CompletableFuture.completedFuture(null);
		};
		start();
		await().until(() -> this.probes.get() > 1);
	}

	@Test
	void goesOnWhereAListenerFails(CapturedOutput output) {
		BootstrapCoordinator coordinator = create();
		coordinator.addListener(new BootstrapListener() {

			@Override
			public void lookedUp(boolean succeeded) {
				throw new IllegalStateException("listener is broken");
			}

			@Override
			public void probed(String outcome) {
				throw new IllegalStateException("listener is broken");
			}

		});
		become(EngineStatus.STARTED);
		coordinator.start();
		await().until(() -> this.engine.calls().contains("join [pekko://orders@10.0.0.2:25520]"));
		assertThat(output).contains("listener is broken");
	}

	@Test
	void tellsListenersWhatHappened() {
		List<String> told = new CopyOnWriteArrayList<>();
		this.prober = refusing();
		BootstrapCoordinator coordinator = create();
		coordinator.addListener(new BootstrapListener() {

			@Override
			public void lookedUp(boolean succeeded) {
				told.add("looked up " + succeeded);
			}

			@Override
			public void probed(String outcome) {
				told.add(outcome);
			}

		});
		become(EngineStatus.STARTED);
		coordinator.start();
		await().until(() -> told.containsAll(List.of("looked up true", "refused")));
	}

	@Test
	void goesOnWhereAliasesFail(CapturedOutput output) {
		AtomicInteger asked = new AtomicInteger();
		become(EngineStatus.STARTED);
		create(new SelfContactPointSource() {

			@Override
			public ContactPoint local() {
				return TestNodes.contactPoint("10.0.0.1");
			}

			@Override
			public Set<ContactPoint> aliases() {
				if (asked.incrementAndGet() == 1) {
					throw new IllegalStateException("registration is broken");
				}
				return Set.of();
			}

		}).start();
		await().until(() -> this.engine.calls().size() == 1);
		assertThat(output).contains("registration is broken");
	}

	@Test
	void triesAgainWhereTheEngineRefusesToJoin(CapturedOutput output) {
		this.settings.joinTimeout(Duration.ofMillis(100));
		this.engine.failWith(new IllegalArgumentException("engine is broken"));
		start();
		await().until(() -> this.engine.calls().size() > 1);
		assertThat(output).contains("engine is broken");
	}

	@Test
	void closesTheApplicationWhereItCanNotJoin() {
		this.settings.shutdownAfter(Duration.ofMillis(100));
		start();
		await().until(() -> this.exits.size() == 1);
		assertThat(this.exits).first()
			.asString()
			.contains("muster.cluster.shutdown-after-unsuccessful-join-seed-nodes");
	}

	@Test
	void endsAtOnceWhenClosed(CapturedOutput output) {
		this.prober = refusing();
		this.settings.interval(Duration.ofSeconds(60));
		Set<Thread> before = bootstrapThreads();
		BootstrapCoordinator coordinator = start();
		await().until(() -> this.probes.get() > 0);
		coordinator.close();
		await().atMost(Duration.ofSeconds(2)).until(() -> before.containsAll(bootstrapThreads()));
		assertThat(coordinator.report().phase()).isEqualTo(BootstrapPhase.STOPPED);
		assertThat(output).doesNotContain("ERROR");
	}

	@Test
	void mayBeClosedTwiceAndBeforeItIsStarted() {
		BootstrapCoordinator coordinator = create();
		coordinator.close();
		coordinator.close();
		coordinator.registryChanged();
		assertThat(coordinator.advertised().contactPoints()).isEmpty();
	}

	@Test
	void probesWhoIntroducesItself() {
		Set<ContactPoint> probed = ConcurrentHashMap.newKeySet();
		this.prober = (contactPoint, news) -> {
			probed.add(contactPoint);
			ProbeResult refused = new Failed(Kind.REFUSED, "refused the connection");
			return CompletableFuture.completedFuture(refused);
		};
		start().introduced(TestNodes.contactPoint("10.0.0.9"));
		await().until(() -> probed.contains(TestNodes.contactPoint("10.0.0.9")));
	}

	private static Set<Thread> bootstrapThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("muster-bootstrap-"))
			.collect(Collectors.toSet());
	}

	private ContactPointProber refusing() {
		return (contactPoint, news) -> {
			this.probes.incrementAndGet();
			ProbeResult refused = new Failed(Kind.REFUSED, "refused the connection");
			return CompletableFuture.completedFuture(refused);
		};
	}

	private BootstrapCoordinator start() {
		become(EngineStatus.STARTED);
		BootstrapCoordinator coordinator = create();
		coordinator.start();
		return coordinator;
	}

	private BootstrapCoordinator create() {
		return create(() -> TestNodes.contactPoint("10.0.0.1"));
	}

	private BootstrapCoordinator create(SelfContactPointSource selfContactPoint) {
		BootstrapSettings settings = this.settings.build();
		this.coordinator = new BootstrapCoordinator(settings, new LowestAddressJoinDecider(settings), this.engine,
				this.sources, this.prober, selfContactPoint, this.exits::add, DurableStateStore.NONE);
		return this.coordinator;
	}

	private void become(EngineStatus status) {
		this.engine.become(new ClusterState(status, TestNodes.node("10.0.0.1"), List.of(), null, List.of()));
	}

	private record NamedSource(String host) implements ContactPointSource {

		@Override
		public Set<ContactPoint> lookup() {
			return TestNodes.contactPoints(this.host);
		}

		@Override
		public String description() {
			return "the registry";
		}

	}

}

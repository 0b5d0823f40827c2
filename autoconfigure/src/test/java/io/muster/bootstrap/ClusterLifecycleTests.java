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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;

import io.muster.bootstrap.ClusterLifecycle.Start;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEventPublisher;
import io.muster.cluster.NodeAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link ClusterLifecycle}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterLifecycleTests {

	private final ClusterEngine engine = mock(ClusterEngine.class);

	private final BootstrapCoordinator coordinator = mock(BootstrapCoordinator.class);

	private static final NodeAddress SEED = NodeAddress.parse("pekko://orders@10.0.0.9:25520");

	private final ClusterEventPublisher events = mock(ClusterEventPublisher.class);

	private final List<String> exits = new CopyOnWriteArrayList<>();

	@Test
	void startsTheEngineAndThenBootstrap() {
		lifecycle(Start.BOOTSTRAP).start();
		then(this.coordinator).should(timeout(10_000)).startUnlessLeft();
		InOrder order = inOrder(this.events, this.engine, this.coordinator);
		order.verify(this.engine).verify();
		order.verify(this.events).listenTo(this.engine);
		order.verify(this.engine).start();
		order.verify(this.coordinator).startUnlessLeft();
	}

	@Test
	void doesNotDelayTheApplication() {
		CountDownLatch end = new CountDownLatch(1);
		willAnswer((invocation) -> end.await(10, TimeUnit.SECONDS)).given(this.engine).start();
		ClusterLifecycle lifecycle = lifecycle(Start.BOOTSTRAP);
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		then(this.coordinator).should(never()).startUnlessLeft();
		end.countDown();
	}

	@Test
	void whatTheApplicationWaitsForIsAStepOfItsStart() {
		given(this.engine.name()).willReturn("orders");
		BufferingApplicationStartup startup = new BufferingApplicationStartup(10);
		ClusterLifecycle lifecycle = lifecycle(Start.BOOTSTRAP);
		lifecycle.setApplicationStartup(startup);
		lifecycle.start();
		assertThat(startup.getBufferedTimeline().getEvents()).singleElement().satisfies((event) -> {
			assertThat(event.getStartupStep().getName()).isEqualTo("muster.cluster.start");
			assertThat(event.getStartupStep().getTags()).singleElement()
				.satisfies((tag) -> assertThat(tag.getKey() + "=" + tag.getValue()).isEqualTo("cluster=orders"));
		});
	}

	@Test
	void failsTheApplicationAtOnceWhereTheEngineCanNotStart() {
		willThrow(new IllegalStateException("no such setting")).given(this.engine).verify();
		ClusterLifecycle lifecycle = lifecycle(Start.BOOTSTRAP);
		assertThatIllegalStateException().isThrownBy(lifecycle::start).withMessage("no such setting");
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Test
	void configuredSeedNodesWinOverBootstrap(CapturedOutput output) {
		lifecycle(Start.SEED_NODES).start();
		await().untilAsserted(() -> assertThat(output).contains(
				"muster.cluster.seed-nodes is set: this node joins through them, and bootstrap founds no cluster"));
		then(this.coordinator).should(timeout(10_000)).startThrough(List.of(SEED));
		then(this.coordinator).should(never()).startUnlessLeft();
	}

	@Test
	void waitsToBeStartedWhereThatIsNotAutomatic(CapturedOutput output) {
		lifecycle(Start.NOTHING).start();
		await().untilAsserted(() -> assertThat(output).contains("Bootstrap is not started automatically"));
		then(this.coordinator).should(never()).startUnlessLeft();
	}

	@Test
	void closesTheApplicationWhereTheEngineFails() {
		willThrow(new IllegalStateException("port in use")).given(this.engine).start();
		lifecycle(Start.BOOTSTRAP).start();
		await().untilAsserted(
				() -> assertThat(this.exits).containsExactly("The cluster engine could not be started: port in use"));
	}

	@ParameterizedTest
	@ValueSource(classes = { OutOfMemoryError.class, NoClassDefFoundError.class, StackOverflowError.class })
	void closesTheApplicationAlsoForAnError(Class<? extends Error> type) {
		willThrow(type).given(this.engine).start();
		lifecycle(Start.BOOTSTRAP).start();
		await().untilAsserted(() -> assertThat(this.exits)
			.containsExactly("The cluster engine could not be started: " + type.getName()));
	}

	@Test
	void closesTheApplicationWithTheAnalysisOfAFailure() {
		willThrow(new FailureAnalyzedException("Port 1 is in use.", "Choose another.")).given(this.engine).start();
		lifecycle(Start.BOOTSTRAP).start();
		await().untilAsserted(() -> assertThat(this.exits).containsExactly("Port 1 is in use. Choose another."));
	}

	@Test
	void doesNotBootstrapWhereItWasStoppedMeanwhile() throws Exception {
		CountDownLatch stopped = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		willAnswer((invocation) -> {
			stopped.await(10, TimeUnit.SECONDS);
			started.countDown();
			return null;
		}).given(this.engine).start();
		ClusterLifecycle lifecycle = lifecycle(Start.BOOTSTRAP);
		lifecycle.start();
		then(this.engine).should(timeout(10_000)).start();
		lifecycle.stop(() -> {
		});
		await().until(() -> !lifecycle.isRunning());
		stopped.countDown();
		assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
		then(this.coordinator).should(never()).startUnlessLeft();
	}

	@Test
	void stopsBootstrapAndThenLeaves() {
		CountDownLatch called = new CountDownLatch(1);
		ClusterLifecycle lifecycle = lifecycle(Start.BOOTSTRAP);
		lifecycle.start();
		lifecycle.stop(called::countDown);
		await().until(() -> called.getCount() == 0);
		InOrder order = inOrder(this.coordinator, this.engine);
		order.verify(this.coordinator).stop();
		order.verify(this.engine).stop(Duration.ofSeconds(7));
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Test
	void comesBackAfterAStop() {
		given(this.engine.isRestartable()).willReturn(true);
		ClusterLifecycle lifecycle = lifecycle(Start.BOOTSTRAP);
		lifecycle.start();
		then(this.coordinator).should(timeout(10_000)).startUnlessLeft();
		lifecycle.stop();
		lifecycle.start();
		then(this.coordinator).should(timeout(10_000).times(2)).startUnlessLeft();
		assertThat(lifecycle.isRunning()).isTrue();
		then(this.engine).should(times(2)).start();
		then(this.events).should().listenTo(this.engine);
	}

	@Test
	void refusesASecondStartInWordsWhereTheEngineCanNot() {
		ClusterLifecycle lifecycle = lifecycle(Start.BOOTSTRAP);
		lifecycle.start();
		lifecycle.stop();
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(lifecycle::start)
			.withMessageContaining("has left the cluster for good")
			.satisfies(
					(ex) -> assertThat(ex.analysis().getAction()).contains("Close the context and create another one"));
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Test
	void callsBackAlsoWhereStoppingFails() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		willThrow(new IllegalStateException("broken")).given(this.engine).stop(Duration.ofSeconds(7));
		lifecycle(Start.BOOTSTRAP).stop(called::countDown);
		assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void stopsWithoutBootstrap() {
		new ClusterLifecycle(this.engine, null, Start.NOTHING, List.of(), this.events, Duration.ofSeconds(7),
				OnRemoved.REJOIN, this.exits::add)
			.stop();
		then(this.engine).should().stop(Duration.ofSeconds(7));
	}

	@Test
	void startsAfterTheWebServerAndLeavesBeforeItDrains() {
		assertThat(lifecycle(Start.BOOTSTRAP).getPhase()).isLessThan(SmartLifecycle.DEFAULT_PHASE)
			.isGreaterThan(SmartLifecycle.DEFAULT_PHASE - 1024);
	}

	private ClusterLifecycle lifecycle(Start start) {
		return new ClusterLifecycle(this.engine, this.coordinator, start, List.of(SEED), this.events,
				Duration.ofSeconds(7), OnRemoved.REJOIN, this.exits::add);
	}

}

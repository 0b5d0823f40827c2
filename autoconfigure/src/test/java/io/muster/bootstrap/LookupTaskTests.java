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

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.BootstrapEvent;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.IncompleteLookupException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LookupTask}.
 */
class LookupTaskTests {

	private static final Set<ContactPoint> KNOWN = TestNodes.contactPoints("10.0.0.1");

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final List<BootstrapEvent> outcomes = new CopyOnWriteArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private LookupTask task;

	LookupTaskTests() {
		this.timer.setRemoveOnCancelPolicy(true);
		this.task = task(Duration.ofSeconds(10), () -> KNOWN);
	}

	@AfterEach
	void close() {
		this.release.countDown();
		this.task.close();
		this.timer.shutdownNow();
	}

	@Test
	void tellsWhatTheSourceKnows() {
		this.task.run();
		assertThat(outcome(1)).isEqualTo(new Discovered("registry", KNOWN));
	}

	@Test
	void whatItFindsToWarmUpIsNoOutcome() {
		List<Set<ContactPoint>> found = new CopyOnWriteArrayList<>();
		this.task.warmUp(found::add);
		await().until(() -> !found.isEmpty());
		assertThat(found).containsExactly(KNOWN);
		this.task.run();
		outcome(1);
		assertThat(this.outcomes).hasSize(1);
	}

	@Test
	void aLookupWaitsForTheOneThatWarmsUp() {
		AtomicInteger lookups = new AtomicInteger();
		this.task = task(Duration.ofSeconds(10), () -> {
			if (lookups.incrementAndGet() == 1) {
				awaitReleaseWhateverInterrupts();
			}
			return KNOWN;
		});
		this.task.warmUp((found) -> {
		});
		await().until(() -> lookups.get() == 1);
		this.task.run();
		assertThat(this.outcomes).isEmpty();
		this.release.countDown();
		assertThat(outcome(1)).isEqualTo(new Discovered("registry", KNOWN));
	}

	@Test
	void aLookupThatWarmsUpAndHangsIsTold() {
		this.task = task(Duration.ofMillis(10), () -> {
			awaitReleaseWhateverInterrupts();
			return KNOWN;
		});
		this.task.warmUp((found) -> {
		});
		await().until(() -> {
			this.task.run();
			return this.outcomes
				.contains(new LookupFailed("registry", "it still has not returned from an earlier lookup"));
		});
	}

	@Test
	void asksOnAThreadOfItsOwn() {
		List<String> threads = new CopyOnWriteArrayList<>();
		this.task = task(Duration.ofSeconds(10), () -> {
			threads.add(Thread.currentThread().getName());
			return KNOWN;
		});
		this.task.run();
		outcome(1);
		assertThat(threads).singleElement().asString().startsWith("muster-lookup-");
	}

	@Test
	void leavesNoTimerBehind() {
		this.task.run();
		outcome(1);
		await().until(() -> this.timer.getQueue().isEmpty());
	}

	@Test
	void tellsWhatTheSourceKnowsInPart() {
		this.task = task(Duration.ofSeconds(10), () -> {
			throw new IncompleteLookupException(KNOWN, "one is missing");
		});
		this.task.run();
		assertThat(outcome(1)).isEqualTo(new Discovered("registry", KNOWN, "one is missing"));
	}

	@Test
	void tellsTheCauseOfAFailureOnOneLine() {
		this.task = task(Duration.ofSeconds(10), () -> {
			throw new IllegalStateException("outer", new IOException("refused\nand more"));
		});
		this.task.run();
		assertThat(outcome(1)).isEqualTo(new LookupFailed("registry", "refused (IOException)"));
	}

	@Test
	void tellsAFailureWithoutMessage() {
		this.task = task(Duration.ofSeconds(10), () -> {
			throw new IllegalStateException();
		});
		this.task.run();
		assertThat(outcome(1)).isEqualTo(new LookupFailed("registry", "no message (IllegalStateException)"));
	}

	@Test
	@SuppressWarnings("NullAway")
	void tellsThatTheSourceReturnedNull() {
		this.task = task(Duration.ofSeconds(10), () -> null);
		this.task.run();
		assertThat(outcome(1)).isEqualTo(new LookupFailed("registry",
				"the source returned null instead of contact points (IllegalStateException)"));
	}

	@Test
	void anErrorIsAFailureLikeOthersAndDoesNotLockTheSource() {
		AtomicInteger lookups = new AtomicInteger();
		this.task = task(Duration.ofSeconds(10), () -> {
			if (lookups.incrementAndGet() == 1) {
				throw new StackOverflowError();
			}
			return KNOWN;
		});
		this.task.run();
		assertThat(outcome(1)).isInstanceOf(LookupFailed.class);
		this.task.run();
		assertThat(outcome(2)).isEqualTo(new Discovered("registry", KNOWN));
	}

	@Test
	void interruptsALookupThatTakesTooLong() {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.task = task(Duration.ofMillis(50), () -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
			return KNOWN;
		});
		this.task.run();
		assertThat(outcome(1)).isEqualTo(new LookupFailed("registry", "no answer within 50 ms (resolve-timeout)"));
		await().until(() -> interrupted.getCount() == 0);
	}

	@Test
	void aLookupHasOneOutcome() throws Exception {
		CountDownLatch returned = new CountDownLatch(1);
		this.task = task(Duration.ofMillis(50), () -> {
			awaitReleaseWhateverInterrupts();
			returned.countDown();
			return KNOWN;
		});
		this.task.run();
		outcome(1);
		this.release.countDown();
		assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.outcomes).hasSize(1);
	}

	@Test
	void aSourceThatHangsHoldsOneThreadAndIsReported() {
		AtomicInteger lookups = new AtomicInteger();
		this.task = task(Duration.ofMillis(50), () -> {
			lookups.incrementAndGet();
			awaitReleaseWhateverInterrupts();
			return KNOWN;
		});
		this.task.run();
		outcome(1);
		for (int i = 2; i < 20; i++) {
			this.task.run();
			assertThat(outcome(i))
				.isEqualTo(new LookupFailed("registry", "it still has not returned from an earlier lookup"));
		}
		assertThat(lookups).hasValue(1);
	}

	@Test
	void aSourceThatHungIsAskedAgainWhenItHasReturned() {
		this.task = task(Duration.ofMillis(200), () -> {
			awaitReleaseWhateverInterrupts();
			return KNOWN;
		});
		this.task.run();
		outcome(1);
		this.release.countDown();
		await().until(() -> {
			int before = this.outcomes.size();
			this.task.run();
			return outcome(before + 1) instanceof Discovered;
		});
	}

	@Test
	void failsOnceClosed() {
		this.task.close();
		this.task.run();
		assertThat(outcome(1)).isInstanceOf(LookupFailed.class);
	}

	private LookupTask task(Duration resolveTimeout, ContactPointSource source) {
		return new LookupTask(source, "registry", resolveTimeout, this.timer, this.outcomes::add);
	}

	private BootstrapEvent outcome(int number) {
		await().until(() -> this.outcomes.size() >= number);
		return this.outcomes.get(number - 1);
	}

	private void awaitReleaseWhateverInterrupts() {
		while (this.release.getCount() > 0) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				// as a source would that heeds no interruption
			}
		}
	}

}

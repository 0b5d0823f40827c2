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

package io.muster.leader;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AloneLocks}.
 */
final class AloneLocksTests {

	private static final LockTerms MINUTE = LockTerms.atMostFor(Duration.ofMinutes(1));

	private final AtomicLong time = new AtomicLong();

	private final AloneLocks locks = new AloneLocks(this.time::get);

	@Test
	void oneCallerHoldsALock() {
		HeldLock lock = this.locks.tryLock("report");
		assertThat(lock).isNotNull();
		assertThat(lock.isHeld()).isTrue();
		assertThat(this.locks.tryLock("report")).isNull();
		assertThat(this.locks.tryLock("billing")).isNotNull();
	}

	@Test
	void anotherTakesALockThatWasReleased() {
		HeldLock first = this.locks.tryLock("report");
		assertThat(first).isNotNull();
		first.unlock();
		HeldLock second = this.locks.tryLock("report");
		assertThat(second).isNotNull();
		first.unlock();
		assertThat(first.isHeld()).isFalse();
		assertThat(second.isHeld()).isTrue();
	}

	@Test
	void anotherTakesALockWhoseTimeHasPassed() {
		HeldLock first = this.locks.tryLock("report", MINUTE);
		assertThat(first).isNotNull();
		pass(Duration.ofSeconds(61));
		assertThat(first.isHeld()).isFalse();
		assertThat(this.locks.tryLock("report", MINUTE)).isNotNull();
		assertThat(first.extend(MINUTE)).isFalse();
	}

	@Test
	void aLockThatWasReleasedEarlyIsKeptForItsLeastTime() {
		HeldLock first = this.locks.tryLock("report", MINUTE.andAtLeastFor(Duration.ofSeconds(30)));
		assertThat(first).isNotNull();
		first.unlock();
		pass(Duration.ofSeconds(29));
		assertThat(this.locks.tryLock("report", MINUTE)).isNull();
		pass(Duration.ofSeconds(2));
		assertThat(this.locks.tryLock("report", MINUTE)).isNotNull();
	}

	@Test
	void anExtendedLockIsHeldFromThenOn() {
		HeldLock lock = this.locks.tryLock("report", MINUTE);
		assertThat(lock).isNotNull();
		pass(Duration.ofSeconds(50));
		assertThat(lock.extend(MINUTE)).isTrue();
		pass(Duration.ofSeconds(50));
		assertThat(lock.isHeld()).isTrue();
		assertThat(this.locks.tryLock("report", MINUTE)).isNull();
	}

	@Test
	void whoWaitsTakesTheLockWhenItIsReleased() throws Exception {
		AloneLocks locks = new AloneLocks();
		HeldLock first = locks.tryLock("report");
		assertThat(first).isNotNull();
		CompletableFuture<HeldLock> second = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				second.complete(locks.tryLock("report", MINUTE, Duration.ofSeconds(30)));
			}
			catch (InterruptedException ex) {
				second.completeExceptionally(ex);
			}
		});
		thread.start();
		first.unlock();
		assertThat(second.get()).isNotNull();
		thread.join();
	}

	@Test
	void whoWaitsTooLongGetsNothing() throws Exception {
		AloneLocks locks = new AloneLocks();
		locks.tryLock("report");
		assertThat(locks.tryLock("report", MINUTE, Duration.ofMillis(10))).isNull();
	}

	private void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

}

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

package io.muster.leader.integration;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;

import io.muster.leader.AloneLocks;
import io.muster.leader.FencingToken;
import io.muster.leader.HeldLock;
import io.muster.leader.LockTerms;
import io.muster.leader.LockUnavailableException;
import io.muster.leader.Locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link MusterLockRegistry}. They follow what Spring Integration tests of its
 * own registries.
 */
final class MusterLockRegistryTests {

	private static final Duration SHORT = Duration.ofMillis(20);

	private static final Duration LONG = Duration.ofMinutes(5);

	private final Locks locks = new AloneLocks();

	private final MusterLockRegistry registry = new MusterLockRegistry(this.locks);

	private final MusterLockRegistry otherServer = new MusterLockRegistry(this.locks);

	private final Locks mock = mock(Locks.class);

	private final HeldLock held = mock(HeldLock.class);

	private final MusterLockRegistry mocked = new MusterLockRegistry(this.mock);

	@Test
	void lockIsHeldUntilItIsReleased() {
		FencedLock lock = this.registry.obtain("order");
		lock.lock();
		assertHeld("order");
		lock.unlock();
		assertFree("order");
	}

	@Test
	void locksOfDifferentNamesAreIndependent() {
		this.registry.obtain("order").lock();
		assertThat(onAnotherThread(this.registry.obtain("invoice")::tryLock)).isTrue();
	}

	@Test
	void locksOfOneNameAreTheSameLock() throws InterruptedException {
		this.registry.obtain("order").lock();
		assertThat(this.registry.obtain("order").tryLock()).isTrue();
		this.registry.obtain("order").lockInterruptibly();
		this.registry.obtain("order").unlock();
		this.registry.obtain("order").unlock();
		assertHeld("order");
		this.registry.obtain("order").unlock();
		assertFree("order");
	}

	@Test
	void anotherThreadDoesNotTakeALockThatIsHeld() throws Exception {
		this.registry.obtain("order").lock();
		FencedLock lock = this.registry.obtain("order");
		assertThat(onAnotherThread(lock::tryLock)).isFalse();
		assertThat(onAnotherThread(() -> lock.tryLock(10, TimeUnit.MILLISECONDS))).isFalse();
	}

	@Test
	void anotherServerDoesNotTakeALockThatIsHeld() throws InterruptedException {
		this.registry.obtain("order").lock();
		FencedLock lock = this.otherServer.obtain("order");
		assertThat(lock.tryLock()).isFalse();
		assertThat(lock.tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
	}

	@Test
	void lockThatCouldNotBeTakenBelongsToNobody() {
		this.otherServer.obtain("order").lock();
		FencedLock lock = this.registry.obtain("order");
		assertThat(lock.tryLock()).isFalse();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
		this.otherServer.obtain("order").unlock();
		assertThat(onAnotherThread(lock::tryLock)).isTrue();
	}

	@Test
	void threadThatWaitsTakesTheLockWhenItIsReleased() throws Exception {
		FencedLock lock = this.registry.obtain("order");
		lock.lock();
		Future<Boolean> waiting = start(() -> lock.tryLock(1, TimeUnit.MINUTES));
		lock.unlock();
		assertThat(waiting.get()).isTrue();
		assertHeld("order");
	}

	@Test
	void serverThatWaitsTakesTheLockWhenItIsReleased() throws Exception {
		FencedLock lock = this.registry.obtain("order");
		lock.lock();
		Future<Boolean> waiting = start(() -> this.otherServer.obtain("order").tryLock(1, TimeUnit.MINUTES));
		lock.unlock();
		assertThat(waiting.get()).isTrue();
		assertHeld("order");
	}

	@Test
	void onlyTheThreadThatTookTheLockReleasesIt() {
		FencedLock lock = this.registry.obtain("order");
		lock.lock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> onAnotherThread(() -> {
			lock.unlock();
			return true;
		}));
		assertThatExceptionOfType(IllegalMonitorStateException.class)
			.isThrownBy(this.otherServer.obtain("order")::unlock)
			.withMessageContaining("'order'");
		assertHeld("order");
	}

	@Test
	void lockIsFreeWhenItsTimeToLiveHasPassed() throws InterruptedException {
		this.registry.obtain("order").lock(SHORT);
		await().untilAsserted(() -> assertFree("order"));
		assertThat(this.otherServer.obtain("order").tryLock(LONG, LONG)).isTrue();
	}

	@Test
	void releaseOfALockThatWasLostSaysSo() {
		FencedLock lock = this.registry.obtain("order");
		lock.lock(SHORT);
		await().untilAsserted(() -> assertFree("order"));
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock)
			.withMessageContaining("'order' was lost");
		lock.lock();
		assertHeld("order");
	}

	@Test
	void releaseOfALockThatAnotherTookMeanwhileLeavesItToThatOne() {
		FencedLock lock = this.registry.obtain("order");
		lock.lock(SHORT);
		this.otherServer.obtain("order").lock();
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
		assertHeld("order");
		this.otherServer.obtain("order").unlock();
	}

	@Test
	void lockThatWasLostIsNotTakenAgainBeforeItIsReleased() {
		FencedLock lock = this.registry.obtain("order");
		lock.lock(SHORT);
		await().untilAsserted(() -> assertFree("order"));
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(lock::tryLock)
			.withMessageContaining("had taken it and lost it");
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> lock.lock(LONG));
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
		assertThat(onAnotherThread(lock::tryLock)).isTrue();
	}

	@Test
	void lockThatIsTakenAgainIsHeldForAsLongAsEitherAsksFor() throws InterruptedException {
		given(this.mock.tryLock("order", LockTerms.atMostFor(LONG))).willReturn(this.held);
		given(this.held.isHeld()).willReturn(true);
		given(this.held.extend(any())).willReturn(true);
		FencedLock lock = this.mocked.obtain("order");
		assertThat(lock.tryLock(Duration.ZERO, LONG)).isTrue();
		lock.lock(SHORT);
		verify(this.held, never()).extend(any());
		lock.lock(LONG.multipliedBy(2));
		verify(this.held).extend(LockTerms.atMostFor(LONG.multipliedBy(2)));
		lock.lock();
		verify(this.held).extend(LockTerms.whileAlive());
	}

	@Test
	void lockIsRenewed() {
		FencedLock lock = this.registry.obtain("order");
		lock.lock(Duration.ofMillis(300));
		this.registry.renewLock("order");
		await().pollDelay(Duration.ofMillis(400)).untilAsserted(() -> assertHeld("order"));
		this.registry.renewLock("order", SHORT);
		await().untilAsserted(() -> assertFree("order"));
		assertThatIllegalStateException().isThrownBy(() -> this.registry.renewLock("order"))
			.withMessageContaining("it was lost");
	}

	@Test
	void onlyTheThreadThatTookTheLockRenewsIt() {
		assertThatExceptionOfType(IllegalMonitorStateException.class)
			.isThrownBy(() -> this.registry.renewLock("order"));
		this.registry.obtain("order").lock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> onAnotherThread(() -> {
			this.registry.renewLock("order");
			return true;
		}));
	}

	@Test
	void lockIsNotTakenWhereNobodyCanSayWhetherItIsFree() throws InterruptedException {
		given(this.mock.tryLock(any(), any())).willThrow(new LockUnavailableException("No majority"));
		given(this.mock.tryLock(any(), any(), any())).willThrow(new LockUnavailableException("No majority"));
		FencedLock lock = this.mocked.obtain("order");
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(lock::tryLock)
			.withMessageContaining("'order'")
			.withStackTraceContaining("No majority");
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(lock::lock);
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
	}

	@Test
	void lockThatCannotBeRenewedNowIsStillReleased() {
		given(this.mock.tryLock(any(), any())).willReturn(this.held);
		given(this.held.isHeld()).willReturn(true);
		given(this.held.extend(any())).willThrow(new LockUnavailableException("No majority"));
		FencedLock lock = this.mocked.obtain("order");
		assertThat(lock.tryLock()).isTrue();
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.mocked.renewLock("order", LONG));
		lock.unlock();
		verify(this.held).unlock();
	}

	@Test
	void interruptEndsTheWaitForALockOnlyWhereItIsAskedFor() throws Exception {
		this.otherServer.obtain("order").lock();
		FencedLock lock = this.registry.obtain("order");
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread deaf = new Thread(() -> {
			lock.lock();
			lock.unlock();
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		deaf.start();
		deaf.interrupt();
		CompletableFuture<Boolean> ended = new CompletableFuture<>();
		Thread attentive = new Thread(() -> {
			try {
				lock.lockInterruptibly();
				ended.complete(false);
			}
			catch (InterruptedException ex) {
				ended.complete(true);
			}
		});
		attentive.start();
		attentive.interrupt();
		assertThat(ended.get(1, TimeUnit.MINUTES)).isTrue();
		assertThat(interrupted.isDone()).isFalse();
		this.otherServer.obtain("order").unlock();
		assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
		assertFree("order");
	}

	@Test
	void taskIsExecutedWithTheLock() throws Exception {
		this.registry.executeLocked("order", () -> assertHeld("order"));
		assertFree("order");
		this.otherServer.obtain("order").lock();
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> this.registry.executeLocked("order", SHORT, () -> "done"));
	}

	@Test
	void lockHasAToken() {
		FencingToken token = new FencingToken(7);
		given(this.mock.tryLock(any(), any())).willReturn(this.held);
		given(this.held.token()).willReturn(token);
		FencedLock lock = this.mocked.obtain("order");
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::token);
		assertThat(lock.tryLock()).isTrue();
		assertThat(lock.token()).isEqualTo(token);
	}

	@Test
	void keysAreStrings() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.obtain(1))
			.withMessageContaining("must be a string");
	}

	@Test
	void locksHaveNoConditions() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(this.registry.obtain("order")::newCondition);
	}

	@Test
	void lockThatIsHeldDoesNotExpire() {
		this.registry.obtain("order").lock();
		this.registry.expireUnusedOlderThan(0);
		assertThat(this.registry.obtain("order").tryLock()).isTrue();
		assertThat(onAnotherThread(this.registry.obtain("order")::tryLock)).isFalse();
	}

	@Test
	void springIntegrationsOwnLeaderIsElectedByTheLock() {
		LockRegistryLeaderInitiator first = initiator(this.registry);
		LockRegistryLeaderInitiator second = initiator(this.otherServer);
		first.start();
		await().until(first.getContext()::isLeader);
		second.start();
		await().during(Duration.ofMillis(200)).until(() -> !second.getContext().isLeader());
		first.stop();
		await().until(second.getContext()::isLeader);
		second.stop();
	}

	private static LockRegistryLeaderInitiator initiator(MusterLockRegistry registry) {
		LockRegistryLeaderInitiator initiator = new LockRegistryLeaderInitiator(registry, new DefaultCandidate());
		initiator.setHeartBeatMillis(20);
		initiator.setBusyWaitMillis(20);
		return initiator;
	}

	private void assertHeld(String name) {
		assertThat(this.locks.tryLock(name)).as("lock %s is held", name).isNull();
	}

	private void assertFree(String name) {
		HeldLock lock = this.locks.tryLock(name);
		assertThat(lock).as("lock %s is free", name).isNotNull();
		lock.unlock();
	}

	/**
	 * Call on another thread, and await the answer.
	 */
	private static boolean onAnotherThread(Callable<Boolean> callable) {
		try {
			return start(callable).get();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw (RuntimeException) ex.getCause();
		}
	}

	private static Future<Boolean> start(Callable<Boolean> callable) {
		FutureTask<Boolean> task = new FutureTask<>(callable);
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
		return task;
	}

}

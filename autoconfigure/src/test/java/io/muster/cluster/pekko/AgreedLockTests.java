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

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.muster.cluster.LeaderChange;
import io.muster.cluster.pekko.TestServers.Server;
import io.muster.consensus.AgreedLocks;
import io.muster.leader.EngineLeaderships;
import io.muster.leader.HeldLock;
import io.muster.leader.LockTerms;
import io.muster.leader.LockUnavailableException;
import io.muster.leader.Locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the {@link EngineLeaderships#locks() locks} of {@link PekkoClusterEngine}s.
 */
final class AgreedLockTests {

	private static final LockTerms MINUTE = LockTerms.atMostFor(Duration.ofMinutes(1));

	private final TestServers servers = new TestServers();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
		this.servers.close();
	}

	@Test
	void oneServerHoldsALockAndHandsItOn() {
		form();
		HeldLock first = take(0, MINUTE);
		assertThat(first.isHeld()).isTrue();
		assertThat(locks(1).tryLock("report", MINUTE)).isNull();
		assertThat(locks(0).tryLock("report", MINUTE)).isNull();
		first.unlock();
		assertThat(first.isHeld()).isFalse();
		HeldLock second = await(1);
		assertThat(second.token()).isGreaterThan(first.token());
		assertThat(locks(0).tryLock("report", MINUTE)).isNull();
		assertThat(locks(0).tryLock("billing", MINUTE)).isNotNull();
	}

	@Test
	void aCallerThatWaitsGetsTheLockWhenItIsReleased() throws Exception {
		form();
		HeldLock first = take(0, MINUTE);
		CompletableFuture<HeldLock> second = CompletableFuture.supplyAsync(() -> await(1), this.executor);
		CompletableFuture<HeldLock> third = CompletableFuture.supplyAsync(() -> await(2), this.executor);
		awaitWaiting(2);
		first.unlock();
		HeldLock next = (HeldLock) CompletableFuture.anyOf(second, third).get(10, TimeUnit.SECONDS);
		assertThat(next.isHeld()).isTrue();
		next.unlock();
		assertThat(second.get(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(third.get(10, TimeUnit.SECONDS)).isNotNull();
	}

	@Test
	void whoWaitsTooLongGetsNothingAndLeavesNothing() throws Exception {
		form();
		HeldLock first = take(0, MINUTE);
		assertThat(locks(1).tryLock("report", MINUTE, Duration.ofMillis(200))).isNull();
		first.unlock();
		TestServers.await()
			.until(() -> this.servers.all().get(1).leaderships().report().state().locks().locks().isEmpty());
	}

	@Test
	void aLockPassesOnWhenItsTimeHasPassed() {
		form();
		HeldLock first = take(0, LockTerms.atMostFor(Duration.ofSeconds(1)));
		HeldLock second = await(1);
		assertThat(first.isHeld()).isFalse();
		assertThat(second.isHeld()).isTrue();
		assertThat(first.extend(MINUTE)).isFalse();
	}

	@Test
	void anExtendedLockIsHeldForTheNewTime() throws Exception {
		form();
		HeldLock first = take(0, LockTerms.atMostFor(Duration.ofSeconds(2)));
		assertThat(first.extend(MINUTE)).isTrue();
		assertThat(locks(1).tryLock("report", MINUTE, Duration.ofSeconds(4))).isNull();
		assertThat(first.isHeld()).isTrue();
	}

	@Test
	void aLockIsKeptForItsLeastTime() throws Exception {
		form();
		take(0, MINUTE.andAtLeastFor(Duration.ofSeconds(3))).unlock();
		assertThat(locks(0).tryLock("report", MINUTE)).isNull();
		assertThat(locks(1).tryLock("report", MINUTE)).isNull();
		assertThat(await(1).isHeld()).isTrue();
	}

	@Test
	void aLockWithoutATimePassesOnWhenItsServerLeaves() throws Exception {
		form();
		HeldLock first = take(0, LockTerms.whileAlive());
		this.servers.all().get(0).leaderships().leave().get(5, TimeUnit.SECONDS);
		assertThat(first.isHeld()).isFalse();
		assertThat(await(1).isHeld()).isTrue();
	}

	@Test
	void aLockWithATimeStaysWhenItsServerLeavesUnlessItIsReleased() throws Exception {
		form();
		HeldLock first = take(0, MINUTE);
		this.servers.all().get(0).leaderships().leave().get(5, TimeUnit.SECONDS);
		assertThat(locks(1).tryLock("report", MINUTE)).isNull();
		first.unlock();
		assertThat(await(1).isHeld()).isTrue();
		assertThatExceptionOfType(LockUnavailableException.class).isThrownBy(() -> locks(0).tryLock("report"))
			.withMessageContaining("leaves the cluster");
	}

	@Test
	void oneOfManyCallersHoldsALockAtATime() throws Exception {
		form();
		AtomicInteger holders = new AtomicInteger();
		List<CompletableFuture<Void>> callers = IntStream.range(0, 30)
			.mapToObj((caller) -> CompletableFuture.runAsync(() -> {
				try (HeldLock lock = await(caller % 3)) {
					assertThat(holders.incrementAndGet()).isEqualTo(1);
					assertThat(lock.isHeld()).isTrue();
					holders.decrementAndGet();
				}
			}, this.executor))
			.toList();
		CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
	}

	@Test
	void anInterruptedCallerLeavesNothing() throws Exception {
		form();
		HeldLock first = take(0, MINUTE);
		CompletableFuture<Class<?>> failure = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				locks(1).tryLock("report", MINUTE, Duration.ofMinutes(1));
			}
			catch (InterruptedException ex) {
				failure.complete(ex.getClass());
			}
		});
		thread.start();
		awaitWaiting(1);
		thread.interrupt();
		assertThat(failure.get(10, TimeUnit.SECONDS)).isEqualTo(InterruptedException.class);
		awaitWaiting(0);
		first.unlock();
	}

	@Test
	void withoutConsensusNoLockIsTaken() {
		this.servers.start(LeaderChange.SAFE).engine().engine().found(1);
		TestServers.await().until(() -> this.servers.all().get(0).leadership().isLeader());
		assertThatExceptionOfType(LockUnavailableException.class).isThrownBy(() -> locks(0).tryLock("report"))
			.withMessage("Nobody can say who holds lock 'report': locks need muster.cluster.leader-change=consensus on "
					+ "all servers");
	}

	private void form() {
		this.servers.form(3);
		this.servers.awaitLeader();
	}

	private Locks locks(int server) {
		return this.servers.all().get(server).leaderships().locks();
	}

	private HeldLock take(int server, LockTerms terms) {
		HeldLock lock = locks(server).tryLock("report", terms);
		assertThat(lock).isNotNull();
		return lock;
	}

	private HeldLock await(int server) {
		try {
			return Objects.requireNonNull(locks(server).tryLock("report", MINUTE, Duration.ofSeconds(30)));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void awaitWaiting(int number) {
		Server any = this.servers.all().get(2);
		TestServers.await().until(() -> {
			// this server may not have heard yet that the lock is held
			AgreedLocks.Lock lock = any.leaderships().report().state().locks().locks().get("report");
			return lock != null && lock.waiting().size() == number;
		});
	}

}

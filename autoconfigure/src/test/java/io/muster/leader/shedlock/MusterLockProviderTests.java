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

package io.muster.leader.shedlock;

import java.time.Duration;
import java.time.Instant;

import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import net.javacrumbs.shedlock.test.support.AbstractExtensibleLockProviderIntegrationTest;
import org.junit.jupiter.api.Test;

import io.muster.leader.AloneLocks;
import io.muster.leader.HeldLock;
import io.muster.leader.LockTerms;
import io.muster.leader.LockUnavailableException;
import io.muster.leader.Locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link MusterLockProvider}, together with those that ShedLock has for each
 * provider.
 */
final class MusterLockProviderTests extends AbstractExtensibleLockProviderIntegrationTest {

	private static final Duration AT_MOST = Duration.ofMinutes(10);

	private static final Duration AT_LEAST = Duration.ofSeconds(3);

	private final Locks locks = new AloneLocks();

	private final Locks mock = mock(Locks.class);

	private final HeldLock held = mock(HeldLock.class);

	private final MusterLockProvider provider = new MusterLockProvider(this.mock);

	@Override
	protected ExtensibleLockProvider getLockProvider() {
		return new MusterLockProvider(this.locks);
	}

	@Override
	protected void assertUnlocked(String lockName) {
		HeldLock lock = this.locks.tryLock(lockName);
		assertThat(lock).as("lock %s is free", lockName).isNotNull();
		lock.unlock();
	}

	@Override
	protected void assertLocked(String lockName) {
		assertThat(this.locks.tryLock(lockName)).as("lock %s is held", lockName).isNull();
	}

	@Test
	void handsBothTimesOn() {
		given(this.mock.tryLock("report", new LockTerms(AT_MOST, AT_LEAST))).willReturn(this.held);
		assertThat(this.provider.lock(configuration(AT_MOST, AT_LEAST))).isPresent();
	}

	@Test
	void handsBothTimesOnWhenExtending() {
		given(this.mock.tryLock(any(), any())).willReturn(this.held);
		SimpleLock lock = this.provider.lock(configuration(AT_MOST, Duration.ZERO)).orElseThrow();
		given(this.held.extend(new LockTerms(AT_MOST.multipliedBy(2), AT_LEAST))).willReturn(true);
		SimpleLock extended = lock.extend(AT_MOST.multipliedBy(2), AT_LEAST).orElseThrow();
		extended.unlock();
		verify(this.held).unlock();
	}

	@Test
	void jobIsNotLeftOutInSilenceWhereNobodyCanSayWhetherItsLockIsFree() {
		given(this.mock.tryLock(any(), any())).willThrow(new LockUnavailableException("No majority"));
		assertThatExceptionOfType(LockException.class)
			.isThrownBy(() -> this.provider.lock(configuration(AT_MOST, AT_LEAST)))
			.withMessageContaining("No majority");
	}

	@Test
	void lockThatCannotBeExtendedNowCanStillBeReleased() {
		given(this.mock.tryLock(any(), any())).willReturn(this.held);
		given(this.held.extend(any())).willThrow(new LockUnavailableException("No majority"));
		SimpleLock lock = this.provider.lock(configuration(AT_MOST, AT_LEAST)).orElseThrow();
		assertThatExceptionOfType(LockException.class).isThrownBy(() -> lock.extend(AT_MOST, AT_LEAST));
		lock.unlock();
		verify(this.held).unlock();
	}

	private static LockConfiguration configuration(Duration atMost, Duration atLeast) {
		return new LockConfiguration(Instant.EPOCH, "report", atMost, atLeast);
	}

}

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

import java.util.Optional;
import java.util.function.Supplier;

import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.jspecify.annotations.Nullable;

import io.muster.leader.HeldLock;
import io.muster.leader.LockTerms;
import io.muster.leader.LockUnavailableException;
import io.muster.leader.Locks;

/**
 * Takes the locks of ShedLock from the cluster, in place of a table. The names are those
 * of {@link Locks}. Times are measured by monotonic clocks, from when the lock is taken:
 * the clocks of the servers need not show the same time.
 * <p>
 * If nobody can say whether a lock is free, a {@link LockException} says why. A job is
 * left out in silence only if another holds its lock.
 * <p>
 * All methods may be called from any thread.
 */
public final class MusterLockProvider implements ExtensibleLockProvider {

	private final Locks locks;

	/**
	 * Create a provider.
	 * @param locks the locks of the cluster
	 */
	public MusterLockProvider(Locks locks) {
		this.locks = locks;
	}

	@Override
	public Optional<SimpleLock> lock(LockConfiguration configuration) {
		HeldLock lock = available(() -> this.locks.tryLock(configuration.getName(), terms(configuration)));
		return Optional.ofNullable(lock).map((held) -> new MusterLock(configuration, held));
	}

	private static LockTerms terms(LockConfiguration configuration) {
		return new LockTerms(configuration.getLockAtMostFor(), configuration.getLockAtLeastFor());
	}

	private static <T extends @Nullable Object> T available(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (LockUnavailableException ex) {
			throw new LockException(ex);
		}
	}

	/**
	 * A lock that was taken.
	 */
	private static final class MusterLock extends AbstractSimpleLock {

		private final HeldLock held;

		private MusterLock(LockConfiguration configuration, HeldLock held) {
			super(configuration);
			this.held = held;
		}

		@Override
		protected void doUnlock() {
			this.held.unlock();
		}

		@Override
		protected Optional<SimpleLock> doExtend(LockConfiguration configuration) {
			boolean extended = available(() -> this.held.extend(terms(configuration)));
			return extended ? Optional.of(new MusterLock(configuration, this.held)) : Optional.empty();
		}

	}

}

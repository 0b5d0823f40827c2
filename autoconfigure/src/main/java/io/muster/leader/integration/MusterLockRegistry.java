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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.integration.support.locks.ExpirableLockRegistry;
import org.springframework.integration.support.locks.RenewableLockRegistry;
import org.springframework.util.Assert;

import io.muster.leader.FencingToken;
import io.muster.leader.HeldLock;
import io.muster.leader.LockTerms;
import io.muster.leader.LockUnavailableException;
import io.muster.leader.Locks;

/**
 * A registry of Spring Integration whose locks are those of the cluster. Keys are
 * strings, and are the names of {@link Locks}.
 * <p>
 * All methods may be called from any thread.
 */
public final class MusterLockRegistry implements RenewableLockRegistry<FencedLock>, ExpirableLockRegistry<FencedLock> {

	/**
	 * How long to wait in one go where there is no limit: the place in the queue is given
	 * up then.
	 */
	private static final Duration LONG = Duration.ofDays(1);

	private final Locks locks;

	private final ConcurrentMap<String, State> states = new ConcurrentHashMap<>();

	/**
	 * Create a registry.
	 * @param locks the locks of the cluster
	 */
	public MusterLockRegistry(Locks locks) {
		this.locks = locks;
	}

	/**
	 * Return a lock.
	 * @param lockKey the name of the lock, a string
	 * @return the lock
	 */
	@Override
	public FencedLock obtain(Object lockKey) {
		Assert.isInstanceOf(String.class, lockKey, "A key of a cluster's lock must be a string: ");
		return new MusterLock((String) lockKey);
	}

	/**
	 * Hold a lock without an end from now on. Not needed unless the lock has a time to
	 * live.
	 * @param lockKey the name of the lock
	 * @throws IllegalMonitorStateException if this thread did not take the lock
	 * @throws IllegalStateException if the lock was lost
	 * @throws DataAccessResourceFailureException if no majority of the servers answers
	 */
	@Override
	public void renewLock(Object lockKey) {
		renew(lockKey, LockTerms.whileAlive());
	}

	/**
	 * Hold a lock for a time from now on.
	 * @param lockKey the name of the lock
	 * @param ttl that time
	 * @throws IllegalMonitorStateException if this thread did not take the lock
	 * @throws IllegalStateException if the lock was lost
	 * @throws DataAccessResourceFailureException if no majority of the servers answers
	 */
	@Override
	public void renewLock(Object lockKey, Duration ttl) {
		renew(lockKey, LockTerms.atMostFor(ttl));
	}

	private void renew(Object lockKey, LockTerms terms) {
		State state = owned((String) lockKey);
		boolean renewed;
		try {
			renewed = state.extend(terms);
		}
		catch (LockUnavailableException ex) {
			throw new DataAccessResourceFailureException("The lock '%s' cannot be renewed".formatted(lockKey), ex);
		}
		if (!renewed) {
			throw new IllegalStateException("The lock '%s' cannot be renewed, because it was lost. %s"
				.formatted(lockKey, "Another may hold it: end what it protects, and release it"));
		}
	}

	/**
	 * Do nothing: no lock is kept that nobody holds or waits for.
	 */
	@Override
	public void expireUnusedOlderThan(long age) {
	}

	/**
	 * Return the state of a lock that this thread took.
	 */
	private State owned(String name) {
		State state = this.states.get(name);
		if (state == null || !state.local.isHeldByCurrentThread()) {
			throw new IllegalMonitorStateException("The lock '%s' is not held by this thread".formatted(name));
		}
		return state;
	}

	private State enter(String name) {
		State entered = this.states.compute(name, (key, state) -> {
			State known = (state != null) ? state : new State();
			known.users++;
			return known;
		});
		Assert.state(entered != null, "There is no state");
		return entered;
	}

	private void leave(String name) {
		this.states.computeIfPresent(name, (key, state) -> (--state.users > 0) ? state : null);
	}

	/**
	 * A lock that is held or waited for in this process.
	 */
	private static final class State {

		/**
		 * Lets one thread of this process at a time ask the cluster.
		 */
		private final ReentrantLock local = new ReentrantLock(true);

		/**
		 * How often the lock is held or waited for; changed within the map only.
		 */
		private int users;

		private @Nullable Hold hold;

		private Hold hold() {
			Hold hold = this.hold;
			Assert.state(hold != null, "The lock is not held");
			return hold;
		}

		private boolean extend(LockTerms terms) {
			HeldLock held = hold().lock();
			boolean extended = held.extend(terms);
			if (extended) {
				this.hold = new Hold(held, terms, System.nanoTime());
			}
			return extended;
		}

	}

	/**
	 * A lock that was taken from the cluster.
	 *
	 * @param lock the lock
	 * @param terms how long it is held
	 * @param since since when
	 */
	private record Hold(HeldLock lock, LockTerms terms, long since) {

		private boolean lastsFor(LockTerms others) {
			Duration atMost = this.terms.lockAtMostFor();
			Duration other = others.lockAtMostFor();
			return atMost == null
					|| (other != null && atMost.minusNanos(System.nanoTime() - this.since).compareTo(other) >= 0);
		}

	}

	/**
	 * A lock. All that have the same name are the same lock.
	 */
	private final class MusterLock implements FencedLock {

		private final String name;

		private MusterLock(String name) {
			this.name = name;
		}

		@Override
		public void lock() {
			lock(LockTerms.whileAlive());
		}

		@Override
		public void lock(Duration ttl) {
			lock(LockTerms.atMostFor(ttl));
		}

		private void lock(LockTerms terms) {
			boolean interrupted = false;
			try {
				while (true) {
					try {
						lockInterruptibly(terms);
						return;
					}
					catch (InterruptedException ex) {
						interrupted = true;
					}
				}
			}
			finally {
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
			}
		}

		@Override
		public void lockInterruptibly() throws InterruptedException {
			lockInterruptibly(LockTerms.whileAlive());
		}

		private void lockInterruptibly(LockTerms terms) throws InterruptedException {
			while (!tryLock(terms, LONG)) {
				// wait on
			}
		}

		@Override
		public boolean tryLock() {
			try {
				return tryLock(LockTerms.whileAlive(), Duration.ZERO);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

		@Override
		public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
			return tryLock(LockTerms.whileAlive(), Duration.ofNanos(unit.toNanos(time)));
		}

		@Override
		public boolean tryLock(Duration waitTime, Duration ttl) throws InterruptedException {
			return tryLock(LockTerms.atMostFor(ttl), waitTime);
		}

		private boolean tryLock(LockTerms terms, Duration wait) throws InterruptedException {
			long start = System.nanoTime();
			State state = enter(this.name);
			boolean locked = false;
			try {
				if (state.local.tryLock(TimeUnit.NANOSECONDS.convert(wait), TimeUnit.NANOSECONDS)) {
					locked = take(state, terms, wait.minusNanos(System.nanoTime() - start));
				}
				return locked;
			}
			finally {
				if (!locked) {
					leave(this.name);
				}
			}
		}

		/**
		 * Ask the cluster for the lock, unless this thread has it. The local lock is
		 * held, and is released if the lock is not taken.
		 */
		private boolean take(State state, LockTerms terms, Duration wait) throws InterruptedException {
			boolean taken = false;
			try {
				if (state.local.getHoldCount() == 1) {
					taken = takeFirst(state, terms, wait);
				}
				else {
					takeAgain(state, terms);
					taken = true;
				}
				return taken;
			}
			catch (LockUnavailableException ex) {
				throw new CannotAcquireLockException("The lock '%s' cannot be taken".formatted(this.name), ex);
			}
			finally {
				if (!taken) {
					state.local.unlock();
				}
			}
		}

		private boolean takeFirst(State state, LockTerms terms, Duration wait) throws InterruptedException {
			Locks locks = MusterLockRegistry.this.locks;
			boolean waits = !wait.isNegative() && !wait.isZero();
			HeldLock held = waits ? locks.tryLock(this.name, terms, wait) : locks.tryLock(this.name, terms);
			if (held == null) {
				return false;
			}
			state.hold = new Hold(held, terms, System.nanoTime());
			return true;
		}

		/**
		 * The thread has the lock already, for as long as before or, if that is longer,
		 * as it asks for now.
		 */
		private void takeAgain(State state, LockTerms terms) {
			Hold hold = state.hold();
			boolean again = hold.lastsFor(terms) ? hold.lock().isHeld() : state.extend(terms);
			if (!again) {
				throw new CannotAcquireLockException(
						"The lock '%s' cannot be taken again, because this thread had taken it and lost it. %s"
							.formatted(this.name, "Another may hold it: end what it protects, and release it"));
			}
		}

		@Override
		public void unlock() {
			State state = owned(this.name);
			try {
				if (state.local.getHoldCount() == 1) {
					release(state);
				}
			}
			finally {
				state.local.unlock();
				leave(this.name);
			}
		}

		private void release(State state) {
			HeldLock held = state.hold().lock();
			state.hold = null;
			boolean lost = !held.isHeld();
			held.unlock();
			if (lost) {
				throw new ConcurrentModificationException(
						"The lock '%s' was lost before it was released: %s. What it protects may have been changed by another"
							.formatted(this.name, "its time to live has passed, or this server gave no sign of life"));
			}
		}

		@Override
		public FencingToken token() {
			return owned(this.name).hold().lock().token();
		}

		@Override
		public Condition newCondition() {
			throw new UnsupportedOperationException("Locks of the cluster have no conditions");
		}

		@Override
		public String toString() {
			return "lock '" + this.name + "'";
		}

	}

}

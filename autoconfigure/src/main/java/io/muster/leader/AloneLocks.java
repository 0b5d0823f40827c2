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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.muster.consensus.Epochs;

/**
 * The locks of an application that is no node of a cluster: with {@code muster.enabled}
 * set to false, only its own callers compete for them.
 */
public final class AloneLocks implements Locks {

	private final LongSupplier nanoTime;

	private final ReentrantLock mutex = new ReentrantLock();

	private final Condition changed = this.mutex.newCondition();

	private final Map<String, State> states = new HashMap<>();

	/**
	 * Tokens increase over all locks, and from one start of the application to the next.
	 */
	private long lastToken = Epochs.token(Epochs.at(System.currentTimeMillis()), 0);

	/**
	 * Create the locks.
	 */
	public AloneLocks() {
		this(System::nanoTime);
	}

	AloneLocks(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	@Override
	public @Nullable HeldLock tryLock(String name, LockTerms terms) {
		this.mutex.lock();
		try {
			State state = state(name);
			return (state.waiting.isEmpty() && state.freeIn(now()) <= 0) ? take(name, state, terms) : null;
		}
		finally {
			this.mutex.unlock();
		}
	}

	@Override
	public @Nullable HeldLock tryLock(String name, LockTerms terms, Duration wait) throws InterruptedException {
		this.mutex.lockInterruptibly();
		try {
			State state = state(name);
			Object place = new Object();
			state.waiting.addLast(place);
			try {
				return await(name, state, place, terms, nanos(wait));
			}
			finally {
				state.waiting.remove(place);
				this.changed.signalAll();
			}
		}
		finally {
			this.mutex.unlock();
		}
	}

	private @Nullable HeldLock await(String name, State state, Object place, LockTerms terms, long wait)
			throws InterruptedException {
		long start = now();
		while (state.waiting.getFirst() != place || state.freeIn(now()) > 0) {
			long left = wait - (now() - start);
			if (left <= 0) {
				return null;
			}
			long free = (state.waiting.getFirst() == place) ? state.freeIn(now()) : left;
			this.changed.await(Math.min(left, Math.max(free, 1)), TimeUnit.NANOSECONDS);
		}
		return take(name, state, terms);
	}

	/**
	 * Return the state of a lock. Those that nobody needs any more are dropped: names may
	 * be of one use each.
	 */
	private State state(String name) {
		long now = now();
		this.states.values().removeIf((state) -> state.waiting.isEmpty() && state.freeIn(now) <= 0);
		return this.states.computeIfAbsent(name, (key) -> new State());
	}

	private HeldLock take(String name, State state, LockTerms terms) {
		AloneLock lock = new AloneLock(name, state, new FencingToken(++this.lastToken));
		state.holder = lock;
		state.begin(terms, now());
		return lock;
	}

	private long now() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Return a duration in nanoseconds, of which there are enough for 292 years.
	 */
	private static long nanos(Duration duration) {
		return TimeUnit.NANOSECONDS.convert(duration);
	}

	private static final class State {

		private final Deque<Object> waiting = new ArrayDeque<>();

		private @Nullable AloneLock holder;

		private long since;

		private long atMost;

		private long atLeast;

		private void begin(LockTerms terms, long now) {
			this.since = now;
			this.atMost = (terms.lockAtMostFor() != null) ? nanos(terms.lockAtMostFor()) : Long.MAX_VALUE;
			this.atLeast = nanos(terms.lockAtLeastFor());
		}

		/**
		 * Return in how many nanoseconds the lock is free, at most.
		 */
		private long freeIn(long now) {
			return ((this.holder != null) ? this.atMost : this.atLeast) - (now - this.since);
		}

	}

	private final class AloneLock implements HeldLock {

		private final String name;

		private final State state;

		private final FencingToken token;

		private AloneLock(String name, State state, FencingToken token) {
			this.name = name;
			this.state = state;
			this.token = token;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public FencingToken token() {
			return this.token;
		}

		@Override
		public boolean isHeld() {
			AloneLocks.this.mutex.lock();
			try {
				return this.state.holder == this && this.state.freeIn(now()) > 0;
			}
			finally {
				AloneLocks.this.mutex.unlock();
			}
		}

		@Override
		public boolean extend(LockTerms terms) {
			AloneLocks.this.mutex.lock();
			try {
				boolean held = isHeld();
				if (held) {
					this.state.begin(terms, now());
					AloneLocks.this.changed.signalAll();
				}
				return held;
			}
			finally {
				AloneLocks.this.mutex.unlock();
			}
		}

		@Override
		public void unlock() {
			AloneLocks.this.mutex.lock();
			try {
				if (this.state.holder == this) {
					this.state.holder = null;
					AloneLocks.this.changed.signalAll();
				}
			}
			finally {
				AloneLocks.this.mutex.unlock();
			}
		}

	}

}

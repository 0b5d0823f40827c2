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
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.muster.consensus.LockRequest;
import io.muster.consensus.LockRequests;

/**
 * The locks of the servers of a cluster, by consensus. Of the callers of this server that
 * want a lock, one asks the others for it at a time.
 */
final class EngineLocks implements Locks {

	/**
	 * How long the answer of a majority may take. An election is over by then, or the
	 * group cannot decide.
	 */
	private static final Duration ANSWER = Duration.ofSeconds(10);

	private static final int LONGEST_NAME = 500;

	private final ConsensusRunner runner;

	private final LongSupplier nanoTime;

	/**
	 * Returns why this server can take no lock, and until when.
	 */
	private final Supplier<@Nullable String> obstacle;

	// The runner's thread

	private final Map<String, Queue> queues = new HashMap<>();

	private @Nullable String end;

	/**
	 * Create the locks.
	 * @param runner the runner; {@link #changed()} must be called after each of its steps
	 * @param nanoTime a monotonic clock, in nanoseconds
	 * @param obstacle returns why nothing is agreed, {@code null} if it is
	 */
	EngineLocks(ConsensusRunner runner, LongSupplier nanoTime, Supplier<@Nullable String> obstacle) {
		this.runner = runner;
		this.nanoTime = nanoTime;
		this.obstacle = obstacle;
	}

	@Override
	public @Nullable HeldLock tryLock(String name, LockTerms terms) {
		Attempt attempt = submit(name, terms, Duration.ZERO);
		try {
			return await(attempt.result);
		}
		catch (InterruptedException ex) {
			cancel(attempt);
			Thread.currentThread().interrupt();
			throw new LockUnavailableException(
					"Lock '%s' was not taken, because this thread was interrupted".formatted(name));
		}
	}

	@Override
	public @Nullable HeldLock tryLock(String name, LockTerms terms, Duration wait) throws InterruptedException {
		Attempt attempt = submit(name, terms, wait);
		try {
			return await(attempt.result);
		}
		catch (InterruptedException ex) {
			cancel(attempt);
			throw ex;
		}
	}

	private Attempt submit(String name, LockTerms terms, Duration wait) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.isTrue(name.length() <= LONGEST_NAME, () -> "'name' must have at most %d characters, but has %d: %s..."
			.formatted(LONGEST_NAME, name.length(), name.substring(0, 40)));
		Attempt attempt = new Attempt(terms, now() + nanos(wait));
		execute(() -> {
			Queue queue = this.queues.computeIfAbsent(name, Queue::new);
			queue.attempts.addLast(attempt);
			queue.proceed();
		}, attempt.result);
		return attempt;
	}

	/**
	 * Give up for a caller that has gone. It may have got the lock just now.
	 */
	private void cancel(Attempt attempt) {
		this.runner.execute(() -> {
			attempt.cancelled = true;
			if (!attempt.result.isCompletedExceptionally() && attempt.result.getNow(null) instanceof AgreedLock lock) {
				lock.release(false);
			}
		});
	}

	/**
	 * Run a task on the runner's thread, which completes a result sooner or later.
	 */
	private void execute(Runnable task, CompletableFuture<?> result) {
		boolean accepted = this.runner.execute(() -> {
			String end = this.end;
			if (end != null) {
				result.completeExceptionally(new LockUnavailableException(end));
			}
			else {
				task.run();
			}
		});
		if (!accepted) {
			result.completeExceptionally(
					new LockUnavailableException("This server has left the cluster, and takes no lock any more"));
		}
	}

	private static <T extends @Nullable Object> T await(CompletableFuture<T> result) throws InterruptedException {
		try {
			return result.get();
		}
		catch (ExecutionException ex) {
			// Of this thread, so that its trace shows who wanted the lock.
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new LockUnavailableException(String.valueOf(cause.getMessage()));
		}
	}

	private long now() {
		return this.nanoTime.getAsLong();
	}

	private LockRequests requests() {
		return this.runner.lockRequests();
	}

	// The runner's thread

	/**
	 * Answer those that wait, by what is agreed now.
	 */
	void changed() {
		this.queues.values().removeIf((queue) -> {
			queue.proceed();
			return queue.isEmpty();
		});
	}

	/**
	 * Take no lock any more.
	 * @param reason why
	 */
	void end(String reason) {
		this.end = reason;
		this.queues.values().forEach((queue) -> queue.end(reason));
	}

	/**
	 * Take locks again, after {@link #end}.
	 */
	void begin() {
		this.end = null;
	}

	private String unavailable(String name) {
		String reason = this.obstacle.get();
		return "Nobody can say who holds lock '%s': %s".formatted(name,
				(reason != null) ? reason
						: "no answer within %d s. /actuator/leadership shows the servers that agree on it"
							.formatted(ANSWER.toSeconds()));
	}

	private static long nanos(Duration duration) {
		return TimeUnit.NANOSECONDS.convert(duration);
	}

	private static long atMost(LockTerms terms) {
		return (terms.lockAtMostFor() != null) ? Math.max(1, nanos(terms.lockAtMostFor())) : LockRequest.SESSION;
	}

	/**
	 * The callers that want a lock, and the one that holds it.
	 */
	private final class Queue {

		private final String name;

		private final Deque<Attempt> attempts = new ArrayDeque<>();

		/**
		 * For whom the others are asked: the first of those that want the lock.
		 */
		private @Nullable Attempt asking;

		private @Nullable AgreedLock held;

		private Queue(String name) {
			this.name = name;
		}

		boolean isEmpty() {
			return this.attempts.isEmpty() && this.held == null;
		}

		void proceed() {
			AgreedLock held = this.held;
			if (held != null && !held.update(requests().state(this.name))) {
				this.held = null;
			}
			if (this.held != null) {
				this.attempts.removeIf((attempt) -> attempt.isOver(now()) && attempt.fail(null));
				return;
			}
			while (this.held == null && !this.attempts.isEmpty() && isAnswered(this.attempts.getFirst())) {
				this.attempts.removeFirst();
				this.asking = null;
			}
			Attempt first = this.asking;
			if (first != null && (first.waits || first.isUnanswered(now()))) {
				String unavailable = first.waits ? null : unavailable(this.name);
				this.attempts
					.removeIf((attempt) -> attempt != first && attempt.isOver(now()) && attempt.fail(unavailable));
			}
		}

		/**
		 * Ask for an attempt, or see what has come of it.
		 */
		private boolean isAnswered(Attempt attempt) {
			if (attempt.cancelled) {
				giveUp();
				return attempt.fail(null);
			}
			if (this.asking != attempt) {
				this.asking = attempt;
				attempt.askedAt = now();
				requests().request(this.name, atMost(attempt.terms), nanos(attempt.terms.lockAtLeastFor()));
				return false;
			}
			LockRequests.State state = requests().state(this.name);
			if (state == null) {
				// It ended before this server learnt that it had it.
				return attempt.fail(null);
			}
			if (state.token() != null) {
				AgreedLock lock = new AgreedLock(this, state.token(), state);
				this.held = lock;
				return attempt.result.complete(lock);
			}
			attempt.waits = state.waiting();
			if (attempt.isOver(now()) && (state.waiting() || attempt.isUnanswered(now()))) {
				giveUp();
				return attempt.fail(state.waiting() ? null : unavailable(this.name));
			}
			return false;
		}

		private void giveUp() {
			if (this.asking != null) {
				requests().release(this.name, false);
			}
		}

		void end(String reason) {
			giveUp();
			this.asking = null;
			this.attempts.forEach((attempt) -> attempt.fail(reason));
			this.attempts.clear();
			if (this.held != null) {
				this.held.end(reason);
			}
		}

	}

	/**
	 * A lock that a caller of this server holds.
	 */
	private final class AgreedLock implements HeldLock {

		private final Queue queue;

		private final long token;

		private volatile long end;

		private volatile boolean timed;

		private volatile boolean released;

		// The runner's thread

		private final List<Extension> extensions = new ArrayList<>();

		private AgreedLock(Queue queue, long token, LockRequests.State state) {
			this.queue = queue;
			this.token = token;
			this.end = state.end();
			this.timed = state.timed();
		}

		@Override
		public String name() {
			return this.queue.name;
		}

		@Override
		public FencingToken token() {
			return new FencingToken(this.token);
		}

		@Override
		public boolean isHeld() {
			return !this.released && now() - this.end < 0
					&& (this.timed || EngineLocks.this.runner.isLockHeld(name(), this.token));
		}

		@Override
		public boolean extend(LockTerms terms) {
			CompletableFuture<Boolean> result = new CompletableFuture<>();
			execute(() -> {
				if (this.queue.held == this && !this.released) {
					requests().extend(name(), atMost(terms), nanos(terms.lockAtLeastFor()), now());
					this.extensions.add(new Extension(result, now()));
				}
				else {
					result.complete(false);
				}
			}, result);
			try {
				return await(result);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new LockUnavailableException(
						"Whether lock '%s' is extended is unknown, because this thread was interrupted"
							.formatted(name()));
			}
		}

		@Override
		public void unlock() {
			this.released = true;
			EngineLocks.this.runner.execute(() -> release(true));
		}

		/**
		 * Release it.
		 * @param used whether a caller has it
		 */
		void release(boolean used) {
			this.released = true;
			if (this.queue.held == this) {
				this.queue.held = null;
				requests().release(name(), used);
				answerExtensions(false);
				this.queue.proceed();
			}
		}

		/**
		 * Take what is agreed.
		 * @return whether this server still has a say in the lock
		 */
		boolean update(LockRequests.@Nullable State state) {
			if (state == null) {
				answerExtensions(false);
				return false;
			}
			this.end = state.end();
			if (state.agreed()) {
				this.timed = state.timed();
				answerExtensions(true);
			}
			this.extensions.removeIf((extension) -> now() - extension.askedAt() >= ANSWER.toNanos()
					&& extension.result().completeExceptionally(new LockUnavailableException(unavailable(name()))));
			return true;
		}

		private void answerExtensions(boolean extended) {
			this.extensions.forEach((extension) -> extension.result().complete(extended));
			this.extensions.clear();
		}

		void end(String reason) {
			this.extensions
				.forEach((extension) -> extension.result().completeExceptionally(new LockUnavailableException(reason)));
			this.extensions.clear();
		}

	}

	/**
	 * A caller that wants to hold a lock on other terms.
	 *
	 * @param result whether it does
	 * @param askedAt when it asked
	 */
	private record Extension(CompletableFuture<Boolean> result, long askedAt) {
	}

	/**
	 * A caller that wants a lock.
	 */
	private static final class Attempt {

		private final CompletableFuture<@Nullable HeldLock> result = new CompletableFuture<>();

		private final LockTerms terms;

		private final long deadline;

		private long askedAt;

		/**
		 * Whether it is agreed that another holds the lock.
		 */
		private boolean waits;

		private boolean cancelled;

		private Attempt(LockTerms terms, long deadline) {
			this.terms = terms;
			this.deadline = deadline;
		}

		boolean isOver(long now) {
			return now - this.deadline >= 0;
		}

		boolean isUnanswered(long now) {
			return now - this.askedAt >= ANSWER.toNanos();
		}

		/**
		 * End without the lock.
		 * @param unavailable why nobody knows whether it is free, {@code null} if it is
		 * not
		 */
		boolean fail(@Nullable String unavailable) {
			return (unavailable != null) ? this.result.completeExceptionally(new LockUnavailableException(unavailable))
					: this.result.complete(null);
		}

	}

}

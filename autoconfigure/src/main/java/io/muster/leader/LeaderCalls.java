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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * The calls of this application that run as a leader. Knows which they are, so that they
 * can be interrupted, and the cluster be left when they have returned.
 * <p>
 * One lock guards all calls. It is held for an instant, and makes sure that a thread is
 * interrupted only while it runs a call.
 */
final class LeaderCalls {

	private static final Log logger = LogFactory.getLog(LeaderCalls.class);

	private final Lock lock = new ReentrantLock();

	private final List<LeaderCall> calls = new ArrayList<>();

	private final List<Waiting> waiting = new ArrayList<>();

	private final Set<String> closed = new HashSet<>();

	private boolean allClosed;

	private boolean draining;

	/**
	 * Run a call if this server leads. The call is known before the leadership is asked
	 * for, so that a revocation after the answer does not miss it.
	 * @param call the call
	 * @param body what to run
	 * @param elsewhere what to return if this server does not lead
	 * @return what {@code body} returns, or else {@code elsewhere}
	 * @throws Throwable what {@code body} throws
	 */
	@Nullable Object run(LeaderCall call, LeaderCall.Body body, @Nullable Object elsewhere) throws Throwable {
		guarded(() -> this.calls.add(call));
		try {
			return begin(call) ? call.run(body) : elsewhere;
		}
		finally {
			end(call).forEach(Runnable::run);
		}
	}

	private boolean begin(LeaderCall call) {
		while (call.leads()) {
			this.lock.lock();
			try {
				if (isRefused(call)) {
					return false;
				}
				if (call.begin()) {
					return true;
				}
			}
			finally {
				this.lock.unlock();
			}
		}
		return false;
	}

	/**
	 * What runs within a call that is awaited belongs to it.
	 */
	private boolean isRefused(LeaderCall call) {
		return ((this.allClosed || this.draining) && !call.isWithin((outer) -> true))
				|| (this.closed.contains(call.role()) && !call.isWithin((outer) -> outer.role().equals(call.role())));
	}

	private List<Runnable> end(LeaderCall call) {
		return guarded(() -> {
			call.end();
			this.calls.remove(call);
			List<Waiting> over = this.waiting.stream().filter((waiting) -> running(waiting.calls()).isEmpty()).toList();
			this.waiting.removeAll(over);
			return over.stream().map(Waiting::task).toList();
		});
	}

	private List<LeaderCall> running(Predicate<LeaderCall> calls) {
		return this.calls.stream().filter(calls).toList();
	}

	/**
	 * Interrupt the calls of a role whose leadership was revoked.
	 * @param role the role
	 */
	void revoked(String role) {
		interrupt((call) -> call.role().equals(role) && call.revoked(),
				"this server leads %s no more".formatted(LeaderCall.describe(role)));
	}

	/**
	 * Let no call of any role begin any more, except within one that runs, and interrupt
	 * those that run.
	 */
	void close() {
		guarded(() -> this.allClosed = true);
		interrupt(LeaderCall::interrupt, "the application stops");
	}

	/**
	 * Let calls begin again.
	 */
	void open() {
		guarded(() -> this.allClosed = false);
	}

	/**
	 * Let no call of any role begin any more, except within one that runs. Those that run
	 * go on.
	 */
	void drain() {
		guarded(() -> this.draining = true);
	}

	/**
	 * Let calls begin again, after {@link #drain()}.
	 */
	void refill() {
		guarded(() -> this.draining = false);
	}

	/**
	 * Let no call of a role begin any more, except within one that runs, and interrupt
	 * those of other threads.
	 * @param role the role
	 */
	void close(String role) {
		guarded(() -> this.closed.add(role));
		interrupt((call) -> call.role().equals(role) && !call.isOfThisThread() && call.interrupt(),
				"%s is handed over".formatted(LeaderCall.describe(role)));
	}

	/**
	 * Let calls of a role begin again.
	 * @param role the role
	 */
	void open(String role) {
		guarded(() -> this.closed.remove(role));
	}

	/**
	 * Run a task as soon as no call runs, by the thread of the last one or by this
	 * thread.
	 * @param task the task
	 */
	void whenNone(Runnable task) {
		whenNone((call) -> true, task);
	}

	/**
	 * Run a task as soon as no call of a role runs, by the thread of the last one or by
	 * this thread.
	 * @param role the role
	 * @param task the task
	 */
	void whenNone(String role, Runnable task) {
		whenNone((call) -> call.role().equals(role), task);
	}

	private void whenNone(Predicate<LeaderCall> calls, Runnable task) {
		List<LeaderCall> running = guarded(() -> {
			List<LeaderCall> present = running(calls);
			if (!present.isEmpty()) {
				this.waiting.add(new Waiting(calls, task));
			}
			return present;
		});
		if (running.isEmpty()) {
			task.run();
		}
		else {
			logger.info(LogMessage.format("Waiting for the end of %s before giving up the leadership", running));
		}
	}

	private <T> T guarded(Supplier<T> access) {
		this.lock.lock();
		try {
			return access.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void interrupt(Predicate<LeaderCall> interruption, String reason) {
		List<LeaderCall> interrupted = guarded(() -> running(interruption));
		if (!interrupted.isEmpty()) {
			logger.info(LogMessage.format("Interrupted %s, because %s", interrupted, reason));
		}
	}

	/**
	 * A task that waits until no call runs.
	 *
	 * @param calls the calls that it waits for
	 * @param task the task
	 */
	private record Waiting(Predicate<LeaderCall> calls, Runnable task) {
	}

}

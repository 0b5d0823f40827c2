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
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

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

	private final List<Runnable> whenNone = new ArrayList<>();

	private boolean open = true;

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
		add(call);
		try {
			return begin(call) ? call.run(body) : elsewhere;
		}
		finally {
			end(call).forEach(Runnable::run);
		}
	}

	private void add(LeaderCall call) {
		this.lock.lock();
		try {
			this.calls.add(call);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean begin(LeaderCall call) {
		while (call.leads()) {
			this.lock.lock();
			try {
				if (!this.open && !call.isNested()) {
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

	private List<Runnable> end(LeaderCall call) {
		this.lock.lock();
		try {
			call.end();
			this.calls.remove(call);
			return this.calls.isEmpty() ? takeWhenNone() : List.of();
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<Runnable> takeWhenNone() {
		List<Runnable> tasks = List.copyOf(this.whenNone);
		this.whenNone.clear();
		return tasks;
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
	 * Let calls begin again.
	 */
	void open() {
		this.lock.lock();
		try {
			this.open = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let no call begin any more, except within one that runs, and interrupt those that
	 * run.
	 */
	void close() {
		this.lock.lock();
		try {
			this.open = false;
		}
		finally {
			this.lock.unlock();
		}
		interrupt(LeaderCall::interrupt, "the application stops");
	}

	/**
	 * Run a task as soon as no call runs, by the thread of the last one or by this
	 * thread.
	 * @param task the task
	 */
	void whenNone(Runnable task) {
		List<LeaderCall> running;
		this.lock.lock();
		try {
			running = List.copyOf(this.calls);
			if (!running.isEmpty()) {
				this.whenNone.add(task);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (running.isEmpty()) {
			task.run();
		}
		else {
			logger.info(LogMessage.format("Waiting for the end of %s before leaving the cluster", running));
		}
	}

	private void interrupt(Predicate<LeaderCall> interruption, String reason) {
		List<LeaderCall> interrupted;
		this.lock.lock();
		try {
			interrupted = this.calls.stream().filter(interruption).toList();
		}
		finally {
			this.lock.unlock();
		}
		if (!interrupted.isEmpty()) {
			logger.info(LogMessage.format("Interrupted %s, because %s", interrupted, reason));
		}
	}

}

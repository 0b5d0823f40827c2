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

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A call that runs, or is about to run, as the leader of a role. Its thread may be in
 * other such calls, of other roles, further out. {@link LeaderCalls} guards what changes.
 */
final class LeaderCall {

	private static final ThreadLocal<@Nullable LeaderCall> CURRENT = new ThreadLocal<>();

	private final Leadership leadership;

	private final String name;

	private final boolean interruptible;

	private final Thread thread = Thread.currentThread();

	private final boolean interruptedBefore = this.thread.isInterrupted();

	private final @Nullable LeaderCall outer = CURRENT.get();

	private @Nullable FencingToken token;

	private boolean running;

	private boolean revokedMeanwhile;

	private boolean interrupted;

	/**
	 * Create a call for the current thread.
	 * @param leadership the leadership of its role
	 * @param name what is called, for the log
	 * @param interruptible whether it is interrupted when the leadership is lost
	 */
	LeaderCall(Leadership leadership, String name, boolean interruptible) {
		this.leadership = leadership;
		this.name = name;
		this.interruptible = interruptible;
	}

	/**
	 * Return the innermost call that the current thread runs.
	 */
	static @Nullable LeaderCall current() {
		return CURRENT.get();
	}

	/**
	 * Return a role as the subject of a sentence.
	 */
	static String describe(String role) {
		return role.equals(Leadership.DEFAULT_ROLE) ? "the application" : "the role '" + role + "'";
	}

	String role() {
		return this.leadership.role();
	}

	@Nullable FencingToken token() {
		return this.token;
	}

	/**
	 * Return whether this call is part of another one.
	 */
	boolean isWithin(Predicate<LeaderCall> calls) {
		for (LeaderCall call = this.outer; call != null; call = call.outer) {
			if (calls.test(call)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether the current thread is in this call.
	 */
	boolean isOfThisThread() {
		return this.thread == Thread.currentThread();
	}

	/**
	 * Ask whether this server leads, and for the token of the term. The token is
	 * {@code null} also if the leadership is lost between the two questions, hence the
	 * third.
	 */
	boolean leads() {
		if (!this.leadership.isLeader()) {
			return false;
		}
		this.token = this.leadership.token();
		return this.token != null || this.leadership.isLeader();
	}

	/**
	 * Begin to run, unless the leadership was revoked since it was asked for.
	 * @return {@code false} if it has to be asked for again
	 */
	boolean begin() {
		this.running = !this.revokedMeanwhile;
		this.revokedMeanwhile = false;
		return this.running;
	}

	/**
	 * Run what is called, as the current call of this thread.
	 */
	@Nullable Object run(Body body) throws Throwable {
		CURRENT.set(this);
		try {
			return body.run();
		}
		finally {
			if (this.outer != null) {
				CURRENT.set(this.outer);
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/**
	 * The leadership was revoked. This may be heard late, in a later term of this server:
	 * a call of that term goes on.
	 * @return whether the thread was interrupted
	 */
	boolean revoked() {
		if (!this.running) {
			this.revokedMeanwhile = true;
			return false;
		}
		return (this.token == null || !this.token.equals(this.leadership.token())) && interrupt();
	}

	/**
	 * Interrupt the thread, if this call runs and is to be interrupted.
	 * @return whether the thread was interrupted
	 */
	boolean interrupt() {
		if (!this.running || !this.interruptible || this.interrupted) {
			return false;
		}
		this.interrupted = true;
		this.thread.interrupt();
		return true;
	}

	/**
	 * End this call: take back the interrupt, which was meant for nothing else. One that
	 * was there before, or is meant also for the outer call, stays.
	 */
	void end() {
		this.running = false;
		if (this.interrupted && !this.interruptedBefore && !isWithin((call) -> call.interrupted)) {
			Thread.interrupted();
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * What is called.
	 */
	@FunctionalInterface
	interface Body {

		/**
		 * Run it.
		 * @return what it returns
		 * @throws Throwable what it throws
		 */
		@Nullable Object run() throws Throwable;

	}

}

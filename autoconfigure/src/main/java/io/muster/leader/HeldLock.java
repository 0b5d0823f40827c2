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

/**
 * A lock that was taken. Release it in a {@code finally} block or by a {@code try}
 * statement.
 * <p>
 * All methods may be called from any thread.
 */
public interface HeldLock extends AutoCloseable {

	/**
	 * Return the name of the lock.
	 * @return the name
	 */
	String name();

	/**
	 * Return the token, which is larger than those of all earlier holders of the lock.
	 * Extending a lock does not change it.
	 * @return the token
	 */
	FencingToken token();

	/**
	 * Return whether the lock is held at this moment. The monotonic clock is read in each
	 * call, so the answer is right also when the process was just suspended. Never
	 * blocks.
	 * @return {@code false} if the lock was released, or its time has passed; for a lock
	 * without an end, also if this server has given no sign of life for some seconds
	 */
	boolean isHeld();

	/**
	 * Hold the lock on new terms, from now on.
	 * @param terms the terms
	 * @return whether that is agreed; {@code false} if the lock is not held any more
	 * @throws LockUnavailableException if no majority of the servers answers; the earlier
	 * terms may be in force, or these
	 */
	boolean extend(LockTerms terms);

	/**
	 * Release the lock. Returns at once; another can take the lock within milliseconds,
	 * or when {@link LockTerms#lockAtLeastFor() lockAtLeastFor} has passed. Does nothing
	 * if it is not held any more.
	 */
	void unlock();

	/**
	 * Release the lock, as {@link #unlock()} does.
	 */
	@Override
	default void close() {
		unlock();
	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * Locks of the cluster: at most one server holds a lock at one moment, and in it one
 * caller. A lock is agreed on as a {@link Leadership} is, and has a fencing token as
 * well. It is for what takes seconds or more, such as a job: each time it is taken or
 * released, a majority of the servers agrees.
 * <p>
 * Locks are fair: who has waited longest is next. They are not reentrant, and belong to
 * no thread. At most 1,000 locks are held and waited for in a cluster, counted for each
 * server. All methods may be called from any thread.
 */
public interface Locks {

	/**
	 * Take a lock that is free, {@linkplain LockTerms#whileAlive() for as long as this
	 * server lives}. See {@link #tryLock(String, LockTerms)}.
	 * @param name the name of the lock, as below
	 * @return the lock; {@code null} if it is not free
	 * @throws LockUnavailableException if nobody can say whether it is free
	 */
	default @Nullable HeldLock tryLock(String name) {
		return tryLock(name, LockTerms.whileAlive());
	}

	/**
	 * Take a lock if it is free. Does not wait for another holder, but for the answer of
	 * a majority of the servers. That takes milliseconds, and some seconds at most.
	 * @param name the name of the lock, of 1 to 500 characters and not blank
	 * @param terms how long it is held
	 * @return the lock; {@code null} if it is not free, or its time has passed before
	 * this server learnt that it has it
	 * @throws LockUnavailableException if nobody can say whether it is free, because no
	 * majority of the servers answers, the leader is not elected by consensus
	 * ({@code muster.cluster.leader-change}), or this thread was interrupted, which is
	 * kept
	 */
	@Nullable HeldLock tryLock(String name, LockTerms terms);

	/**
	 * Take a lock, and wait until it is free.
	 * @param name the name of the lock, as above
	 * @param terms how long it is held, from when it is taken
	 * @param wait how long to wait at most; zero to wait only for an answer
	 * @return the lock; {@code null} if it was not free for that long
	 * @throws LockUnavailableException if nobody can say whether it is free, as above
	 * @throws InterruptedException if this thread was interrupted
	 */
	@Nullable HeldLock tryLock(String name, LockTerms terms, Duration wait) throws InterruptedException;

}

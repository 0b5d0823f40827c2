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

import java.util.ConcurrentModificationException;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.integration.support.locks.DistributedLock;

import io.muster.leader.FencingToken;

/**
 * A lock of Spring Integration with a fencing token. As with all locks of Spring
 * Integration, it belongs to the thread that took it, which may take it again, and
 * releases it as often as it took it.
 * <p>
 * Without a time to live, the lock is held until it is released, or this server has given
 * no sign of life for some seconds. With one, it is held for that time at most, also if
 * this server stops.
 * <p>
 * Methods that take the lock throw a {@link CannotAcquireLockException} if nobody can say
 * whether it is free, or this thread had taken it and lost it. {@link #unlock()} throws a
 * {@link ConcurrentModificationException} if the lock was lost: another may hold it.
 * {@link #newCondition()} is not supported.
 */
public interface FencedLock extends DistributedLock {

	/**
	 * Return the token, which is larger than those of all earlier holders of the lock. It
	 * is the same until the lock is released.
	 * @return the token
	 * @throws IllegalMonitorStateException if this thread did not take the lock
	 */
	FencingToken token();

}

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
 * How long a lock is held. The names are those of ShedLock.
 *
 * @param lockAtMostFor after how long another may take the lock, even if its holder has
 * not released it; {@code null} for never, as long as the server of the holder gives a
 * sign of life. With a time, the lock is kept for that long also if the server of the
 * holder stops or is cut off: what runs there may go on
 * @param lockAtLeastFor for how long nobody may take the lock, even if its holder has
 * released it or its server has stopped; zero or more
 */
public record LockTerms(@Nullable Duration lockAtMostFor, Duration lockAtLeastFor) {

	public LockTerms {
		if (lockAtMostFor != null && (lockAtMostFor.isNegative() || lockAtMostFor.isZero())) {
			throw new IllegalArgumentException("'lockAtMostFor' must be positive, but is " + lockAtMostFor);
		}
		if (lockAtLeastFor.isNegative()) {
			throw new IllegalArgumentException("'lockAtLeastFor' must not be negative, but is " + lockAtLeastFor);
		}
		if (lockAtMostFor != null && lockAtLeastFor.compareTo(lockAtMostFor) > 0) {
			throw new IllegalArgumentException("'lockAtLeastFor' must not be longer than 'lockAtMostFor', but is %s: %s"
				.formatted(lockAtLeastFor, lockAtMostFor));
		}
	}

	/**
	 * Return the terms of a lock that is held until it is released, or the server of its
	 * holder gives no sign of life for some seconds.
	 * @return the terms
	 */
	public static LockTerms whileAlive() {
		return new LockTerms(null, Duration.ZERO);
	}

	/**
	 * Return the terms of a lock that is held until it is released or a time has passed.
	 * @param lockAtMostFor that time
	 * @return the terms
	 */
	public static LockTerms atMostFor(Duration lockAtMostFor) {
		return new LockTerms(lockAtMostFor, Duration.ZERO);
	}

	/**
	 * Return these terms with a time for which nobody may take the lock.
	 * @param lockAtLeastFor that time
	 * @return the terms
	 */
	public LockTerms andAtLeastFor(Duration lockAtLeastFor) {
		return new LockTerms(this.lockAtMostFor, lockAtLeastFor);
	}

}

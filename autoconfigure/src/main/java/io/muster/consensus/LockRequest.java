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

package io.muster.consensus;

import org.jspecify.annotations.Nullable;

/**
 * What a server wants of a lock.
 *
 * @param number the number of the request, which increases on each server
 * @param version the version of its terms: a larger one extends a lock that is held
 * @param atMost after how many nanoseconds another may take the lock, although it was not
 * released; {@link #SESSION} for when the session of the server has ended
 * @param atLeast for how many nanoseconds nobody else may take it
 */
public record LockRequest(long number, long version, long atMost, long atLeast) {

	/**
	 * The lock is held as long as the session of its server lasts.
	 */
	public static final long SESSION = 0;

	/**
	 * The longest time: a time of the group and this do not overflow.
	 */
	private static final long LONGEST = Long.MAX_VALUE / 4;

	public LockRequest {
		atMost = Math.min(atMost, LONGEST);
		atLeast = Math.min(atLeast, LONGEST);
	}

	/**
	 * Return whether this replaces another request of the same server.
	 */
	boolean isNewerThan(@Nullable LockRequest other) {
		return other == null || this.number > other.number
				|| (this.number == other.number && this.version > other.version);
	}

	boolean isTimed() {
		return this.atMost != SESSION;
	}

	/**
	 * Return for how many nanoseconds a lock may be taken that nobody remembers.
	 */
	long longest() {
		return isTimed() ? this.atMost : this.atLeast;
	}

}

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
 * The number of a leadership's term. It is larger than that of each earlier term of the
 * same role in this cluster, whoever led then. What a leader writes to carries it, and
 * refuses a smaller one than it has seen: so a leader that was suspended in the middle of
 * its work, and does not know yet that another leads, changes nothing.
 *
 * @param value the number, positive
 * @see #current()
 * @see <a href=
 * "https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html">Martin
 * Kleppmann: How to do distributed locking</a>
 */
public record FencingToken(long value) implements Comparable<FencingToken> {

	public FencingToken {
		if (value <= 0) {
			throw new IllegalArgumentException("'value' must be positive, but is " + value);
		}
	}

	/**
	 * Return the token of the term in which this thread runs a method with
	 * {@link OnLeader @OnLeader}. It stays the same until the method has returned, also
	 * if the leadership is lost meanwhile.
	 * @return the token
	 * @throws IllegalStateException if this thread runs no such method, or the role is
	 * led without a token: its leader is not elected by consensus
	 * ({@code muster.cluster.leader-change})
	 */
	public static FencingToken current() {
		LeaderCall call = LeaderCall.current();
		if (call == null) {
			throw new IllegalStateException("There is no fencing token, because this thread runs no method with "
					+ "@OnLeader. Call FencingToken.current() within such a method, on the thread that runs it");
		}
		FencingToken token = call.token();
		if (token == null) {
			throw new IllegalStateException(
					("There is no fencing token, because %s has a leader that is not elected by consensus: see "
							+ "muster.cluster.leader-change")
						.formatted(LeaderCall.describe(call.role())));
		}
		return token;
	}

	@Override
	public int compareTo(FencingToken other) {
		return Long.compare(this.value, other.value);
	}

	@Override
	public String toString() {
		return Long.toString(this.value);
	}

}

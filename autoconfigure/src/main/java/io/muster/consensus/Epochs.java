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

/**
 * The epochs of groups, and the tokens of what they grant. A token increases within a
 * group by its lower part, the index in the log, and from one group to the next by its
 * upper part, the epoch.
 * <p>
 * If all servers are lost, nobody remembers the last epoch. The next one is then larger
 * by the wall clock alone. Each founding that is given up takes an epoch as well, so an
 * epoch is much shorter than the time from one founding to the next: with whole seconds,
 * a group could be ahead of the clock, and one that was founded anew two seconds later
 * could give its tokens again.
 */
public final class Epochs {

	/**
	 * The begin of the year 2025, in milliseconds since 1970.
	 */
	private static final long FIRST = 1_735_689_600_000L;

	private static final int MILLIS = 1000;

	/**
	 * The number of epochs in a second: with the bits of the index, tokens last until the
	 * year 2093.
	 */
	private static final int IN_A_SECOND = 16;

	/**
	 * The bits of the index. What does not fit, after 268 million entries of one group,
	 * goes on in the epoch, of which much time has passed by then.
	 */
	private static final int INDEX_BITS = 28;

	private Epochs() {
	}

	/**
	 * Return the least epoch of a group that is founded now: the number of sixteenths of
	 * a second since 2025.
	 * @param now the time of the wall clock, in milliseconds since 1970
	 * @return the epoch
	 */
	public static long at(long now) {
		return (now - FIRST) * IN_A_SECOND / MILLIS;
	}

	/**
	 * Return a token.
	 * @param epoch the epoch of the group
	 * @param index the index of the entry in its log that grants something
	 * @return the token
	 */
	public static long token(long epoch, long index) {
		return (epoch << INDEX_BITS) + index;
	}

}

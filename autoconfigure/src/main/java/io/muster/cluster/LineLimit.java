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

package io.muster.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Limits the lines that others can have this node log. Of each kind of line the first few
 * in a period are logged, and the next period begins with the number of those that were
 * not. Safe for use by several threads.
 */
public final class LineLimit {

	/**
	 * The most kinds that are told apart. All others are one kind.
	 */
	static final int KINDS = 200;

	private static final String OTHERS = "";

	private final int lines;

	private final long period;

	private final LongSupplier clock;

	private final Map<String, Count> counts = new LinkedHashMap<>();

	/**
	 * Create a limit.
	 * @param lines how many lines of a kind are logged in a period, at least 1
	 * @param period the period
	 * @param clock monotonic time, in nanoseconds
	 */
	public LineLimit(int lines, Duration period, LongSupplier clock) {
		this.lines = lines;
		this.period = period.toNanos();
		this.clock = clock;
	}

	/**
	 * Ask whether to log a line.
	 * @param kind what is the same in all lines of its kind
	 * @return how many lines of this kind were not logged since the last one that was,
	 * empty if this one is not to be logged either
	 */
	public synchronized OptionalInt admit(String kind) {
		long now = this.clock.getAsLong();
		Count count = count(kind, now);
		if (now - count.since >= this.period) {
			count.since = now;
			count.logged = 0;
		}
		if (count.logged >= this.lines) {
			count.left++;
			return OptionalInt.empty();
		}
		int left = count.left;
		count.logged++;
		count.left = 0;
		return OptionalInt.of(left);
	}

	private Count count(String kind, long now) {
		Count known = this.counts.get(kind);
		if (known == null && this.counts.size() >= KINDS) {
			// A kind of which nothing is left to say makes room.
			this.counts.values().removeIf((count) -> count.left == 0 && now - count.since >= this.period);
		}
		String key = (known != null || this.counts.size() < KINDS) ? kind : OTHERS;
		return this.counts.computeIfAbsent(key, (added) -> new Count(now));
	}

	/**
	 * Return how to end a line, given what {@link #admit} returned.
	 * @param left the number of lines that were not logged before it
	 * @return text for the end of the line, empty if there were none
	 */
	public static String more(int left) {
		return (left == 0) ? "" : " (" + left + " more like this were not logged before)";
	}

	/**
	 * Lines of one kind.
	 */
	private static final class Count {

		private long since;

		private int logged;

		private int left;

		private Count(long since) {
			this.since = since;
		}

	}

}

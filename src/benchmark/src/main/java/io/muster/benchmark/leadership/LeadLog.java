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

package io.muster.benchmark.leadership;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * When a process believed to lead, as it has written itself. All times are nanoseconds of
 * the machine's monotonic clock.
 *
 * @param isStanding whether it stands for leader
 * @param terms the times at which it led, without the last one if that has not ended
 * @param begin when it began to lead, empty if it does not
 */
record LeadLog(boolean isStanding, List<Term> terms, OptionalLong begin) {

	/**
	 * Read what a process has written.
	 * @param lines the lines
	 */
	static LeadLog of(Stream<String> lines) {
		boolean standing = false;
		List<Term> terms = new ArrayList<>();
		OptionalLong begin = OptionalLong.empty();
		for (String line : lines.filter((line) -> line.matches("stands|leads \\d+|led \\d+ \\d+")).toList()) {
			String[] words = line.split(" ");
			if (words[0].equals("stands")) {
				standing = true;
			}
			else if (words[0].equals("leads")) {
				begin = OptionalLong.of(Long.parseLong(words[1]));
			}
			else {
				begin = OptionalLong.empty();
				terms.add(new Term(Long.parseLong(words[1]), Long.parseLong(words[2])));
			}
		}
		return new LeadLog(standing, List.copyOf(terms), begin);
	}

	/**
	 * Return all times at which it led.
	 * @param end the end of a time that has not ended
	 */
	List<Term> terms(long end) {
		return Stream.concat(this.terms.stream(), this.begin.stream().mapToObj((begin) -> new Term(begin, end)))
			.toList();
	}

	/**
	 * A time at which a process led.
	 *
	 * @param begin the first moment at which it believed so
	 * @param end the last moment
	 */
	record Term(long begin, long end) {

		/**
		 * The interval at which a process asks itself.
		 */
		private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);

		/**
		 * Return for how long another led at the same time: no shorter than one interval,
		 * if both did at one moment.
		 * @param other the time of the other
		 * @return the nanoseconds
		 */
		long overlap(Term other) {
			long overlap = Math.min(this.end, other.end) - Math.max(this.begin, other.begin);
			return (overlap >= 0) ? Math.max(overlap, INTERVAL) : 0;
		}

	}

}

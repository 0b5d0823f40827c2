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

import java.util.Collection;
import java.util.List;

/**
 * How the leadership went from one process to another.
 *
 * @param seconds from the signal to the leader until another led
 * @param nobody the seconds for which nobody led meanwhile, negative if two led
 * @param both the seconds for which two led at one moment, also later
 */
record Succession(double seconds, double nobody, double both) {

	private static final double NANOS = 1e9;

	/**
	 * Compare what processes have written.
	 * @param signal when the leader got its signal
	 * @param begin when another began to lead
	 * @param now the present
	 * @param leader what the leader has written
	 * @param others what the others have written
	 */
	static Succession of(long signal, long begin, long now, LeadLog leader, Collection<LeadLog> others) {
		// one that was killed has not written when it ended
		List<LeadLog.Term> terms = leader.terms(signal);
		long end = terms.stream().mapToLong(LeadLog.Term::end).filter((nanos) -> nanos <= begin).max().orElse(signal);
		long both = others.stream()
			.flatMap((other) -> other.terms(now).stream())
			.mapToLong((other) -> terms.stream().mapToLong(other::overlap).sum())
			.sum();
		return new Succession((begin - signal) / NANOS, (begin - end) / NANOS, both / NANOS);
	}

}

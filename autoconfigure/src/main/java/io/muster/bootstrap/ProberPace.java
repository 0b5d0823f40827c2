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

package io.muster.bootstrap;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.muster.contactpoint.ContactPoint;

/**
 * Lets through one probe of each prober in a while. Probes without news only show that
 * the prober is alive, and bootstrap would have a step for each of them. For any thread.
 */
final class ProberPace {

	private static final long INTERVAL_MILLIS = 3_000;

	/**
	 * The most probers that are remembered. Any sender may claim to be one, so their
	 * number needs a limit.
	 */
	private static final int MAX = 1000;

	private final Map<ContactPoint, Long> last = new ConcurrentHashMap<>();

	/**
	 * Return whether to take note of a probe.
	 * @param prober where the prober answers probes
	 * @param now the time, in milliseconds
	 */
	boolean isDue(ContactPoint prober, long now) {
		if (this.last.size() >= MAX && !this.last.containsKey(prober)) {
			this.last.values().removeIf((at) -> now - at >= INTERVAL_MILLIS);
			if (this.last.size() >= MAX) {
				return false;
			}
		}
		boolean[] due = new boolean[1];
		this.last.compute(prober, (key, at) -> {
			due[0] = at == null || now - at >= INTERVAL_MILLIS;
			return (at == null || due[0]) ? Long.valueOf(now) : at;
		});
		return due[0];
	}

}

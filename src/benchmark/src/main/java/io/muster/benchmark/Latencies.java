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

package io.muster.benchmark;

import java.util.Arrays;
import java.util.List;

/**
 * How long requests took, in nanoseconds.
 */
final class Latencies {

	private long[] values = new long[1 << 16];

	private int size;

	void add(long latency) {
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, 2 * this.size);
		}
		this.values[this.size++] = latency;
	}

	int size() {
		return this.size;
	}

	/**
	 * Return the time within which a share of the requests was answered.
	 */
	long percentile(double percent) {
		long[] sorted = Arrays.copyOf(this.values, this.size);
		Arrays.sort(sorted);
		return sorted[Math.max(0, (int) Math.ceil(percent / 100 * this.size) - 1)];
	}

	static Latencies of(List<Latencies> parts) {
		Latencies all = new Latencies();
		parts.forEach((part) -> {
			for (int i = 0; i < part.size; i++) {
				all.add(part.values[i]);
			}
		});
		return all;
	}

}

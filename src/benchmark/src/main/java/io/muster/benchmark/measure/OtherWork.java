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

package io.muster.benchmark.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * How busy the machine is with what does not belong to the benchmark, since a moment in
 * the past: Linux counts ticks of a hundredth of a second.
 */
public final class OtherWork {

	private static final double TICKS = 100;

	private final long start = System.nanoTime();

	private final long work = all() - own();

	/**
	 * Return how many processors others have kept busy, on average.
	 * @return the number, which may be a fraction
	 */
	public double processors() {
		return Math.max(0, (all() - own() - this.work) / TICKS / ((System.nanoTime() - this.start) / 1e9));
	}

	/**
	 * Time of all processors: user, nice and system, then interrupts and what the
	 * hypervisor took away.
	 */
	private static long all() {
		String[] ticks = firstLine("/proc/stat").split(" +");
		return sum(ticks, 1, 2, 3, 6, 7, 8);
	}

	/**
	 * Time of this process and of its children that have ended, both in user and system
	 * mode.
	 */
	private static long own() {
		String stat = firstLine("/proc/self/stat");
		// behind the name, which may contain anything
		return sum(stat.substring(stat.lastIndexOf(')') + 2).split(" "), 11, 12, 13, 14);
	}

	private static long sum(String[] fields, int... indexes) {
		return IntStream.of(indexes).mapToLong((index) -> Long.parseLong(fields[index])).sum();
	}

	private static String firstLine(String file) {
		try {
			return Files.readString(Path.of(file)).lines().findFirst().orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

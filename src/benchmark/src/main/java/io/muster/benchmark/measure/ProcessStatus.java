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
import java.util.List;

/**
 * What Linux knows of a process.
 *
 * @param rss the memory that is resident, in kilobytes
 * @param pss the same, where what is shared with others counts in proportion
 * @param threads how many threads it has
 */
public record ProcessStatus(long rss, long pss, long threads) {

	/**
	 * Read the status of a process.
	 * @param pid its process id
	 * @return the status as it is now
	 * @throws UncheckedIOException if there is no such process
	 */
	public static ProcessStatus of(long pid) {
		Path directory = Path.of("/proc", String.valueOf(pid));
		try {
			List<String> status = Files.readAllLines(directory.resolve("status"));
			List<String> memory = Files.readAllLines(directory.resolve("smaps_rollup"));
			return new ProcessStatus(number(status, "VmRSS:"), number(memory, "Pss:"), number(status, "Threads:"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long number(List<String> lines, String key) {
		String line = lines.stream()
			.filter((candidate) -> candidate.startsWith(key))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no " + key));
		return Long.parseLong(line.replaceAll("\\D", ""));
	}

}

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a JVM by means of the JDK's {@code jcmd}.
 */
public final class Jcmd {

	private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

	private static final Pattern THREAD = Pattern.compile("^\"(.*)\" ", Pattern.MULTILINE);

	private final long pid;

	/**
	 * Create what asks a JVM.
	 * @param pid its process id
	 */
	public Jcmd(long pid) {
		this.pid = pid;
	}

	/**
	 * Collect garbage.
	 */
	public void collectGarbage() {
		run("GC.run");
	}

	/**
	 * Return how much of the heap is in use, in kilobytes.
	 * @return the kilobytes
	 */
	public long heapUsed() {
		Matcher matcher = HEAP_USED.matcher(run("GC.heap_info"));
		if (!matcher.find()) {
			throw new IllegalStateException("GC.heap_info does not show what is used");
		}
		return Long.parseLong(matcher.group(1));
	}

	/**
	 * Return the names of its threads.
	 * @return the names
	 */
	public List<String> threads() {
		return THREAD.matcher(run("Thread.print")).results().map((result) -> result.group(1)).toList();
	}

	private String run(String command) {
		try {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
					String.valueOf(this.pid), command)
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("jcmd %d %s: %s".formatted(this.pid, command, output));
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}

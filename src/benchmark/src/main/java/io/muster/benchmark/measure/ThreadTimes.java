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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * For how long processors have worked for each thread of some processes, to the
 * nanosecond. The compilers of JVMs are left out: they work for minutes after a start,
 * the longer the busier the machine is.
 */
public final class ThreadTimes {

	/**
	 * Linux keeps the first 15 characters of the name.
	 */
	private static final Set<String> COMPILERS = Set.of("C1 CompilerThre", "C2 CompilerThre", "Sweeper thread");

	private final Map<Path, Long> nanos;

	private ThreadTimes(Map<Path, Long> nanos) {
		this.nanos = nanos;
	}

	/**
	 * Read the times.
	 * @param pids the ids of the processes
	 * @return the times until now
	 */
	public static ThreadTimes of(Collection<Long> pids) {
		Map<Path, Long> nanos = new HashMap<>();
		for (long pid : pids) {
			for (Path thread : threads(pid)) {
				try {
					if (!COMPILERS.contains(Files.readString(thread.resolve("comm")).strip())) {
						nanos.put(thread, nanos(thread));
					}
				}
				catch (IOException ex) {
					// the thread has ended meanwhile
					nanos.remove(thread);
				}
			}
		}
		return new ThreadTimes(nanos);
	}

	/**
	 * Return for how long processors have worked for the thread {@code main} of a JVM. It
	 * is the first that the JVM's launcher starts, and stays until the JVM ends.
	 * @param pid the id of the process
	 * @return the nanoseconds
	 */
	public static long main(long pid) {
		Path main = threads(pid).stream()
			.filter((thread) -> !thread.getFileName().toString().equals(String.valueOf(pid)))
			.min(Comparator.comparingLong((thread) -> Long.parseLong(thread.getFileName().toString())))
			.orElseThrow(() -> new IllegalStateException("Process %d has ended".formatted(pid)));
		try {
			return nanos(main);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long nanos(Path thread) throws IOException {
		String times = Files.readString(thread.resolve("schedstat"));
		return Long.parseLong(times.substring(0, times.indexOf(' ')));
	}

	private static List<Path> threads(long pid) {
		try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
			return threads.toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return for how long processors have worked between two moments, without what was
	 * done for threads that have ended meanwhile.
	 * @param earlier the times until the earlier moment
	 * @return the nanoseconds
	 */
	public long since(ThreadTimes earlier) {
		return this.nanos.entrySet()
			.stream()
			.mapToLong((entry) -> entry.getValue() - earlier.nanos.getOrDefault(entry.getKey(), 0L))
			.sum();
	}

}

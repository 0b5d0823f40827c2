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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An archive that runs in a JVM of its own. Every one that was started is stopped, by its
 * process identifier, also when the benchmark is interrupted.
 */
final class JavaProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final int TAIL = 40;

	private static final Set<Process> running = new HashSet<>();

	private static boolean stopping;

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(JavaProcess::stopAll, "stop-processes"));
	}

	private final String name;

	private final Process process;

	private final Deque<String> tail = new ArrayDeque<>();

	private final Pattern awaited;

	private final Consumer<String> listener;

	private @Nullable Matcher found;

	private long foundAt;

	private JavaProcess(String name, Process process, Pattern awaited, Consumer<String> listener) {
		this.name = name;
		this.process = process;
		this.awaited = awaited;
		this.listener = listener;
	}

	/**
	 * Start an archive.
	 * @param name what to call it
	 * @param awaited the line of its output that tells that it is ready
	 * @param jar the archive
	 * @param jvmOptions the options of its JVM
	 * @param arguments its arguments
	 * @return the process
	 */
	static JavaProcess start(String name, Pattern awaited, Path jar, List<String> jvmOptions, List<String> arguments) {
		return start(name, awaited, jar, jvmOptions, arguments, (line) -> {
		});
	}

	/**
	 * Start an archive of which more than one line matters.
	 * @param name what to call it
	 * @param awaited the line of its output that tells that it is ready
	 * @param jar the archive
	 * @param jvmOptions the options of its JVM
	 * @param arguments its arguments
	 * @param listener is told of each line
	 * @return the process
	 */
	static JavaProcess start(String name, Pattern awaited, Path jar, List<String> jvmOptions, List<String> arguments,
			Consumer<String> listener) {
		List<String> command = new ArrayList<>();
		command.add(tool("java").toString());
		command.addAll(jvmOptions);
		command.addAll(List.of("-jar", jar.toString()));
		command.addAll(arguments);
		JavaProcess result = new JavaProcess(name, launch(command), awaited, listener);
		Thread reader = new Thread(result::read, "output-of-" + name);
		reader.setDaemon(true);
		reader.start();
		return result;
	}

	static Path tool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name);
	}

	private static Process launch(List<String> command) {
		synchronized (running) {
			if (stopping) {
				throw new IllegalStateException("Interrupted");
			}
			try {
				Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
				running.add(process);
				return process;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				read(line, System.nanoTime());
			}
		}
		catch (IOException ex) {
			read("Its output can not be read: " + ex, System.nanoTime());
		}
	}

	private synchronized void read(String line, long now) {
		this.listener.accept(line);
		Matcher matcher = this.awaited.matcher(line);
		if (this.found == null && matcher.find()) {
			this.found = matcher;
			this.foundAt = now;
		}
		this.tail.add(line);
		if (this.tail.size() > TAIL) {
			this.tail.remove();
		}
	}

	private synchronized @Nullable Matcher found() {
		return this.found;
	}

	/**
	 * Wait for the line that was awaited.
	 * @return what its pattern found
	 */
	Matcher await() {
		await("that it is ready", () -> found() != null, Duration.ofMillis(5));
		Matcher found = found();
		if (found == null) {
			throw new IllegalStateException();
		}
		return found;
	}

	/**
	 * Wait for a condition as long as the process lives.
	 * @param what the condition, in words
	 * @param condition the condition
	 * @param interval how often to look
	 */
	void await(String what, BooleanSupplier condition, Duration interval) {
		boolean[] holds = new boolean[1];
		Waiting.until(() -> {
			holds[0] = condition.getAsBoolean();
			return holds[0] || !this.process.isAlive();
		}, interval, PATIENCE);
		if (!holds[0]) {
			throw failure("Waited in vain: " + what);
		}
	}

	private synchronized IllegalStateException failure(String reason) {
		return new IllegalStateException("%s: %s. The last it wrote:%n%s".formatted(this.name, reason,
				String.join(System.lineSeparator(), this.tail)));
	}

	/**
	 * Return when the awaited line came.
	 * @return the time, as {@link System#nanoTime()} tells it
	 */
	synchronized long readyAt() {
		return this.foundAt;
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Return how long processors have worked for this process.
	 */
	Duration cpu() {
		return this.process.info().totalCpuDuration().orElseThrow(() -> failure("It is gone"));
	}

	/**
	 * Begin to stop the process without letting it say good-bye to anybody.
	 */
	void kill() {
		this.process.destroyForcibly();
	}

	@Override
	public void close() {
		stop(this.process);
		synchronized (running) {
			running.remove(this.process);
		}
	}

	private static void stopAll() {
		Set<Process> left;
		synchronized (running) {
			stopping = true;
			left = Set.copyOf(running);
		}
		left.forEach(Process::destroy);
		left.forEach(JavaProcess::stop);
	}

	private static void stop(Process process) {
		process.destroy();
		try {
			if (!process.waitFor(20, TimeUnit.SECONDS)) {
				process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}

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

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

import io.muster.processes.JavaProcess;

/**
 * A process that is measured. All that it writes is kept in a file, so that nothing
 * happens in the benchmark when it writes a line.
 */
public final class MeasuredProcess implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofMinutes(10);

	private static final int TAIL = 40;

	private final String name;

	private final JavaProcess process;

	MeasuredProcess(String name, JavaProcess process) {
		this.name = name;
		this.process = process;
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return for how long processors have worked for this process.
	 * @return the time, in steps of about 10 ms
	 * @throws IllegalStateException if it has ended
	 */
	public Duration cpu() {
		return ProcessHandle.of(pid())
			.flatMap((handle) -> handle.info().totalCpuDuration())
			.orElseThrow(() -> failure("has ended"));
	}

	/**
	 * Return this process and those that it has started.
	 * @return the ids
	 */
	public List<Long> pids() {
		return ProcessHandle.of(pid())
			.map((handle) -> Stream.concat(Stream.of(handle), handle.descendants()).map(ProcessHandle::pid).toList())
			.orElseThrow(() -> failure("has ended"));
	}

	/**
	 * Return what it has written so far.
	 * @return the lines that are complete
	 */
	public Stream<String> lines() {
		String log = this.process.log();
		return log.substring(0, log.lastIndexOf('\n') + 1).lines();
	}

	/**
	 * Wait for something as long as the process lives, but no longer than ten minutes.
	 * @param <T> the type of what is awaited
	 * @param what what is awaited, in words
	 * @param interval how often to look
	 * @param supplier looks
	 * @param condition whether what it found is what is awaited
	 * @return what was found
	 * @throws IllegalStateException if it was awaited in vain
	 */
	public <T> T await(String what, Duration interval, Callable<T> supplier, Predicate<? super T> condition) {
		return await(what, Awaitility.await().atMost(TIMEOUT).pollInterval(interval), supplier, condition);
	}

	/**
	 * Leave the process alone for some time.
	 * @param duration how long
	 * @throws IllegalStateException if it ends meanwhile
	 */
	public void rest(Duration duration) {
		await("its rest", Awaitility.await().during(duration).atMost(duration.plus(TIMEOUT)), this.process::isAlive,
				Boolean::booleanValue);
	}

	private <T> T await(String what, ConditionFactory conditions, Callable<T> supplier,
			Predicate<? super T> condition) {
		try {
			return conditions.failFast("it has ended", () -> !this.process.isAlive()).until(supplier, condition);
		}
		catch (ConditionTimeoutException ex) {
			throw failure("is late, awaited: " + what);
		}
		catch (TerminalFailureException ex) {
			throw failure("has ended, awaited: " + what);
		}
	}

	private IllegalStateException failure(String reason) {
		List<String> lines = this.process.log().lines().toList();
		return new IllegalStateException("%s %s. The end of what it wrote:%n%s".formatted(this.name, reason,
				String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - TAIL), lines.size()))));
	}

	/**
	 * Ask it to stop in order, and do not wait for it.
	 */
	public void terminate() {
		this.process.terminate();
	}

	/**
	 * Suspend it.
	 */
	public void suspend() {
		this.process.pause();
	}

	/**
	 * Have it go on.
	 */
	public void resume() {
		this.process.resume();
	}

	/**
	 * Stop it at once, and do not wait for it.
	 */
	public void kill() {
		this.process.kill();
	}

	/**
	 * Wait until it has ended.
	 */
	public void awaitExit() {
		this.process.awaitExit();
	}

	/**
	 * Stop processes at once, so that they do not leave their cluster in order.
	 * @param processes the processes
	 */
	public static void kill(Collection<MeasuredProcess> processes) {
		processes.forEach((process) -> process.process.kill());
		processes.forEach((process) -> process.process.awaitExit());
	}

	/**
	 * Stop the process in order.
	 */
	@Override
	public void close() {
		try {
			if (this.process.isAlive()) {
				this.process.terminate();
				this.process.awaitExit();
			}
		}
		finally {
			this.process.kill();
		}
	}

}

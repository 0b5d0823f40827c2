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

package io.muster.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

/**
 * A JVM in a process of its own, which writes its output to a file. It does not outlive
 * the JVM that started it, unless that one is killed.
 */
public final class JavaProcess {

	/**
	 * A process that ends by itself may have to start before, on a busy machine.
	 */
	private static final Duration EXIT_TIMEOUT = Duration.ofMinutes(3);

	// Tests start many JVMs on few processors.
	private static final List<String> OPTIONS = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-Xshare:auto");

	private static boolean ending;

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(JavaProcess::killAll, "kill-processes"));
	}

	private final Path log;

	private final Process process;

	private volatile boolean paused;

	private JavaProcess(Path log, Process process) {
		this.log = log;
		this.process = process;
	}

	static JavaProcess start(Path log, List<String> arguments, Map<String, String> environment) {
		return start(log, List.of(), arguments, environment);
	}

	/**
	 * Start a JVM by another program, which must replace itself by the JVM.
	 */
	static JavaProcess start(Path log, List<String> launcher, List<String> arguments, Map<String, String> environment) {
		List<String> options = new ArrayList<>(OPTIONS);
		options.addAll(arguments);
		return startWithDefaults(log, launcher, options, environment);
	}

	/**
	 * Start a JVM whose options are its own defaults, not those that spare the processors
	 * of tests.
	 * @param log the file to which its output is appended
	 * @param arguments the JVM's arguments
	 * @param environment what its environment has in addition to this process's
	 * @return the process
	 * @throws UncheckedIOException if it cannot be started
	 * @throws IllegalStateException if this JVM is ending
	 */
	public static JavaProcess startWithDefaults(Path log, List<String> arguments, Map<String, String> environment) {
		return startWithDefaults(log, List.of(), arguments, environment);
	}

	private static JavaProcess startWithDefaults(Path log, List<String> launcher, List<String> arguments,
			Map<String, String> environment) {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(DefaultInterrupt.prefix());
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(arguments);
		return startCommand(log, command, environment);
	}

	/**
	 * Start a program that is no JVM. It ends as a JVM does.
	 * @param log the file to which its output is appended
	 * @param command the program with its arguments
	 * @return the process
	 * @throws UncheckedIOException if it cannot be started
	 * @throws IllegalStateException if this JVM is ending
	 */
	public static JavaProcess startProgram(Path log, List<String> command) {
		return startCommand(log, command, Map.of());
	}

	private static JavaProcess startCommand(Path log, List<String> command, Map<String, String> environment) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(Redirect.appendTo(log.toFile()));
		builder.environment().putAll(environment);
		return new JavaProcess(log, start(builder));
	}

	private static synchronized Process start(ProcessBuilder builder) {
		if (ending) {
			throw new IllegalStateException("This JVM is ending");
		}
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static synchronized void killAll() {
		ending = true;
		ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
	}

	public long pid() {
		return this.process.pid();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Return whether it is alive and not paused.
	 * @return whether it is
	 */
	public boolean isRunning() {
		return isAlive() && !this.paused;
	}

	public void terminate() {
		signal("TERM", pid());
	}

	/**
	 * Kill it, and the processes that it has started.
	 */
	public void kill() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

	public void pause() {
		this.paused = true;
		signal("STOP", pid());
	}

	public void resume() {
		signal("CONT", pid());
		this.paused = false;
	}

	public void interrupt() {
		signal("INT", pid());
	}

	/**
	 * Send a signal to a process.
	 * @param name the signal's name, without {@code SIG}
	 * @param pid the process's id
	 */
	public static void signal(String name, long pid) {
		try {
			new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Wait until it has ended.
	 * @return its exit code
	 */
	public int awaitExit() {
		Awaitility.await().atMost(EXIT_TIMEOUT).until(() -> !isAlive());
		return this.process.exitValue();
	}

	Path logFile() {
		return this.log;
	}

	/**
	 * Return its output so far.
	 * @return the text
	 */
	public String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The processes of a test. All of them end with the test. Each test has a directory for
 * their output under {@code target/it-logs}, and the end of the output is printed if the
 * test fails.
 */
public final class Processes implements BeforeEachCallback, AfterEachCallback {

	private static final int TAIL = 40;

	/**
	 * Warnings of Pekko that say only that the machine is busy.
	 */
	private static final List<String> OF_A_BUSY_MACHINE = List.of("Scheduled sending of heartbeat was delayed",
			"heartbeat interval is growing too large");

	private final List<JavaProcess> started = new ArrayList<>();

	private final List<Path> notes = new ArrayList<>();

	private Path directory = Path.of(".");

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		String name = context.getDisplayName();
		String test = context.getRequiredTestMethod().getName()
				+ (name.startsWith("[") ? name.replaceAll("\\W+", "-") : "");
		this.directory = Path.of("target", "it-logs", context.getRequiredTestClass().getSimpleName(), test)
			.toAbsolutePath();
		Files.createDirectories(this.directory);
		try (var old = Files.list(this.directory)) {
			for (Path file : old.toList()) {
				Files.delete(file);
			}
		}
	}

	/**
	 * Start a JVM.
	 * @param name its name, also that of its log
	 * @param arguments the arguments of the JVM
	 * @return the process
	 */
	public JavaProcess start(String name, List<String> arguments) {
		return start(name, arguments, Map.of());
	}

	/**
	 * Start a JVM.
	 * @param name its name, also that of its log
	 * @param arguments the arguments of the JVM
	 * @param environment variables that are added to the environment of this process
	 * @return the process
	 */
	public JavaProcess start(String name, List<String> arguments, Map<String, String> environment) {
		return add(JavaProcess.start(log(name), arguments, environment));
	}

	/**
	 * Start a JVM by another program.
	 * @param name its name, also that of its log
	 * @param launcher the program with its arguments, which must replace itself by the
	 * JVM; empty for none
	 * @param arguments the arguments of the JVM
	 * @return the process
	 */
	public JavaProcess start(String name, List<String> launcher, List<String> arguments) {
		return add(JavaProcess.start(log(name), launcher, arguments, Map.of()));
	}

	private Path log(String name) {
		return this.directory.resolve(name + ".log");
	}

	private JavaProcess add(JavaProcess process) {
		this.started.add(process);
		return process;
	}

	/**
	 * Return the directory of the logs of this test.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * Keep a text that explains the test. It is printed if the test fails.
	 * @param name its name, also that of its file
	 * @param text the text
	 */
	public void note(String name, String text) {
		try {
			this.notes.add(Files.writeString(this.directory.resolve(name + ".txt"), text));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the path of a file of the build.
	 * @param property the system property that names it
	 * @return the path
	 */
	public static String jar(String property) {
		String jar = System.getProperty(property);
		if (jar == null || !Files.exists(Path.of(jar))) {
			throw new IllegalStateException("There is no " + property + " " + jar + ": run the tests by 'verify'");
		}
		return jar;
	}

	/**
	 * Return the lines that all processes of the test logged at a level above INFO,
	 * without those that only report that the machine is busy.
	 * @return the lines
	 */
	public List<String> warnings() {
		return this.started.stream()
			.map(JavaProcess::logFile)
			.distinct()
			.flatMap((file) -> lines(file).stream()
				.filter((line) -> line.contains(" WARN ") || line.contains(" ERROR "))
				.filter((line) -> OF_A_BUSY_MACHINE.stream().noneMatch(line::contains))
				.map((line) -> file.getFileName() + ": " + line))
			.toList();
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			return List.of(ex.toString());
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.started.forEach(JavaProcess::kill);
		if (context.getExecutionException().isPresent()) {
			Stream.concat(this.notes.stream(), this.started.stream().map(JavaProcess::logFile))
				.distinct()
				.forEach(Processes::printTail);
		}
		this.started.clear();
	}

	private static void printTail(Path file) {
		List<String> lines = lines(file);
		System.out.println("--- the end of " + file);
		lines.subList(Math.max(0, lines.size() - TAIL), lines.size()).forEach(System.out::println);
	}

}

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Starts an application in half the time, for tests that start it dozens of times:
 * unpacked by its own {@code jarmode=tools}, and with its classes in an archive that the
 * JVM maps into memory. Both are made once for all tests.
 */
public final class QuickStart {

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private final String property;

	private final String trained;

	private @Nullable List<String> arguments;

	/**
	 * Create a start that nothing is prepared for yet.
	 * @param property the system property that names the executable archive
	 * @param trained what the application writes once it has all the classes that it
	 * needs
	 */
	public QuickStart(String property, String trained) {
		this.property = property;
		this.trained = trained;
	}

	/**
	 * Return whether it was started once, so that everything is prepared.
	 * @return whether it was
	 */
	public synchronized boolean isPrepared() {
		return this.arguments != null;
	}

	/**
	 * Return the JVM's arguments that start the application.
	 * @param training arguments of the application for the one start before all others
	 * @return the arguments, without the application's own
	 */
	public synchronized List<String> arguments(String... training) {
		if (this.arguments == null) {
			this.arguments = prepare(Path.of(Processes.jar(this.property)), List.of(training));
		}
		return this.arguments;
	}

	private List<String> prepare(Path jar, List<String> training) {
		Path directory = Path.of("target", "it-app", this.property).toAbsolutePath();
		try {
			FileSystemUtils.deleteRecursively(directory);
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Path unpacked = directory.resolve("unpacked");
		JavaProcess unpacking = JavaProcess.start(directory.resolve("unpacking.log"),
				List.of("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", unpacked.toString()),
				Map.of());
		if (unpacking.awaitExit() != 0) {
			throw new IllegalStateException("Could not unpack " + jar + ":\n" + unpacking.log());
		}
		String start = unpacked.resolve(jar.getFileName()).toString();
		String archive = directory.resolve("classes.jsa").toString();
		List<String> command = new ArrayList<>(List.of("-XX:ArchiveClassesAtExit=" + archive, "-jar", start));
		command.addAll(training);
		train(command, directory.resolve("training.log"));
		return List.of("-XX:SharedArchiveFile=" + archive, "-jar", start);
	}

	/**
	 * Run the application once: the classes that it needs until it is trained are those
	 * in the archive.
	 */
	private void train(List<String> command, Path log) {
		JavaProcess application = JavaProcess.start(log, command, Map.of());
		try {
			Awaitility.await().atMost(TIMEOUT).until(() -> {
				if (!application.isAlive()) {
					throw new IllegalStateException("The application has ended:\n" + application.log());
				}
				return application.log().contains(this.trained);
			});
			application.terminate();
			application.awaitExit();
		}
		finally {
			application.kill();
		}
	}

}

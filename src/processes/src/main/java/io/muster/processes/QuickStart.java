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
 * Starts an application in half the time, for tests that start it dozens of times. The
 * application is unpacked with {@code jarmode=tools}, and its classes are in an archive
 * that the JVM maps into memory (AppCDS). Both are made once for all tests.
 */
public final class QuickStart {

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private final String property;

	private final String trained;

	private @Nullable List<String> arguments;

	/**
	 * Create a quick start. It is not prepared yet.
	 * @param property the system property that contains the path of the executable jar
	 * @param trained the log message after which the application has loaded all the
	 * classes that it needs
	 */
	public QuickStart(String property, String trained) {
		this.property = property;
		this.trained = trained;
	}

	/**
	 * Return whether the application has been prepared by a first start.
	 * @return whether it has
	 */
	public synchronized boolean isPrepared() {
		return this.arguments != null;
	}

	/**
	 * Return the arguments with which the JVM starts the application.
	 * @param training arguments of the application for the start that prepares it
	 * @return the arguments, without those of the application
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
	 * Run the application once. The archive contains the classes that it has loaded when
	 * it is trained.
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

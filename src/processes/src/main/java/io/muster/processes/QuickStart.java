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
 * Starts an application with the starter in half the time, for tests that start it dozens
 * of times: unpacked by its own {@code jarmode=tools}, and with its classes in an archive
 * that the JVM maps into memory. Both are made once for all tests.
 */
public final class QuickStart {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final String property;

	private @Nullable List<String> arguments;

	/**
	 * Create a start that nothing is prepared for yet.
	 * @param property the system property that names the executable archive
	 */
	public QuickStart(String property) {
		this.property = property;
	}

	/**
	 * Return the JVM's arguments that start the application.
	 * @param training arguments of the application, with which it becomes a member alone;
	 * they count the first time
	 * @return the arguments, without the application's own
	 */
	public synchronized List<String> arguments(String... training) {
		if (this.arguments == null) {
			this.arguments = prepare(Path.of(Processes.jar(this.property)),
					Path.of("target", "it-app").toAbsolutePath(), List.of(training));
		}
		return this.arguments;
	}

	private static List<String> prepare(Path jar, Path directory, List<String> training) {
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
		train(List.of("-XX:ArchiveClassesAtExit=" + archive, "-jar", start), training,
				directory.resolve("training.log"));
		return List.of("-XX:SharedArchiveFile=" + archive, "-jar", start);
	}

	/**
	 * Run a node until it is a member: the classes that it needs until then are those in
	 * the archive.
	 */
	private static void train(List<String> arguments, List<String> training, Path log) {
		List<String> command = new ArrayList<>(arguments);
		command.addAll(List.of("--server.port=0", "--muster.cluster.host=127.0.0.1", "--muster.cluster.port=0",
				ClusterNode.DISCOVERY + "required-contact-point-nr=1", ClusterNode.DISCOVERY + "stable-margin=0s"));
		command.addAll(training);
		JavaProcess node = JavaProcess.start(log, command, Map.of());
		try {
			Awaitility.await().atMost(TIMEOUT).until(() -> node.log().contains("is a member of cluster"));
			node.terminate();
			node.awaitExit();
		}
		finally {
			node.kill();
		}
	}

}

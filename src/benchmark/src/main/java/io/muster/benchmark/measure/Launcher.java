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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.muster.processes.JavaProcess;

/**
 * Starts archives that the build has made, all of them with the same memory.
 */
public final class Launcher {

	private static final String MEMORY = "-Xmx256m";

	private final Path root;

	private @Nullable ClusterSecrets secrets;

	/**
	 * Create a launcher.
	 * @param root the directory of the project
	 */
	public Launcher(Path root) {
		this.root = root;
	}

	/**
	 * Return where a file of the project is.
	 * @param file its path below the directory of the project
	 * @return its path
	 */
	public Path resolve(String file) {
		return this.root.resolve(file);
	}

	/**
	 * Return the secrets of clusters, with files below {@code target/secrets}. They are
	 * made once.
	 * @return the secrets
	 */
	public synchronized ClusterSecrets secrets() {
		ClusterSecrets secrets = this.secrets;
		if (secrets == null) {
			secrets = new ClusterSecrets(resolve("src/benchmark/target/secrets"));
			this.secrets = secrets;
		}
		return secrets;
	}

	/**
	 * Start an archive. What it writes is in a file below {@code target/logs}, until one
	 * of the same name is started.
	 * @param name what to call the process
	 * @param archive the path of the archive below the directory of the project
	 * @param jvmOptions the options of its JVM
	 * @param arguments its arguments
	 * @return the process
	 * @throws UncheckedIOException if it cannot be started
	 */
	public MeasuredProcess start(String name, String archive, List<String> jvmOptions, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(MEMORY);
		command.addAll(jvmOptions);
		command.addAll(List.of("-jar", resolve(archive).toString()));
		command.addAll(arguments);
		return new MeasuredProcess(name, JavaProcess.startWithDefaults(log(name), command, Map.of()));
	}

	/**
	 * Start a program that is installed on this machine, and is no JVM.
	 * @param name what to call the process, also that of the file with what it writes
	 * @param command the program with its arguments
	 * @return the process
	 * @throws UncheckedIOException if it cannot be started
	 */
	public MeasuredProcess startProgram(String name, List<String> command) {
		return new MeasuredProcess(name, JavaProcess.startProgram(log(name), command));
	}

	private Path log(String name) {
		Path log = resolve("src/benchmark/target/logs").resolve(name.replaceAll("\\W+", "-") + ".log");
		try {
			Files.createDirectories(log.getParent());
			Files.deleteIfExists(log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return log;
	}

}

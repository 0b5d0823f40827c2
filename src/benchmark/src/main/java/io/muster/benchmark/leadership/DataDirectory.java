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

package io.muster.benchmark.leadership;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where servers keep their data: a temporary directory, which is deleted at the end, also
 * if the benchmark is interrupted.
 */
final class DataDirectory implements AutoCloseable {

	/**
	 * Servers of other users find their own directories in it.
	 */
	private final Path path;

	private final Thread hook = new Thread(this::delete, "delete-data");

	DataDirectory() {
		try {
			this.path = Files.createTempDirectory("muster-benchmark-",
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Return a directory in it.
	 * @param name its name
	 * @return the directory, which exists and is empty
	 */
	Path empty(String name) {
		Path directory = this.path.resolve(name);
		delete(directory);
		try {
			return Files.createDirectory(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void delete() {
		delete(this.path);
	}

	private static void delete(Path directory) {
		if (!Files.exists(directory)) {
			return;
		}
		try (Stream<Path> found = Files.walk(directory)) {
			for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		delete();
		Runtime.getRuntime().removeShutdownHook(this.hook);
	}

}

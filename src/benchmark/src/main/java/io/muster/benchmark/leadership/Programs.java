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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs that are installed on this machine.
 */
final class Programs {

	/**
	 * Where Debian and Ubuntu install PostgreSQL, in a directory for each version.
	 */
	private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");

	private Programs() {
	}

	/**
	 * Find a program.
	 * @param name its name
	 * @return its path, empty if it is not installed
	 */
	static Optional<Path> find(String name) {
		List<Path> directories = new ArrayList<>();
		for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
			directories.add(Path.of(directory));
		}
		if (Files.isDirectory(POSTGRESQL)) {
			try (Stream<Path> versions = Files.list(POSTGRESQL)) {
				versions.sorted().map((version) -> version.resolve("bin")).forEach(directories::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return directories.stream().map((directory) -> directory.resolve(name)).filter(Files::isExecutable).findFirst();
	}

}

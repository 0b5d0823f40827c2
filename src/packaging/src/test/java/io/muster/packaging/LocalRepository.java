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

package io.muster.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

import org.springframework.util.FileSystemUtils;

/**
 * A local Maven repository that has what the build's own has, and the published modules
 * as they are built here, none of which gets into the build's own.
 */
final class LocalRepository {

	private static final Path GROUP = Path.of("io", "muster");

	// These are written again in place. Others are replaced, so links to them are safe.
	private static final Set<String> REWRITTEN = Set.of("properties", "repositories", "xml", "lastUpdated");

	private final Path directory;

	private LocalRepository(Path directory) {
		this.directory = directory;
	}

	/**
	 * Create a repository.
	 * @param directory its directory, which is emptied first
	 * @return the repository
	 */
	static LocalRepository create(Path directory) throws IOException {
		FileSystemUtils.deleteRecursively(directory);
		Path own = Path.of(System.getProperty("local.repository"));
		Directories.copy(own, directory, (file) -> !file.endsWith(GROUP), LocalRepository::link);
		LocalRepository repository = new LocalRepository(directory);
		for (Path module : Pom.published()) {
			repository.install(module);
		}
		return repository;
	}

	/**
	 * Return the argument with which Maven uses it.
	 */
	String argument() {
		return "-Dmaven.repo.local=" + this.directory;
	}

	private void install(Path module) throws IOException {
		Pom pom = Pom.read(module.resolve("pom.xml"));
		String name = pom.text("/project/artifactId") + "-" + Pom.version();
		Path target = Files.createDirectories(
				this.directory.resolve(GROUP).resolve(pom.text("/project/artifactId")).resolve(Pom.version()));
		Files.copy(module.resolve(".flattened-pom.xml"), target.resolve(name + ".pom"));
		if (!pom.text("/project/packaging").equals("pom")) {
			Files.copy(module.resolve("target").resolve(name + ".jar"), target.resolve(name + ".jar"));
		}
	}

	private static void link(Path source, Path target) throws IOException {
		String name = source.getFileName().toString();
		try {
			if (!REWRITTEN.contains(name.substring(name.lastIndexOf('.') + 1))) {
				try {
					Files.createLink(target, source);
					return;
				}
				catch (NoSuchFileException ex) {
					throw ex;
				}
				catch (IOException | UnsupportedOperationException ex) {
					// Another file system: it is copied.
				}
			}
			Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (NoSuchFileException ex) {
			// Another build has just replaced it.
		}
	}

}

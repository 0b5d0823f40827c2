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
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.Predicate;

import org.springframework.util.FileSystemUtils;

/**
 * Copies directories.
 */
final class Directories {

	private static final Set<String> NO_SOURCES = Set.of("target", ".git", ".idea", ".flattened-pom.xml");

	private Directories() {
	}

	/**
	 * Copy a project without what was built of it.
	 * @param source its directory
	 * @param target the directory to which it is copied, which is emptied first
	 */
	static void copySources(Path source, Path target) throws IOException {
		FileSystemUtils.deleteRecursively(target);
		copy(source, target, (file) -> !NO_SOURCES.contains(file.getFileName().toString()), Directories::copyFile);
	}

	/**
	 * Copy what is in a directory.
	 * @param source the directory
	 * @param target the directory to which it is copied
	 */
	static void copy(Path source, Path target) throws IOException {
		copy(source, target, (file) -> true, Directories::copyFile);
	}

	/**
	 * Copy what is in a directory.
	 * @param source the directory
	 * @param target the directory to which it is copied
	 * @param filter which files and directories to copy
	 * @param copy copies a file
	 */
	static void copy(Path source, Path target, Predicate<Path> filter, Copy copy) throws IOException {
		Files.walkFileTree(source, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				if (!directory.equals(source) && !filter.test(directory)) {
					return FileVisitResult.SKIP_SUBTREE;
				}
				Files.createDirectories(target.resolve(source.relativize(directory)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (filter.test(file)) {
					copy.copy(file, target.resolve(source.relativize(file)));
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

	private static void copyFile(Path source, Path target) throws IOException {
		Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
	}

	/**
	 * Copies a file.
	 */
	interface Copy {

		void copy(Path source, Path target) throws IOException;

	}

}

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

package io.muster.benchmark.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * The difference of two archives: they must have everything in common but what one has in
 * addition.
 */
final class ArchiveDifference {

	private static final String LIBRARIES = "BOOT-INF/lib/";

	private final Path with;

	private final Path without;

	ArchiveDifference(Path with, Path without) {
		this.with = with;
		this.without = without;
	}

	/**
	 * Return the libraries that are in one archive only.
	 * @return the names of the libraries
	 * @throws IllegalStateException if the archives differ in another way
	 */
	List<String> added() {
		Set<String> more = entries(this.with);
		Set<String> less = entries(this.without);
		if (!more.containsAll(less)) {
			less.removeAll(more);
			throw new IllegalStateException("Only without the starter: " + less);
		}
		more.removeAll(less);
		if (!more.stream().allMatch((name) -> name.startsWith(LIBRARIES))) {
			throw new IllegalStateException("The archives differ in more than libraries: " + more);
		}
		return more.stream().map((name) -> name.substring(LIBRARIES.length())).toList();
	}

	private static Set<String> entries(Path archive) {
		try (JarFile file = new JarFile(archive.toFile())) {
			return file.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

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
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * The libraries that an archive adds to an application.
 */
final class Libraries {

	private static final String DIRECTORY = "BOOT-INF/lib/";

	/**
	 * What only the programs of the benchmark need.
	 */
	private static final String OWN = DIRECTORY + "(muster-leadership|slf4j-jdk14|spring-boot-jarmode).*";

	private static final double MEGABYTE = 1024 * 1024;

	private final Map<String, Long> application;

	/**
	 * Create what compares archives with an application.
	 * @param application the archive of the application
	 */
	Libraries(Path application) {
		this.application = sizes(application);
	}

	/**
	 * Return how large the libraries are that the application does not have.
	 * @param archive an archive
	 * @return the megabytes
	 */
	double added(Path archive) {
		Map<String, Long> added = sizes(archive);
		added.keySet().removeAll(this.application.keySet());
		return added.values().stream().mapToLong(Long::longValue).sum() / MEGABYTE;
	}

	private static Map<String, Long> sizes(Path archive) {
		try (JarFile file = new JarFile(archive.toFile())) {
			return file.stream()
				.filter((entry) -> entry.getName().matches(DIRECTORY + ".+") && !entry.getName().matches(OWN))
				.collect(Collectors.toMap(ZipEntry::getName, ZipEntry::getSize));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

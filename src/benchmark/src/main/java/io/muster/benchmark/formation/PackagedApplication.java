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

package io.muster.benchmark.formation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;

/**
 * An application in each way in which it can be packaged. What that needs is made when it
 * is asked for.
 */
final class PackagedApplication {

	private static final int AOT_CACHE = 25;

	private static final int NODES = 3;

	private final Launcher launcher;

	private final FormationContender contender;

	private final Path directory;

	private final String extracted;

	/**
	 * Create an application. What was made of it before is deleted.
	 * @param launcher starts processes
	 * @param contender the application
	 */
	PackagedApplication(Launcher launcher, FormationContender contender) {
		this.launcher = launcher;
		this.contender = contender;
		this.directory = launcher.resolve("src/benchmark/target/packaging").resolve(contender.name());
		Path jar = launcher.resolve(contender.archive());
		this.extracted = this.directory.resolve("application").resolve(jar.getFileName()).toString();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
			Files.createDirectories(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return what to start.
	 * @param packaging how it is packaged
	 * @return what to start, and how
	 */
	Packed packed(Packaging packaging) {
		if (packaging == Packaging.JAR) {
			return new Packed(this.contender.archive(), packaging.options());
		}
		if (Files.notExists(Path.of(this.extracted))) {
			extract();
		}
		List<String> options = new ArrayList<>(packaging.options());
		if (packaging.isArchived()) {
			Path archive = archive(packaging);
			if (Files.notExists(archive)) {
				record(packaging, archive);
			}
			options.add((hasAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
		}
		return new Packed(this.extracted, options);
	}

	private void extract() {
		this.launcher
			.start("extract", this.contender.archive(), List.of("-Djarmode=tools"),
					List.of("extract", "--destination", this.directory.resolve("application").toString()))
			.awaitExit();
	}

	private Path archive(Packaging packaging) {
		String name = (packaging == Packaging.CONTEXT) ? "context" : "joined";
		return this.directory.resolve(name + (hasAotCache() ? ".aot" : ".jsa"));
	}

	private void record(Packaging packaging, Path archive) {
		Packed plain = new Packed(this.extracted, List.of());
		String option = (hasAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
		if (packaging == Packaging.CONTEXT) {
			Packed recording = new Packed(this.extracted, List.of(option, "-Dspring.context.exit=onRefresh"));
			this.contender.start(this.launcher, recording, ClusterLayout.of(1), 0).awaitExit();
			return;
		}
		try (FormingCluster cluster = new FormingCluster(this.launcher, this.contender, plain, NODES)) {
			cluster.found();
			try (MeasuredProcess node = cluster.join(new Packed(this.extracted, List.of(option)))) {
				// it ends in order, and writes the archive then
			}
		}
	}

	static boolean hasAotCache() {
		return Runtime.version().feature() >= AOT_CACHE;
	}

}

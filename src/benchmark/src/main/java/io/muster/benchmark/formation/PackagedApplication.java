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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;

/**
 * The sample application in each {@link Packaging}: an AOT cache where the JVM has one,
 * otherwise an archive of classes (AppCDS).
 */
final class PackagedApplication {

	private static final int AOT_CACHE = 25;

	private static final int NODES = 3;

	private static final Duration LOOKING = Duration.ofMillis(100);

	private final Launcher launcher;

	private final Path directory;

	private final String extracted;

	/**
	 * Extract the application, and make the archives of its classes.
	 * @param launcher starts processes
	 */
	PackagedApplication(Launcher launcher) {
		this.launcher = launcher;
		this.directory = launcher.resolve("src/benchmark/target/packaging");
		Path jar = launcher.resolve(MusterArguments.ARCHIVE);
		this.extracted = this.directory.resolve("application").resolve(jar.getFileName()).toString();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
			Files.createDirectories(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		launcher
			.start("extract", MusterArguments.ARCHIVE, List.of("-Djarmode=tools"),
					List.of("extract", "--destination", this.directory.resolve("application").toString()))
			.awaitExit();
		recordContext();
		recordJoined();
	}

	private void recordContext() {
		this.launcher
			.start("record a context", this.extracted,
					List.of(recording(Packaging.CONTEXT), "-Dspring.context.exit=onRefresh"),
					MusterArguments.of(ClusterLayout.of(1), 0))
			.awaitExit();
	}

	private void recordJoined() {
		ClusterLayout layout = ClusterLayout.of(NODES);
		List<MeasuredProcess> nodes = new ArrayList<>();
		try {
			for (int node = 0; node < NODES; node++) {
				List<String> options = (node == NODES - 1) ? List.of(recording(Packaging.JOINED)) : List.of();
				nodes.add(this.launcher.start("record, node " + (node + 1), this.extracted, options,
						MusterArguments.of(layout, node)));
			}
			List<String> members = List.of(layout.address(0), layout.address(1), layout.address(2));
			for (MeasuredProcess node : nodes) {
				node.await("all members up", LOOKING, () -> FormationContender.MUSTER.read(node.lines()),
						(log) -> log.isComplete(members));
			}
			nodes.get(NODES - 1).close();
		}
		finally {
			MeasuredProcess.kill(nodes);
		}
	}

	private String recording(Packaging packaging) {
		return (hasAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive(packaging);
	}

	private Path archive(Packaging packaging) {
		String name = (packaging == Packaging.CONTEXT) ? "context" : "joined";
		return this.directory.resolve(name + (hasAotCache() ? ".aot" : ".jsa"));
	}

	static boolean hasAotCache() {
		return Runtime.version().feature() >= AOT_CACHE;
	}

	/**
	 * Start a node.
	 * @param packaging how it is packaged
	 * @param layout where the nodes listen
	 * @param node which node, the first is 0
	 * @return its process
	 */
	MeasuredProcess start(Packaging packaging, ClusterLayout layout, int node) {
		List<String> options = new ArrayList<>(packaging.options());
		if (packaging.isArchived()) {
			options.add((hasAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive(packaging));
		}
		String archive = (packaging == Packaging.JAR) ? MusterArguments.ARCHIVE : this.extracted;
		return this.launcher.start("packaging, node " + (node + 1), archive, options, MusterArguments.of(layout, node));
	}

}

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import io.muster.packaging.Dockerfile.Image;
import io.muster.processes.ClusterNode;
import io.muster.processes.OneCluster;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.testsupport.KnotServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what a newcomer does with the template: builds it as a project of its own, makes
 * an image, and starts three nodes.
 */
@Tag("system")
class TemplateIT {

	private static final Path PROJECT = Path.of("target", "template", "orders").toAbsolutePath();

	/**
	 * Without downloads: a newcomer's own depend on the network.
	 */
	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static Duration built = Duration.ZERO;

	private static Image image = new Image(PROJECT, List.of());

	@RegisterExtension
	final Processes processes = new Processes();

	@BeforeAll
	static void build() throws IOException {
		Directories.copySources(Template.DIRECTORY, PROJECT);
		// where Maven looks for its options, which are not those of this build
		Files.createDirectories(PROJECT.resolve(".mvn"));
		LocalRepository repository = LocalRepository.create(PROJECT.resolveSibling("repository"));
		long start = System.nanoTime();
		Maven.run(PROJECT, Map.of(), repository.argument(), "verify");
		built = Duration.ofNanos(System.nanoTime() - start);
		String ports = Ports.find(3).stream().map(String::valueOf).collect(Collectors.joining(" "));
		image = Dockerfile.build(PROJECT, PROJECT.resolveSibling("image"), Map.of("PORTS", ports));
	}

	/**
	 * The repository has links to the build's own, and is large.
	 */
	@AfterAll
	static void removeRepository() throws IOException {
		FileSystemUtils.deleteRecursively(PROJECT.resolveSibling("repository"));
	}

	@Test
	void itsTestsHaveRun() throws IOException {
		Path reports = PROJECT.resolve("target/surefire-reports");
		assertThat(Files.readString(reports.resolve("com.example.orders.ApplicationTests.txt")))
			.contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
		assertThat(Files.readString(reports.resolve("com.example.orders.ReportsTests.txt")))
			.contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
	}

	@Test
	void threeNodesOfItsImageFormOneClusterAndStartWithTheArchive() throws IOException {
		List<TemplateNode> nodes = TemplateNode.local(this.processes, image);
		long start = System.nanoTime();
		nodes.forEach(ClusterNode::start);
		OneCluster.await(nodes);
		Duration formed = Duration.ofNanos(System.nanoTime() - start);
		System.out.printf("From an empty folder, without downloads: built and tested with @ClusterTest after %d s, "
				+ "three nodes in one cluster %d s later%n", built.toSeconds(), formed.toSeconds());
		assertThat(built.plus(formed)).isLessThan(PATIENCE);
		for (TemplateNode node : nodes) {
			assertThat(Files.readString(Path.of("/proc", Long.toString(node.process().pid()), "maps")))
				.containsPattern(image.directory() + "/application\\.(jsa|aot)");
		}
		assertThat(this.processes.warnings()).isEmpty();
	}

	@Test
	void threeNodesOfItsImageFindEachOtherInDnsAsInCompose(@TempDir Path directory) {
		int port = Ports.find();
		try (KnotServer server = new KnotServer(directory)) {
			server.start();
			List<TemplateNode> nodes = IntStream.rangeClosed(1, 3).mapToObj((number) -> {
				String host = "127.0.3." + number;
				server.add("orders A " + host);
				return new TemplateNode(this.processes, "node-" + number, image, host, port).with(
						"--spring.profiles.active=" + Template.composeProfile(),
						ClusterNode.DISCOVERY + "effective-name=orders.test.",
						ClusterNode.DISCOVERY + "name-servers=" + server.address());
			}).toList();
			nodes.forEach(ClusterNode::start);
			OneCluster.await(nodes);
		}
	}

}

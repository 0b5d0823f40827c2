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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what is published, with two builds from clean copies of the sources.
 */
@Tag("system")
class PublishedArtifactsIT {

	private static final Path COPIES = Path.of("target", "copies").toAbsolutePath();

	private static final Path FIRST = COPIES.resolve("first");

	private static final Path SECOND = COPIES.resolve("in-another-directory").resolve("second");

	private static final String[] RELEASE = { "package", "-Prelease", "-pl", modules(), "-am", "-Dmaven.test.skip=true",
			"-Dcheckstyle.skip", "-Dspring-javaformat.skip" };

	private static String modules() {
		return Pom.published().stream().map(Pom.ROOT::relativize).map(Path::toString).collect(Collectors.joining(","));
	}

	@BeforeAll
	static void buildTwice() throws IOException {
		Directories.copySources(Pom.ROOT, FIRST);
		Maven.run(FIRST, Map.of(), RELEASE);
		Directories.copySources(Pom.ROOT, SECOND);
		Maven.run(SECOND, Map.of("TZ", "Pacific/Auckland", "LC_ALL", "C"), RELEASE);
	}

	@Test
	void equalSourcesBuildEqualFiles() throws IOException {
		Map<String, Path> first = published(FIRST);
		Map<String, Path> second = published(SECOND);
		assertThat(first).hasSameSizeAs(second).hasSizeGreaterThan(10);
		for (Map.Entry<String, Path> file : first.entrySet()) {
			assertThat(second).containsKey(file.getKey());
			assertThat(Files.mismatch(file.getValue(), second.get(file.getKey()))).as(file.getKey()).isEqualTo(-1);
		}
	}

	@Test
	void eachModuleHasItsClassesSourcesJavadocAndBillOfMaterials() throws IOException {
		for (Path module : Pom.published()) {
			Pom pom = Pom.read(module.resolve("pom.xml"));
			if (!pom.text("/project/packaging").equals("pom")) {
				String name = "target/" + pom.text("/project/artifactId") + "-" + Pom.version();
				assertThat(published(FIRST))
					.containsKeys(Stream
						.of(".flattened-pom.xml", name + ".jar", name + "-sources.jar", name + "-javadoc.jar",
								"target/bom.json")
						.map((file) -> module.getFileName() + "/" + file)
						.toArray(String[]::new));
			}
		}
	}

	@Test
	void theStartersBillOfMaterialsNamesWhatAnApplicationGets() throws IOException {
		JsonNode bill = new JsonMapper().readTree(FIRST.resolve("starter/target/bom.json"));
		assertThat(bill.path("metadata").path("component").path("purl").asString())
			.isEqualTo("pkg:maven/io.muster/muster-spring-boot-starter@" + Pom.version() + "?type=jar");
		List<String> names = bill.path("components")
			.valueStream()
			.map((component) -> component.path("name").asString())
			.toList();
		assertThat(names).contains("muster-spring-boot-autoconfigure", "pekko-cluster_2.13", "pekko-remote_2.13",
				"spring-cloud-commons", "spring-boot");
		assertThat(names).doesNotContain("junit-jupiter", "dnsjava");
	}

	/**
	 * Return the files that are published of a copy, by their paths.
	 */
	private static Map<String, Path> published(Path copy) throws IOException {
		Map<String, Path> published = new TreeMap<>();
		for (Path module : Pom.published()) {
			Path built = copy.resolve(Pom.ROOT.relativize(module));
			try (var files = Files.find(built, 2, (file, attributes) -> attributes.isRegularFile())) {
				published.putAll(files.filter((file) -> isPublished(built.relativize(file)))
					.collect(Collectors.toMap((file) -> copy.relativize(file).toString(), (file) -> file)));
			}
		}
		return published;
	}

	private static boolean isPublished(Path file) {
		String name = file.getFileName().toString();
		return name.equals(".flattened-pom.xml")
				|| file.startsWith("target") && (name.endsWith(".jar") || name.equals("bom.json"));
	}

}

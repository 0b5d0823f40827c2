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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that users are told to use the version that is built.
 */
class VersionTests {

	private static final Pattern BOM = Pattern
		.compile("<artifactId>muster-bom</artifactId>\\s*<version>([^<]+)</version>");

	@Test
	void theReadmeUsesTheBomOfThisVersion() throws IOException {
		Matcher bom = BOM.matcher(Files.readString(Pom.ROOT.resolve("README.md")));
		assertThat(bom.results().map((result) -> result.group(1))).containsExactly(Pom.version());
	}

	@Test
	void everyModuleTakesItsVersionFromOnePlace() throws IOException {
		try (var files = Files.walk(Pom.ROOT)) {
			assertThat(files.filter((file) -> file.endsWith("pom.xml"))
				.filter((file) -> !file.toString().contains("target"))
				.map(Pom::read)
				.map((pom) -> pom.text("/project/parent[groupId='io.muster']/version"))
				.filter((version) -> !version.isEmpty())).hasSizeGreaterThan(5).containsOnly("${revision}");
		}
	}

	@Test
	void theChangelogBeginsWithThisVersion() throws IOException {
		Path changelog = Pom.ROOT.resolve("CHANGELOG.md");
		assertThat(Files.readAllLines(changelog)).filteredOn((line) -> line.startsWith("## "))
			.first()
			.asString()
			.startsWith("## " + Pom.version().replace("-SNAPSHOT", ""));
	}

}

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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the BOM as its users get it.
 */
class BomTests {

	private static final Path PUBLISHED = Pom.ROOT.resolve("bom/.flattened-pom.xml");

	private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency";

	private final Pom bom = Pom.read(PUBLISHED);

	@Test
	void everyPublishedModuleIsManagedAtTheVersionOfAll() {
		List<String> modules = Pom.published()
			.stream()
			.map((module) -> Pom.read(module.resolve("pom.xml")))
			.filter((module) -> !module.text("/project/packaging").equals("pom"))
			.map((module) -> module.text("/project/artifactId"))
			.toList();
		assertThat(modules).contains("muster-spring-boot-starter");
		assertThat(this.bom.texts(MANAGED + "[groupId='io.muster']/artifactId"))
			.containsExactlyInAnyOrderElementsOf(modules);
		assertThat(this.bom.texts(MANAGED + "[groupId='io.muster']/version")).containsOnly(Pom.version());
	}

	@Test
	void allModulesOfPekkoHaveTheVersionThatMusterIsTestedWith() {
		String pekko = MANAGED + "[artifactId='pekko-bom_2.13']";
		assertThat(this.bom.text(pekko + "/version")).isEqualTo(Pom.root().text("/project/properties/pekko.version"));
		assertThat(this.bom.text(pekko + "/scope")).isEqualTo("import");
	}

	@Test
	void theLibraryForDnsHasTheVersionThatMusterIsTestedWith() {
		assertThat(this.bom.text(MANAGED + "[artifactId='dnsjava']/version"))
			.isEqualTo(Pom.root().text("/project/properties/dnsjava.version"));
	}

	@Test
	void itNeedsNeitherAParentNorProperties() throws IOException {
		assertThat(Files.readString(PUBLISHED)).doesNotContain("<parent>", "${");
	}

}

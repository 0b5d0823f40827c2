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

package io.muster.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the properties on the page for users of Consul, Nomad, Serf and Akka exist.
 */
class ComingFromTests {

	private static final Path DOCS = Path.of("..", "src", "docs");

	private static final Pattern PROPERTY = Pattern.compile("(…|\\bmuster\\.)([a-z-]+(?:\\.[a-z-]+)*)");

	@Test
	void everyPropertyOnThePageExists() throws IOException {
		Set<String> named = PROPERTY.matcher(page())
			.results()
			.map((match) -> match.group(1).equals("…") ? "muster.bootstrap.contact-point-discovery." + match.group(2)
					: match.group())
			.filter((name) -> !name.startsWith("muster.pekko"))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(named).hasSizeGreaterThan(25);
		Set<String> properties = properties();
		assertThat(named).allMatch((name) -> properties.contains(name)
				|| properties.stream().anyMatch((property) -> property.startsWith(name + ".")));
	}

	private static String page() throws IOException {
		return Files.readString(DOCS.resolve("coming-from.md"));
	}

	private static Set<String> properties() throws IOException {
		try (InputStream metadata = ComingFromTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared()
				.readTree(metadata)
				.path("properties")
				.valueStream()
				.map((property) -> property.path("name").asString())
				.collect(Collectors.toSet());
		}
	}

}

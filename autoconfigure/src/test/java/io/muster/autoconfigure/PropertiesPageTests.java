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
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page of properties has those of {@link MusterProperties}, each by its
 * full name in a row of its own.
 */
class PropertiesPageTests {

	private static final Pattern ROW = Pattern.compile("^\\| `(muster\\.[^`]+)` \\| (?:`([^`]+)` )?.*");

	@Test
	void everyPropertyIsOnThePageWithItsDefault() throws IOException {
		Map<String, String> documented = documented();
		Map<String, String> actual = actual();
		assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(actual.keySet());
		actual.forEach((name, value) -> {
			if (!value.isEmpty()) {
				assertThat(documented.get(name)).as(name).isEqualTo(value);
			}
		});
	}

	private static Map<String, String> documented() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		for (String line : Files.readAllLines(Path.of("..", "src", "docs", "properties.md"))) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				String name = row.group(1).replace(".*", "");
				assertThat(documented).doesNotContainKey(name);
				documented.put(name, (row.group(2) != null) ? row.group(2) : "");
			}
		}
		return documented;
	}

	private static Map<String, String> actual() throws IOException {
		Map<String, String> actual = new TreeMap<>();
		try (InputStream metadata = PropertiesPageTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(metadata).isNotNull();
			for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
				String name = property.path("name").asString();
				if (name.startsWith("muster.")) {
					actual.put(name, property.path("defaultValue").asString(""));
				}
			}
		}
		return actual;
	}

}

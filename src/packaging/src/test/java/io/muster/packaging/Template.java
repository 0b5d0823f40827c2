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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;

/**
 * The template of an application, as it is written.
 */
final class Template {

	static final Path DIRECTORY = Pom.ROOT.resolve("src/template");

	private Template() {
	}

	static String text(String file) {
		try {
			return Files.readString(DIRECTORY.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return a file of properties, whose names are written in one line.
	 */
	static Map<String, Object> properties(String file) {
		return new Yaml().load(text("src/main/resources/" + file));
	}

	/**
	 * Return the service of {@code compose.yaml}.
	 * @param name its name
	 * @return the service
	 */
	static Map<String, Map<String, Object>> service(String name) {
		Map<String, Map<String, Map<String, Map<String, Object>>>> compose = new Yaml().load(text("compose.yaml"));
		return compose.get("services").get(name);
	}

	static String composeProfile() {
		return String.valueOf(service("orders").get("environment").get("SPRING_PROFILES_ACTIVE"));
	}

}

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

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Path that precedes {@code /bootstrap/seed-nodes}.
 *
 * @param mapping path within the web framework: the {@code base-path}
 * @param expectedPath path from the root of the server. It is expected of other nodes,
 * too, because they run the same application
 * @param web whether this application has a web server
 */
record SeedNodesPath(String mapping, String expectedPath, boolean web) {

	private static final String CONTEXT_PATH = "server.servlet.context-path";

	private static final String SERVLET_PATH = "spring.mvc.servlet.path";

	private static final String WEBFLUX_PATH = "spring.webflux.base-path";

	static SeedNodesPath webMvc(String basePath, Environment environment) {
		return of(basePath, environment, true, CONTEXT_PATH, SERVLET_PATH);
	}

	static SeedNodesPath webFlux(String basePath, Environment environment) {
		return of(basePath, environment, true, WEBFLUX_PATH);
	}

	static SeedNodesPath noWeb(String basePath, Environment environment) {
		return of(basePath, environment, false, CONTEXT_PATH, SERVLET_PATH, WEBFLUX_PATH);
	}

	private static SeedNodesPath of(String basePath, Environment environment, boolean web,
			String... contextProperties) {
		String mapping = clean(basePath);
		String context = Stream.of(contextProperties)
			.map(environment::getProperty)
			.map(SeedNodesPath::clean)
			.collect(Collectors.joining());
		return new SeedNodesPath(mapping, context + mapping, web);
	}

	private static String clean(@Nullable String path) {
		String trimmed = StringUtils.hasText(path)
				? StringUtils.trimLeadingCharacter(StringUtils.trimTrailingCharacter(path.trim(), '/'), '/') : "";
		return trimmed.isEmpty() ? "" : "/" + trimmed;
	}

	/**
	 * Return the path of this application's contact point.
	 * @return the path or {@code null} if it has none
	 */
	@Nullable String contactPointPath() {
		return this.web ? this.expectedPath : null;
	}

}

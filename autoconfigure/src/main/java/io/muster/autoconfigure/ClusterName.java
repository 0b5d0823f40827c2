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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Determines the name of the cluster: the configured name, or that of the application.
 */
final class ClusterName {

	private static final String PROPERTY = "muster.cluster.name";

	private static final String PATTERN = "[a-zA-Z0-9][a-zA-Z0-9_-]*";

	private ClusterName() {
	}

	/**
	 * Return the name, or {@code null} if it is missing or invalid. The engine reports
	 * that if it needs the name.
	 */
	static @Nullable String find(Environment environment) {
		try {
			return of(environment.getProperty(PROPERTY), environment);
		}
		catch (FailureAnalyzedException | InvalidConfigurationPropertyValueException ex) {
			return null;
		}
	}

	static String of(@Nullable String configured, Environment environment) {
		if (configured != null) {
			PropertyChecks.check(configured.matches(PATTERN), PROPERTY, configured,
					"Must consist of letters, digits, '-' and '_', and begin with a letter or digit.");
			return configured;
		}
		String application = environment.getProperty("spring.application.name");
		if (!StringUtils.hasText(application)) {
			throw new FailureAnalyzedException(
					"The cluster has no name: neither %s nor spring.application.name is set.".formatted(PROPERTY),
					"Set spring.application.name, the same on all replicas.");
		}
		String cleaned = application.replaceAll("[^a-zA-Z0-9_-]", "-").replaceAll("^[_-]+", "");
		PropertyChecks.check(cleaned.matches(PATTERN), "spring.application.name", application,
				"Contains no letter or digit that a cluster name could begin with. Set %s.".formatted(PROPERTY));
		return cleaned;
	}

}

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

import java.util.Map;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Finds properties of Muster that do not exist where Spring Boot does not look for them:
 * in system properties and in the environment. A misspelt safety setting must not be
 * ignored there either.
 * <p>
 * A system property stops the application, as one in {@code application.yml} does. An
 * environment variable causes a warning, because others may have set it: its name begins
 * with {@code MUSTER_} also if it belongs to a script or a container platform.
 */
final class UnknownProperties {

	private static final Log logger = LogFactory.getLog(UnknownProperties.class);

	/**
	 * Variables by which Kubernetes tells each container of a service, which may have the
	 * name {@code muster} or {@code muster-...}.
	 */
	private static final Pattern SERVICE = Pattern
		.compile("(?i).*_SERVICE_(HOST|PORT(_.+)?)|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

	private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

	private UnknownProperties() {
	}

	/**
	 * Check the system properties and the environment.
	 * @throws FailureAnalyzedException if there is an unknown system property
	 */
	static void check(ConfigurableEnvironment environment) {
		environment.getSystemEnvironment().forEach((name, value) -> {
			if (KnownProperty.isCandidateVariable(name) && !isService(name, String.valueOf(value))
					&& KnownProperty.ALL.stream().noneMatch((known) -> known.matchesVariable(name))) {
				warn(name);
			}
		});
		for (Map.Entry<String, Object> property : environment.getSystemProperties().entrySet()) {
			String name = property.getKey();
			if (KnownProperty.isCandidate(name)
					&& KnownProperty.ALL.stream().noneMatch((known) -> known.matches(name))) {
				throw failure(name);
			}
		}
	}

	private static boolean isService(String name, String value) {
		return SERVICE.matcher(name).matches() || SERVICE_URL.matcher(value).matches();
	}

	private static void warn(String variable) {
		KnownProperty nearest = KnownProperty.nearest(variable);
		String meant = (nearest != null)
				? " Did you mean %s, which sets %s?".formatted(nearest.variable(), nearest.name()) : "";
		logger.warn(
				"The environment variable %s has no effect: it sets no property of Muster.%s".formatted(variable, meant)
						+ " If it is meant for something else, disregard this");
	}

	private static FailureAnalyzedException failure(String property) {
		KnownProperty nearest = KnownProperty.nearest(property);
		return new FailureAnalyzedException("The system property '%s' is not a property of Muster.".formatted(property),
				meant(nearest) + "Correct or remove -D%s.".formatted(property));
	}

	private static String meant(@Nullable KnownProperty nearest) {
		return (nearest != null) ? "Did you mean '%s'? ".formatted(nearest.name()) : "";
	}

}

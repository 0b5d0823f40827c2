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

package io.muster.cluster.pekko;

import java.util.Set;
import java.util.regex.Pattern;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.ClusterSettings;
import org.apache.pekko.cluster.sbr.SplitBrainResolverSettings;
import org.apache.pekko.remote.RemoteSettings;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Finds wrong settings before the ActorSystem is created.
 */
final class PekkoSettingsVerifier {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-_]*");

	private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

	/**
	 * Words that some of Pekko's settings take in place of a number or a duration.
	 */
	private static final Set<Object> WORDS = Set.of("on", "off", "default", "undefined", "unlimited", "infinite",
			"forever", "never");

	private PekkoSettingsVerifier() {
	}

	static void verify(PekkoSettings settings) {
		if (!NAME.matcher(settings.name()).matches()) {
			throw new FailureAnalyzedException(
					"'%s' is not a valid name for a cluster ('muster.cluster.name').".formatted(settings.name()),
					"Use only letters, digits, '-' and '_', and begin with a letter or digit.");
		}
		if (WILDCARDS.contains(settings.host())) {
			throw new FailureAnalyzedException(
					"Other nodes cannot reach this one at '%s' ('muster.cluster.host').".formatted(settings.host()),
					"Set 'muster.cluster.host' to the address at which other nodes reach this one. "
							+ "To listen on all addresses, set 'muster.cluster.bind-host' to '%s'."
								.formatted(settings.host()));
		}
	}

	static void verify(String name, Config config, ClassLoader classLoader) {
		try {
			verifyProperties(config, ConfigFactory.defaultReference(classLoader));
			new ActorSystem.Settings(classLoader, config, name);
			new RemoteSettings(config);
			new ClusterSettings(config, name);
			new SplitBrainResolverSettings(config);
		}
		catch (RuntimeException ex) {
			throw failure(ex);
		}
	}

	/**
	 * Check the types of values that Pekko reads only when it needs them, by those of the
	 * reference configuration.
	 */
	private static void verifyProperties(Config config, Config reference) {
		config.entrySet().forEach((entry) -> {
			String path = entry.getKey();
			ConfigValue value = entry.getValue();
			if (value.origin().description().startsWith(PekkoOverrides.PREFIX) && reference.hasPath(path)
					&& !WORDS.contains(value.unwrapped())) {
				if (reference.getValue(path).valueType() == ConfigValueType.NUMBER) {
					config.getDouble(path);
				}
				else if (isDuration(reference, path) && config.getDuration(path).isNegative()) {
					throw new ConfigException.BadValue(value.origin(), path, "Must not be negative");
				}
			}
		});
	}

	private static boolean isDuration(Config reference, String path) {
		try {
			reference.getDuration(path);
			return true;
		}
		catch (ConfigException ex) {
			return false;
		}
	}

	private static FailureAnalyzedException failure(RuntimeException cause) {
		ConfigOrigin origin = (cause instanceof ConfigException configException) ? configException.origin() : null;
		String where = (origin != null) ? "'" + origin.description() + "'" : "'muster.pekko.*' or 'application.conf'";
		return new FailureAnalyzedException("A Pekko setting is not valid: " + cause.getMessage(),
				"Correct %s.".formatted(where), cause);
	}

}

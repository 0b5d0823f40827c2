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

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.log.LogMessage;

/**
 * Creates the configuration of the ActorSystem. Its sources, in order of precedence:
 * <ol>
 * <li>the settings that Muster chooses ({@link OwnedSetting})</li>
 * <li>{@code muster.pekko.*}</li>
 * <li>system properties, and {@code application.conf} if the application has one for its
 * own use of Pekko</li>
 * <li>Muster's defaults, {@code pekko-defaults.conf}</li>
 * <li>the {@code reference.conf} of all Pekko modules</li>
 * </ol>
 */
final class PekkoConfig {

	private static final Log logger = LogFactory.getLog(PekkoConfig.class);

	private static final List<String> LEAVE_PHASES = List.of("cluster-sharding-shutdown-region", "cluster-leave",
			"cluster-exiting", "cluster-exiting-done", "cluster-shutdown");

	/**
	 * The file of Muster's defaults, beside this class.
	 */
	static final String DEFAULTS = "pekko-defaults.conf";

	private PekkoConfig() {
	}

	/**
	 * Create the configuration.
	 * @param settings the settings
	 * @param tls whether Muster has the engine use TLS
	 * @param classLoader the class loader that finds the configuration files
	 * @return the resolved configuration
	 * @throws FailureAnalyzedException if the user sets what Muster chooses
	 */
	static Config create(PekkoSettings settings, boolean tls, ClassLoader classLoader) {
		Config reference = ConfigFactory.defaultReferenceUnresolved(classLoader);
		Config overrides = new PekkoOverrides(reference).convert(settings.overrides());
		List<OwnedSetting> owned = OwnedSetting.of(settings, tls);
		owned.forEach((setting) -> setting.reject(overrides));
		ConfigParseOptions options = ConfigParseOptions.defaults().setClassLoader(classLoader);
		Config application = ConfigFactory.defaultOverrides(classLoader)
			.withFallback(ConfigFactory.defaultApplication(options.setAllowMissing(true)));
		warnOfContradictions(application, owned);
		return ConfigFactory
			.parseMap(owned.stream().collect(Collectors.toMap(OwnedSetting::path, OwnedSetting::value)), "Muster")
			.withFallback(overrides)
			.withFallback(application)
			.withFallback(timeouts(settings))
			.withFallback(ConfigFactory.parseResources(PekkoConfig.class, DEFAULTS, options.setAllowMissing(false)))
			.withFallback(reference)
			.resolve();
	}

	/**
	 * Return the longest time for which Pekko takes a node that gives no sign of life for
	 * reachable: the pause that it accepts, one heartbeat more, one until it looks, and
	 * one for the deviation that it allows for.
	 */
	static Duration failureDetection(Config config) {
		Config detector = config.getConfig("pekko.cluster.failure-detector");
		return detector.getDuration("acceptable-heartbeat-pause")
			.plus(detector.getDuration("heartbeat-interval").multipliedBy(3));
	}

	private static void warnOfContradictions(Config application, List<OwnedSetting> owned) {
		List<String> contradicted = owned.stream()
			.filter((setting) -> setting.isContradictedBy(application))
			.map(OwnedSetting::path)
			.toList();
		if (!contradicted.isEmpty()) {
			logger.warn(LogMessage.format(
					"Ignored settings of application.conf and system properties: %s. "
							+ "Use muster.cluster.* instead, or define your own bean of type ActorSystem",
					contradicted));
		}
	}

	private static Config timeouts(PekkoSettings settings) {
		Map<String, Object> timeouts = new HashMap<>();
		// Each phase may take the whole leave timeout, which limits all of them together.
		Duration leaveTimeout = settings.leaveTimeout();
		for (String phase : LEAVE_PHASES) {
			timeouts.put("pekko.coordinated-shutdown.phases." + phase + ".timeout",
					leaveTimeout.isZero() ? Duration.ofSeconds(1) : leaveTimeout);
		}
		if (!settings.seedNodes().isEmpty()) {
			// The first seed node founds if no other answers for this long. 5 s is
			// Pekko's
			// default, which pekko-defaults.conf shortens for bootstrap.
			timeouts.put("pekko.cluster.seed-node-timeout", Duration.ofSeconds(5));
		}
		return ConfigFactory.parseMap(timeouts, "Muster");
	}

}

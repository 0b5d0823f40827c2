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
 * Puts together the configuration of the ActorSystem. From strongest to weakest:
 * <ol>
 * <li>what is Muster's to choose ({@link OwnedSetting})</li>
 * <li>{@code muster.pekko.*}</li>
 * <li>system properties and the application's own {@code application.conf}, which
 * applications that use Pekko for more than Muster may have</li>
 * <li>Muster's defaults, {@code pekko-defaults.conf}</li>
 * <li>the {@code reference.conf} of all Pekko modules</li>
 * </ol>
 */
final class PekkoConfig {

	private static final Log logger = LogFactory.getLog(PekkoConfig.class);

	private static final List<String> LEAVE_PHASES = List.of("cluster-sharding-shutdown-region", "cluster-leave",
			"cluster-exiting", "cluster-exiting-done", "cluster-shutdown");

	private PekkoConfig() {
	}

	/**
	 * Create the configuration.
	 * @param settings what Muster and the user want
	 * @param classLoader where to find the configuration files
	 * @return the resolved configuration
	 * @throws FailureAnalyzedException if the user sets what is Muster's to choose
	 */
	static Config create(PekkoSettings settings, ClassLoader classLoader) {
		Config reference = ConfigFactory.defaultReferenceUnresolved(classLoader);
		Config overrides = new PekkoOverrides(reference).convert(settings.overrides());
		List<OwnedSetting> owned = OwnedSetting.of(settings);
		owned.forEach((setting) -> setting.refuse(overrides));
		ConfigParseOptions options = ConfigParseOptions.defaults().setClassLoader(classLoader);
		Config application = ConfigFactory.defaultOverrides(classLoader)
			.withFallback(ConfigFactory.defaultApplication(options.setAllowMissing(true)));
		warnOfContradictions(application, owned);
		return ConfigFactory
			.parseMap(owned.stream().collect(Collectors.toMap(OwnedSetting::path, OwnedSetting::value)), "Muster")
			.withFallback(overrides)
			.withFallback(application)
			.withFallback(timeouts(settings))
			.withFallback(ConfigFactory.parseResources(PekkoConfig.class, "pekko-defaults.conf",
					options.setAllowMissing(false)))
			.withFallback(reference)
			.resolve();
	}

	private static void warnOfContradictions(Config application, List<OwnedSetting> owned) {
		List<String> contradicted = owned.stream()
			.filter((setting) -> setting.isContradictedBy(application))
			.map(OwnedSetting::path)
			.toList();
		if (!contradicted.isEmpty()) {
			logger.warn(LogMessage.format(
					"Not taken from application.conf or system properties: %s. "
							+ "Use muster.cluster.* instead, or define your own bean of type ActorSystem",
					contradicted));
		}
	}

	private static Config timeouts(PekkoSettings settings) {
		Map<String, Object> timeouts = new HashMap<>();
		// the whole leave is limited: let each phase have as long as that
		Duration leaveTimeout = settings.leaveTimeout();
		for (String phase : LEAVE_PHASES) {
			timeouts.put("pekko.coordinated-shutdown.phases." + phase + ".timeout",
					leaveTimeout.isZero() ? Duration.ofSeconds(1) : leaveTimeout);
		}
		if (!settings.seedNodes().isEmpty()) {
			// the first seed node founds when it has heard of nobody for this long
			timeouts.put("pekko.cluster.seed-node-timeout", Duration.ofSeconds(5));
		}
		return ConfigFactory.parseMap(timeouts, "Muster");
	}

}

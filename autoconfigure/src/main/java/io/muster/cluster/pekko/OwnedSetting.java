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

import java.util.List;
import java.util.stream.Stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import org.apache.pekko.event.slf4j.Slf4jLoggingFilter;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * A Pekko setting whose value Muster chooses.
 *
 * @param path the path of the setting
 * @param value the value that Muster chooses
 * @param instead what to do instead of setting it
 */
record OwnedSetting(String path, Object value, String instead) {

	private static final String LIFECYCLE = "Remove it: Spring Boot starts and stops the JVM and everything in it.";

	private static final String LOGGING = "Remove it and use 'logging.level.org.apache.pekko': Pekko logs through "
			+ "the application's logging system.";

	private static final String ENGINE = "Remove it: Muster needs the value that it chooses. To configure an ActorSystem "
			+ "yourself, define a bean of type ActorSystem.";

	private static final OwnedSetting TLS = new OwnedSetting("pekko.remote.artery.transport", "tls-tcp",
			"Remove it, or remove 'muster.security.ssl.bundle' and 'muster.security.ssl.engine-bundle', with which the "
					+ "engine uses TLS.");

	static List<OwnedSetting> of(PekkoSettings settings, boolean tls) {
		return tls ? Stream.concat(of(settings).stream(), Stream.of(TLS)).toList() : of(settings);
	}

	private static List<OwnedSetting> of(PekkoSettings settings) {
		String bindHost = settings.bindHost();
		Integer bindPort = settings.bindPort();
		return List.of(new OwnedSetting("pekko.actor.provider", "cluster", ENGINE),
				new OwnedSetting("pekko.remote.artery.enabled", "on", ENGINE),
				property("pekko.remote.artery.canonical.hostname", settings.host(), "muster.cluster.host"),
				property("pekko.remote.artery.canonical.port", settings.port(), "muster.cluster.port"),
				property("pekko.remote.artery.bind.hostname", (bindHost != null) ? bindHost : "",
						"muster.cluster.bind-host"),
				property("pekko.remote.artery.bind.port", (bindPort != null) ? bindPort : "",
						"muster.cluster.bind-port"),
				property("pekko.cluster.roles",
						MusterRoles.with(settings.roles(), settings.nodeName(), settings.newClusterEnabled(),
								settings.leaderChange()),
						"muster.cluster.roles"),
				property("pekko.cluster.multi-data-center.self-data-center", settings.dataCenter(),
						"muster.cluster.data-center"),
				// Muster has each incarnation join, and only the first may found.
				property("pekko.cluster.seed-nodes", List.of(), "muster.cluster.seed-nodes"),
				property("pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes", "off",
						"muster.cluster.shutdown-after-unsuccessful-join-seed-nodes"),
				new OwnedSetting("pekko.cluster.run-coordinated-shutdown-when-down", "on", LIFECYCLE),
				new OwnedSetting("pekko.coordinated-shutdown.terminate-actor-system", "on", LIFECYCLE),
				new OwnedSetting("pekko.coordinated-shutdown.run-by-actor-system-terminate", "on", LIFECYCLE),
				new OwnedSetting("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off", LIFECYCLE),
				new OwnedSetting("pekko.coordinated-shutdown.exit-jvm", "off", LIFECYCLE),
				new OwnedSetting("pekko.jvm-shutdown-hooks", "off", LIFECYCLE),
				new OwnedSetting("pekko.jvm-exit-on-fatal-error", "off", LIFECYCLE),
				new OwnedSetting("pekko.loggers", List.of(QuietLogger.class.getName()), LOGGING),
				new OwnedSetting("pekko.logging-filter", Slf4jLoggingFilter.class.getName(), LOGGING));
	}

	private static OwnedSetting property(String path, Object value, String property) {
		return new OwnedSetting(path, value, "Remove it and use '%s'.".formatted(property));
	}

	/**
	 * Return whether a configuration sets this setting to another value.
	 * @param config the configuration
	 * @return whether it contains a value other than the one that Muster chooses
	 */
	boolean isContradictedBy(Config config) {
		return config.hasPathOrNull(this.path)
				&& !valueIn(config).equals(ConfigValueFactory.fromAnyRef(this.value).unwrapped().toString());
	}

	/**
	 * Reject another value for this setting.
	 * @param overrides the user's settings
	 * @throws FailureAnalyzedException if they contain another value
	 */
	void reject(Config overrides) {
		if (isContradictedBy(overrides)) {
			throw new FailureAnalyzedException(
					"The property '%s%s' is '%s', but Muster chooses the value of this setting."
						.formatted(PekkoOverrides.PREFIX, this.path, valueIn(overrides)),
					this.instead);
		}
	}

	private String valueIn(Config config) {
		return config.getValue(this.path).unwrapped().toString();
	}

}

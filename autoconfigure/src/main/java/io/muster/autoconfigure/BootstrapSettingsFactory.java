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

import java.time.Duration;
import java.util.Objects;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.discovery.InstanceSelection;

/**
 * Checks {@link MusterProperties.Bootstrap} and creates {@link BootstrapSettings} from
 * it.
 */
final class BootstrapSettingsFactory {

	private static final int DEFAULT_REQUIRED = 2;

	private static final String PREFIX = "muster.bootstrap.";

	private static final String DISCOVERY = PREFIX + "contact-point-discovery.";

	private static final String CONTACT_POINT = PREFIX + "contact-point.";

	private BootstrapSettingsFactory() {
	}

	static BootstrapSettings settings(MusterProperties properties, boolean introductions,
			@Nullable String readinessDeadlock) {
		MusterProperties.Bootstrap bootstrap = properties.bootstrap();
		MusterProperties.ContactPointDiscovery discovery = bootstrap.contactPointDiscovery();
		MusterProperties.ContactPoint contactPoint = bootstrap.contactPoint();
		return new BootstrapSettings(bootstrap.newClusterEnabled() && !properties.cluster().client(),
				PropertyChecks.notNegative(DISCOVERY + "stable-margin", discovery.stableMargin()),
				PropertyChecks.positive(DISCOVERY + "interval", discovery.interval()),
				PropertyChecks.share(DISCOVERY + "exponential-backoff-random-factor",
						discovery.exponentialBackoffRandomFactor()),
				backoffMax(discovery), required(discovery.requiredContactPointNr()),
				discovery.requiredContactPointNr() == null || properties.development().isEnabled(),
				PropertyChecks.positive(DISCOVERY + "resolve-timeout", discovery.resolveTimeout()),
				discovery.contactWithAllContactPoints(),
				PropertyChecks.positive(CONTACT_POINT + "probing-failure-timeout",
						contactPoint.probingFailureTimeout()),
				PropertyChecks.positive(CONTACT_POINT + "request-timeout", contactPoint.requestTimeout()),
				PropertyChecks.positive(CONTACT_POINT + "probe-interval", contactPoint.probeInterval()),
				PropertyChecks.share(CONTACT_POINT + "probe-interval-jitter", contactPoint.probeIntervalJitter()),
				PropertyChecks.positive(PREFIX + "join-timeout", bootstrap.joinTimeout()),
				PropertyChecks.positive(PREFIX + "vote-timeout", bootstrap.voteTimeout()),
				shutdownAfter(properties.cluster().shutdownAfterUnsuccessfulJoinSeedNodes()),
				PropertyChecks.notNegative(PREFIX + "watch-interval", bootstrap.watchInterval()),
				bootstrap.splitResolution(), introductions,
				PropertyChecks.notNegative(DISCOVERY + "retry-max", discovery.retryMax()), bootstrap.rejoinAfterLeave(),
				profile(properties.cluster()), readinessDeadlock);
	}

	private static NodeProfile profile(MusterProperties.Cluster cluster) {
		return new NodeProfile(cluster.client(), cluster.dataCenter());
	}

	private static Duration backoffMax(MusterProperties.ContactPointDiscovery discovery) {
		Duration max = discovery.exponentialBackoffMax();
		PropertyChecks.check(max.compareTo(discovery.interval()) >= 0, DISCOVERY + "exponential-backoff-max", max,
				"Must not be shorter than %sinterval, which is %s.".formatted(DISCOVERY, discovery.interval()));
		return max;
	}

	private static int required(@Nullable Integer required) {
		int number = Objects.requireNonNullElse(required, DEFAULT_REQUIRED);
		PropertyChecks.check(number >= 1, DISCOVERY + "required-contact-point-nr", number,
				"Must be at least 1. Set it to the number of replicas that found the cluster.");
		return number;
	}

	private static @Nullable Duration shutdownAfter(@Nullable Duration shutdownAfter) {
		return (shutdownAfter != null)
				? PropertyChecks.positive("muster.cluster.shutdown-after-unsuccessful-join-seed-nodes", shutdownAfter)
				: null;
	}

	static InstanceSelection selection(MusterProperties properties, IntSupplier serverPort, String path) {
		MusterProperties.ContactPointDiscovery discovery = properties.bootstrap().contactPointDiscovery();
		MusterProperties.ContactPoint contactPoint = properties.bootstrap().contactPoint();
		Integer fallbackPort = contactPoint.fallbackPort();
		if (fallbackPort != null) {
			PropertyChecks.port(CONTACT_POINT + "fallback-port", fallbackPort, 1);
		}
		String portName = discovery.portName();
		return new InstanceSelection(
				PropertyChecks.oneOf(DISCOVERY + "protocol", discovery.protocol(), "http", "https"),
				StringUtils.hasText(portName) ? portName : null,
				(fallbackPort != null) ? () -> fallbackPort : serverPort, contactPoint.filterOnFallbackPort(), path);
	}

	/**
	 * Return the name of the service to look up. It is made as Akka Management makes it:
	 * where nothing else is set, from the name of the cluster. The application's name
	 * comes first, because registries know the replicas by that.
	 */
	static String serviceId(MusterProperties properties, Environment environment) {
		MusterProperties.ContactPointDiscovery discovery = properties.bootstrap().contactPointDiscovery();
		if (StringUtils.hasText(discovery.effectiveName())) {
			return discovery.effectiveName();
		}
		String name = StringUtils.hasText(discovery.serviceName()) ? discovery.serviceName()
				: environment.getProperty("spring.application.name");
		if (!StringUtils.hasText(name)) {
			name = properties.cluster().name();
		}
		if (!StringUtils.hasText(name)) {
			throw new FailureAnalyzedException(
					"Discovery has no service name to look up: neither " + DISCOVERY
							+ "service-name nor spring.application.name nor muster.cluster.name is set.",
					"Set spring.application.name, or set " + DISCOVERY
							+ "service-name to the name that the replicas register.");
		}
		return StringUtils.hasText(discovery.serviceNamespace()) ? name + "." + discovery.serviceNamespace() : name;
	}

}

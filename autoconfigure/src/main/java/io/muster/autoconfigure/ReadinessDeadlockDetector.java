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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import io.muster.autoconfigure.MusterProperties.DiscoveryMethod;

/**
 * Detects settings that keep all nodes from joining: discovery lists only nodes that are
 * ready, and nodes are ready only after they have joined the cluster.
 */
final class ReadinessDeadlockDetector {

	private static final String READINESS = "readiness";

	private static final String GROUP = "management.endpoint.health.group.%s.";

	private static final String KUBERNETES = "spring.cloud.kubernetes.discovery.";

	private static final String EUREKA = "eureka.client.";

	private static final String CONSUL = "spring.cloud.consul.discovery.";

	private static final String TAKE_OUT = "take 'cluster' out of " + GROUP.formatted(READINESS) + "include";

	private final Environment environment;

	private final Predicate<String> isPresent;

	/**
	 * Create a detector.
	 * @param environment the application's environment
	 * @param isPresent returns whether a class is on the class path
	 */
	ReadinessDeadlockDetector(Environment environment, Predicate<String> isPresent) {
		this.environment = environment;
		this.isPresent = isPresent;
	}

	/**
	 * Find such settings.
	 * @return what they cause and how to change them, without a full stop; {@code null}
	 * if there are none
	 */
	@Nullable String find() {
		if (!is("management.health.cluster.enabled", is("management.health.defaults.enabled", true))
				|| !this.isPresent.test("org.springframework.boot.health.contributor.HealthIndicator")) {
			return null;
		}
		Set<DiscoveryMethod> methods = OnDiscoveryMethodCondition.methods(this.environment);
		List<String> found = new ArrayList<>();
		if (CloudPlatform.KUBERNETES.isActive(this.environment) && isInGroup(READINESS)) {
			addKubernetes(methods, found);
		}
		if (methods.contains(DiscoveryMethod.DISCOVERY_CLIENT)) {
			addEureka(found);
			addConsul(found);
		}
		return found.isEmpty() ? null : String.join("; ", found);
	}

	private void addKubernetes(Set<DiscoveryMethod> methods, List<String> found) {
		if (methods.contains(DiscoveryMethod.DISCOVERY_CLIENT)
				&& this.isPresent
					.test("org.springframework.cloud.kubernetes.commons.discovery.KubernetesDiscoveryProperties")
				&& is(KUBERNETES + "enabled", true) && !is(KUBERNETES + "include-not-ready-addresses", false)) {
			found.add(("Kubernetes lists only Pods that are ready, and no Pod is ready before it is in the cluster, "
					+ "because the readiness group contains the cluster's health. "
					+ "Set %sinclude-not-ready-addresses to true, or %s")
				.formatted(KUBERNETES, TAKE_OUT));
		}
		if (methods.contains(DiscoveryMethod.DNS)) {
			found.add(
					("the name of a Service in DNS lists only Pods that are ready, and no Pod is ready before it is in "
							+ "the cluster, because the readiness group contains the cluster's health. "
							+ "Set publishNotReadyAddresses to true in the headless Service, or %s")
						.formatted(TAKE_OUT));
		}
	}

	private void addEureka(List<String> found) {
		if (this.isPresent.test("com.netflix.discovery.EurekaClient") && is(EUREKA + "enabled", true)
				&& is(EUREKA + "healthcheck.enabled", false) && is(EUREKA + "filter-only-up-instances", true)) {
			found
				.add(("Eureka's client lists only instances that are UP, and with %1$shealthcheck.enabled no instance is UP "
						+ "before it is in the cluster. Set %1$sfilter-only-up-instances or management.health.cluster.enabled to false")
					.formatted(EUREKA));
		}
	}

	private void addConsul(List<String> found) {
		if (this.isPresent.test("org.springframework.cloud.consul.discovery.ConsulDiscoveryClient")
				&& is(CONSUL + "enabled", true) && is(CONSUL + "query-passing", false) && isInConsulsCheck()) {
			found
				.add(("with %1$squery-passing Consul lists only instances whose check passes, and no check passes before "
						+ "the instance is in the cluster. Set %1$squery-passing to false, or %1$shealth-check-path to "
						+ "/actuator/health/liveness")
					.formatted(CONSUL));
		}
	}

	private boolean isInConsulsCheck() {
		if (is(CONSUL + "heartbeat.enabled", false)) {
			return is(CONSUL + "heartbeat.use-actuator-health", true)
					&& isInGroup(get(CONSUL + "heartbeat.actuator-health-group", ""));
		}
		String path = get(CONSUL + "health-check-url", get(CONSUL + "health-check-path", "/actuator/health"));
		String group = path.contains("/health/") ? path.substring(path.lastIndexOf("/health/") + "/health/".length())
				: "";
		return is(CONSUL + "register-health-check", true) && path.contains("/health") && isInGroup(group);
	}

	/**
	 * Return whether a health group contains the cluster's health.
	 * @param group the name of the group, empty for the health of the whole application
	 */
	private boolean isInGroup(String group) {
		return group.isEmpty() || (containsCluster(GROUP.formatted(group) + "include")
				&& !containsCluster(GROUP.formatted(group) + "exclude"));
	}

	private boolean containsCluster(String property) {
		Set<String> names = Binder.get(this.environment).bind(property, Bindable.setOf(String.class)).orElse(Set.of());
		return names.contains("cluster") || names.contains("*");
	}

	private boolean is(String property, boolean byDefault) {
		return this.environment.getProperty(property, Boolean.class, byDefault);
	}

	private String get(String property, String byDefault) {
		return this.environment.getProperty(property, byDefault);
	}

}

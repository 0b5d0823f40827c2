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

package io.muster.test;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

import io.muster.test.context.TestProperties;

/**
 * The properties of a node of a test. {@link ClusterTest @ClusterTest} explains them.
 */
final class NodeSettings {

	private static final String DISCOVERY = "muster.bootstrap.contact-point-discovery.";

	private static final String PEKKO = "muster.pekko.";

	private static final String SPLIT_BRAIN_RESOLVER = PEKKO + "cluster.split-brain-resolver.";

	private static final String FAILURE_DETECTOR = PEKKO + "cluster.failure-detector.";

	private static final String DATA_DIR = "muster.bootstrap.data-dir";

	private static final String LOOPBACK = "127.0.0.1";

	private static final Map<String, Object> APPLICATION = Map.of("server.port", 0, "server.address", LOOPBACK,
			"spring.jmx.enabled", false, "spring.application.admin.enabled", false, "spring.cloud.discovery.enabled",
			false, "spring.cloud.service-registry.auto-registration.enabled", false);

	private static final Map<String, Object> MUSTER = Map.ofEntries(Map.entry("muster.enabled", true),
			Map.entry("muster.cluster.host", LOOPBACK), Map.entry("muster.cluster.port", 0),
			Map.entry("muster.cluster.seed-nodes", ""), Map.entry("muster.bootstrap.enabled", true),
			Map.entry("muster.bootstrap.new-cluster-enabled", true), Map.entry("muster.bootstrap.watch-interval", "1s"),
			Map.entry("muster.bootstrap.contact-point.probe-interval", "100ms"),
			Map.entry(DISCOVERY + "discovery-method", "contact-points"), Map.entry(DISCOVERY + "contact-points", ""),
			Map.entry(DISCOVERY + "interval", "100ms"), Map.entry(DISCOVERY + "exponential-backoff-max", "1s"));

	/**
	 * What is set only where the application sets it: there is no value for "none".
	 */
	private static final Map<String, Object> REPLACED = Map.of("muster.cluster.bind-host", LOOPBACK,
			"muster.cluster.bind-port", 0, "muster.cluster.shutdown-after-unsuccessful-join-seed-nodes", "1h");

	private static final Map<String, Object> ENGINE = Map.ofEntries(
			Map.entry(PEKKO + "remote.artery.advanced.test-mode", "on"),
			Map.entry(FAILURE_DETECTOR + "heartbeat-interval", "200ms"),
			Map.entry(FAILURE_DETECTOR + "acceptable-heartbeat-pause", "1500ms"),
			Map.entry(SPLIT_BRAIN_RESOLVER + "stable-after", "2s"),
			Map.entry(SPLIT_BRAIN_RESOLVER + "down-all-when-unstable", "off"));

	private NodeSettings() {
	}

	/**
	 * Add the properties of a node.
	 * @param environment the environment of the node, which has all other properties
	 * @param name the name of the node
	 * @param nodes how many nodes the cluster has
	 * @param engineId the id by which the engine finds the network of the test
	 * @param directory where the node keeps its files, if it does
	 */
	static void add(ConfigurableEnvironment environment, String name, int nodes, String engineId, Path directory) {
		Map<String, Object> properties = new HashMap<>();
		properties.putAll(APPLICATION);
		properties.putAll(MUSTER);
		properties.putAll(ENGINE);
		REPLACED.forEach((property, value) -> {
			if (environment.containsProperty(property)) {
				properties.put(property, value);
			}
		});
		properties.put("muster.cluster.node-name", name);
		properties.put(DISCOVERY + "required-contact-point-nr", nodes);
		properties.put(PEKKO + NetworkExtension.ID_SETTING, engineId);
		properties.put(PEKKO + "extensions", extensions(environment));
		if (!StringUtils.hasText(environment.getProperty("spring.application.name"))
				&& !StringUtils.hasText(environment.getProperty("muster.cluster.name"))) {
			properties.put("muster.cluster.name", "test");
		}
		if (StringUtils.hasText(environment.getProperty(DATA_DIR))) {
			properties.put(DATA_DIR, directory.resolve(name).toString());
		}
		addManagementServer(environment, properties);
		TestProperties.add(environment, properties);
	}

	private static String extensions(ConfigurableEnvironment environment) {
		String own = NetworkExtension.class.getName();
		String extensions = environment.getProperty(PEKKO + "extensions");
		return StringUtils.hasText(extensions) ? extensions + "," + own : own;
	}

	/**
	 * Have a management server of its own listen at a free port, too. One that is the
	 * application's stays so.
	 */
	private static void addManagementServer(ConfigurableEnvironment environment, Map<String, Object> properties) {
		String port = environment.getProperty("management.server.port");
		if (!StringUtils.hasText(port) || port.startsWith("-")) {
			return;
		}
		if (port.equals(environment.getProperty("server.port", "8080"))) {
			properties.put("management.server.port", "");
		}
		else {
			properties.put("management.server.port", 0);
			properties.put("management.server.address", LOOPBACK);
		}
	}

}

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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

import io.muster.contactpoint.discovery.PublishedMetadata;

/**
 * {@link EnvironmentPostProcessor} that adds the {@link PublishedMetadata} of this node
 * to its registration. It sets the metadata properties of all registries' clients. Those
 * of clients that are not on the class path have no effect, and properties of the user
 * take precedence.
 */
final class RegistrationMetadata implements EnvironmentPostProcessor, Ordered {

	private static final String SOURCE = "musterRegistrationMetadata";

	private static final List<String> CLIENTS = List.of("eureka.instance.metadata-map.",
			"spring.cloud.consul.discovery.metadata.", "spring.cloud.zookeeper.discovery.metadata.");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String type = environment.getProperty("spring.main.web-application-type",
				String.valueOf(application.getWebApplicationType()));
		String cluster = ClusterName.find(environment);
		if ("none".equalsIgnoreCase(type) || cluster == null || isOff("muster.enabled", environment)
				|| isOff("muster.bootstrap.enabled", environment)) {
			return;
		}
		Map<String, Object> properties = new LinkedHashMap<>();
		published(environment, "reactive".equalsIgnoreCase(type), cluster)
			.forEach((key, value) -> CLIENTS.forEach((client) -> properties.put(client + key, value)));
		environment.getPropertySources().addLast(new MapPropertySource(SOURCE, properties));
	}

	/**
	 * Return whether a property is {@code false}. Invalid values are reported later, when
	 * the properties are bound.
	 */
	private static boolean isOff(String property, Environment environment) {
		return "false".equalsIgnoreCase(environment.getProperty(property));
	}

	private static Map<String, String> published(Environment environment, boolean reactive, String cluster) {
		Map<String, String> published = new LinkedHashMap<>();
		published.put(PublishedMetadata.CLUSTER, cluster);
		String basePath = environment.getProperty("muster.bootstrap.contact-point.base-path", "");
		SeedNodesPath path = reactive ? SeedNodesPath.webFlux(basePath, environment)
				: SeedNodesPath.webMvc(basePath, environment);
		published.put(PublishedMetadata.PATH, path.expectedPath().isEmpty() ? "/" : path.expectedPath());
		String host = environment.getProperty("muster.cluster.host",
				environment.getProperty("spring.cloud.client.ip-address", ""));
		String port = environment.getProperty("muster.cluster.port",
				String.valueOf(ClusterSettings.defaultPort(environment)));
		if (StringUtils.hasText(host) && !port.equals("0")) {
			published.put(PublishedMetadata.NODE, "pekko://%s@%s:%s".formatted(cluster, host, port));
		}
		return published;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}

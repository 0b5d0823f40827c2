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
import java.util.Map;

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * {@link EnvironmentPostProcessor} for a developer's machine. One process there is a
 * cluster of one, and a second one finds it. Neither meets a cluster that other people
 * use: the cluster has a name of its own, only loopback addresses are used, and no
 * registry is asked.
 * <p>
 * What it sets precedes configuration files, which are written for production. Command
 * line arguments, system properties and environment variables precede it.
 */
final class DevelopmentSettings implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY = "muster.development.enabled";

	private static final String SOURCE = "musterDevelopment";

	private static final String CONFIGURATION_FILE = "Config resource";

	private static final String DISCOVERY = "muster.bootstrap.contact-point-discovery.";

	/**
	 * The class loader of an application that Spring Boot's developer tools restart. They
	 * do not do so with packaged applications, nor in tests.
	 */
	private static final String RESTART_CLASS_LOADER = "org.springframework.boot.devtools.restart.classloader.RestartClassLoader";

	private final Log logger;

	DevelopmentSettings(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(DevelopmentSettings.class);
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if ("false".equalsIgnoreCase(environment.getProperty("muster.enabled")) || !isDevelopment(environment)) {
			return;
		}
		MutablePropertySources sources = environment.getPropertySources();
		MapPropertySource settings = new MapPropertySource(SOURCE, settings(environment));
		String first = sources.stream()
			.map(PropertySource::getName)
			.filter((name) -> name.startsWith(CONFIGURATION_FILE))
			.findFirst()
			.orElse(null);
		if (first != null) {
			sources.addBefore(first, settings);
		}
		else {
			sources.addLast(settings);
		}
		this.logger.info("This application runs on a developer's machine (%s): it forms a cluster with other processes "
			.formatted(PROPERTY) + "of this user on this machine, and with nobody else");
	}

	private static boolean isDevelopment(ConfigurableEnvironment environment) {
		String configured = environment.getProperty(PROPERTY);
		if (configured != null) {
			return "true".equalsIgnoreCase(configured);
		}
		ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
		return classLoader != null && classLoader.getClass().getName().equals(RESTART_CLASS_LOADER);
	}

	private static Map<String, Object> settings(ConfigurableEnvironment environment) {
		String name = ClusterName.find(environment);
		Map<String, Object> settings = new LinkedHashMap<>();
		settings.put(PROPERTY, true);
		settings.put("muster.cluster.name", ((name != null) ? name : "application") + "-development");
		settings.put("muster.cluster.host", "127.0.0.1");
		settings.put("muster.cluster.port", 0);
		settings.put("muster.cluster.seed-nodes", "");
		settings.put(DISCOVERY + "discovery-method", "local-processes");
		settings.put(DISCOVERY + "contact-points", "");
		settings.put(DISCOVERY + "required-contact-point-nr", 1);
		settings.put(DISCOVERY + "stable-margin", "0s");
		return settings;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE - 1;
	}

}

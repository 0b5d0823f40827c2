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

package io.muster.test.context;

import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Sets properties for a test: with precedence over those of the application, of the
 * process and of its environment, and not over those that the test itself sets.
 */
public final class TestProperties {

	private static final String NAME = "musterTest";

	private TestProperties() {
	}

	/**
	 * Add properties.
	 * @param environment the environment, which has the properties of the test already:
	 * Spring puts them before the system properties
	 * @param properties the properties
	 */
	public static void add(ConfigurableEnvironment environment, Map<String, Object> properties) {
		PropertySource<?> source = new MapPropertySource(NAME, properties);
		MutablePropertySources sources = environment.getPropertySources();
		String systemProperties = StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;
		if (sources.contains(systemProperties)) {
			sources.addBefore(systemProperties, source);
		}
		else {
			sources.addFirst(source);
		}
	}

}

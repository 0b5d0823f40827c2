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

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that contact points can be configured in all usual property sources.
 */
@Tag("C14")
class ConfigurationSourcesTests {

	@Test
	void inAFile() throws Exception {
		String yaml = """
				muster.bootstrap.contact-point-discovery:
				  contact-points: 10.0.0.7, [::1]:8081
				  required-contact-point-nr: 3
				""";
		assertBound(new YamlPropertySourceLoader()
			.load("file", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0));
	}

	@Test
	void inTheEnvironment() {
		assertBound(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				Map.of("MUSTER_BOOTSTRAP_CONTACTPOINTDISCOVERY_CONTACTPOINTS", "10.0.0.7,[::1]:8081",
						"MUSTER_BOOTSTRAP_CONTACTPOINTDISCOVERY_REQUIREDCONTACTPOINTNR", "3")));
	}

	@Test
	void byArguments() {
		assertBound(new SimpleCommandLinePropertySource(
				"--muster.bootstrap.contact-point-discovery.contact-points=10.0.0.7,[::1]:8081",
				"--muster.bootstrap.contact-point-discovery.required-contact-point-nr=3"));
	}

	private static void assertBound(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(source);
		MusterProperties.ContactPointDiscovery bound = Binder.get(environment)
			.bind("muster", MusterProperties.class)
			.get()
			.bootstrap()
			.contactPointDiscovery();
		assertThat(bound.contactPoints()).containsExactly("10.0.0.7", "[::1]:8081");
		assertThat(bound.requiredContactPointNr()).isEqualTo(3);
	}

}

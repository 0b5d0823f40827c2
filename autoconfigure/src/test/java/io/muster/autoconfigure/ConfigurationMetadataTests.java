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

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata of {@link MusterProperties}, which IDEs show.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyHasADescriptionThatReadsAsOne() throws IOException {
		assertThat(properties()).isNotEmpty().allSatisfy((property) -> {
			String name = property.path("name").asString();
			assertThat(property.path("description").asString("")).as(name)
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ")
				.doesNotContain("{@", "<");
			if (property.path("type").asString().equals("java.lang.Boolean")) {
				assertThat(property.path("description").asString()).as(name).startsWith("Whether ");
			}
		});
	}

	@Test
	void everyPropertyOfTheSettingsTableExists() throws IOException {
		assertThat(properties().stream().map((property) -> property.path("name").asString())).contains("muster.enabled",
				"muster.cluster.name", "muster.cluster.node-name", "muster.cluster.host", "muster.cluster.port",
				"muster.cluster.bind-host", "muster.cluster.bind-port", "muster.cluster.web-address",
				"muster.cluster.client", "muster.cluster.roles", "muster.cluster.data-center",
				"muster.cluster.seed-nodes", "muster.cluster.leave-timeout",
				"muster.cluster.shutdown-after-unsuccessful-join-seed-nodes", "muster.pekko",
				"muster.bootstrap.enabled", "muster.bootstrap.auto-startup", "muster.bootstrap.new-cluster-enabled",
				"muster.bootstrap.join-timeout", "muster.bootstrap.vote-timeout", "muster.bootstrap.join-decider",
				"muster.bootstrap.data-dir", "muster.bootstrap.watch-interval", "muster.bootstrap.split-resolution",
				"muster.cluster.on-removed", "muster.bootstrap.contact-point-discovery.discovery-method",
				"muster.bootstrap.contact-point-discovery.name-servers",
				"muster.bootstrap.contact-point-discovery.service-name",
				"muster.bootstrap.contact-point-discovery.service-namespace",
				"muster.bootstrap.contact-point-discovery.effective-name",
				"muster.bootstrap.contact-point-discovery.port-name",
				"muster.bootstrap.contact-point-discovery.protocol",
				"muster.bootstrap.contact-point-discovery.stable-margin",
				"muster.bootstrap.contact-point-discovery.interval",
				"muster.bootstrap.contact-point-discovery.exponential-backoff-random-factor",
				"muster.bootstrap.contact-point-discovery.exponential-backoff-max",
				"muster.bootstrap.contact-point-discovery.required-contact-point-nr",
				"muster.bootstrap.contact-point-discovery.resolve-timeout",
				"muster.bootstrap.contact-point-discovery.contact-with-all-contact-points",
				"muster.bootstrap.contact-point-discovery.contact-points",
				"muster.bootstrap.contact-point-discovery.retry-max",
				"muster.bootstrap.contact-point-discovery.metadata", "muster.bootstrap.contact-point.fallback-port",
				"muster.bootstrap.contact-point.filter-on-fallback-port",
				"muster.bootstrap.contact-point.probing-failure-timeout",
				"muster.bootstrap.contact-point.request-timeout", "muster.bootstrap.contact-point.probe-interval",
				"muster.bootstrap.contact-point.probe-interval-jitter", "muster.bootstrap.contact-point.base-path",
				"muster.security.token", "muster.security.token-required");
	}

	@Test
	void idesKnowTheSwitchesOfHealthAndInfoAndProposeValues() throws IOException {
		try (InputStream metadata = ConfigurationMetadataTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonNode tree = JsonMapper.shared().readTree(metadata);
			List<String> names = names(tree, "properties");
			assertThat(names).contains("management.health.cluster.enabled", "management.info.cluster.enabled");
			assertThat(names(tree, "hints"))
				.contains("muster.pekko.keys", "muster.bootstrap.contact-point-discovery.protocol")
				.allSatisfy((hint) -> assertThat(names).contains(hint.replace(".keys", "")));
		}
	}

	private static List<String> names(JsonNode tree, String of) {
		return tree.path(of).valueStream().map((entry) -> entry.path("name").asString()).toList();
	}

	private static List<JsonNode> properties() throws IOException {
		try (InputStream metadata = ConfigurationMetadataTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(metadata).isNotNull();
			JsonNode properties = JsonMapper.shared().readTree(metadata).path("properties");
			return properties.valueStream()
				.filter((property) -> property.path("name").asString().startsWith("muster."))
				.flatMap(Stream::of)
				.toList();
		}
	}

}

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

package io.muster.packaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the files of the template agree with each other and with this build.
 */
class TemplateTests {

	private static final String REQUIRED = "muster.bootstrap.contact-point-discovery.required-contact-point-nr";

	private static final String NAME = "muster.bootstrap.contact-point-discovery.effective-name";

	private final Pom pom = Pom.read(Template.DIRECTORY.resolve("pom.xml"));

	private final String gradle = Template.text("build.gradle");

	@Test
	void mavenUsesTheVersionsOfThisBuild() {
		assertThat(this.pom.text("/project/properties/muster.version")).isEqualTo(Pom.version());
		assertThat(this.pom.text("/project/parent/version"))
			.isEqualTo(Pom.root().text("/project/properties/spring-boot.version"));
	}

	@Test
	void gradleUsesTheVersionsOfMaven() {
		assertThat(first("id 'org.springframework.boot' version '([^']+)'"))
			.isEqualTo(this.pom.text("/project/parent/version"));
		assertThat(first("mavenBom 'io.muster:muster-bom:([^']+)'")).isEqualTo(Pom.version());
		assertThat(first("(?m)^version = '([^']+)'")).isEqualTo(this.pom.text("/project/version"));
		assertThat(first("JavaLanguageVersion.of\\((\\d+)\\)"))
			.isEqualTo(this.pom.text("/project/properties/java.version"));
		assertThat(Template.text("settings.gradle")).contains("'" + this.pom.text("/project/artifactId") + "'");
	}

	@Test
	void gradleHasTheDependenciesOfMaven() {
		List<String> groups = this.pom.texts("/project/dependencies/dependency/groupId");
		List<String> artifacts = this.pom.texts("/project/dependencies/dependency/artifactId");
		TreeSet<String> dependencies = new TreeSet<>();
		for (int i = 0; i < groups.size(); i++) {
			dependencies.add(groups.get(i) + ":" + artifacts.get(i));
		}
		// Maven's plugin for tests brings this by itself
		dependencies.add("org.junit.platform:junit-platform-launcher");
		assertThat(all("(?m)^\\t(?:implementation|runtimeOnly|testImplementation|testRuntimeOnly) '([^']+)'"))
			.containsExactlyInAnyOrderElementsOf(dependencies);
	}

	@Test
	void composeStartsAsManyNodesAsAreRequiredAndFindsThemByTheNameOfTheService() {
		Map<String, Object> dns = Template.properties("application-" + Template.composeProfile() + ".yml");
		String service = String.valueOf(dns.get(NAME));
		assertThat(Template.service(service).get("deploy").get("replicas"))
			.isEqualTo(Template.properties("application.yml").get(REQUIRED));
		assertThat(dns).containsEntry("muster.bootstrap.contact-point-discovery.discovery-method", "dns");
	}

	@Test
	void composeWaitsUntilANodeHasLeftAndEnded() {
		Duration phase = Duration
			.parse("PT" + Template.properties("application.yml").get("spring.lifecycle.timeout-per-shutdown-phase"));
		Map<String, ?> service = Template.service("orders");
		// and muster.cluster.leave-timeout, by default
		assertThat(Duration.parse("PT" + service.get("stop_grace_period"))).isGreaterThan(phase.plusSeconds(10));
	}

	private String first(String pattern) {
		return all(pattern).get(0);
	}

	private List<String> all(String pattern) {
		return Pattern.compile(pattern)
			.matcher(this.gradle)
			.results()
			.map((MatchResult result) -> result.group(1))
			.toList();
	}

}

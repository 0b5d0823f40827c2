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

package io.muster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.muster.cluster.Cluster;
import io.muster.cluster.Member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@code muster.development.enabled}: what a developer's machine needs no other
 * setting for.
 */
class DevelopmentTests {

	@TempDir
	private Path home;

	private final String usersHome = System.getProperty("user.home");

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@BeforeEach
	void productionsConfiguration() throws Exception {
		System.setProperty("user.home", this.home.toString());
		Files.writeString(this.home.resolve("application.yml"), """
				spring.application.name: orders
				muster:
				  cluster:
				    host: 10.0.0.7
				    port: 25520
				    seed-nodes: 10.0.0.8:25520
				  bootstrap:
				    data-dir: /nowhere/orders
				    contact-point-discovery:
				      discovery-method: discovery-client
				      contact-points:
				        - 10.0.0.8:8080
				        - 10.0.0.9:8080
				      required-contact-point-nr: 3
				""");
	}

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		System.setProperty("user.home", this.usersHome);
	}

	@Test
	void oneProcessIsAClusterOfOneAndASecondFindsIt() throws Exception {
		Cluster one = start();
		await().atMost(Duration.ofMinutes(1)).until(one::isLeader);
		assertThat(one.name()).isEqualTo("orders-development");
		assertThat(one.members()).singleElement()
			.satisfies((member) -> assertThat(member.address().host()).isEqualTo("127.0.0.1"));
		Cluster two = start();
		await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(two.members()).hasSize(2));
		assertThat(two.members()).extracting(Member::node)
			.containsExactlyElementsOf(one.members().stream().map(Member::node).toList());
		this.contexts.get(1).close();
		await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(one.members()).hasSize(1));
		try (Stream<Path> files = Files.list(this.home.resolve(".muster/processes/orders-development"))) {
			assertThat(files).hasSize(1);
		}
	}

	@Test
	void argumentsPrecedeTheSettingsOfDevelopment() {
		Cluster cluster = start("--muster.cluster.name=mine", "--muster.cluster.host=127.0.0.2");
		await().atMost(Duration.ofMinutes(1)).until(cluster::isLeader);
		assertThat(cluster.name()).isEqualTo("mine");
		assertThat(cluster.members().get(0).address().host()).isEqualTo("127.0.0.2");
	}

	private Cluster start(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--muster.development.enabled=true",
				"--spring.config.location=" + this.home.toUri()));
		all.addAll(List.of(arguments));
		ConfigurableApplicationContext context = SpringApplication.run(Application.class, all.toArray(String[]::new));
		this.contexts.add(context);
		return context.getBean(Cluster.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" })
	static class Application {

	}

}

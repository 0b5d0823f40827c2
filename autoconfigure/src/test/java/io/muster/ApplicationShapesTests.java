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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.muster.actuate.ClusterHealthIndicator;
import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that an application of each shape starts, says what it waits for, and stops.
 */
@Tag("system")
class ApplicationShapesTests {

	private static final String DISCOVERY = "muster.bootstrap.contact-point-discovery.";

	private static final String NOBODY = "http://127.0.0.1:1";

	@ParameterizedTest(name = "{0}, {1}, {2}, {3}, {4}")
	@MethodSource("shapes")
	void startsSaysTheRightThingAndStops(Web web, boolean actuator, Discovery discovery, boolean enabled,
			boolean random) throws IOException {
		int port = random ? 0 : freePort();
		List<String> properties = new ArrayList<>(discovery.properties);
		properties.addAll(List.of("spring.application.name=orders", "server.address=127.0.0.1", "server.port=" + port,
				"muster.cluster.host=127.0.0.77", "muster.enabled=" + enabled));
		web.run(actuator, properties, (context) -> {
			if (enabled) {
				assertWaiting(context, actuator, discovery, random);
			}
			else {
				assertAlone(context, actuator);
			}
		});
	}

	private static void assertWaiting(ApplicationContext context, boolean actuator, Discovery discovery,
			boolean random) {
		BootstrapCoordinator coordinator = context.getBean(BootstrapCoordinator.class);
		ClusterEngine engine = context.getBean(ClusterEngine.class);
		await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
			assertThat(engine.state().self()).isNotNull();
			assertThat(coordinator.waitingFor()).isNotBlank();
			BootstrapReport report = coordinator.report();
			assertThat(report.waitingFor()).isNotBlank();
			assertThat(report.wayOut()).isNotBlank();
			assertThat(report.contactPoints()).extracting(BootstrapReport.Contact::contactPoint)
				.containsAll(discovery.contactPoints);
			assertThat(report.sources().stream().anyMatch((source) -> source.failure() != null))
				.isEqualTo(discovery == Discovery.DNS);
		});
		Node self = Objects.requireNonNull(engine.state().self());
		assertThat(self.address().port() == 25520).isEqualTo(!random);
		assertThat(context.getBean(Cluster.class).isLeader()).isFalse();
		if (actuator) {
			Health health = context.getBean(ClusterHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health.getDetails()).containsKey("waitingFor");
		}
	}

	private static void assertAlone(ApplicationContext context, boolean actuator) {
		assertThat(context.getBean(Cluster.class).isLeader()).isTrue();
		assertThat(context.getBeansOfType(BootstrapCoordinator.class)).isEmpty();
		if (actuator) {
			assertThat(context.getBean(ClusterHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
		}
	}

	static Stream<Arguments> shapes() {
		List<Arguments> shapes = new ArrayList<>();
		for (Web web : Web.values()) {
			for (Discovery discovery : Discovery.values()) {
				for (int i = 0; i < 8; i++) {
					shapes.add(Arguments.of(web, (i & 4) != 0, discovery, (i & 2) != 0, (i & 1) != 0));
				}
			}
		}
		return shapes.stream();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.getLocalPort();
		}
	}

	/**
	 * How contact points are found. Nobody listens at any of them.
	 */
	enum Discovery {

		REGISTRY(List.of(NOBODY), "spring.cloud.discovery.client.simple.instances.orders[0].uri=" + NOBODY),

		DNS(List.of(), DISCOVERY + "discovery-method=dns", DISCOVERY + "name-servers=127.0.0.1:1",
				DISCOVERY + "resolve-timeout=500ms"),

		STATIC(List.of(NOBODY), DISCOVERY + "contact-points=127.0.0.1:1"),

		NONE(List.of());

		private final List<String> contactPoints;

		private final List<String> properties;

		Discovery(List<String> contactPoints, String... properties) {
			this.contactPoints = contactPoints;
			this.properties = List.of(properties);
		}

	}

	/**
	 * Which web server the application has.
	 */
	enum Web {

		MVC, WEBFLUX, NONE;

		void run(boolean actuator, List<String> properties, Check check) {
			FilteredClassLoader classLoader = new FilteredClassLoader(
					actuator ? new Class<?>[0] : new Class<?>[] { Endpoint.class, HealthIndicator.class });
			runner().withUserConfiguration(Application.class)
				.withPropertyValues(properties.toArray(String[]::new))
				.withClassLoader(classLoader)
				.run((context) -> {
					assertThat(context.getStartupFailure()).isNull();
					ClusterEngine engine = context.getBean(ClusterEngine.class);
					check.accept(context);
					context.close();
					assertThat(engine.state().status()).isEqualTo(EngineStatus.STOPPED);
				});
		}

		private AbstractApplicationContextRunner<?, ?, ?> runner() {
			return switch (this) {
				case MVC -> new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new);
				case WEBFLUX ->
					new ReactiveWebApplicationContextRunner(AnnotationConfigReactiveWebServerApplicationContext::new);
				case NONE -> new ApplicationContextRunner();
			};
		}

	}

	/**
	 * What is asserted of a running application.
	 */
	@FunctionalInterface
	interface Check {

		void accept(ApplicationContext context);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
	static class Application {

	}

}

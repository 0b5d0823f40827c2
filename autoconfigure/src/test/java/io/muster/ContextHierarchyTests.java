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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.jayway.jsonpath.JsonPath;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.Member;
import io.muster.leader.Leadership;
import io.muster.testsupport.Node;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications of several contexts: an application is one node, whichever of
 * its contexts has the web server.
 */
@Tag("system")
class ContextHierarchyTests {

	private static final String DISCOVERY = "muster.bootstrap.contact-point-discovery.";

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(ContextHierarchyTests::closeAll);
	}

	private static void closeAll(ConfigurableApplicationContext child) {
		ConfigurableApplicationContext parent = (ConfigurableApplicationContext) child.getParent();
		child.close();
		if (parent != null) {
			parent.close();
		}
	}

	/**
	 * Spring Boot gives the web server to the child.
	 */
	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void replicasWhoseParentIsAutoConfiguredFormOneClusterThroughTheWebServersOfTheirChildren(WebApplicationType web) {
		assertOneCluster(Parent.class, web);
	}

	@Test
	void replicasWhoseParentIsPlainFormOneCluster() {
		assertOneCluster(PlainParent.class, WebApplicationType.SERVLET);
	}

	private void assertOneCluster(Class<?> parent, WebApplicationType web) {
		int[] ports = { Node.freePort(), Node.freePort() };
		for (int port : ports) {
			start(parent, web, "server.port=" + port, "muster.cluster.port=" + Node.freePort(),
					DISCOVERY + "contact-points=127.0.0.1:%d,127.0.0.1:%d".formatted(ports[0], ports[1]));
		}
		this.contexts.forEach(ContextHierarchyTests::assertOneNode);
		awaitMembers(2);
		Awaitility.await()
			.until(() -> this.contexts.stream()
				.filter((context) -> context.getBean(Leadership.class).isLeader())
				.count() == 1);
		this.contexts.forEach(ContextHierarchyTests::assertActuatorShowsTheMembers);
	}

	private static void assertActuatorShowsTheMembers(ConfigurableApplicationContext context) {
		String url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
		RestClient client = RestClient.create(url + "/actuator");
		assertThat(JsonPath.<List<?>>read(client.get().uri("/cluster").retrieve().body(String.class), "$.members"))
			.hasSize(2);
		assertThat(client.get().uri("/health").retrieve().body(String.class)).contains("UP");
	}

	@Test
	void theActuatorOnAPortOfItsOwnStartsNoSecondNode() {
		ConfigurableApplicationContext context = start(PlainParent.class, WebApplicationType.SERVLET, "server.port=0",
				"management.server.port=0", "muster.cluster.port=" + Node.freePort(),
				DISCOVERY + "required-contact-point-nr=1");
		awaitMembers(1);
		BootstrapCoordinator coordinator = context.getBean(BootstrapCoordinator.class);
		assertThat(coordinator.report().selfContactPoint())
			.endsWith(":" + context.getEnvironment().getProperty("local.server.port"));
	}

	private ConfigurableApplicationContext start(Class<?> parent, WebApplicationType web, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=orders",
				"--server.address=127.0.0.1", "--muster.cluster.host=127.0.0.1", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=*", "--" + DISCOVERY + "stable-margin=500ms",
				"--spring.autoconfigure.exclude=" + String.join(",", Node.SECURITY)));
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(parent).child(Child.class)
			.web(web)
			.run(arguments.toArray(String[]::new));
		this.contexts.add(context);
		return context;
	}

	private static void assertOneNode(ConfigurableApplicationContext context) {
		for (Class<?> type : List.of(ClusterEngine.class, ClusterLifecycle.class, BootstrapCoordinator.class,
				Cluster.class, Leadership.class)) {
			assertThat(BeanFactoryUtils.beansOfTypeIncludingAncestors(context, type)).as(type.getName()).hasSize(1);
		}
	}

	private void awaitMembers(int number) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.contexts)
				.allSatisfy((context) -> assertThat(context.getBean(Cluster.class).members())
					.as(() -> String.valueOf(context.getBean(BootstrapCoordinator.class).report().waitingFor()))
					.hasSize(number)
					.extracting(Member::status)
					.allMatch((status) -> status.isWorking())));
	}

	@EnableAutoConfiguration
	static class Parent {

	}

	static class PlainParent {

	}

	@EnableAutoConfiguration
	static class Child {

	}

}

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

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistrationMetadata}.
 */
class RegistrationMetadataTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "orders")
		.withProperty("spring.cloud.client.ip-address", "10.0.0.7");

	private WebApplicationType type = WebApplicationType.SERVLET;

	@Test
	void publishesClusterPathAndNode() {
		Map<String, String> expected = Map.of("muster-cluster", "orders", "muster-path", "/", "muster-node",
				"pekko://orders@10.0.0.7:25520");
		assertThat(published("eureka.instance.metadata-map")).isEqualTo(expected);
		assertThat(published("spring.cloud.consul.discovery.metadata")).isEqualTo(expected);
		assertThat(published("spring.cloud.zookeeper.discovery.metadata")).isEqualTo(expected);
	}

	@Test
	void publishesWhatIsConfigured() {
		this.environment.withProperty("muster.cluster.name", "shop")
			.withProperty("muster.cluster.host", "shop-1")
			.withProperty("muster.cluster.port", "7355")
			.withProperty("server.servlet.context-path", "/shop")
			.withProperty("muster.bootstrap.contact-point.base-path", "internal");
		assertThat(published("eureka.instance.metadata-map")).containsOnly(Map.entry("muster-cluster", "shop"),
				Map.entry("muster-path", "/shop/internal"), Map.entry("muster-node", "pekko://shop@shop-1:7355"));
	}

	@Test
	void publishesTheBasePathOfAReactiveApplication() {
		this.type = WebApplicationType.REACTIVE;
		this.environment.withProperty("spring.webflux.base-path", "/reactive")
			.withProperty("server.servlet.context-path", "/servlet");
		assertThat(published("eureka.instance.metadata-map")).containsEntry("muster-path", "/reactive");
	}

	@Test
	void publishesNoNodeWhosePortIsNotKnownYet() {
		this.environment.withProperty("muster.cluster.port", "0");
		assertThat(published("eureka.instance.metadata-map")).containsOnlyKeys("muster-cluster", "muster-path");
	}

	@Test
	void leavesTheUsersMetadataAlone() {
		this.environment.withProperty("eureka.instance.metadata-map.zone", "a")
			.withProperty("eureka.instance.metadata-map.muster-path", "/through-the-proxy");
		assertThat(published("eureka.instance.metadata-map")).containsEntry("zone", "a")
			.containsEntry("muster-path", "/through-the-proxy")
			.containsEntry("muster-cluster", "orders");
	}

	@Test
	void publishesNothingWhereThereIsNoContactPoint() {
		this.environment.withProperty("spring.main.web-application-type", "none");
		assertThat(published("eureka.instance.metadata-map")).isEmpty();
	}

	@Test
	void publishesNothingWhereMusterIsOff() {
		this.environment.withProperty("muster.enabled", "false");
		assertThat(published("eureka.instance.metadata-map")).isEmpty();
	}

	@Test
	void leavesImpossibleValuesToThoseWhoExplainThem() {
		this.environment.withProperty("muster.cluster.name", "no name")
			.withProperty("muster.cluster.port", "no port")
			.withProperty("muster.enabled", "maybe");
		assertThat(published("eureka.instance.metadata-map")).isEmpty();
	}

	private Map<String, String> published(String property) {
		SpringApplication application = new SpringApplication();
		application.setWebApplicationType(this.type);
		new RegistrationMetadata().postProcessEnvironment(this.environment, application);
		return Binder.get(this.environment).bind(property, Bindable.mapOf(String.class, String.class)).orElse(Map.of());
	}

}

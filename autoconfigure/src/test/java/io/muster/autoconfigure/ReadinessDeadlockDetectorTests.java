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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadinessDeadlockDetector}.
 */
class ReadinessDeadlockDetectorTests {

	private static final String IN_READINESS = "management.endpoint.health.group.readiness.include=readinessState,cluster";

	private static final String ON_KUBERNETES = "spring.main.cloud-platform=kubernetes";

	private static final String DNS = "muster.bootstrap.contact-point-discovery.discovery-method=dns";

	private static final String HEALTHCHECK = "eureka.client.healthcheck.enabled=true";

	private static final String QUERY_PASSING = "spring.cloud.consul.discovery.query-passing=true";

	@Test
	void kubernetesListsReadyPodsOnly() {
		assertThat(find(ON_KUBERNETES, IN_READINESS)).contains("Kubernetes lists only Pods that are ready",
				"Set spring.cloud.kubernetes.discovery.include-not-ready-addresses to true",
				"take 'cluster' out of management.endpoint.health.group.readiness.include");
		assertThat(find(ON_KUBERNETES, "management.endpoint.health.group.readiness.include=*")).contains("Kubernetes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cloud.kubernetes.discovery.include-not-ready-addresses=true",
			"spring.cloud.kubernetes.discovery.enabled=false",
			"management.endpoint.health.group.readiness.exclude=cluster", "management.health.cluster.enabled=false",
			"management.endpoint.health.group.readiness.include=readinessState", "spring.main.cloud-platform=none",
			"muster.bootstrap.contact-point-discovery.discovery-method=contact-points" })
	void eachOfTheseIsAWayOutOnKubernetes(String property) {
		assertThat(find(ON_KUBERNETES, IN_READINESS, property)).isNull();
	}

	@Test
	void theNameOfAServiceListsReadyPodsOnly() {
		assertThat(find(ON_KUBERNETES, IN_READINESS, DNS))
			.startsWith("the name of a Service in DNS lists only Pods that are ready")
			.contains("Set publishNotReadyAddresses to true");
		assertThat(find(IN_READINESS, DNS)).isNull();
	}

	@Test
	void eurekaListsInstancesThatAreUpOnly() {
		assertThat(find(HEALTHCHECK)).contains("with eureka.client.healthcheck.enabled no instance is UP before",
				"Set eureka.client.filter-only-up-instances or management.health.cluster.enabled to false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "eureka.client.filter-only-up-instances=false", "eureka.client.healthcheck.enabled=false",
			"eureka.client.enabled=false", "management.health.cluster.enabled=false",
			"management.health.defaults.enabled=false",
			"muster.bootstrap.contact-point-discovery.discovery-method=dns" })
	void eachOfTheseIsAWayOutWithEureka(String property) {
		assertThat(find(HEALTHCHECK, property)).isNull();
	}

	@Test
	void consulListsInstancesThatPassOnlyIfAskedTo() {
		assertThat(find(QUERY_PASSING)).contains("query-passing Consul lists only instances whose check passes",
				"Set spring.cloud.consul.discovery.query-passing to false",
				"spring.cloud.consul.discovery.health-check-path to /actuator/health/liveness");
		assertThat(find(QUERY_PASSING, IN_READINESS,
				"spring.cloud.consul.discovery.health-check-path=/actuator/health/readiness"))
			.contains("Consul");
		assertThat(find(QUERY_PASSING, "spring.cloud.consul.discovery.heartbeat.enabled=true")).contains("Consul");
		assertThat(find()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cloud.consul.discovery.query-passing=false",
			"spring.cloud.consul.discovery.health-check-path=/actuator/health/liveness",
			"spring.cloud.consul.discovery.health-check-path=/ping",
			"spring.cloud.consul.discovery.register-health-check=false",
			"spring.cloud.consul.discovery.enabled=false" })
	void eachOfTheseIsAWayOutWithConsul(String property) {
		assertThat(find(QUERY_PASSING, property)).isNull();
	}

	@Test
	void aClientThatIsNotOnTheClassPathIsIgnored() {
		MockEnvironment environment = environment(ON_KUBERNETES, IN_READINESS, HEALTHCHECK, QUERY_PASSING);
		assertThat(new ReadinessDeadlockDetector(environment,
				(type) -> !type.contains(".cloud.") && !type.contains("netflix"))
			.find()).isNull();
	}

	private static String find(String... properties) {
		return new ReadinessDeadlockDetector(environment(properties), (type) -> true).find();
	}

	private static MockEnvironment environment(String... properties) {
		MockEnvironment environment = new MockEnvironment();
		for (String property : properties) {
			String[] parts = property.split("=");
			environment.setProperty(parts[0], parts[1]);
		}
		return environment;
	}

}

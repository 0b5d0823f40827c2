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

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.cloud.loadbalancer.support.SimpleObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaderLoadBalancerAutoConfiguration}, in an application that is a
 * cluster of one.
 */
final class LeaderLoadBalancerAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AloneAutoConfiguration.class, LeaderAutoConfiguration.class,
				LeaderLoadBalancerAutoConfiguration.class, LoadBalancerAutoConfiguration.class))
		.withPropertyValues("spring.application.name=orders", "muster.enabled=false",
				"server.servlet.context-path=/shop");

	private final ApplicationContextRunner serverRunner = this.contextRunner
		.withPropertyValues("local.server.port=8080");

	@Test
	void theLeaderIsTheInstanceOfItsService() {
		this.serverRunner.run((context) -> {
			ServiceInstance leader = choose(context, "orders-leader");
			assertThat(leader).isNotNull();
			assertThat(leader.getUri()).isEqualTo(URI.create("http://localhost:8080"));
			assertThat(leader.isSecure()).isFalse();
		});
	}

	@Test
	void aLeaderWithTlsIsSecure() {
		this.serverRunner.withPropertyValues("server.ssl.bundle=web").run((context) -> {
			ServiceInstance leader = choose(context, "orders-leader");
			assertThat(leader).isNotNull().matches(ServiceInstance::isSecure);
		});
	}

	@Test
	void whoLeadsWithoutConsensusLeadsEachRole() {
		this.serverRunner.run((context) -> assertThat(choose(context, "billing.orders-leader")).isNotNull());
	}

	@Test
	void aLeaderWhoseWebAddressIsNotKnownIsNoInstance() {
		this.contextRunner.run((context) -> assertThat(choose(context, "orders-leader")).isNull());
	}

	@Test
	void otherServicesAreLeftAlone() {
		this.serverRunner.withBean(LoadBalancerClientSpecification.class, LeaderLoadBalancerAutoConfigurationTests::own)
			.run((context) -> assertThat(choose(context, "stock")).extracting(ServiceInstance::getHost)
				.isEqualTo("own.example.com"));
	}

	@Test
	void whatTheApplicationConfiguresForAllServicesIsNotForTheLeader() {
		this.serverRunner.withBean(LoadBalancerClientSpecification.class, LeaderLoadBalancerAutoConfigurationTests::own)
			.run((context) -> assertThat(choose(context, "orders-leader")).extracting(ServiceInstance::getHost)
				.isEqualTo("localhost"));
	}

	@Test
	void needsNoDiscovery() {
		this.serverRunner.withPropertyValues("spring.cloud.discovery.enabled=false")
			.run((context) -> assertThat(choose(context, "orders-leader")).isNotNull());
	}

	@Test
	void needsSpringCloudLoadBalancer() {
		new ApplicationContextRunner()
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud.loadbalancer"))
			.withConfiguration(
					AutoConfigurations.of(AloneAutoConfiguration.class, LeaderLoadBalancerAutoConfiguration.class))
			.withPropertyValues("muster.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("leaderLoadBalancerClientSpecification"));
	}

	private static ServiceInstance choose(ApplicationContext context, String service) {
		return Mono.from(context.getBean(LoadBalancerClientFactory.class).getInstance(service).choose())
			.block()
			.getServer();
	}

	private static LoadBalancerClientSpecification own() {
		return new LoadBalancerClientSpecification("default.own", new Class<?>[] { Own.class });
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		ServiceInstanceListSupplier ownSupplier() {
			return new ServiceInstanceListSupplier() {

				@Override
				public String getServiceId() {
					return "stock";
				}

				@Override
				public Flux<List<ServiceInstance>> get() {
					return Flux.just(List.of(new DefaultServiceInstance("1", "stock", "own.example.com", 80, false)));
				}

			};
		}

		@Bean
		RoundRobinLoadBalancer ownLoadBalancer(ServiceInstanceListSupplier supplier) {
			return new RoundRobinLoadBalancer(new SimpleObjectProvider<>(supplier), "stock");
		}

	}

}

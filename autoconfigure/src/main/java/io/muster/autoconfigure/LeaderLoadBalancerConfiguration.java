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

import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.muster.cluster.ClusterEngine;
import io.muster.leader.Leaderships;
import io.muster.leader.loadbalancer.LeaderInstanceSupplier;
import io.muster.leader.loadbalancer.LeaderService;

/**
 * Configuration of a load balancer that knows one instance, the leader. It is in a
 * context of its own, as that of each service is. Its beans are primary, because the
 * application may have configured others for all services.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(LeaderLoadBalancerConfiguration.OnLeaderService.class)
class LeaderLoadBalancerConfiguration {

	@Bean
	@Primary
	ServiceInstanceListSupplier leaderInstanceSupplier(Environment environment, ClusterEngine engine,
			Leaderships leaderships) {
		LeaderService service = LeaderService.of(serviceId(environment), engine.name());
		return new LeaderInstanceSupplier(Objects.requireNonNull(service), engine, leaderships);
	}

	@Bean
	@Primary
	ReactorServiceInstanceLoadBalancer leaderLoadBalancer(Environment environment,
			ObjectProvider<ServiceInstanceListSupplier> supplier) {
		return new RoundRobinLoadBalancer(supplier, serviceId(environment));
	}

	private static String serviceId(Environment environment) {
		return environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME);
	}

	/**
	 * Matches the context of a leader's service.
	 */
	static class OnLeaderService extends SpringBootCondition implements ConfigurationCondition {

		@Override
		public ConfigurationPhase getConfigurationPhase() {
			return ConfigurationPhase.REGISTER_BEAN;
		}

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			String id = context.getEnvironment().getProperty(LoadBalancerClientFactory.PROPERTY_NAME);
			ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
			LeaderService service = (id != null && beanFactory != null)
					? LeaderService.of(id, beanFactory.getBean(ClusterEngine.class).name()) : null;
			ConditionMessage.Builder message = ConditionMessage.forCondition("Leader's service");
			return (service != null) ? ConditionOutcome.match(message.because(description(service)))
					: ConditionOutcome.noMatch(message.because("'" + id + "' is no service of a leader"));
		}

		private static String description(LeaderService service) {
			return service.role().isEmpty() ? "the leader of the application" : "the leader of " + service.role();
		}

	}

}

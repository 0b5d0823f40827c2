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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.muster.actuate.BootstrapEndpoint;
import io.muster.actuate.BootstrapEndpointWebExtension;
import io.muster.actuate.ClusterEndpoint;
import io.muster.actuate.ClusterEndpointJmxExtension;
import io.muster.actuate.ClusterEndpointWebExtension;
import io.muster.actuate.LeadershipEndpoint;
import io.muster.actuate.LeadershipEndpointWebExtension;
import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.cluster.ClusterEngine;
import io.muster.leader.LeaderLifecycle;
import io.muster.leader.Leaderships;
import io.muster.operations.ClusterOperations;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link ClusterEndpoint},
 * {@link LeadershipEndpoint} and {@link BootstrapEndpoint}.
 */
@AutoConfiguration(after = { AloneAutoConfiguration.class, ClusterAutoConfiguration.class,
		BootstrapAutoConfiguration.class, LeaderAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(ClusterEngine.class)
public final class ClusterEndpointAutoConfiguration {

	/**
	 * Return the access to an endpoint as Spring Boot decides it for its operations.
	 */
	private static Access access(ObjectProvider<EndpointAccessResolver> resolver, String endpoint) {
		EndpointAccessResolver available = resolver.getIfAvailable();
		return (available != null) ? available.accessFor(EndpointId.of(endpoint), Access.READ_ONLY) : Access.READ_ONLY;
	}

	/**
	 * Configuration for {@link ClusterEndpoint}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(ClusterEndpoint.class)
	static class ForCluster {

		@Bean
		@ConditionalOnMissingBean
		ClusterEndpoint clusterEndpoint(ClusterEngine engine) {
			return new ClusterEndpoint(engine);
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
		ClusterEndpointWebExtension clusterEndpointWebExtension(ClusterEndpoint endpoint, ClusterOperations operations,
				ObjectProvider<EndpointAccessResolver> accessResolver, ObjectProvider<PathMapper> pathMappers) {
			return new ClusterEndpointWebExtension(endpoint, operations, access(accessResolver, "cluster"),
					pathMappers.orderedStream().toList());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
		ClusterEndpointJmxExtension clusterEndpointJmxExtension(ClusterOperations operations) {
			return new ClusterEndpointJmxExtension(operations);
		}

	}

	/**
	 * Configuration for {@link LeadershipEndpoint}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ Leaderships.class, LeaderLifecycle.class })
	@ConditionalOnAvailableEndpoint(LeadershipEndpoint.class)
	static class ForLeadership {

		@Bean
		@ConditionalOnMissingBean
		LeadershipEndpoint leadershipEndpoint(ClusterEngine engine, Leaderships leaderships) {
			return new LeadershipEndpoint(engine, leaderships);
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
		LeadershipEndpointWebExtension leadershipEndpointWebExtension(LeadershipEndpoint endpoint,
				LeaderLifecycle leaderLifecycle, ObjectProvider<EndpointAccessResolver> accessResolver) {
			return new LeadershipEndpointWebExtension(endpoint, leaderLifecycle::handOver,
					access(accessResolver, "leadership"));
		}

	}

	/**
	 * Configuration for {@link BootstrapEndpoint}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(BootstrapCoordinator.class)
	@ConditionalOnAvailableEndpoint(BootstrapEndpoint.class)
	static class ForBootstrap {

		@Bean
		@ConditionalOnMissingBean
		BootstrapEndpoint bootstrapEndpoint(BootstrapCoordinator coordinator) {
			return new BootstrapEndpoint(coordinator);
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
		BootstrapEndpointWebExtension bootstrapEndpointWebExtension(BootstrapEndpoint endpoint) {
			return new BootstrapEndpointWebExtension(endpoint);
		}

	}

}

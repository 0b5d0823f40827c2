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

import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.muster.autoconfigure.MusterProperties.DiscoveryMethod;
import io.muster.cluster.ClusterEngine;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.discovery.DiscoveryClientContactPointSource;
import io.muster.contactpoint.discovery.InstanceFilter;
import io.muster.contactpoint.discovery.InstanceSelection;
import io.muster.contactpoint.web.LocalServer;

/**
 * Configuration for contact points from Spring Cloud's discovery. The reactive client is
 * used if it is the only one that reaches a registry.
 */
final class DiscoveryContactPointConfiguration {

	static final String SOURCE = "discoveryClientContactPointSource";

	private DiscoveryContactPointConfiguration() {
	}

	/**
	 * Return the filter. It ignores the published cluster name if the engine is the
	 * user's own and has another name.
	 */
	private static InstanceFilter filter(MusterProperties properties, Environment environment, ClusterEngine engine) {
		String published = ClusterName.find(environment);
		return new InstanceFilter(engine.name().equals(published) ? published : null,
				properties.bootstrap().contactPointDiscovery().metadata());
	}

	private static InstanceSelection selection(MusterProperties properties, LocalServer server, SeedNodesPath path) {
		return BootstrapSettingsFactory.selection(properties, server::expectedPort, path.expectedPath());
	}

	/**
	 * Configuration for the blocking client.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnDiscoveryMethod(DiscoveryMethod.DISCOVERY_CLIENT)
	@ConditionalOnBean(DiscoveryClient.class)
	@Conditional(OnDiscoveryNeededCondition.class)
	@ConditionalOnMissingBean(name = SOURCE)
	static class Blocking {

		@Bean(SOURCE)
		ContactPointSource discoveryClientContactPointSource(DiscoveryClient client, MusterProperties properties,
				Environment environment, ClusterEngine engine, LocalServer server, SeedNodesPath path) {
			return DiscoveryClientContactPointSource.of(client,
					BootstrapSettingsFactory.serviceId(properties, environment),
					filter(properties, environment, engine), selection(properties, server, path));
		}

	}

	/**
	 * Configuration for the reactive client.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Flux.class)
	@ConditionalOnDiscoveryMethod(DiscoveryMethod.DISCOVERY_CLIENT)
	@Conditional(OnReactiveRegistryOnlyCondition.class)
	static class Reactive {

		@Bean(SOURCE)
		ContactPointSource discoveryClientContactPointSource(ReactiveDiscoveryClient client,
				MusterProperties properties, Environment environment, ClusterEngine engine, LocalServer server,
				SeedNodesPath path) {
			return DiscoveryClientContactPointSource.of(client,
					BootstrapSettingsFactory.serviceId(properties, environment),
					filter(properties, environment, engine), selection(properties, server, path));
		}

	}

}

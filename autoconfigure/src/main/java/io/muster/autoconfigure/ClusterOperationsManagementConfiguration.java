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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

import io.muster.actuate.ClusterEndpointWebExtension;
import io.muster.actuate.ClusterOperationRequests;
import io.muster.actuate.ClusterOperationsHandlerMapping;
import io.muster.actuate.ReactiveClusterOperationsHandlerMapping;
import io.muster.operations.ClusterOperations;

/**
 * Configuration for the write operations of the {@code cluster} endpoint, on the port of
 * the other endpoints: that of the application or that of the management server.
 */
final class ClusterOperationsManagementConfiguration {

	private static final EndpointId ID = EndpointId.of("cluster");

	private ClusterOperationsManagementConfiguration() {
	}

	/**
	 * Return the path of the endpoint.
	 * @return the path or {@code null} if write operations are not allowed
	 */
	private static @Nullable String path(PathMappedEndpoints endpoints, EndpointAccessResolver accessResolver) {
		Access access = accessResolver.accessFor(ID, Access.READ_ONLY);
		return (access == Access.UNRESTRICTED) ? endpoints.getPath(ID) : null;
	}

	/**
	 * Configuration for Spring Web MVC.
	 */
	@ManagementContextConfiguration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnBean(ClusterEndpointWebExtension.class)
	static class WebMvc {

		@Bean
		ClusterOperationsHandlerMapping clusterOperationsHandlerMapping(PathMappedEndpoints endpoints,
				EndpointAccessResolver accessResolver, ClusterOperations operations) {
			return new ClusterOperationsHandlerMapping(path(endpoints, accessResolver),
					new ClusterOperationRequests(operations));
		}

	}

	/**
	 * Configuration for Spring WebFlux.
	 */
	@ManagementContextConfiguration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	@ConditionalOnBean(ClusterEndpointWebExtension.class)
	static class WebFlux {

		@Bean
		ReactiveClusterOperationsHandlerMapping clusterOperationsHandlerMapping(PathMappedEndpoints endpoints,
				EndpointAccessResolver accessResolver, ClusterOperations operations) {
			return new ReactiveClusterOperationsHandlerMapping(path(endpoints, accessResolver),
					new ClusterOperationRequests(operations));
		}

	}

}

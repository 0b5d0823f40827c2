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

import java.util.stream.Stream;

import jakarta.servlet.Filter;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;

import io.muster.actuate.CrossSiteFilter;
import io.muster.actuate.CrossSiteGuard;
import io.muster.actuate.CrossSiteWebFilter;

/**
 * {@link ManagementContextConfiguration Configuration} of the web server that has the
 * actuator: operations are not for pages of other sites.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
class OperationsWebConfiguration {

	private static CrossSiteGuard guard(WebEndpointProperties properties) {
		return new CrossSiteGuard(properties.getBasePath(),
				Stream.of("cluster", "leadership")
					.map((endpoint) -> properties.getPathMapping().getOrDefault(endpoint, endpoint))
					.toList());
	}

	/**
	 * Configuration for Spring Web MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	static class WebMvc {

		@Bean
		FilterRegistrationBean<CrossSiteFilter> crossSiteFilter(WebEndpointProperties properties) {
			FilterRegistrationBean<CrossSiteFilter> registration = new FilterRegistrationBean<>(
					new CrossSiteFilter(guard(properties)));
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
			return registration;
		}

	}

	/**
	 * Configuration for Spring WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	static class WebFlux {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 100)
		CrossSiteWebFilter crossSiteWebFilter(WebEndpointProperties properties) {
			return new CrossSiteWebFilter(guard(properties));
		}

	}

}

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

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

import io.muster.contactpoint.web.ReactiveSeedNodesController;
import io.muster.contactpoint.web.SeedNodesController;
import io.muster.contactpoint.web.SeedNodesExchange;
import io.muster.contactpoint.web.SeedNodesExchange.Route;

/**
 * Configuration for the answers to probes on the application's web server. They have
 * handler mappings of their own, because path prefixes and interceptors of the
 * application are for its own controllers.
 */
final class SeedNodesEndpointConfiguration {

	/**
	 * The order of the actuator's endpoints. It precedes the application's mappings,
	 * which may contain a catch-all.
	 */
	private static final int ORDER = -100;

	private SeedNodesEndpointConfiguration() {
	}

	/**
	 * Configuration for Spring Web MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class WebMvc {

		@Bean
		SeedNodesPath seedNodesPath(MusterProperties properties, Environment environment) {
			return SeedNodesPath.webMvc(properties.bootstrap().contactPoint().basePath(), environment);
		}

		@Bean
		@ConditionalOnMissingBean
		SeedNodesController seedNodesController(SeedNodesExchange exchange) {
			return new SeedNodesController(exchange, Route.SEED_NODES);
		}

		@Bean
		org.springframework.web.servlet.handler.SimpleUrlHandlerMapping seedNodesHandlerMapping(
				SeedNodesController controller, SeedNodesExchange exchange, SeedNodesPath path) {
			return new org.springframework.web.servlet.handler.SimpleUrlHandlerMapping(
					Map.of(path.mapping() + Route.SEED_NODES.path(), controller, path.mapping() + Route.JOIN.path(),
							new SeedNodesController(exchange, Route.JOIN)),
					ORDER);
		}

	}

	/**
	 * Configuration for Spring WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class WebFlux {

		@Bean
		SeedNodesPath seedNodesPath(MusterProperties properties, Environment environment) {
			return SeedNodesPath.webFlux(properties.bootstrap().contactPoint().basePath(), environment);
		}

		@Bean
		@ConditionalOnMissingBean
		ReactiveSeedNodesController seedNodesController(SeedNodesExchange exchange) {
			return new ReactiveSeedNodesController(exchange, Route.SEED_NODES);
		}

		@Bean
		org.springframework.web.reactive.handler.SimpleUrlHandlerMapping seedNodesHandlerMapping(
				ReactiveSeedNodesController controller, SeedNodesExchange exchange, SeedNodesPath path) {
			return new org.springframework.web.reactive.handler.SimpleUrlHandlerMapping(
					Map.of(path.mapping() + Route.SEED_NODES.path(), controller, path.mapping() + Route.JOIN.path(),
							new ReactiveSeedNodesController(exchange, Route.JOIN)),
					ORDER);
		}

	}

	/**
	 * Configuration for an application without a web server, which is not probed itself.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(SeedNodesPath.class)
	static class NoWeb {

		@Bean
		SeedNodesPath seedNodesPath(MusterProperties properties, Environment environment) {
			return SeedNodesPath.noWeb(properties.bootstrap().contactPoint().basePath(), environment);
		}

	}

}

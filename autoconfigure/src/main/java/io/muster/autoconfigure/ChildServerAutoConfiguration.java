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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.contactpoint.web.LocalServer;

/**
 * {@link AutoConfiguration Auto-configuration} for a child context that has the web
 * server, while the node is in a parent that has none, as
 * {@code SpringApplicationBuilder} makes it: the child answers the probes of other nodes.
 */
@AutoConfiguration(after = BootstrapAutoConfiguration.class,
		afterName = { "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
				"org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration" })
@ConditionalOnWebApplication
@Conditional(OnParentWithoutServerCondition.class)
@Import({ SeedNodesEndpointConfiguration.WebMvc.class, SeedNodesEndpointConfiguration.WebFlux.class })
public final class ChildServerAutoConfiguration {

	@Bean
	ChildServer childServer(LocalServer server, BootstrapCoordinator coordinator, Environment environment,
			SeedNodesPath path) {
		return new ChildServer(server, coordinator, environment, path);
	}

}

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

package io.muster.test.context;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * {@link ContextCustomizer} that switches Muster off, or has it form a cluster of one.
 * Contexts that differ in nothing else share one context.
 *
 * @param engine whether to use the real engine
 */
record ClusterContextCustomizer(boolean engine) implements ContextCustomizer {

	private static final String DISCOVERY = "muster.bootstrap.contact-point-discovery.";

	private static final Map<String, Object> ALONE = Map.of("muster.enabled", false);

	private static final Map<String, Object> CLUSTER_OF_ONE = Map.ofEntries(Map.entry("muster.enabled", true),
			Map.entry("muster.cluster.host", "127.0.0.1"), Map.entry("muster.cluster.port", 0),
			Map.entry("muster.cluster.bind-host", ""), Map.entry("muster.cluster.bind-port", ""),
			Map.entry("muster.cluster.seed-nodes", ""), Map.entry("muster.bootstrap.enabled", true),
			Map.entry("muster.bootstrap.new-cluster-enabled", true),
			Map.entry(DISCOVERY + "discovery-method", "contact-points"), Map.entry(DISCOVERY + "contact-points", ""),
			Map.entry(DISCOVERY + "required-contact-point-nr", 1), Map.entry(DISCOVERY + "stable-margin", "0s"),
			Map.entry(DISCOVERY + "interval", "100ms"));

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		TestProperties.add(context.getEnvironment(), this.engine ? CLUSTER_OF_ONE : ALONE);
	}

}

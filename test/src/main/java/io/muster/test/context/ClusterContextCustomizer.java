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

	private static final Map<String, Object> ALONE = Map.of("muster.enabled", false);

	private static final Map<String, Object> CLUSTER_OF_ONE = Map.of("muster.enabled", true, "muster.cluster.host",
			"127.0.0.1", "muster.cluster.port", 0, "muster.cluster.seed-nodes", "", "muster.bootstrap.auto-startup",
			false, "muster.bootstrap.contact-point-discovery.discovery-method", "contact-points",
			"muster.bootstrap.contact-point-discovery.contact-points", "");

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		TestProperties.add(context.getEnvironment(), this.engine ? CLUSTER_OF_ONE : ALONE);
		if (this.engine) {
			context.getBeanFactory().addBeanPostProcessor(new ClusterOfOne());
		}
	}

}

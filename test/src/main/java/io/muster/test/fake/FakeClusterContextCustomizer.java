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

package io.muster.test.fake;

import java.util.function.Supplier;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.Assert;

import io.muster.cluster.ClusterEngine;
import io.muster.leader.Leaderships;

/**
 * {@link ContextCustomizer} that defines a {@link FakeCluster} and what belongs to it,
 * before Muster's auto-configuration, which then defines no others.
 */
record FakeClusterContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		FakeCluster cluster = new FakeCluster(context::publishEvent);
		register(context, "cluster", FakeCluster.class, () -> cluster);
		register(context, "clusterEngine", ClusterEngine.class, cluster::engine);
		register(context, "leaderships", Leaderships.class, cluster::leaderships);
	}

	private static <T> void register(ConfigurableApplicationContext context, String name, Class<T> type,
			Supplier<T> supplier) {
		Assert.isInstanceOf(BeanDefinitionRegistry.class, context.getBeanFactory());
		((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition(name,
				new RootBeanDefinition(type, supplier));
	}

}

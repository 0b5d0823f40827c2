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

import java.util.Set;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * {@link SpringBootCondition} that matches if the application has a reactive client of a
 * registry and no blocking one. The composite and simple clients of Spring Cloud Commons
 * do not count, because they always exist and reach no registry.
 */
class OnReactiveRegistryOnlyCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final Set<String> COMMONS = Set.of("compositeDiscoveryClient", "simpleDiscoveryClient",
			"reactiveCompositeDiscoveryClient", "simpleReactiveDiscoveryClient");

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ListableBeanFactory beanFactory = context.getBeanFactory();
		Assert.state(beanFactory != null, "No bean factory");
		boolean reactiveOnly = reachesRegistry(beanFactory, ReactiveDiscoveryClient.class)
				&& !reachesRegistry(beanFactory, DiscoveryClient.class);
		return new ConditionOutcome(reactiveOnly, ConditionMessage.forCondition("Only a reactive registry client")
			.because(reactiveOnly ? "there is no blocking client" : "there is a blocking client, or no client at all"));
	}

	static boolean reachesRegistry(ListableBeanFactory beanFactory, Class<?> type) {
		return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false))
			.anyMatch((name) -> !COMMONS.contains(name));
	}

}

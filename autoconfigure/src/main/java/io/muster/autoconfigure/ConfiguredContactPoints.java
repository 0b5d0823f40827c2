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

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

import io.muster.autoconfigure.MusterProperties.DiscoveryMethod;
import io.muster.contactpoint.ContactPointAddress;
import io.muster.contactpoint.ContactPointSource;

/**
 * Contact points that are given by hand, and whether there is anything else that knows
 * contact points.
 */
final class ConfiguredContactPoints {

	static final String PROPERTY = "muster.bootstrap.contact-point-discovery.contact-points";

	static final String SOURCE = "handGivenContactPointSource";

	private static final String SIMPLE_INSTANCES = "spring.cloud.discovery.client.simple.instances";

	private static final boolean reactive = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ConfiguredContactPoints.class.getClassLoader());

	private ConfiguredContactPoints() {
	}

	static List<ContactPointAddress> addresses(MusterProperties properties) {
		return properties.bootstrap()
			.contactPointDiscovery()
			.contactPoints()
			.stream()
			.map(ConfiguredContactPoints::address)
			.toList();
	}

	private static ContactPointAddress address(String text) {
		try {
			return ContactPointAddress.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(
					"Property %s has the value '%s', which is no contact point: %s.".formatted(PROPERTY, text,
							ex.getMessage()),
					ContactPointAddress.EXPECTED + ". Several are separated by commas, or are items of a YAML list.",
					ex);
		}
	}

	private static boolean isThere(Environment environment) {
		return !Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElse(List.of()).isEmpty();
	}

	/**
	 * Return whether contact points are to be learned from other nodes: if they are given
	 * by hand, which may name just one other node, or if this node is the one that others
	 * name, and knows nobody itself.
	 */
	static boolean introductions(ListableBeanFactory beanFactory, Environment environment) {
		return isThere(environment) || !(isListed(beanFactory, environment)
				|| Stream.of(beanFactory.getBeanNamesForType(ContactPointSource.class, true, false))
					.anyMatch((name) -> !Set.of(SOURCE, DiscoveryContactPointConfiguration.SOURCE).contains(name)));
	}

	/**
	 * Return whether Spring Cloud's discovery is asked, and may know contact points.
	 */
	private static boolean isListed(ListableBeanFactory beanFactory, Environment environment) {
		return OnDiscoveryMethodCondition.methods(environment).contains(DiscoveryMethod.DISCOVERY_CLIENT)
				&& mayKnowInstances(beanFactory, environment);
	}

	private static boolean mayKnowInstances(ListableBeanFactory beanFactory, Environment environment) {
		return OnReactiveRegistryOnlyCondition.reachesRegistry(beanFactory, DiscoveryClient.class)
				|| (reactive
						&& OnReactiveRegistryOnlyCondition.reachesRegistry(beanFactory, ReactiveDiscoveryClient.class))
				|| Binder.get(environment)
					.bind(SIMPLE_INSTANCES, Bindable.mapOf(String.class, Object.class))
					.map((instances) -> !instances.isEmpty())
					.orElse(false);
	}

	/**
	 * Does not match if contact points are given by hand and nothing else may know any:
	 * discovery need not be asked then, nor have a name to ask for.
	 */
	static class OrElseDiscovery extends SpringBootCondition implements ConfigurationCondition {

		@Override
		public ConfigurationPhase getConfigurationPhase() {
			return ConfigurationPhase.REGISTER_BEAN;
		}

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ListableBeanFactory beanFactory = context.getBeanFactory();
			Assert.state(beanFactory != null, "No bean factory");
			boolean only = isThere(context.getEnvironment()) && !isListed(beanFactory, context.getEnvironment());
			return new ConditionOutcome(!only, ConditionMessage.forCondition("Contact points in discovery")
				.because(only ? "they are only given by hand" : "discovery may know some"));
		}

	}

	/**
	 * Matches if contact points are given by hand.
	 */
	static class OnContactPoints extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean match = isThere(context.getEnvironment());
			return new ConditionOutcome(match,
					ConditionMessage.forCondition("Contact points by hand").because(PROPERTY + " is set: " + match));
		}

	}

}

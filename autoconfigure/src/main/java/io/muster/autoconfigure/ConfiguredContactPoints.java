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
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import io.muster.autoconfigure.MusterProperties.DiscoveryMethod;
import io.muster.contactpoint.ContactPointAddress;
import io.muster.contactpoint.ContactPointSource;

/**
 * Reads the configured contact points, and finds out whether anything else may know
 * contact points.
 */
final class ConfiguredContactPoints {

	static final String PROPERTY = "muster.bootstrap.contact-point-discovery.contact-points";

	static final String SOURCE = "configuredContactPointSource";

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
					"Property %s has the value '%s', which is not a contact point: %s.".formatted(PROPERTY, text,
							ex.getMessage()),
					ContactPointAddress.EXPECTED + ". Separate several by commas, or use a YAML list.", ex);
		}
	}

	/**
	 * Return whether contact points are configured.
	 */
	static boolean arePresent(Environment environment) {
		return !Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElse(List.of()).isEmpty();
	}

	/**
	 * Return whether this node learns contact points from other nodes. It does so if
	 * contact points are configured, which may name a single other node. It also does so
	 * if nothing knows contact points: this may be the node that the others name.
	 */
	static boolean introductions(ListableBeanFactory beanFactory, Environment environment) {
		return arePresent(environment) || !(mayBeInDiscovery(beanFactory, environment)
				|| Stream.of(beanFactory.getBeanNamesForType(ContactPointSource.class, true, false))
					.anyMatch((name) -> !Set.of(SOURCE, DiscoveryContactPointConfiguration.SOURCE).contains(name)));
	}

	/**
	 * Return whether Spring Cloud's discovery is asked and may know contact points.
	 */
	static boolean mayBeInDiscovery(ListableBeanFactory beanFactory, Environment environment) {
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

}

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

package io.muster.contactpoint.discovery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.util.StringUtils;

import io.muster.contactpoint.ContactPoint;

/**
 * Converts the instances of a service to contact points. {@code port-name},
 * {@code fallback-port} and {@code filter-on-fallback-port} work as in
 * {@code BootstrapCoordinator.selectHosts} of Pekko Management.
 *
 * @param protocol scheme of the contact points, {@code null} for that of the instance
 * @param portName key of the instance's metadata that contains the port, {@code null} for
 * the port of the instance
 * @param fallbackPort supplies the port of instances without one, at each lookup
 * @param filterOnFallbackPort whether only those of several instances on one host are
 * contact points that have the fallback port
 * @param path path of contact points whose instance publishes none
 */
public record InstanceSelection(@Nullable String protocol, @Nullable String portName, IntSupplier fallbackPort,
		boolean filterOnFallbackPort, String path) {

	/**
	 * Select contact points.
	 * @param instances the instances, in any order
	 * @param problems receives a message for each instance that cannot be a contact point
	 * @return the contact points, each once
	 */
	public Set<ContactPoint> select(List<ServiceInstance> instances, Consumer<String> problems) {
		Map<String, List<ServiceInstance>> byHost = instances.stream()
			.filter((instance) -> StringUtils.hasText(instance.getHost()))
			.collect(Collectors.groupingBy(ServiceInstance::getHost));
		Set<ContactPoint> selected = new LinkedHashSet<>();
		byHost.values().stream().map(this::filter).flatMap(List::stream).forEach((instance) -> {
			try {
				selected.add(contactPoint(instance));
			}
			catch (IllegalArgumentException ex) {
				problems.accept("instance %s cannot be probed: %s".formatted(instance.getHost(), ex.getMessage()));
			}
		});
		return selected;
	}

	private ContactPoint contactPoint(ServiceInstance instance) {
		String published = InstanceFilter.metadata(instance).get(PublishedMetadata.PATH);
		return new ContactPoint(scheme(instance), instance.getHost(), port(instance),
				(published != null) ? published : this.path);
	}

	private List<ServiceInstance> filter(List<ServiceInstance> sameHost) {
		if (this.portName != null || !this.filterOnFallbackPort || sameHost.size() == 1
				|| sameHost.stream().noneMatch((instance) -> instance.getPort() > 0)) {
			return sameHost;
		}
		return sameHost.stream().filter((instance) -> instance.getPort() == this.fallbackPort.getAsInt()).toList();
	}

	private String scheme(ServiceInstance instance) {
		if (this.protocol != null) {
			return this.protocol;
		}
		return Objects.requireNonNullElse(instance.getScheme(), instance.isSecure() ? "https" : "http");
	}

	private int port(ServiceInstance instance) {
		String named = (this.portName != null) ? InstanceFilter.metadata(instance).get(this.portName) : null;
		if (named != null) {
			try {
				return Integer.parseInt(named.trim());
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException(
						"its metadata '%s' is '%s', which is not a port".formatted(this.portName, named), ex);
			}
		}
		return (instance.getPort() > 0) ? instance.getPort() : this.fallbackPort.getAsInt();
	}

}

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
 * Which instances of a service are contact points, and at which port. The rules for
 * {@code port-name}, {@code fallback-port} and {@code filter-on-fallback-port} are
 * Akka's.
 *
 * @param protocol scheme of the contact points, {@code null} to take the instance's
 * @param portName key of the instance's metadata that holds the port, {@code null} to
 * take the instance's port
 * @param fallbackPort port of instances without one, asked at each lookup
 * @param filterOnFallbackPort whether, of several instances on one host, only those at
 * the fallback port are contact points
 * @param path path of contact points that publish none
 */
public record InstanceSelection(@Nullable String protocol, @Nullable String portName, IntSupplier fallbackPort,
		boolean filterOnFallbackPort, String path) {

	/**
	 * Select contact points.
	 * @param instances the instances, in any order
	 * @param leftOut takes, in words, which instances can not be contact points
	 * @return the contact points, each once
	 */
	public Set<ContactPoint> select(List<ServiceInstance> instances, Consumer<String> leftOut) {
		Map<String, List<ServiceInstance>> byHost = instances.stream()
			.filter((instance) -> StringUtils.hasText(instance.getHost()))
			.collect(Collectors.groupingBy(ServiceInstance::getHost));
		Set<ContactPoint> selected = new LinkedHashSet<>();
		byHost.values().stream().map(this::filter).flatMap(List::stream).forEach((instance) -> {
			try {
				selected.add(contactPoint(instance));
			}
			catch (IllegalArgumentException ex) {
				leftOut.accept("instance %s can not be probed: %s".formatted(instance.getHost(), ex.getMessage()));
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
						"its metadata '%s' is '%s', which is no port".formatted(this.portName, named), ex);
			}
		}
		return (instance.getPort() > 0) ? instance.getPort() : this.fallbackPort.getAsInt();
	}

}

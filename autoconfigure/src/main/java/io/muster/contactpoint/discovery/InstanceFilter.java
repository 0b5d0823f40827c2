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

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Selects the instances of a service that are nodes of this cluster by their metadata.
 *
 * @param cluster name of the cluster. Instances that publish another name are left out.
 * {@code null} if this node publishes no name
 * @param metadata entries that the metadata of an instance must contain
 */
public record InstanceFilter(@Nullable String cluster, Map<String, String> metadata) {

	public InstanceFilter {
		metadata = Map.copyOf(metadata);
	}

	/**
	 * Leave out instances that are not nodes of this cluster.
	 * @param instances the instances
	 * @param problems receives a message for each instance of another cluster
	 * @return the remaining instances
	 */
	List<ServiceInstance> filter(List<ServiceInstance> instances, Consumer<String> problems) {
		return instances.stream()
			.filter(this::hasMetadata)
			.filter((instance) -> isOfCluster(instance, problems))
			.toList();
	}

	private boolean hasMetadata(ServiceInstance instance) {
		Map<String, String> actual = metadata(instance);
		return this.metadata.entrySet()
			.stream()
			.allMatch((entry) -> entry.getValue().equals(actual.get(entry.getKey())));
	}

	private boolean isOfCluster(ServiceInstance instance, Consumer<String> problems) {
		String other = metadata(instance).get(PublishedMetadata.CLUSTER);
		if (this.cluster == null || other == null || other.equals(this.cluster)) {
			return true;
		}
		problems.accept("instance %s:%d belongs to cluster '%s', not to '%s', according to its metadata"
			.formatted(instance.getHost(), instance.getPort(), other, this.cluster));
		return false;
	}

	static Map<String, String> metadata(ServiceInstance instance) {
		return Objects.requireNonNullElse(instance.getMetadata(), Map.of());
	}

}

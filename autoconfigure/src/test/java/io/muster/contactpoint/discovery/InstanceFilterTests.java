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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceFilter}.
 */
class InstanceFilterTests {

	private final List<String> leftOut = new ArrayList<>();

	@Test
	void takesEverybodyWhereNothingIsPublishedAndNothingRequired() {
		assertThat(filter(Map.of(), instance(null), instance(Map.of("zone", "a")))).hasSize(2);
	}

	@Test
	void takesThoseThatHaveAllThatIsRequired() {
		ServiceInstance both = instance(Map.of("zone", "a", "color", "blue", "more", "x"));
		assertThat(filter(Map.of("zone", "a", "color", "blue"), both, instance(Map.of("zone", "a")),
				instance(Map.of("zone", "a", "color", "green")), instance(null)))
			.containsExactly(both);
		assertThat(this.leftOut).isEmpty();
	}

	@Test
	void takesThoseOfThisClusterAndThoseThatSayNothing() {
		ServiceInstance own = instance(Map.of("muster-cluster", "orders"));
		ServiceInstance silent = instance(Map.of());
		assertThat(filter(Map.of(), own, silent, instance(Map.of("muster-cluster", "billing")))).containsExactly(own,
				silent);
		assertThat(this.leftOut).containsExactly(
				"instance host:1 belongs to cluster 'billing', not to 'orders', according to its metadata");
	}

	@Test
	void saysNothingOfAnotherClusterWhereTheMetadataKeepItApart() {
		assertThat(filter(Map.of("color", "blue"), instance(Map.of("color", "red", "muster-cluster", "billing"))))
			.isEmpty();
		assertThat(this.leftOut).isEmpty();
	}

	@Test
	void takesEverybodyWhereThisNodePublishesNoCluster() {
		ServiceInstance instance = instance(Map.of("muster-cluster", "billing"));
		assertThat(new InstanceFilter(null, Map.of()).filter(List.of(instance), this.leftOut::add))
			.containsExactly(instance);
		assertThat(this.leftOut).isEmpty();
	}

	private List<ServiceInstance> filter(Map<String, String> metadata, ServiceInstance... instances) {
		return new InstanceFilter("orders", metadata).filter(List.of(instances), this.leftOut::add);
	}

	private static ServiceInstance instance(@Nullable Map<String, String> metadata) {
		return new DefaultServiceInstance("id", "orders", "host", 1, false) {

			@Override
			public Map<String, String> getMetadata() {
				return metadata;
			}

		};
	}

}

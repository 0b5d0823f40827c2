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

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RegistryClients}.
 */
class RegistryClientsTests {

	private final DiscoveryClient eureka = client("Eureka");

	private final DiscoveryClient consul = client("Consul");

	private final RegistryClients clients = RegistryClients
		.of(new CompositeDiscoveryClient(new ArrayList<>(List.of(this.eureka, this.consul))));

	private final List<String> failed = new ArrayList<>();

	@Test
	void uniteWhatAllOfACompositeKnow() {
		given(this.eureka.getInstances("orders")).willReturn(List.of(instance("host1")));
		given(this.consul.getInstances("orders")).willReturn(List.of(instance("host2")));
		assertThat(hosts()).containsExactly("host1", "host2");
		assertThat(this.failed).isEmpty();
	}

	@Test
	void takeWhatTheOthersKnowWhereOneFails() {
		given(this.eureka.getInstances("orders")).willThrow(new IllegalStateException("down"));
		given(this.consul.getInstances("orders")).willReturn(List.of(instance("host2")));
		assertThat(hosts()).containsExactly("host2");
		assertThat(this.failed).containsExactly("Eureka failed: java.lang.IllegalStateException: down");
	}

	@Test
	void takeWhatOneThatFailsLastSaid() {
		given(this.eureka.getInstances("orders")).willReturn(List.of(instance("host1")))
			.willThrow(new IllegalStateException("down"));
		given(this.consul.getInstances("orders")).willReturn(List.of(instance("host2")))
			.willReturn(List.of(instance("host3")));
		assertThat(hosts()).containsExactly("host1", "host2");
		assertThat(hosts()).containsExactly("host3", "host1");
	}

	@Test
	void failIfOneFailsAndTheOthersKnowNoInstances() {
		given(this.eureka.getInstances("orders")).willReturn(List.of(instance("host1")))
			.willThrow(new IllegalStateException("down"));
		given(this.consul.getInstances("orders")).willReturn(List.of());
		hosts();
		assertThatIllegalStateException().isThrownBy(this::hosts).withMessage("down");
	}

	@Test
	void uniteReactiveClients() {
		ReactiveDiscoveryClient one = mock(ReactiveDiscoveryClient.class);
		ReactiveDiscoveryClient other = mock(ReactiveDiscoveryClient.class);
		given(one.getInstances("orders")).willReturn(Flux.just(instance("host1")));
		given(other.getInstances("orders")).willReturn(Flux.just(instance("host2")));
		assertThat(RegistryClients.of(new ReactiveCompositeDiscoveryClient(new ArrayList<>(List.of(one, other))))
			.instances("orders", this.failed::add)).hasSize(2);
	}

	private List<String> hosts() {
		return this.clients.instances("orders", this.failed::add).stream().map(ServiceInstance::getHost).toList();
	}

	private static DiscoveryClient client(String description) {
		DiscoveryClient client = mock(DiscoveryClient.class);
		given(client.description()).willReturn(description);
		return client;
	}

	private static ServiceInstance instance(String host) {
		return new DefaultServiceInstance("id", "orders", host, 8080, false);
	}

}

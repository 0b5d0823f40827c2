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

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.IncompleteLookupException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DiscoveryClientContactPointSource}.
 */
class DiscoveryClientContactPointSourceTests {

	private static final InstanceSelection ALL = new InstanceSelection(null, null, () -> 8080, false, "");

	private static final InstanceFilter ORDERS = new InstanceFilter("orders", Map.of());

	private final DiscoveryClient client = mock(DiscoveryClient.class);

	private final ReactiveDiscoveryClient reactiveClient = mock(ReactiveDiscoveryClient.class);

	@Test
	void asksForTheService() throws Exception {
		given(this.client.getInstances("orders")).willReturn(List.of(instance("host1"), instance("host2")));
		assertThat(source().lookup()).containsExactlyInAnyOrder(ContactPoint.of("host1", 8080),
				ContactPoint.of("host2", 8080));
	}

	@Test
	void asksAnewEachTime() throws Exception {
		given(this.client.getInstances("orders")).willReturn(List.of()).willReturn(List.of(instance("host1")));
		ContactPointSource source = source();
		assertThat(source.lookup()).isEmpty();
		assertThat(source.lookup()).hasSize(1);
	}

	@Test
	void takesEachInstanceOnce() throws Exception {
		given(this.client.getInstances("orders")).willReturn(List.of(instance("host1"), instance("host1")));
		assertThat(source().lookup()).hasSize(1);
	}

	@Test
	void saysThatTheClientReturnedNull() {
		given(this.client.getInstances("orders")).willReturn(null);
		assertThatIllegalStateException().isThrownBy(() -> source().lookup())
			.withMessage("the discovery client returned null instead of a list of instances");
	}

	@Test
	void passesOnWhatTheClientThrows() {
		given(this.client.getInstances("orders")).willThrow(new IllegalArgumentException("no registry"));
		assertThatIllegalArgumentException().isThrownBy(() -> source().lookup()).withMessage("no registry");
	}

	@Test
	void describesWhatItAsks() {
		given(this.client.description()).willReturn("Composite Discovery Client");
		assertThat(source().description()).isEqualTo("service 'orders' in Composite Discovery Client");
	}

	@Test
	void describesWhatInstancesMustHave() {
		given(this.client.description()).willReturn("Composite Discovery Client");
		ContactPointSource source = DiscoveryClientContactPointSource.of(this.client, "orders",
				new InstanceFilter("orders", Map.of("zone", "a", "color", "blue")), ALL);
		assertThat(source.description())
			.isEqualTo("service 'orders' with metadata {color=blue, zone=a} in Composite Discovery Client");
	}

	@Test
	void reportsInstancesOfOtherClustersInTheSameOrderWhateverTheRegistrys() {
		ServiceInstance billing = instance("host1", Map.of("muster-cluster", "billing"));
		ServiceInstance mail = instance("host2", Map.of("muster-cluster", "mail"));
		ServiceInstance orders = instance("host3", Map.of("muster-cluster", "orders"));
		given(this.client.getInstances("orders")).willReturn(List.of(billing, mail, orders))
			.willReturn(List.of(mail, orders, billing));
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(IncompleteLookupException.class).isThrownBy(() -> source().lookup())
				.withMessage(
						"instance host1:8080 belongs to cluster 'billing', not to 'orders', according to its metadata; "
								+ "instance host2:8080 belongs to cluster 'mail', not to 'orders', according to its metadata")
				.satisfies((ex) -> assertThat(ex.found()).containsExactly(ContactPoint.of("host3", 8080)));
		}
	}

	@Test
	void reportsInstancesThatCannotBeProbedAndTakesTheOthers() {
		given(this.client.getInstances("orders"))
			.willReturn(List.of(instance("host1"), new DefaultServiceInstance("id", "orders", "host2", 70000, false)));
		assertThatExceptionOfType(IncompleteLookupException.class).isThrownBy(() -> source().lookup())
			.withMessageContaining("host2")
			.satisfies((ex) -> assertThat(ex.found()).containsExactly(ContactPoint.of("host1", 8080)));
	}

	@Test
	void asksAReactiveClient() throws Exception {
		given(this.reactiveClient.getInstances("orders")).willReturn(Flux.just(instance("host1"), instance("host2")));
		assertThat(reactiveSource().lookup()).hasSize(2);
	}

	@Test
	void aReactiveClientMayKnowNoInstances() throws Exception {
		given(this.reactiveClient.getInstances("orders")).willReturn(Flux.empty());
		assertThat(reactiveSource().lookup()).isEmpty();
	}

	@Test
	void passesOnTheErrorOfAReactiveClient() {
		given(this.reactiveClient.getInstances("orders")).willReturn(Flux.error(new IllegalStateException("down")));
		assertThatIllegalStateException().isThrownBy(() -> reactiveSource().lookup()).withMessage("down");
	}

	private ContactPointSource source() {
		return DiscoveryClientContactPointSource.of(this.client, "orders", ORDERS, ALL);
	}

	private ContactPointSource reactiveSource() {
		return DiscoveryClientContactPointSource.of(this.reactiveClient, "orders", ORDERS, ALL);
	}

	private static ServiceInstance instance(String host, Map<String, String> metadata) {
		return new DefaultServiceInstance("id", "orders", host, 8080, false, metadata);
	}

	private static ServiceInstance instance(String host) {
		return new DefaultServiceInstance("id", "orders", host, 8080, false);
	}

}

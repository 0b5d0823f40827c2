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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClient;
import org.springframework.util.Assert;

/**
 * The clients of all registries that the application uses. Each of them is asked, unlike
 * with Spring Cloud's composite client, which stops at the first client that knows an
 * instance or fails.
 */
final class RegistryClients {

	private final List<Client> clients;

	private final Map<Client, List<ServiceInstance>> known = new HashMap<>();

	private RegistryClients(Stream<Client> clients) {
		this.clients = clients.toList();
	}

	static RegistryClients of(DiscoveryClient client) {
		return new RegistryClients(blocking(client));
	}

	static RegistryClients of(ReactiveDiscoveryClient client) {
		return new RegistryClients(reactive(client));
	}

	private static Stream<Client> blocking(DiscoveryClient client) {
		return (client instanceof CompositeDiscoveryClient composite)
				? composite.getDiscoveryClients().stream().flatMap(RegistryClients::blocking)
				: Stream.of(new Client(client.description(), client::getInstances));
	}

	private static Stream<Client> reactive(ReactiveDiscoveryClient client) {
		return (client instanceof ReactiveCompositeDiscoveryClient composite)
				? composite.getDiscoveryClients().stream().flatMap(RegistryClients::reactive)
				: Stream.of(new Client(client.description(), (id) -> client.getInstances(id).collectList().block()));
	}

	/**
	 * Return the instances that the clients know. The last result of a client counts if
	 * it fails.
	 * @param serviceId the name of the service
	 * @param problems receives a message for each client that failed
	 * @return the instances of all clients
	 * @throws RuntimeException of a client that failed, if the others know no instances
	 */
	List<ServiceInstance> instances(String serviceId, Consumer<String> problems) {
		List<ServiceInstance> instances = new ArrayList<>();
		List<ServiceInstance> earlier = new ArrayList<>();
		RuntimeException failure = null;
		for (Client client : this.clients) {
			try {
				List<ServiceInstance> answer = client.lookup().apply(serviceId);
				Assert.state(answer != null, "the discovery client returned null instead of a list of instances");
				this.known.put(client, answer);
				instances.addAll(answer);
			}
			catch (RuntimeException ex) {
				failure = ex;
				problems.accept("%s failed: %s".formatted(client.description(), ex));
				earlier.addAll(Objects.requireNonNullElse(this.known.get(client), List.of()));
			}
		}
		if (failure != null && instances.isEmpty()) {
			throw failure;
		}
		instances.addAll(earlier);
		return instances;
	}

	/**
	 * A client of one registry.
	 */
	private record Client(String description, Function<String, @Nullable List<ServiceInstance>> lookup) {

	}

}

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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.IncompleteLookupException;

/**
 * {@link ContactPointSource} that looks up the instances of a service with Spring Cloud's
 * {@link DiscoveryClient} or {@link ReactiveDiscoveryClient}.
 */
public final class DiscoveryClientContactPointSource implements ContactPointSource {

	/**
	 * The most problems in one message. A registry may list hundreds of instances.
	 */
	private static final int MAX_PROBLEMS = 5;

	private final String serviceId;

	private final RegistryClients clients;

	private final InstanceFilter filter;

	private final InstanceSelection selection;

	private final String description;

	private DiscoveryClientContactPointSource(String serviceId, RegistryClients clients, InstanceFilter filter,
			InstanceSelection selection, String client) {
		this.serviceId = serviceId;
		this.clients = clients;
		this.filter = filter;
		this.selection = selection;
		this.description = "service '%s'%s in %s".formatted(serviceId,
				filter.metadata().isEmpty() ? "" : " with metadata " + new TreeMap<>(filter.metadata()), client);
	}

	/**
	 * Create a source from a blocking client.
	 * @param client the client
	 * @param serviceId the name of the service
	 * @param filter decides which instances are nodes of this cluster
	 * @param selection converts these to contact points
	 * @return the source
	 */
	public static ContactPointSource of(DiscoveryClient client, String serviceId, InstanceFilter filter,
			InstanceSelection selection) {
		return new DiscoveryClientContactPointSource(serviceId, RegistryClients.of(client), filter, selection,
				String.valueOf(client.description()));
	}

	/**
	 * Create a source from a reactive client.
	 * @param client the client
	 * @param serviceId the name of the service
	 * @param filter decides which instances are nodes of this cluster
	 * @param selection converts these to contact points
	 * @return the source
	 */
	public static ContactPointSource of(ReactiveDiscoveryClient client, String serviceId, InstanceFilter filter,
			InstanceSelection selection) {
		return new DiscoveryClientContactPointSource(serviceId, RegistryClients.of(client), filter, selection,
				String.valueOf(client.description()));
	}

	@Override
	public Set<ContactPoint> lookup() throws IncompleteLookupException {
		// Sorted, so that the message stays the same if the registry changes the order.
		Set<String> problems = new TreeSet<>();
		List<ServiceInstance> instances = this.clients.instances(this.serviceId, problems::add);
		Set<ContactPoint> selected = this.selection.select(this.filter.filter(instances, problems::add), problems::add);
		if (!problems.isEmpty()) {
			throw new IncompleteLookupException(selected,
					problems.stream().limit(MAX_PROBLEMS).collect(Collectors.joining("; ")));
		}
		return selected;
	}

	@Override
	public String description() {
		return this.description;
	}

}

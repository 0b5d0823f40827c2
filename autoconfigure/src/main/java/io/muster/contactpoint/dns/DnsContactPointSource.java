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

package io.muster.contactpoint.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.IncompleteLookupException;
import io.muster.contactpoint.discovery.InstanceSelection;

/**
 * {@link ContactPointSource} that asks DNS: for the addresses of a name, all of which
 * listen at the same port, or for its SRV records, which name a port each. A name that
 * does not exist, or has no such records, is an empty answer: nobody is registered yet.
 * That DNS can not be asked is a failure.
 * <p>
 * Needs dnsjava.
 */
public final class DnsContactPointSource implements ContactPointSource {

	private final DnsQuestion question;

	private final DnsResolver resolver;

	private final Supplier<String> scheme;

	private final InstanceSelection selection;

	private final Consumer<Map<ContactPoint, String>> otherAddresses;

	/**
	 * Create a source.
	 * @param question what to ask for
	 * @param servers the servers to ask, empty for the system's
	 * @param resolveTimeout how long a lookup may take
	 * @param scheme scheme of the contact points, asked at each lookup. With
	 * {@code https}, hosts of SRV records keep their names, for their certificates
	 * @param selection port and path of the contact points
	 * @param otherAddresses takes, for contact points that have an address of each
	 * family, the other address
	 */
	public DnsContactPointSource(DnsQuestion question, List<InetSocketAddress> servers, Duration resolveTimeout,
			Supplier<String> scheme, InstanceSelection selection, Consumer<Map<ContactPoint, String>> otherAddresses) {
		Duration patience = resolveTimeout.multipliedBy(3).dividedBy(4);
		this.question = question;
		this.resolver = new DnsResolver(new DnsServers(servers, patience), patience);
		this.scheme = scheme;
		this.selection = selection;
		this.otherAddresses = otherAddresses;
	}

	@Override
	public Set<ContactPoint> lookup() throws IOException, InterruptedException, IncompleteLookupException {
		DnsResolver.Found found = this.resolver.lookup(this.question);
		boolean secure = "https".equals(this.scheme.get());
		List<ServiceInstance> instances = new ArrayList<>();
		Map<ContactPoint, String> others = new HashMap<>();
		for (DnsHost host : found.hosts()) {
			if (secure && host.name() != null) {
				instances.add(instance(host.name(), host.port(), secure));
				continue;
			}
			for (InetAddress address : host.addresses()) {
				instances.add(instance(address.getHostAddress(), host.port(), secure));
			}
			if (host.other() != null && host.port() > 0) {
				others.put(ContactPoint.of(host.addresses().get(0).getHostAddress(), host.port()),
						host.other().getHostAddress());
			}
		}
		this.otherAddresses.accept(others);
		List<String> missing = new ArrayList<>(found.missing());
		Set<ContactPoint> contactPoints = this.selection.select(instances, missing::add);
		if (!missing.isEmpty()) {
			throw new IncompleteLookupException(contactPoints, String.join("; ", missing));
		}
		return contactPoints;
	}

	private ServiceInstance instance(String host, int port, boolean secure) {
		return new DefaultServiceInstance(null, this.question.name().toString(), host, port, secure);
	}

	@Override
	public String description() {
		return this.question.toString();
	}

}

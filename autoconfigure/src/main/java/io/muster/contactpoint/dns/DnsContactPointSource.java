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
 * {@link ContactPointSource} that asks DNS for the addresses of a name, which all have
 * the same port, or for its SRV records, which contain a port each. If the name does not
 * exist, or has no such records, the result is empty: no node is registered yet. If DNS
 * cannot be asked, the lookup fails.
 * <p>
 * Needs dnsjava.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2782">RFC 2782: DNS SRV</a>
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
	 * @param servers the servers to ask, empty for those of the system
	 * @param resolveTimeout how long a lookup may take
	 * @param scheme supplies the scheme of the contact points, at each lookup. With
	 * {@code https}, targets of SRV records keep their names, because their certificates
	 * are issued for the names
	 * @param selection port and path of the contact points
	 * @param otherAddresses receives the IPv6 address of contact points that also have an
	 * IPv4 address, or the IPv4 address if IPv6 is preferred
	 */
	public DnsContactPointSource(DnsQuestion question, List<InetSocketAddress> servers, Duration resolveTimeout,
			Supplier<String> scheme, InstanceSelection selection, Consumer<Map<ContactPoint, String>> otherAddresses) {
		// Less than the whole timeout, so that the lookup ends with a reason before it is
		// interrupted.
		Duration timeout = resolveTimeout.multipliedBy(3).dividedBy(4);
		this.question = question;
		this.resolver = new DnsResolver(new DnsServers(servers, timeout), timeout);
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

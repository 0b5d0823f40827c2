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

package io.muster.contactpoint.configured;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointAddress;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.IncompleteLookupException;

/**
 * {@link ContactPointSource} of configured addresses, like {@code retry_join} of Consul
 * and Nomad. Host names are resolved at each lookup. Each address of a name is a contact
 * point, and names with the same address and port are one contact point. With
 * {@code https}, a name that has a single address is kept, because its certificate is
 * issued for the name.
 * <p>
 * A name that cannot be resolved keeps its last addresses. It does not affect the others.
 */
public final class ConfiguredContactPointSource implements ContactPointSource, AutoCloseable {

	private final List<ContactPointAddress> addresses;

	private final Supplier<String> scheme;

	private final IntSupplier port;

	private final String path;

	private final HostNames names;

	private final Map<String, List<InetAddress>> lastKnown = new HashMap<>();

	/**
	 * Create a source.
	 * @param addresses the configured addresses
	 * @param scheme supplies the scheme for addresses without one, at each lookup
	 * @param port supplies the port for addresses without one, at each lookup
	 * @param path the path for addresses without one
	 * @param resolveTimeout how long a lookup may take
	 */
	public ConfiguredContactPointSource(List<ContactPointAddress> addresses, Supplier<String> scheme, IntSupplier port,
			String path, Duration resolveTimeout) {
		// Less than the whole timeout, so that the lookup ends with a reason before it is
		// interrupted.
		this(addresses, scheme, port, path,
				new HostNames(InetAddress::getAllByName, resolveTimeout.multipliedBy(3).dividedBy(4)));
	}

	ConfiguredContactPointSource(List<ContactPointAddress> addresses, Supplier<String> scheme, IntSupplier port,
			String path, HostNames names) {
		this.addresses = List.copyOf(addresses);
		this.scheme = scheme;
		this.port = port;
		this.path = path;
		this.names = names;
	}

	@Override
	public Set<ContactPoint> lookup() throws Exception {
		Set<String> unresolved = resolve();
		Map<ContactPoint, ContactPoint> servers = new LinkedHashMap<>();
		this.addresses.forEach((address) -> add(address, servers));
		Set<ContactPoint> found = new LinkedHashSet<>(servers.values());
		if (unresolved.isEmpty()) {
			return found;
		}
		String reason = "no address is known for host name%s %s".formatted((unresolved.size() == 1) ? "" : "s",
				String.join(", ", unresolved));
		if (found.isEmpty()) {
			throw new UnknownHostException(reason);
		}
		throw new IncompleteLookupException(found, reason);
	}

	private Set<String> resolve() throws InterruptedException {
		Set<String> names = new LinkedHashSet<>();
		this.addresses.stream().filter(ContactPointAddress::isName).map(ContactPointAddress::host).forEach(names::add);
		Map<String, List<InetAddress>> resolved = this.names.resolve(names);
		this.lastKnown.putAll(resolved);
		names.removeAll(resolved.keySet());
		return names;
	}

	private void add(ContactPointAddress address, Map<ContactPoint, ContactPoint> servers) {
		if (!address.isName()) {
			add(address, address.host(), address.host(), servers);
			return;
		}
		List<InetAddress> resolved = this.lastKnown.getOrDefault(address.host(), List.of());
		for (InetAddress one : resolved) {
			boolean named = scheme(address).equals("https") && resolved.size() == 1;
			add(address, one.getHostAddress(), named ? address.host() : one.getHostAddress(), servers);
		}
	}

	private void add(ContactPointAddress address, String key, String host, Map<ContactPoint, ContactPoint> servers) {
		int port = (address.port() != 0) ? address.port() : this.port.getAsInt();
		servers.putIfAbsent(ContactPoint.of(key, port),
				new ContactPoint(scheme(address), host, port, Objects.requireNonNullElse(address.path(), this.path)));
	}

	private String scheme(ContactPointAddress address) {
		return Objects.requireNonNullElseGet(address.scheme(), this.scheme);
	}

	@Override
	public String description() {
		return "configured contact points";
	}

	@Override
	public void close() {
		this.names.close();
	}

}

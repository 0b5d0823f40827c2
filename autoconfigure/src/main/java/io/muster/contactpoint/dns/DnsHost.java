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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A host and port in DNS. If the host has addresses of both families, only those of the
 * family that the JVM prefers count: IPv4 unless {@code java.net.preferIPv6Addresses} is
 * set. Both families belong to the same host, which would count twice.
 *
 * @param name the host's name, {@code null} if only its addresses are known
 * @param port the port, 0 if unknown
 * @param addresses the addresses of the preferred family, or of the other family if there
 * are none; never empty, sorted
 * @param other the address of the other family if the host has exactly one of each
 */
record DnsHost(@Nullable String name, int port, List<InetAddress> addresses, @Nullable InetAddress other) {

	static final boolean IPV6_FIRST = "true".equalsIgnoreCase(System.getProperty("java.net.preferIPv6Addresses"));

	private static final Comparator<InetAddress> ORDER = Comparator.comparing(DnsHost::isPreferred)
		.reversed()
		.thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

	private static boolean isPreferred(InetAddress address) {
		return (address.getAddress().length == 16) == IPV6_FIRST;
	}

	/**
	 * Create a host.
	 * @param name its name, {@code null} if only its addresses are known
	 * @param port the port, 0 if unknown
	 * @param addresses its addresses, at least one, in any order
	 * @return the host
	 */
	static DnsHost of(@Nullable String name, int port, List<InetAddress> addresses) {
		List<InetAddress> sorted = addresses.stream().map(DnsHost::withoutName).distinct().sorted(ORDER).toList();
		List<InetAddress> first = sorted.stream()
			.filter((address) -> isPreferred(address) == isPreferred(sorted.get(0)))
			.toList();
		boolean pair = first.size() == 1 && sorted.size() == 2;
		return new DnsHost(name, port, first, pair ? sorted.get(1) : null);
	}

	private static InetAddress withoutName(InetAddress address) {
		try {
			return InetAddress.getByAddress(address.getAddress());
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

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

package io.muster.contactpoint;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Address of a node's HTTP server, which answers {@code GET /bootstrap/seed-nodes}.
 * Spellings of the same address are equal: hosts are kept in lower case and without
 * brackets, IP addresses in their canonical form.
 *
 * @param scheme {@code http} or {@code https}
 * @param host host name or IP address, without brackets
 * @param port TCP port
 * @param path path that precedes {@code /bootstrap/seed-nodes}; empty, or with a leading
 * and without a trailing slash
 */
public record ContactPoint(String scheme, String host, int port, String path) implements Comparable<ContactPoint> {

	private static final Comparator<ContactPoint> BY_NAME = Comparator.comparing(ContactPoint::host)
		.thenComparingInt(ContactPoint::port)
		.thenComparing(ContactPoint::scheme)
		.thenComparing(ContactPoint::path);

	public ContactPoint {
		Assert.hasText(scheme, "'scheme' must not be empty");
		Assert.hasText(host, "'host' must not be empty");
		Assert.isTrue(port > 0 && port <= 65535, () -> "'port' must be between 1 and 65535, but is " + port);
		scheme = scheme.toLowerCase(Locale.ROOT);
		host = canonical(host);
		path = StringUtils.trimTrailingCharacter(path, '/');
		path = (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

	/**
	 * Create a contact point without a path.
	 * @param host host name or IP address
	 * @param port the TCP port
	 * @return the contact point
	 */
	public static ContactPoint of(String host, int port) {
		return new ContactPoint("http", host, port, "");
	}

	/**
	 * Parse what {@link #toString()} writes.
	 * @param text the text, which may come from a stranger
	 * @return the contact point or empty if the text is not one
	 */
	public static Optional<ContactPoint> tryParse(String text) {
		try {
			URI uri = new URI(text);
			return Optional.of(new ContactPoint(String.valueOf(uri.getScheme()), String.valueOf(uri.getHost()),
					uri.getPort(), String.valueOf(uri.getPath())));
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static String canonical(String host) {
		String name = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		InetAddress address = IpLiteral.parse(name);
		return (address != null) ? address.getHostAddress() : name.toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the IP address. Names are not resolved, because nodes that resolve them
	 * differently would order contact points differently.
	 * @return the bytes of the address or {@code null} if the host is a name
	 */
	private byte @Nullable [] address() {
		InetAddress address = IpLiteral.parse(this.host);
		return (address != null) ? address.getAddress() : null;
	}

	/**
	 * Return whether host and port are the same. Scheme and path may differ.
	 * @param other the contact point to compare with
	 * @return whether both are addresses of one server
	 */
	public boolean isSameServer(ContactPoint other) {
		return this.port == other.port && this.host.equals(other.host);
	}

	/**
	 * Return the same contact point with another host.
	 * @param host host name or IP address
	 * @return the contact point
	 */
	public ContactPoint withHost(String host) {
		return new ContactPoint(this.scheme, host, this.port, this.path);
	}

	/**
	 * Return whether the host is {@code localhost} or a loopback address, which only
	 * processes of the same machine can reach.
	 * @return whether it is
	 */
	public boolean isLoopback() {
		InetAddress address = IpLiteral.parse(this.host);
		return (address != null) ? address.isLoopbackAddress() : this.host.equals("localhost");
	}

	/**
	 * Return whether the host is the wildcard address, {@code 0.0.0.0} or {@code ::},
	 * which a server listens at but no other node can connect to.
	 * @return whether it is
	 */
	public boolean isWildcard() {
		InetAddress address = IpLiteral.parse(this.host);
		return address != null && address.isAnyLocalAddress();
	}

	/**
	 * Return the URI to probe.
	 * @return the URI of the seed nodes
	 */
	public URI seedNodesUri() {
		return URI.create(this + SeedNodes.PATH);
	}

	/**
	 * Return the address to send an invitation to.
	 * @return the URI
	 */
	public URI invitationUri() {
		return URI.create(this + ContactPointProber.INVITATION_PATH);
	}

	/**
	 * Compare as Pekko does if its discovery knows the IP addresses of contact points, in
	 * {@code ServiceDiscovery.ResolvedTarget.addressOrdering}: names before IP addresses,
	 * addresses by their signed bytes, then by host and port. All nodes of a cluster,
	 * plain Pekko nodes included, must agree on it: the lowest contact point founds.
	 */
	@Override
	public int compareTo(ContactPoint other) {
		int order = Arrays.compare(address(), other.address());
		return (order != 0) ? order : BY_NAME.compare(this, other);
	}

	/**
	 * Return the order that Pekko uses if its discovery knows no IP addresses, as with
	 * the method {@code config}. It compares hosts as text.
	 * @return the order
	 */
	public static Comparator<ContactPoint> byName() {
		return BY_NAME;
	}

	@Override
	public String toString() {
		String literal = (this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host;
		return this.scheme + "://" + literal + ":" + this.port + this.path;
	}

}

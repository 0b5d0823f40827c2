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

package io.muster.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Address at which other engines reach a node's engine, for example
 * {@code pekko://orders@10.0.0.7:25520}. All incarnations of a node share the address; a
 * {@link Node} is one of them.
 *
 * @param protocol the engine's protocol, for example {@code pekko}
 * @param system the name of the cluster that the node belongs to
 * @param host the host name, IPv4 address or bracketed IPv6 address
 * @param port the TCP port, 0 for an engine that listens at none
 */
public record NodeAddress(String protocol, String system, String host, int port) implements Comparable<NodeAddress> {

	private static final Comparator<NodeAddress> ORDER = Comparator.comparing(NodeAddress::host)
		.thenComparingInt(NodeAddress::port)
		.thenComparing(NodeAddress::system)
		.thenComparing(NodeAddress::protocol);

	public NodeAddress {
		Assert.hasText(protocol, "'protocol' must not be empty");
		Assert.hasText(system, "'system' must not be empty");
		Assert.hasText(host, "'host' must not be empty");
		Assert.isTrue(port >= 0 && port <= 65535, () -> "'port' must be between 0 and 65535, but is " + port);
	}

	/**
	 * Parse an address of the form {@code protocol://system@host:port}.
	 * @param text the text to parse
	 * @return the address
	 * @throws IllegalArgumentException if the text is not such an address
	 */
	public static NodeAddress parse(String text) {
		try {
			URI uri = new URI(text);
			// Not decoded: a decoded name could contain characters that no name has.
			String system = uri.getRawUserInfo();
			Assert.isTrue(StringUtils.hasText(system) && uri.getHost() != null && uri.getPort() > 0,
					() -> notAnAddress(text));
			return new NodeAddress(uri.getScheme(), system, uri.getHost(), uri.getPort());
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(notAnAddress(text), ex);
		}
	}

	private static String notAnAddress(String text) {
		return "'%s' is not a node address of the form protocol://system@host:port".formatted(text);
	}

	/**
	 * Return the address without protocol and cluster name.
	 * @return host and port, separated by a colon
	 */
	public String hostAndPort() {
		return this.host + ":" + this.port;
	}

	@Override
	public int compareTo(NodeAddress other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return this.protocol + "://" + this.system + "@" + hostAndPort();
	}

}

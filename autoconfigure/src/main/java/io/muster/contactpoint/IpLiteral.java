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
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Parses IP addresses without ever resolving a name.
 */
public final class IpLiteral {

	private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?\\d+\\.?");

	private IpLiteral() {
	}

	/**
	 * Parse an address.
	 * @param host host name or IP address, without brackets
	 * @return the address or {@code null} if the host is a name
	 * @throws IllegalArgumentException if it is neither
	 */
	public static @Nullable InetAddress parse(String host) {
		try {
			byte[] ipv4 = ipv4(host);
			if (ipv4 != null) {
				return InetAddress.getByAddress(ipv4);
			}
			return (host.indexOf(':') >= 0) ? InetAddress.getByName(host) : null;
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("'%s' is not an IP address".formatted(host), ex);
		}
	}

	/**
	 * Return whether two texts are the same IP address. All loopback addresses are the
	 * same: processes of one machine may connect from another than they listen at.
	 * @param one a host name or IP address, without brackets
	 * @param other another one
	 * @return whether they are; {@code null} if one of them is a name
	 */
	public static @Nullable Boolean isSame(String one, String other) {
		InetAddress first = parse(one);
		InetAddress second = parse(other);
		if (first == null || second == null) {
			return null;
		}
		return first.equals(second) || (first.isLoopbackAddress() && second.isLoopbackAddress());
	}

	/**
	 * Parse four numbers separated by dots. {@code InetAddress.getByName} would ask DNS
	 * if one of them is too large, and {@code InetAddress.ofLiteral} needs Java 22. Has
	 * to be fast, because contact points are sorted by it.
	 */
	private static byte @Nullable [] ipv4(String host) throws UnknownHostException {
		int[] octets = new int[4];
		int octet = 0;
		int digits = 0;
		for (int i = 0; i < host.length(); i++) {
			char character = host.charAt(i);
			if (character >= '0' && character <= '9' && digits < 3) {
				octets[octet] = octets[octet] * 10 + character - '0';
				digits++;
			}
			else if (character == '.' && digits > 0 && octet < 3) {
				octet++;
				digits = 0;
			}
			else {
				return null;
			}
		}
		if (octet < 3 || digits == 0) {
			return null;
		}
		byte[] address = new byte[4];
		for (int i = 0; i < 4; i++) {
			if (octets[i] > 255) {
				throw new UnknownHostException(host);
			}
			address[i] = (byte) octets[i];
		}
		return address;
	}

	/**
	 * Return whether a host ends in a number: it is an IPv4 address then, or nothing that
	 * can be a host.
	 * @param host host name or IP address, without brackets
	 * @return whether the last label consists of digits
	 * @see <a href="https://url.spec.whatwg.org/#ends-in-a-number-checker">URL Standard:
	 * ends in a number</a>
	 */
	public static boolean endsInNumber(String host) {
		return NUMBER_AT_END.matcher(host).matches();
	}

	/**
	 * Return whether an address is not routed on the internet: loopback, link-local, RFC
	 * 1918, RFC 6598 or RFC 4193.
	 * @param address the address
	 * @return whether it is
	 */
	public static boolean isPrivate(InetAddress address) {
		byte[] bytes = address.getAddress();
		boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
		boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
		return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress() || shared
				|| uniqueLocal;
	}

}

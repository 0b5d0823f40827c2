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
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Address of a contact point as users write it: {@code host}, {@code host:port} or
 * {@code http(s)://host[:port][/path]}. The host is a name, an IPv4 address or an IPv6
 * address, which needs brackets if a port follows.
 *
 * @param scheme {@code http} or {@code https}, {@code null} if there is none
 * @param host host name or IP address, without brackets
 * @param port TCP port, 0 if there is none
 * @param path path that precedes {@code /bootstrap/seed-nodes}, {@code null} if there is
 * none; a single slash stands for the root
 */
public record ContactPointAddress(@Nullable String scheme, String host, int port, @Nullable String path) {

	/**
	 * Describes the valid forms to a user.
	 */
	public static final String EXPECTED = "Write a host name or IP address, host:port, [IPv6 address]:port, or "
			+ "http://host:port/path";

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private static final Pattern NAME = Pattern.compile("[\\p{Alnum}_]([\\p{Alnum}_.-]*[\\p{Alnum}_.])?");

	private static final Pattern PATH = Pattern.compile("[\\p{Alnum}._~!$&'()*+;=:@%/-]*");

	/**
	 * Parse an address.
	 * @param text the text
	 * @return the address
	 * @throws IllegalArgumentException if the text is not an address. The message is the
	 * reason, without a full stop
	 */
	public static ContactPointAddress parse(String text) {
		String rest = text.trim();
		check(!rest.isEmpty(), "it is empty");
		check(rest.chars().noneMatch(Character::isWhitespace), "it contains white space");
		String scheme = null;
		int colon = rest.indexOf("://");
		if (colon >= 0) {
			scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
			check(SCHEMES.contains(scheme), "its scheme '%s' is neither http nor https".formatted(scheme));
			rest = rest.substring(colon + 3);
		}
		String path = null;
		int slash = rest.indexOf('/');
		if (slash >= 0) {
			check(scheme != null, "it has a path, but does not begin with http:// or https://");
			path = rest.substring(slash);
			check(PATH.matcher(path).matches(), "its path '%s' contains invalid characters".formatted(path));
			rest = rest.substring(0, slash);
		}
		int end = endOfHost(rest);
		return new ContactPointAddress(scheme, host(rest.substring(0, end)), port(rest.substring(end)), path);
	}

	private static int endOfHost(String authority) {
		if (authority.startsWith("[")) {
			int bracket = authority.indexOf(']');
			check(bracket > 0, "its bracket is not closed");
			return bracket + 1;
		}
		int colon = authority.indexOf(':');
		boolean port = colon >= 0 && colon == authority.lastIndexOf(':');
		return port ? colon : authority.length();
	}

	private static String host(String text) {
		check(!text.isEmpty(), "it has no host");
		boolean bracketed = text.startsWith("[");
		String host = bracketed ? text.substring(1, text.length() - 1) : text;
		check(host.indexOf('%') < 0, "it has an IPv6 zone, which is valid on one machine only");
		InetAddress address = IpLiteral.parse(host);
		if (address != null) {
			check(!address.isAnyLocalAddress(), "'%s' is a wildcard, not the address of a machine".formatted(host));
			return host;
		}
		check(!bracketed, "'%s' is not an IPv6 address".formatted(host));
		check(NAME.matcher(host).matches(), "'%s' is not a host name".formatted(host));
		check(!IpLiteral.endsInNumber(host), "'%s' is neither a host name nor an IP address".formatted(host));
		return host.toLowerCase(Locale.ROOT);
	}

	private static int port(String text) {
		if (text.isEmpty()) {
			return 0;
		}
		String digits = text.substring(1);
		boolean number = text.startsWith(":") && digits.matches("\\d{1,5}");
		int port = number ? Integer.parseInt(digits) : 0;
		check(port >= 1 && port <= 65535, "'%s' is not a port between 1 and 65535".formatted(digits));
		return port;
	}

	private static void check(boolean valid, String reason) {
		if (!valid) {
			throw new IllegalArgumentException(reason);
		}
	}

	/**
	 * Return whether the host is a name rather than an IP address.
	 * @return whether it is a name
	 */
	public boolean isName() {
		return IpLiteral.parse(this.host) == null;
	}

}

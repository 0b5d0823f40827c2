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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Reads where an operator says that a replica's web server is: {@code 10.0.0.8:8080},
 * {@code orders-2}, {@code [::1]:8080} or {@code https://orders-2:8443/shop}. What the
 * text leaves out is as on this node, because replicas are the same application.
 *
 * @param scheme the scheme where the text has none, {@code http} or {@code https}, asked
 * when it is needed
 * @param port the port where the text has none, asked when it is needed
 * @param path the path where the text has none
 */
public record ContactPointParser(Supplier<String> scheme, IntSupplier port, String path) {

	private static final int MAX_LENGTH = 500;

	// Which the JDK takes for an IP address.
	private static final Pattern NUMBER = Pattern.compile("\\d+");

	private static final Pattern WITH_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");

	/**
	 * Parse an address.
	 * @param text the text, from anybody
	 * @return the contact point
	 * @throws IllegalArgumentException with what is wrong with the text, for an operator
	 */
	public ContactPoint parse(String text) {
		String address = text.trim();
		Assert.isTrue(!address.isEmpty(), "an address is empty");
		Assert.isTrue(address.length() <= MAX_LENGTH,
				() -> "'%s...' is longer than %d characters".formatted(address.substring(0, 40), MAX_LENGTH));
		URI uri = uri(address, text);
		String scheme = String.valueOf(uri.getScheme());
		Assert.isTrue(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"),
				() -> "'%s' begins with %s://, but replicas are contacted over http or https".formatted(text, scheme));
		Assert.isTrue(uri.getHost() != null && !NUMBER.matcher(uri.getHost()).matches() && uri.getRawUserInfo() == null
				&& uri.getRawQuery() == null && uri.getRawFragment() == null, () -> notAnAddress(text));
		int port = (uri.getPort() >= 0) ? uri.getPort() : this.port.getAsInt();
		Assert.isTrue(port > 0 && port <= 65535,
				() -> "'%s' has port %d, but ports are between 1 and 65535".formatted(text, port));
		try {
			return new ContactPoint(scheme, uri.getHost(), port, path(uri.getPath()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(notAnAddress(text) + ": " + ex.getMessage(), ex);
		}
	}

	private URI uri(String address, String text) {
		try {
			return new URI(WITH_SCHEME.matcher(address).matches() ? address : this.scheme.get() + "://" + address);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(notAnAddress(text), ex);
		}
	}

	private String path(String path) {
		String before = path.endsWith(SeedNodes.PATH) ? path.substring(0, path.length() - SeedNodes.PATH.length())
				: path;
		return StringUtils.hasLength(before) ? before : this.path;
	}

	private static String notAnAddress(String text) {
		return "'%s' is not host:port or http(s)://host[:port][/path]".formatted(text);
	}

}

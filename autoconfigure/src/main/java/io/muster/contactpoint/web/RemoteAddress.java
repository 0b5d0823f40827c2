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

package io.muster.contactpoint.web;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.IpLiteral;

/**
 * The address that a request comes from.
 */
final class RemoteAddress {

	private RemoteAddress() {
	}

	/**
	 * Parse what a web server says of the origin of a request. A loopback address counts
	 * only if the connection came in at one: else a forwarding header says it, which any
	 * sender may have set.
	 * @param text the text, {@code null} if the web server says nothing
	 * @param local the address at which the connection came in, {@code null} if unknown
	 * @return the address, {@code null} if it is not known
	 */
	static @Nullable InetAddress parse(@Nullable String text, @Nullable InetAddress local) {
		InetAddress remote = parse(text);
		boolean pretended = remote != null && remote.isLoopbackAddress()
				&& (local == null || !local.isLoopbackAddress());
		return pretended ? null : remote;
	}

	/**
	 * Parse what a web server says of the origin of a request. A host name, as a
	 * forwarding header may give, is not resolved.
	 * @param text the text, {@code null} if the web server says nothing
	 * @return the address, {@code null} if the text is not an IP address
	 */
	static @Nullable InetAddress parse(@Nullable String text) {
		if (text == null) {
			return null;
		}
		int zone = text.indexOf('%');
		try {
			return IpLiteral.parse((zone < 0) ? text : text.substring(0, zone));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}

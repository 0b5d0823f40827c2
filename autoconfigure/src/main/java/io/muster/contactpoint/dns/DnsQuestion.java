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

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

import io.muster.contactpoint.IpLiteral;

/**
 * Question to DNS: for the SRV records of a name if a port name is known, else for its
 * addresses. This is the rule of Pekko's {@code DnsServiceDiscovery}.
 *
 * @param name the name; search domains of the system apply unless it ends with a dot
 * @param services whether to ask for SRV records rather than for addresses
 * @see <a href=
 * "https://pekko.apache.org/docs/pekko/current/discovery/index.html#discovery-method-dns">Pekko:
 * Discovery Method DNS</a>
 */
public record DnsQuestion(Name name, boolean services) {

	/**
	 * RFC 1035 allows 255 octets on the wire, which are 253 characters.
	 */
	private static final int MAX_LENGTH = 253;

	private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";

	private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");

	/**
	 * Create a question.
	 * @param name the name. A name with a leading underscore, such as
	 * {@code _http._tcp.orders}, is that of SRV records
	 * @param portName the name of the port, for the SRV records of
	 * {@code _port-name._tcp.name}. {@code null} if there is none
	 * @return the question
	 * @throws IllegalArgumentException if the name is not valid in DNS. The message is
	 * the reason, without a full stop
	 */
	public static DnsQuestion of(String name, @Nullable String portName) {
		boolean service = name.startsWith("_");
		String asked = (portName != null && !service) ? "_%s._tcp.%s".formatted(portName, name) : name;
		check(asked.length() <= MAX_LENGTH, "it is longer than %d characters".formatted(MAX_LENGTH));
		check(NAME.matcher(asked).matches(), "a name in DNS consists of letters, digits, '-' and '.'");
		check(!IpLiteral.endsInNumber(asked), "it is an IP address or a number");
		try {
			return new DnsQuestion(Name.fromString(asked), asked.startsWith("_"));
		}
		catch (TextParseException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	private static void check(boolean valid, String reason) {
		if (!valid) {
			throw new IllegalArgumentException(reason);
		}
	}

	@Override
	public String toString() {
		return "%s records of '%s' in DNS".formatted(this.services ? "SRV" : "A and AAAA", this.name);
	}

}

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

/**
 * What to ask DNS for: the addresses of a name, or its services if the name or the
 * settings name a port. The rule is Akka's.
 *
 * @param name the name, to which the system's search domains apply unless it ends with a
 * dot
 * @param services whether to ask for SRV records rather than for addresses
 */
public record DnsQuestion(Name name, boolean services) {

	private static final int MAX_LENGTH = 253;

	private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";

	private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");

	private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?\\d+\\.?");

	/**
	 * Create a question.
	 * @param name the name; one that begins with an underscore, {@code _http._tcp.orders}
	 * say, is asked for its SRV records
	 * @param portName the name of the port, whose SRV records are asked for as
	 * {@code _port-name._tcp.name}; {@code null} to ask for what the name says
	 * @return the question
	 * @throws IllegalArgumentException if the name is none, saying why, for a sentence
	 */
	public static DnsQuestion of(String name, @Nullable String portName) {
		boolean service = name.startsWith("_");
		String asked = (portName != null && !service) ? "_%s._tcp.%s".formatted(portName, name) : name;
		check(asked.length() <= MAX_LENGTH, "it is longer than %d characters".formatted(MAX_LENGTH));
		check(NAME.matcher(asked).matches(), "a name in DNS consists of letters, digits, '-' and '.'");
		check(!NUMBER_AT_END.matcher(asked).matches(), "it is an IP address or a number");
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

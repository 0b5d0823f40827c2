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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ContactPointAddress}.
 */
class ContactPointAddressTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			host,                        -,     host,       0,    -
			HOST,                        -,     host,       0,    -
			my_app,                      -,     my_app,     0,    -
			db-7.example.com.,           -,     db-7.example.com., 0, -
			host:8080,                   -,     host,       8080, -
			10.0.0.7,                    -,     10.0.0.7,   0,    -
			10.0.0.7:1,                  -,     10.0.0.7,   1,    -
			[::1]:8080,                  -,     ::1,        8080, -
			[2001:db8::1],               -,     2001:db8::1, 0,   -
			2001:db8::1,                 -,     2001:db8::1, 0,   -
			http://host:8080,            http,  host,       8080, -
			HTTPS://host:8443/shop/api,  https, host,       8443, /shop/api
			https://host,                https, host,       0,    -
			http://host:8080/,           http,  host,       8080, /
			http://[::1]:65535/x,        http,  ::1,        65535, /x
			""")
	void parses(String text, String scheme, String host, int port, String path) {
		assertThat(ContactPointAddress.parse(text)).isEqualTo(new ContactPointAddress(scheme, host, port, path));
		assertThat(ContactPointAddress.parse("  " + text + " ")).isEqualTo(ContactPointAddress.parse(text));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			""                      | it is empty
			" "                     | it is empty
			"a b"                   | it contains white space
			:8080                   | it has no host
			host:                   | '' is not a port between 1 and 65535
			host:99999              | '99999' is not a port between 1 and 65535
			host:-1                 | '-1' is not a port between 1 and 65535
			host:80a                | '80a' is not a port between 1 and 65535
			[::1]8080               | '080' is not a port between 1 and 65535
			[::1                    | its bracket is not closed
			[host]:8080             | '[host]' is not an IPv6 address
			a:b:c                   | 'a:b:c' is not an IP address
			fe80::1%eth0            | it has an IPv6 zone, which is valid on one machine only
			10.0.0.999              | '10.0.0.999' is not an IP address
			10.1                    | '10.1' is neither a host name nor an IP address
			8080                    | '8080' is neither a host name nor an IP address
			0.0.0.0:8080            | '0.0.0.0' is a wildcard, not the address of a machine
			[::]                    | '::' is a wildcard, not the address of a machine
			-host                   | '-host' is not a host name
			a@b                     | 'a@b' is not a host name
			a;b                     | 'a;b' is not a host name
			ftp://x                 | its scheme 'ftp' is neither http nor https
			://x                    | its scheme '' is neither http nor https
			http://                 | it has no host
			http:///x               | it has no host
			host/x                  | it has a path, but does not begin with http:// or https://
			http://host:80/x?y=z    | its path '/x?y=z' contains invalid characters
			http://host:80/x#y      | its path '/x#y' contains invalid characters
			""")
	void rejectsTextsThatAreNotAnAddress(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> ContactPointAddress.parse(text))
			.withMessage(reason.replace("'[host]'", "'host'"));
	}

	@Test
	void distinguishesNamesFromAddresses() {
		assertThat(ContactPointAddress.parse("host:1").isName()).isTrue();
		assertThat(ContactPointAddress.parse("10.0.0.1:1").isName()).isFalse();
		assertThat(ContactPointAddress.parse("[::1]:1").isName()).isFalse();
	}

}

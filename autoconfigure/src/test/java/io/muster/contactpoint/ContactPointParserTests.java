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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ContactPointParser}.
 */
class ContactPointParserTests {

	private final ContactPointParser parser = new ContactPointParser(() -> "http", () -> 8081, "/shop");

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
			"10.0.0.8:8080 | http://10.0.0.8:8080/shop", //
			" 10.0.0.8:8080 | http://10.0.0.8:8080/shop", //
			"10.0.0.8 | http://10.0.0.8:8081/shop", //
			"Orders-2.local:80 | http://orders-2.local:80/shop", //
			"[::1]:8080 | http://[0:0:0:0:0:0:0:1]:8080/shop", //
			"[::1] | http://[0:0:0:0:0:0:0:1]:8081/shop", //
			"http://10.0.0.8 | http://10.0.0.8:8081/shop", //
			"https://10.0.0.8:8443 | https://10.0.0.8:8443/shop", //
			"HTTPS://10.0.0.8:8443/other/ | https://10.0.0.8:8443/other", //
			"http://10.0.0.8:8080/ | http://10.0.0.8:8080", //
			"::1 | http://[0:0:0:0:0:0:0:1]:8081/shop", //
			"http://10.0.0.8:8080/other/bootstrap/seed-nodes | http://10.0.0.8:8080/other", //
			"http://10.0.0.8:8080/bootstrap/seed-nodes | http://10.0.0.8:8080/shop" })
	@Tag("N11")
	void readsWhatOperatorsWrite(String text, String contactPoint) {
		assertThat(this.parser.parse(text)).hasToString(contactPoint);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { //
			"`` | '' is not an address: it is empty", //
			"` ` | it is empty", //
			":8080 | it has no host. Write a host name or IP address, host:port, [IPv6 address]:port, or http://host", //
			"10.0.0.8:http | 'http' is not a port between 1 and 65535", //
			"10.0.0.8:0 | '0' is not a port", //
			"10.0.0.8:65536 | '10.0.0.8:65536' is not an address: '65536' is not a port between 1 and 65535", //
			"10.0.0.8:99999999999 | is not a port", //
			"10.0.0.8:-1 | is not a port", //
			"10.0.0 .8 | it contains white space", //
			"10.0.0.8:8080/other | it has a path, but does not begin with http://", //
			"a,b | is not a host name", //
			"[::1 | its bracket is not closed", //
			"pekko://orders@10.0.0.8:25520 | its scheme 'pekko' is neither http nor https", //
			"http://user:secret@10.0.0.8:8080 | is not an IP address", //
			"http://10.0.0.8:8080?a=b | is not a port", //
			"8080 | '8080' is neither a host name nor an IP address", //
			"http:// | it has no host" })
	void saysWhatIsWrong(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.parser.parse(text)).withMessageContaining(reason);
	}

	@Test
	void rejectsTextsThatAreTooLong() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.parser.parse("a".repeat(501)))
			.withMessage("'%s...' is longer than 500 characters", "a".repeat(40));
	}

}

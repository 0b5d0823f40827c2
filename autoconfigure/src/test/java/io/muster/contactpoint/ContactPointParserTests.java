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
 * Tests for {@link ContactPointParser}.
 */
class ContactPointParserTests {

	private final ContactPointParser parser = new ContactPointParser(() -> "http", () -> 8081, "/shop");

	// N11: the port that is left out is documented
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
			"10.0.0.8:8080/other | http://10.0.0.8:8080/other", //
			"http://10.0.0.8:8080/other/bootstrap/seed-nodes | http://10.0.0.8:8080/other", //
			"http://10.0.0.8:8080/bootstrap/seed-nodes | http://10.0.0.8:8080/shop" })
	void readsWhatOperatorsWrite(String text, String contactPoint) {
		assertThat(this.parser.parse(text)).hasToString(contactPoint);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { //
			"`` | an address is empty", //
			"` ` | an address is empty", //
			":8080 | ':8080' is not host:port or http(s)://host[:port][/path]", //
			"10.0.0.8:http | '10.0.0.8:http' is not host:port", //
			"10.0.0.8:0 | '10.0.0.8:0' has port 0, but ports are between 1 and 65535", //
			"10.0.0.8:65536 | '10.0.0.8:65536' has port 65536", //
			"10.0.0.8:99999999999 | '10.0.0.8:99999999999' is not host:port", //
			"10.0.0.8:-1 | '10.0.0.8:-1' is not host:port", //
			"10.0.0 .8 | is not host:port", //
			"a,b | is not host:port", //
			"::1 | is not host:port", //
			"[::1 | is not host:port", //
			"pekko://orders@10.0.0.8:25520 | begins with pekko://, but replicas are contacted over http or https", //
			"http://user:secret@10.0.0.8:8080 | is not host:port", //
			"http://10.0.0.8:8080?a=b | is not host:port", //
			"http://10.0.0.8:8080#a | is not host:port", //
			"8080 | '8080' is not host:port", //
			"http:// | is not host:port" })
	void saysWhatIsWrong(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.parser.parse(text)).withMessageContaining(reason);
	}

	@Test
	void refusesWhatIsTooLong() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.parser.parse("a".repeat(501)))
			.withMessage("'%s...' is longer than 500 characters", "a".repeat(40));
	}

}

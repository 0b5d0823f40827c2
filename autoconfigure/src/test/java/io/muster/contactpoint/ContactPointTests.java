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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ContactPoint}.
 */
class ContactPointTests {

	@Test
	void sortsByHostAndThenPort() {
		assertThat(sorted("c:1", "b:3", "b:2", "a:9")).containsExactly("a:9", "b:2", "b:3", "c:1");
	}

	@Test
	void sortsPortsAsNumbers() {
		assertThat(sorted("a:10000", "a:9999")).containsExactly("a:9999", "a:10000");
	}

	@Test
	void sortsAddressesBySignedBytesLikePekko() {
		assertThat(sorted("10.0.0.127:1", "10.0.0.5:1", "10.0.0.130:1", "192.168.1.1:1", "[2001:db8::1]:1",
				"[fe80::1]:1", "10.0.0.5:2"))
			.containsExactly("192.168.1.1:1", "[fe80:0:0:0:0:0:0:1]:1", "10.0.0.130:1", "10.0.0.5:1", "10.0.0.5:2",
					"10.0.0.127:1", "[2001:db8:0:0:0:0:0:1]:1");
	}

	@Test
	void sortsNamesBeforeAddresses() {
		assertThat(sorted("10.0.0.1:1", "zebra:1", "-128.x:1")).containsExactly("-128.x:1", "zebra:1", "10.0.0.1:1");
	}

	@Test
	void sortsByNameAsTextWhereAsked() {
		List<ContactPoint> byName = Stream.of("10.0.0.5", "10.0.0.130", "10.0.0.10", "a")
			.map((host) -> ContactPoint.of(host, 1))
			.sorted(ContactPoint.byName())
			.toList();
		assertThat(byName).extracting(ContactPoint::host).containsExactly("10.0.0.10", "10.0.0.130", "10.0.0.5", "a");
	}

	@Test
	void sortsDeterministicallyWhereOnlySchemeOrPathDiffer() {
		List<ContactPoint> contactPoints = List.of(new ContactPoint("https", "a", 1, ""),
				new ContactPoint("http", "a", 1, "/b"), new ContactPoint("http", "a", 1, "/a"));
		assertThat(contactPoints.stream().sorted().map(ContactPoint::toString)).containsExactly("http://a:1/a",
				"http://a:1/b", "https://a:1");
	}

	@ParameterizedTest
	@CsvSource({ "HOST,host", "[240b:c0e0:202:5e2b:b424:2:0:450],240b:c0e0:202:5e2b:b424:2:0:450",
			"[::1],0:0:0:0:0:0:0:1", "2001:DB8::1,2001:db8:0:0:0:0:0:1", "010.0.0.001,10.0.0.1",
			"::ffff:10.0.0.1,10.0.0.1" })
	void keepsOneSpellingOfAHost(String host, String kept) {
		assertThat(ContactPoint.of(host, 8080)).isEqualTo(ContactPoint.of(kept, 8080))
			.hasSameHashCodeAs(ContactPoint.of(kept, 8080))
			.extracting(ContactPoint::host)
			.isEqualTo(kept);
	}

	@Test
	void theBracketedFormOfAnAddressIsTheSameServer() {
		ContactPoint bracketed = new ContactPoint("https", "[2001:db8::1]", 8080, "/app");
		assertThat(bracketed.isSameServer(ContactPoint.of("2001:db8:0::1", 8080))).isTrue();
	}

	@Test
	void anAddressThatContainsAnotherIsAnotherServer() {
		assertThat(ContactPoint.of("10.0.0.1", 8080).isSameServer(ContactPoint.of("10.0.0.12", 8080))).isFalse();
	}

	@Test
	void anotherPortIsAnotherServer() {
		assertThat(ContactPoint.of("10.0.0.1", 8080).isSameServer(ContactPoint.of("10.0.0.1", 8081))).isFalse();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-,''", "/,''", "/app,/app", "app/,/app", "/a/b//,/a/b" })
	void normalizesPaths(String path, String normalized) {
		assertThat(new ContactPoint("http", "h", 1, (path != null) ? path : "").path()).isEqualTo(normalized);
	}

	@Test
	void returnsTheUriOfTheSeedNodes() {
		assertThat(new ContactPoint("https", "::1", 8443, "/app").seedNodesUri())
			.isEqualTo(URI.create("https://[0:0:0:0:0:0:0:1]:8443/app/bootstrap/seed-nodes"));
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 65536, Integer.MAX_VALUE })
	void rejectsInvalidPorts(int port) {
		assertThatIllegalArgumentException().isThrownBy(() -> ContactPoint.of("a", port))
			.withMessage("'port' must be between 1 and 65535, but is " + port);
	}

	@Test
	void rejectsAnInvalidAddress() {
		assertThatIllegalArgumentException().isThrownBy(() -> ContactPoint.of("a:b", 1))
			.withMessage("'a:b' is not an IP address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "256.1.1.1", "10.0.0.999" })
	void rejectsAnInvalidAddressWithoutAskingDns(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> ContactPoint.of(host, 1))
			.withMessage("'%s' is not an IP address".formatted(host));
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1,true", "127.9.9.9,true", "::1,true", "localhost,true", "10.0.0.1,false", "a,false" })
	void recognizesLoopbackAddresses(String host, boolean loopback) {
		assertThat(ContactPoint.of(host, 1).isLoopback()).isEqualTo(loopback);
	}

	@ParameterizedTest
	@CsvSource({ "0.0.0.0, true", "::, true", "[::], true", "127.0.0.1, false", "::1, false", "localhost, false" })
	void recognizesWildcardAddresses(String host, boolean wildcard) {
		assertThat(ContactPoint.of(host, 1).isWildcard()).isEqualTo(wildcard);
	}

	@Test
	void rejectsAnEmptyHost() {
		assertThatIllegalArgumentException().isThrownBy(() -> ContactPoint.of(" ", 1))
			.withMessage("'host' must not be empty");
	}

	private static List<String> sorted(String... places) {
		return Arrays.stream(places)
			.map(ContactPointTests::parse)
			.sorted()
			.map((contactPoint) -> contactPoint.toString().substring("http://".length()))
			.toList();
	}

	private static ContactPoint parse(String place) {
		int colon = place.lastIndexOf(':');
		return ContactPoint.of(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
	}

}

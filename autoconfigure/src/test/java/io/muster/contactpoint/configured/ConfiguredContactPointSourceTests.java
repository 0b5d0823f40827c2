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

package io.muster.contactpoint.configured;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointAddress;
import io.muster.contactpoint.IncompleteLookupException;
import io.muster.contactpoint.IpLiteral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConfiguredContactPointSource}.
 */
class ConfiguredContactPointSourceTests {

	private final Map<String, List<String>> dns = new ConcurrentHashMap<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private Duration patience = Duration.ofSeconds(10);

	private ConfiguredContactPointSource source;

	@AfterEach
	void close() {
		this.release.countDown();
		this.source.close();
	}

	@Test
	@Tag("N11")
	void addressesWithoutPortSchemeAndPathHaveThoseOfTheApplication() throws Exception {
		assertThat(lookup("10.0.0.7", "10.0.0.8:81", "[::1]:82", "https://10.0.0.9", "http://10.0.0.9:83/x",
				"http://10.0.0.9:84/"))
			.containsExactly("http://10.0.0.7:8080/shop", "http://10.0.0.8:81/shop", "http://[0:0:0:0:0:0:0:1]:82/shop",
					"https://10.0.0.9:8080/shop", "http://10.0.0.9:83/x", "http://10.0.0.9:84");
	}

	@Test
	void nameExpandsToAllOfItsAddresses() throws Exception {
		this.dns.put("orders", List.of("10.0.0.7", "10.0.0.8"));
		assertThat(lookup("orders:81")).containsExactly("http://10.0.0.7:81/shop", "http://10.0.0.8:81/shop");
	}

	@Test
	@Tag("C13")
	void nameIsResolvedAtEachLookup() throws Exception {
		this.dns.put("orders", List.of("10.0.0.7"));
		assertThat(lookup("orders")).containsExactly("http://10.0.0.7:8080/shop");
		this.dns.put("orders", List.of("10.0.0.9"));
		assertThat(lookup()).containsExactly("http://10.0.0.9:8080/shop");
	}

	@Test
	void severalNamesOfOneAddressAreOneServer() throws Exception {
		this.dns.put("a", List.of("10.0.0.7"));
		this.dns.put("b", List.of("10.0.0.7"));
		assertThat(lookup("a", "b:8080", "10.0.0.7", "https://a:8080", "http://b:8080/other", "b:81"))
			.containsExactly("http://10.0.0.7:8080/shop", "http://10.0.0.7:81/shop");
	}

	@Test
	void nameWithAddressesOfBothFamiliesIsNotTwoServers() throws Exception {
		this.dns.put("orders", List.of("10.0.0.7", "2001:db8::7"));
		assertThat(lookup("orders")).containsExactly("http://10.0.0.7:8080/shop");
		this.dns.put("orders", List.of("2001:db8::7", "10.0.0.7"));
		assertThat(lookup()).containsExactly("http://[2001:db8:0:0:0:0:0:7]:8080/shop");
	}

	@Test
	void nameThatCertificatesAreForStaysTheName() throws Exception {
		this.dns.put("a", List.of("10.0.0.7"));
		this.dns.put("b", List.of("10.0.0.8", "10.0.0.9"));
		assertThat(lookup("https://a:81", "https://b:81")).containsExactly("https://a:81/shop",
				"https://10.0.0.8:81/shop", "https://10.0.0.9:81/shop");
	}

	@Test
	void nameThatIsUnknownIsSaidAndTheOthersCount() {
		this.dns.put("a", List.of("10.0.0.7"));
		assertThatExceptionOfType(IncompleteLookupException.class)
			.isThrownBy(() -> lookup("a", "typo", "10.0.0.8", "other:81"))
			.withMessage("no address is known for host names typo, other")
			.satisfies((ex) -> assertThat(ex.found()).containsExactlyInAnyOrder(contactPoint("10.0.0.7"),
					contactPoint("10.0.0.8")));
	}

	@Test
	void nameThatCanNoLongerBeResolvedKeepsItsAddresses() throws Exception {
		this.dns.put("a", List.of("10.0.0.7"));
		lookup("a");
		this.dns.clear();
		assertThatExceptionOfType(IncompleteLookupException.class).isThrownBy(() -> lookup())
			.withMessage("no address is known for host name a")
			.satisfies((ex) -> assertThat(ex.found()).containsExactly(contactPoint("10.0.0.7")));
	}

	@Test
	void lookupFailsWhereNoNameIsKnown() {
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookup("a", "b"))
			.withMessage("no address is known for host names a, b");
	}

	@Test
	void nameThatHangsDoesNotHoldUpTheOthers() {
		this.dns.put("a", List.of("10.0.0.7"));
		this.patience = Duration.ofMillis(200);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(IncompleteLookupException.class).isThrownBy(() -> lookup("hangs", "a"))
				.withMessage("no address is known for host name hangs")
				.satisfies((ex) -> assertThat(ex.found()).containsExactly(contactPoint("10.0.0.7")));
		}
	}

	@Test
	void nameThatHungCountsWhenItsAnswerCame() throws Exception {
		this.patience = Duration.ofMillis(100);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookup("hangs"));
		this.dns.put("hangs", List.of("10.0.0.7"));
		this.release.countDown();
		this.patience = Duration.ofSeconds(10);
		org.awaitility.Awaitility.await()
			.ignoreExceptions()
			.until(() -> lookup().equals(List.of("http://10.0.0.7:8080/shop")));
	}

	@Test
	void realNamesAreResolved() throws Exception {
		this.source = new ConfiguredContactPointSource(List.of(ContactPointAddress.parse("localhost:81")), () -> "http",
				() -> 8080, "", Duration.ofSeconds(10));
		assertThat(this.source.lookup()).isSubsetOf(ContactPoint.of("127.0.0.1", 81), ContactPoint.of("::1", 81))
			.hasSize(1);
	}

	private List<String> lookup(String... addresses) throws Exception {
		if (addresses.length > 0 && this.source == null) {
			this.source = new ConfiguredContactPointSource(
					Arrays.stream(addresses).map(ContactPointAddress::parse).toList(), () -> "http", () -> 8080,
					"/shop", new HostNames(this::resolve, this.patience));
		}
		return this.source.lookup().stream().map(ContactPoint::toString).toList();
	}

	private InetAddress[] resolve(String name) throws UnknownHostException {
		if (name.equals("hangs")) {
			awaitRelease();
		}
		List<String> addresses = this.dns.get(name);
		if (addresses == null) {
			throw new UnknownHostException(name);
		}
		return addresses.stream().flatMap((address) -> Stream.of(IpLiteral.parse(address))).toArray(InetAddress[]::new);
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static ContactPoint contactPoint(String host) {
		return Set.of(new ContactPoint("http", host, 8080, "/shop")).iterator().next();
	}

}

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

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointAddress;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.IncompleteLookupException;
import io.muster.contactpoint.discovery.InstanceSelection;
import io.muster.testsupport.KnotServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link DnsContactPointSource} against a real DNS server.
 */
class DnsContactPointSourceTests {

	// Answers are there long before, unless the machine is very busy.
	private Duration resolveTimeout = Duration.ofSeconds(20);

	private KnotServer server;

	private final Map<ContactPoint, String> otherAddresses = new HashMap<>();

	private String scheme = "http";

	@BeforeEach
	void startServer(@TempDir Path directory) {
		this.server = new KnotServer(directory).start();
	}

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void addressesOfANameAreContactPointsAtTheFallbackPort() throws Exception {
		this.server.add("orders A 10.0.0.7", "orders A 10.0.0.8");
		assertThat(lookup("orders.test")).containsExactlyInAnyOrder("http://10.0.0.7:8080/shop",
				"http://10.0.0.8:8080/shop");
	}

	@Test
	void aliasesAreFollowed() throws Exception {
		this.server.add("orders CNAME blue", "blue A 10.0.0.7");
		assertThat(lookup("orders.test.")).containsExactly("http://10.0.0.7:8080/shop");
	}

	@Test
	void changesAreSeenAtOnceWhateverTheirLifetime() throws Exception {
		ContactPointSource source = source("orders.test");
		assertThatExceptionOfType(IncompleteLookupException.class).isThrownBy(source::lookup);
		this.server.add("orders A 10.0.0.7");
		assertThat(source.lookup()).hasSize(1);
		this.server.add("orders A 10.0.0.8").remove("orders A 10.0.0.7");
		assertThat(source.lookup()).map(ContactPoint::host).containsExactly("10.0.0.8");
	}

	@Test
	void replicasWithAddressesOfBothFamiliesAreNotCountedTwice() throws Exception {
		this.server.add("orders A 10.0.0.7", "orders A 10.0.0.8", "orders AAAA fd00::7", "orders AAAA fd00::8");
		assertThat(lookup("orders.test")).containsExactlyInAnyOrder("http://10.0.0.7:8080/shop",
				"http://10.0.0.8:8080/shop");
	}

	@Test
	void addressesOfTheOtherFamilyCountWhereThereAreNoOthers() throws Exception {
		this.server.add("orders AAAA fd00::7", "orders AAAA fd00::8");
		assertThat(lookup("orders.test")).containsExactlyInAnyOrder("http://[fd00:0:0:0:0:0:0:7]:8080/shop",
				"http://[fd00:0:0:0:0:0:0:8]:8080/shop");
	}

	@Test
	void servicesNameAPortEach() throws Exception {
		this.server.add("_http._tcp.orders SRV 0 100 8081 orders-0.orders.test.",
				"_http._tcp.orders SRV 0 100 8082 orders-1.orders.test.", "orders-0.orders A 10.0.0.7",
				"orders-1.orders A 10.0.0.7");
		List<String> expected = List.of("http://10.0.0.7:8081/shop", "http://10.0.0.7:8082/shop");
		assertThat(lookup("_http._tcp.orders.test")).containsExactlyInAnyOrderElementsOf(expected);
		assertThat(strings(source("orders.test", "http", this.server.address()).lookup()))
			.containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void theTwoAddressesOfAHostAreOneContactPoint() throws Exception {
		this.server.add("_http._tcp.orders SRV 0 100 8081 orders-0.orders.test.",
				"_http._tcp.orders SRV 0 100 8081 orders-1.orders.test.", "orders-0.orders AAAA fd00::7",
				"orders-0.orders A 10.0.0.7", "orders-1.orders AAAA fd00::8");
		assertThat(lookup("_http._tcp.orders.test")).containsExactlyInAnyOrder("http://10.0.0.7:8081/shop",
				"http://[fd00:0:0:0:0:0:0:8]:8081/shop");
		assertThat(this.otherAddresses)
			.containsExactly(Map.entry(ContactPoint.of("10.0.0.7", 8081), "fd00:0:0:0:0:0:0:7"));
	}

	@Test
	void severalAddressesOfOneFamilyMayBeSeveralReplicas() throws Exception {
		this.server.add("_http._tcp.orders SRV 0 100 8081 all.test.", "all A 10.0.0.7", "all A 10.0.0.8",
				"all AAAA fd00::7");
		assertThat(lookup("_http._tcp.orders.test")).containsExactlyInAnyOrder("http://10.0.0.7:8081/shop",
				"http://10.0.0.8:8081/shop");
		assertThat(this.otherAddresses).isEmpty();
	}

	@Test
	void hostsKeepTheirNamesForTheirCertificates() throws Exception {
		this.scheme = "https";
		this.server.add("_http._tcp.orders SRV 0 100 8443 orders-0.test.", "orders-0 A 10.0.0.7",
				"orders-0 AAAA fd00::7");
		assertThat(lookup("_http._tcp.orders.test")).containsExactly("https://orders-0.test:8443/shop");
		assertThat(this.otherAddresses).isEmpty();
	}

	@Test
	void aServiceThatIsDecidedlyNotThereIsNoContactPoint() throws Exception {
		this.server.add("_http._tcp.orders SRV 0 0 0 .");
		assertThat(lookup("_http._tcp.orders.test")).isEmpty();
	}

	@Test
	void addressesOutsideTheAdditionalSectionAreCachedForTheirTtl() throws Exception {
		this.server.add("_http._tcp.orders SRV 0 100 8081 alias.test.", "alias CNAME orders-0.test.")
			.add(1, "orders-0 A 10.0.0.7");
		ContactPointSource source = source("_http._tcp.orders.test");
		assertThat(strings(source.lookup())).containsExactly("http://10.0.0.7:8081/shop");
		this.server.remove("orders-0 A 10.0.0.7").add(1, "orders-0 A 10.0.0.8");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> strings(source.lookup()), List.of("http://10.0.0.8:8081/shop")::equals);
	}

	@Test
	void thatAHostHasNoAddressIsNotKept() throws Exception {
		this.server.add("_http._tcp.orders SRV 0 100 8081 orders-0.test.");
		ContactPointSource source = source("_http._tcp.orders.test");
		assertThatExceptionOfType(IncompleteLookupException.class).isThrownBy(source::lookup);
		this.server.add("orders-0 A 10.0.0.7");
		assertThat(source.lookup()).hasSize(1);
	}

	@Test
	void theSystemsServersAndSearchDomainsAreUsed() throws Exception {
		this.server.add("orders A 10.0.0.7");
		System.setProperty("dns.server", this.server.address());
		System.setProperty("dns.search", "elsewhere.test,test");
		try {
			assertThat(source("orders", null).lookup()).hasSize(1);
		}
		finally {
			System.clearProperty("dns.server");
			System.clearProperty("dns.search");
		}
	}

	@Test
	void hostsWithoutAddressesAreSaid() {
		this.server.add("_http._tcp.orders SRV 0 100 8081 gone.test.", "_http._tcp.orders SRV 0 100 8081 here.test.",
				"here A 10.0.0.7");
		assertThatExceptionOfType(IncompleteLookupException.class).isThrownBy(() -> lookup("_http._tcp.orders.test"))
			.withMessage("no address is known for gone.test")
			.satisfies((ex) -> assertThat(strings(ex.found())).containsExactly("http://10.0.0.7:8081/shop"));
	}

	@Test
	void hundredsOfReplicasFitIntoNoDatagram() throws Exception {
		this.server.add(IntStream.range(0, 400)
			.mapToObj((i) -> "orders A 10.1." + i / 100 + "." + (i % 100))
			.toArray(String[]::new));
		assertThat(lookup("orders.test")).hasSize(400);
	}

	@Test
	void hundredsOfHostsAreAskedForFewAtATime() throws Exception {
		for (int i = 0; i < 400; i += 100) {
			this.server.add(IntStream.range(i, i + 100)
				.boxed()
				.flatMap((n) -> java.util.stream.Stream.of(
						"_http._tcp.orders SRV 0 100 8081 replica-%d.of-a-service-with-a-long-name.test.".formatted(n),
						"replica-%d.of-a-service-with-a-long-name A 10.1.%d.%d".formatted(n, n / 100, n % 100)))
				.toArray(String[]::new));
		}
		assertThat(lookup("_http._tcp.orders.test")).hasSize(400);
	}

	@Test
	void aNameThatDoesNotExistIsAnEmptyAnswer() {
		assertEmpty("orders.test", "there is no such name (NXDOMAIN)");
		assertEmpty("_http._tcp.orders.test", "there is no such name (NXDOMAIN)");
	}

	@Test
	void aNameWithoutSuchRecordsIsAnEmptyAnswer() {
		this.server.add("orders TXT something", "_http._tcp.orders TXT something");
		assertEmpty("orders.test", "the name exists, but has neither A nor AAAA records (NODATA)");
		assertEmpty("_http._tcp.orders.test", "the name exists, but has no SRV records (NODATA)");
	}

	private void assertEmpty(String name, String reason) {
		assertThatExceptionOfType(IncompleteLookupException.class).isThrownBy(() -> lookup(name))
			.withMessage(reason)
			.satisfies((ex) -> assertThat(ex.found()).isEmpty());
	}

	@Test
	void aServerThatCannotAnswerIsAFailure() {
		assertThatIOException().isThrownBy(() -> lookup("orders.broken"))
			.withMessage("DNS server 127.0.0.1 port %d answered SERVFAIL for orders.broken", this.server.port());
		assertThatIOException().isThrownBy(() -> lookup("orders.elsewhere"))
			.withMessage("DNS server 127.0.0.1 port %d answered REFUSED for orders.elsewhere", this.server.port());
	}

	@Test
	void aHostForWhichTheServerCannotAnswerFailsTheLookup() {
		this.server.add("_http._tcp.orders SRV 0 100 8081 here.test.", "here A 10.0.0.7",
				"_http._tcp.orders SRV 0 100 8081 there.broken.");
		assertThatIOException().isThrownBy(() -> lookup("_http._tcp.orders.test"))
			.withMessageContaining("answered SERVFAIL for there.broken");
	}

	@Test
	void aServerThatIsGoneIsAFailureUntilItIsBack() throws Exception {
		ContactPointSource source = source("orders.test");
		this.server.close();
		assertThatIOException().isThrownBy(source::lookup)
			.withMessage("DNS server 127.0.0.1 port %d refused: no process listens there for orders.test",
					this.server.port());
		this.server.start().add("orders A 10.0.0.7");
		assertThat(source.lookup()).hasSize(1);
	}

	@Test
	void aServerThatIsSilentIsAFailureLongBeforeTheLibraryWouldGiveUp() {
		this.resolveTimeout = Duration.ofSeconds(2);
		this.server.suspend(true);
		long start = System.nanoTime();
		assertThatIOException().isThrownBy(() -> lookup("orders.test")).withMessageContaining("gave no answer within");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(this.resolveTimeout.multipliedBy(2));
	}

	@Test
	void theNextServerIsAskedIfOneCannotAnswer(@TempDir Path directory) throws Exception {
		this.server.add("orders A 10.0.0.7");
		try (KnotServer gone = new KnotServer(directory)) {
			assertThat(source("orders.test", null, gone.address(), this.server.address()).lookup()).hasSize(1);
		}
	}

	@Test
	void itSaysWhatItAsks() {
		assertThat(source("orders.test")).extracting(ContactPointSource::description)
			.isEqualTo("A and AAAA records of 'orders.test' in DNS");
		assertThat(source("orders.test", "http", this.server.address())).extracting(ContactPointSource::description)
			.isEqualTo("SRV records of '_http._tcp.orders.test' in DNS");
	}

	private List<String> lookup(String name) throws Exception {
		return strings(source(name).lookup());
	}

	private static List<String> strings(Set<ContactPoint> contactPoints) {
		return contactPoints.stream().map(ContactPoint::toString).toList();
	}

	private ContactPointSource source(String name) {
		return source(name, null, this.server.address());
	}

	private ContactPointSource source(String name, String portName, String... servers) {
		return new DnsContactPointSource(DnsQuestion.of(name, portName),
				java.util.stream.Stream.of(servers).map(DnsContactPointSourceTests::socketAddress).toList(),
				this.resolveTimeout, () -> this.scheme,
				new InstanceSelection(null, portName, () -> 8080, false, "/shop"), (others) -> {
					this.otherAddresses.clear();
					this.otherAddresses.putAll(others);
				});
	}

	private static InetSocketAddress socketAddress(String server) {
		ContactPointAddress address = ContactPointAddress.parse(server);
		return new InetSocketAddress(address.host(), address.port());
	}

}

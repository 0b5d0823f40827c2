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
import java.net.NetworkInterface;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import io.muster.contactpoint.ContactPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalServer}.
 */
class LocalServerTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void isAtTheGivenHostAndTheActualPort() {
		this.environment.withProperty("server.port", "0").withProperty("local.server.port", "34567");
		assertThat(server().contactPoint()).isEqualTo(ContactPoint.of("10.0.0.7", 34567));
	}

	@Test
	void readsThePortWhenAsked() {
		LocalServer server = server();
		this.environment.withProperty("server.port", "0");
		assertThat(server.contactPoint()).isNull();
		this.environment.withProperty("local.server.port", "34567");
		assertThat(server.contactPoint()).isNotNull();
	}

	@Test
	void isWhereAChildContextHasIt() {
		LocalServer server = new LocalServer(this.environment, () -> "10.0.0.7", null);
		server.servedByChild(new MockEnvironment().withProperty("local.server.port", "34567"), "/orders");
		assertThat(server.contactPoint()).isEqualTo(new ContactPoint("http", "10.0.0.7", 34567, "/orders"));
		assertThat(server.expectedPort()).isEqualTo(34567);
		server.servedByNoChild();
		assertThat(server.contactPoint()).isNull();
	}

	@Test
	void isAtTheConfiguredPortWhereTheServerTellsNone() {
		this.environment.withProperty("server.port", "9090");
		assertThat(server().contactPoint()).isEqualTo(ContactPoint.of("10.0.0.7", 9090));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1" })
	void isNowhereWithoutAPort(String port) {
		this.environment.withProperty("server.port", port);
		assertThat(server().contactPoint()).isNull();
		assertThat(server().aliases()).isEmpty();
	}

	@Test
	void isNowhereWithoutAWebServer() {
		this.environment.withProperty("server.port", "8080");
		assertThat(server(null).contactPoint()).isNull();
	}

	@Test
	void isAtTheAddressThatItListensAt() {
		this.environment.withProperty("local.server.port", "8080").withProperty("server.address", "127.0.0.5");
		assertThat(server().contactPoint()).isEqualTo(ContactPoint.of("127.0.0.5", 8080));
		assertThat(server().aliases()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::", "0:0:0:0:0:0:0:0", "[::]", "" })
	void isAtTheGivenHostWhereItListensEverywhere(String address) {
		this.environment.withProperty("local.server.port", "8080").withProperty("server.address", address);
		assertThat(server().contactPoint()).isEqualTo(ContactPoint.of("10.0.0.7", 8080));
		assertThat(server().aliases()).contains(ContactPoint.of("127.0.0.1", 8080));
	}

	@Test
	void hasItsPath() {
		this.environment.withProperty("local.server.port", "8080");
		assertThat(server("/app").contactPoint()).isEqualTo(new ContactPoint("http", "10.0.0.7", 8080, "/app"));
	}

	@Test
	void isAlsoAtAllAddressesOfTheMachine() throws Exception {
		this.environment.withProperty("local.server.port", "8080");
		List<InetAddress> addresses = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.toList();
		assertThat(server().aliases()).contains(ContactPoint.of("localhost", 8080))
			.hasSize(1 + addresses.size())
			.noneMatch((alias) -> alias.host().contains("%"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.ssl.bundle", "server.ssl.key-store", "server.ssl.certificate" })
	void speaksTlsWhereThatIsConfigured(String property) {
		this.environment.withProperty("local.server.port", "8443").withProperty(property, "x");
		assertThat(server().contactPoint()).isEqualTo(new ContactPoint("https", "10.0.0.7", 8443, ""));
	}

	@Test
	void speaksNoTlsWhereThatIsOff() {
		this.environment.withProperty("local.server.port", "8080")
			.withProperty("server.ssl.bundle", "x")
			.withProperty("server.ssl.enabled", "false");
		assertThat(server().contactPoint()).isEqualTo(ContactPoint.of("10.0.0.7", 8080));
	}

	@Test
	void expectsOthersAtItsOwnPort() {
		this.environment.withProperty("server.port", "0").withProperty("local.server.port", "34567");
		assertThat(server().expectedPort()).isEqualTo(34567);
	}

	@Test
	void expectsOthersAtTheConfiguredPortWhereItHasNoServer() {
		this.environment.withProperty("server.port", "9090");
		assertThat(server(null).expectedPort()).isEqualTo(9090);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1" })
	void expectsOthersAtTheDefaultPortWhereItHasNone(String port) {
		assertThat(server().expectedPort()).isEqualTo(8080);
		this.environment.withProperty("server.port", port);
		assertThat(server().expectedPort()).isEqualTo(8080);
	}

	private LocalServer server() {
		return server("");
	}

	private LocalServer server(@Nullable String path) {
		return new LocalServer(this.environment, () -> "10.0.0.7", path);
	}

}

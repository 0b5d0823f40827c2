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

package io.muster.autoconfigure;

import java.net.URI;

import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebAddress}.
 */
final class WebAddressTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final WebAddress address = new WebAddress(this.environment, () -> "10.0.0.7");

	@Test
	void isNotKnownBeforeAWebServerListens() {
		this.environment.setProperty("server.port", "8080");
		assertThat(this.address.get()).isNull();
	}

	@Test
	void hasThePortThatTheServerListensAt() {
		this.environment.withProperty("server.port", "0").withProperty("local.server.port", "40123");
		assertThat(this.address.get()).isEqualTo(URI.create("http://10.0.0.7:40123"));
	}

	@Test
	void hasTheAddressThatTheServerListensAtAndItsTls() {
		this.environment.withProperty("local.server.port", "8443")
			.withProperty("server.address", "127.0.0.9")
			.withProperty("server.ssl.bundle", "web");
		assertThat(this.address.get()).isEqualTo(URI.create("https://127.0.0.9:8443"));
	}

	@Test
	void hasThePathOfTheApplicationAndNotThatOfProbes() {
		this.environment.withProperty("local.server.port", "8080")
			.withProperty("server.servlet.context-path", "/orders")
			.withProperty("muster.bootstrap.contact-point.base-path", "/internal");
		assertThat(this.address.get()).isEqualTo(URI.create("http://10.0.0.7:8080/orders"));
	}

	@Test
	void putsAnAddressOfVersion6InBrackets() {
		this.environment.setProperty("local.server.port", "8080");
		assertThat(new WebAddress(this.environment, () -> "fd00::7").get())
			.isEqualTo(URI.create("http://[fd00:0:0:0:0:0:0:7]:8080"));
	}

}

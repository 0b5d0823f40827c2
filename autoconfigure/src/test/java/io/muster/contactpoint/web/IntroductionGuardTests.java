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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IntroductionGuard}.
 */
@ExtendWith(OutputCaptureExtension.class)
class IntroductionGuardTests {

	private final List<String> introduced = new ArrayList<>();

	private final IntroductionGuard guard = new IntroductionGuard(true, "/shop",
			(contactPoint) -> this.introduced.add(contactPoint.toString()));

	@ParameterizedTest
	@CsvSource({ "http://10.0.0.7:8080/shop, 10.0.0.7, http://10.0.0.7:8080/shop",
			"https://172.16.0.1:8443/shop/, 172.16.0.1, https://172.16.0.1:8443/shop",
			"http://192.168.1.2:1/shop, 192.168.1.2, http://192.168.1.2:1/shop",
			"http://100.64.0.1:1/shop, 100.64.0.1, http://100.64.0.1:1/shop",
			"http://[fd00::1]:1/shop, fd00:0:0:0:0:0:0:1, http://[fd00:0:0:0:0:0:0:1]:1/shop",
			"http://[fe80::1]:1/shop, fe80:0:0:0:0:0:0:1%eth0, http://[fe80:0:0:0:0:0:0:1]:1/shop" })
	void proberInAPrivateNetworkIsBelievedTheAddressThatItComesFrom(String named, String remote, String believed) {
		this.guard.accept(named, RemoteAddress.parse(remote));
		assertThat(this.introduced).containsExactly(believed);
	}

	@ParameterizedTest
	@CsvSource({ "http://127.0.0.2:8080/shop, 127.0.0.1", "http://127.0.0.1:8080/shop, 0:0:0:0:0:0:0:1" })
	@Tag("S3")
	void processesOfOneMachineMayListenAtOneLoopbackAddressAndConnectFromAnother(String named, String remote) {
		this.guard.accept(named, RemoteAddress.parse(remote));
		assertThat(this.introduced).containsExactly(named);
	}

	@Test
	void inPlaceOfANameTheAddressIsTakenThatTheProberComesFrom() {
		this.guard.accept("http://node-7:8080/shop", RemoteAddress.parse("10.0.0.7"));
		assertThat(this.introduced).containsExactly("http://10.0.0.7:8080/shop");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "http://10.0.0.7:8080/shop, 10.0.0.8", "http://127.0.0.1:8080/shop, 10.0.0.8",
					"http://10.0.0.7:8080/shop, 127.0.0.1", "http://192.0.2.1:8080/shop, 192.0.2.1",
					"http://host:8080/shop, 192.0.2.1", "http://[2001:db8::1]:1/shop, 2001:db8:0:0:0:0:0:1",
					"http://100.128.0.1:1/shop, 100.128.0.1", "http://10.0.0.7:8080/other, 10.0.0.7",
					"http://10.0.0.7:8080, 10.0.0.7", "ftp://10.0.0.7:8080/shop, 10.0.0.7",
					"http://10.0.0.7/shop, 10.0.0.7", "nonsense, 10.0.0.7", "-, 10.0.0.7",
					"http://10.0.0.7:8080/shop, -", "http://10.0.0.7:8080/shop, unknown",
					"http://10.0.0.7:8080/shop, 10.0.0.777" })
	void nothingElseIsBelieved(String named, String remote) {
		this.guard.accept(named, RemoteAddress.parse(remote));
		assertThat(this.introduced).isEmpty();
	}

	@Test
	void aProberThatIsNotBelievedIsNamedOnce(CapturedOutput output) {
		this.guard.accept("http://192.168.1.7:8080/shop", RemoteAddress.parse("10.0.0.7"));
		this.guard.accept("http://192.168.1.7:8080/shop", RemoteAddress.parse("10.0.0.7"));
		assertThat(output.getAll()).containsOnlyOnce(
				"10.0.0.7 introduced itself as http://192.168.1.7:8080/shop, which is not where it probes from");
	}

	@Test
	void whatIsTooLongIsNotBelieved() {
		this.guard.accept("http://10.0.0.7:8080/shop" + "/".repeat(1000), RemoteAddress.parse("10.0.0.7"));
		assertThat(this.introduced).isEmpty();
	}

	@Test
	void noProberIsBelievedWhereARegistryListsTheNodes() {
		new IntroductionGuard(false, "/shop", (contactPoint) -> this.introduced.add(contactPoint.toString()))
			.accept("http://10.0.0.7:8080/shop", RemoteAddress.parse("10.0.0.7"));
		assertThat(this.introduced).isEmpty();
	}

}

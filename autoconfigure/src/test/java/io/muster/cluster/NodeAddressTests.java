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

package io.muster.cluster;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NodeAddress}.
 */
class NodeAddressTests {

	@ParameterizedTest
	@CsvSource({ "pekko://orders@10.0.0.7:25520,pekko,orders,10.0.0.7,25520",
			"pekko.tcp://orders@host:1,pekko.tcp,orders,host,1",
			"akka://my-System_1@a.b:65535,akka,my-System_1,a.b,65535",
			"pekko://orders@[2001:db8::1]:25520,pekko,orders,[2001:db8::1],25520" })
	void parsesAddresses(String text, String protocol, String system, String host, int port) {
		assertThat(NodeAddress.parse(text)).isEqualTo(new NodeAddress(protocol, system, host, port)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "orders", "pekko://orders", "pekko://orders@host", "pekko://host:25520",
			"pekko://@host:25520", "http://host:8080", "pekko://orders@host:-1", "pekko://orders@host:x",
			"pekko://orders@ho_st:25520", "pekko://orders@host:0", "pekko:orders@host:25520", "pekko://or ders@host:1",
			"pekko://orders@[::1:25520" })
	void rejectsTextsThatAreNotAnAddress(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeAddress.parse(text))
			.withMessage("'" + text + "' is not a node address of the form protocol://system@host:port");
	}

	@ParameterizedTest
	@ValueSource(strings = { "//orders@host:25520", "pekko://orders@host:65536" })
	void rejectsAddressesWithAnInvalidPart(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeAddress.parse(text));
	}

	@Test
	void takesANameAsItIsWritten() {
		assertThat(NodeAddress.parse("pekko://or%0Aders@host:1").system()).isEqualTo("or%0Aders");
	}

	@Test
	void sortsByHostAndThenPort() {
		assertThat(Stream.of("pekko://b@h2:1", "pekko://a@h2:2", "pekko://a@h2:1", "pekko://z@h1:9", "akka://a@h2:1")
			.map(NodeAddress::parse)
			.sorted()
			.map(NodeAddress::toString))
			.containsExactly("pekko://z@h1:9", "akka://a@h2:1", "pekko://a@h2:1", "pekko://b@h2:1", "pekko://a@h2:2");
	}

	@Test
	void writesHostAndPort() {
		assertThat(NodeAddress.parse("pekko://orders@[::1]:25520").hostAndPort()).isEqualTo("[::1]:25520");
	}

	@Test
	void anotherIncarnationAtTheSameAddressIsAnotherNode() {
		NodeAddress address = NodeAddress.parse("pekko://orders@host:1");
		assertThat(new Node(address, 1)).isNotEqualTo(new Node(address, -1))
			.isGreaterThan(new Node(address, -1))
			.hasToString("pekko://orders@host:1#1");
	}

}

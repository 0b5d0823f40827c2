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

package io.muster.cluster.pekko;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.cluster.pekko.TestEngines.TestEngine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What strangers send to the port of an engine, and what follows. Each connection is a
 * real one, and the engine is a member of a cluster.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class EnginePortTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final long MIB = 1 << 20;

	private final TestEngines engines = new TestEngines();

	@AfterEach
	void stop() {
		this.engines.close();
	}

	private TestEngine member() {
		return this.engines.form(1, Map.of()).get(0);
	}

	@Test
	void aForwardedPortKeepsTheAddressThatOthersUse() {
		TestEngine engine = this.engines.start(TestPekkoSettings.binding("127.0.0.1", 25999, "127.0.0.1", 0));
		assertThat(engine.address().hostAndPort()).isEqualTo("127.0.0.1:25999");
	}

	@ParameterizedTest
	@ValueSource(ints = { -4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1_500_000_000, 2 * 1024 * 1024 + 1 })
	void announcedLengthIsRefusedBeforeTheEngineReadsIt(int length, CapturedOutput output) throws IOException {
		TestEngine member = member();
		for (int i = 0; i < 20; i++) {
			try (RawConnection stranger = RawConnection.to(member.address()).open(2).announce(length)) {
				assertThat(stranger.isClosedWithin(SOON)).isTrue();
			}
		}
		assertThat(output).contains("Cluster 'test': refused a connection of 127.0.0.77 to the engine's port: "
				+ "it announces a frame of " + (length & 0xFFFFFFFFL) + " bytes, and at most 2097152 are accepted");
		assertThat(output.toString().lines()).hasSizeLessThan(8);
		TestEngines.awaitUp(member);
	}

	@Test
	void aHugeFrameTakesNoMemory(CapturedOutput output) throws IOException {
		TestEngine member = member();
		try (RawConnection stranger = RawConnection.to(member.address()).open(2).announce(1_500_000_000)) {
			assertThat(stranger.flood(500 * MIB)).as("what the kernel took").isLessThan(20 * MIB);
		}
		TestEngines.awaitUp(member);
		assertThat(output.toString()).doesNotContain("OutOfMemoryError");
	}

	@Test
	void framesThatAreNeverCompleteTakeBoundedMemory() throws IOException {
		TestEngine member = member();
		long limit = GateLimits.of(2 * MIB).heldBytes();
		List<RawConnection> strangers = new ArrayList<>();
		try {
			for (long sent = 0; sent < 2 * limit; sent += 2 * MIB - 1) {
				RawConnection stranger = RawConnection.to(member.address()).open(2).announce((int) (2 * MIB));
				stranger.flood(2 * MIB - 64 * 1024);
				strangers.add(stranger);
			}
			int closed = 0;
			for (RawConnection stranger : strangers.subList(0, strangers.size() / 3)) {
				closed += stranger.isClosedWithin(SOON) ? 1 : 0;
			}
			assertThat(closed).as("the oldest are closed").isEqualTo(strangers.size() / 3);
		}
		finally {
			for (RawConnection stranger : strangers) {
				stranger.close();
			}
		}
		TestEngines.awaitUp(member);
	}

	@ParameterizedTest
	@CsvSource({ "GET / HTTP/1.1,it does not begin like Pekko", "AKKAX,'it is for stream 88, which does not exist'" })
	void whatIsNotPekkoNeverReachesTheEngine(String bytes, String reason, CapturedOutput output) throws IOException {
		TestEngine member = member();
		for (int i = 0; i < 300; i++) {
			try (RawConnection stranger = RawConnection.to(member.address()).send(bytes.getBytes())) {
				assertThat(stranger.isClosedWithin(SOON)).isTrue();
			}
		}
		assertThat(output).contains(reason);
		assertThat(output.toString().lines()).hasSizeLessThan(8);
	}

	@Test
	void framesWithoutSenseAreLoggedAFewTimes(CapturedOutput output) throws IOException {
		TestEngine member = member();
		Random random = new Random(1);
		byte[] bytes = new byte[60];
		try (RawConnection stranger = RawConnection.to(member.address()).open(2)) {
			for (int i = 0; i < 20_000; i++) {
				random.nextBytes(bytes);
				stranger.announce(bytes.length).send(bytes);
			}
		}
		catch (IOException ex) {
			// The engine has closed the connection, which is as good.
		}
		try (RawConnection stranger = RawConnection.to(member.address()).open(9)) {
			assertThat(stranger.isClosedWithin(SOON)).isTrue();
		}
		assertThat(output.length()).as("characters in the log").isLessThan(50_000);
		TestEngines.awaitUp(member);
	}

	@Test
	@Tag("system")
	void nodesFormAClusterWhileStrangersFloodTheirPorts() throws IOException {
		TestEngine founder = member();
		List<RawConnection> strangers = new ArrayList<>();
		try {
			for (int i = 0; i < 1000; i++) {
				strangers.add(RawConnection.to(founder.address()).open(1 + i % 3));
			}
			TestEngine second = this.engines.start();
			second.join(founder.address());
			TestEngines.awaitUp(founder, second);
		}
		finally {
			for (RawConnection stranger : strangers) {
				stranger.close();
			}
		}
	}

	@Test
	void theDocumentedBoundsAreThose() throws IOException {
		GateLimits limits = GateLimits.of(2 * MIB);
		String page = Files.readString(Path.of("..", "src", "docs", "security.md")).replaceAll("\\s+", " ");
		assertThat(page).contains(
				"| %,d, and %d from one address; then those that were idle for %d s give way |"
					.formatted(limits.connections(), limits.connectionsOfAddress(), limits.idle().toSeconds()),
				"TLS handshake | within %d s |".formatted(limits.opening().toSeconds()),
				"| a sixteenth of the heap, at most 64 MiB; then the oldest is refused |");
		assertThat(limits.heldBytes())
			.isEqualTo(Math.max(4 * MIB, Math.min(64 * MIB, Runtime.getRuntime().maxMemory() / 16)));
	}

	@Test
	void addressesOfPrivateNetworksAreNotPublic() throws IOException {
		for (String address : List.of("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1",
				"fd00::1", "fe80::1", "::1", "0.0.0.0")) {
			assertThat(PekkoPort.isPublic(InetAddress.getByName(address))).as(address).isFalse();
		}
		for (String address : List.of("203.0.113.9", "100.128.0.1", "172.32.0.1", "2001:db8::1")) {
			assertThat(PekkoPort.isPublic(InetAddress.getByName(address))).as(address).isTrue();
		}
	}

}

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
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link PekkoActorSystemFactory}, {@link PekkoSettingsVerifier} and
 * {@link PekkoPort}.
 */
class PekkoActorSystemFactoryTests {

	@Test
	void goodSettingsAreAccepted() {
		assertThatNoException().isThrownBy(factory(TestPekkoSettings.with(Map.of()))::verify);
		assertThatNoException().isThrownBy(factory(
				TestPekkoSettings.with(Map.of("cluster.split-brain-resolver.active-strategy", "keep-oldest")))::verify);
	}

	@ParameterizedTest
	@CsvSource({ "cluster.gossip-interval,soon", "cluster.log-info,perhaps",
			"remote.artery.advanced.outbound-lanes,many", "cluster.failure-detector.threshold,high",
			"cluster.seed-node-timeout,''", "cluster.leader-actions-interval,-1s" })
	void badValueIsReportedByTheNameOfItsProperty(String path, String value) {
		PekkoActorSystemFactory factory = factory(TestPekkoSettings.with(Map.of(path, value)));
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(factory::verify)
			.withMessageContaining(path.substring(path.lastIndexOf('.') + 1))
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("'muster.pekko." + path + "'"));
	}

	@Test
	void unknownStrategyIsReported() {
		PekkoActorSystemFactory factory = factory(
				TestPekkoSettings.with(Map.of("cluster.split-brain-resolver.active-strategy", "keep-calm")));
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(factory::verify)
			.withMessageContaining("keep-calm");
	}

	@Test
	void nameThatPekkoRefusesIsReported() {
		PekkoActorSystemFactory factory = factory(
				TestPekkoSettings.with("my orders", "127.0.0.1", 0, List.of(), Map.of()));
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(factory::verify)
			.withMessageContaining("'my orders'")
			.withMessageContaining("muster.cluster.name");
	}

	@Test
	void addressThatOtherNodesCannotReachIsReported() {
		PekkoActorSystemFactory factory = factory(TestPekkoSettings.with("0.0.0.0", 0, Map.of()));
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(factory::verify)
			.withMessageContaining("'0.0.0.0' ('muster.cluster.host')")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("'muster.cluster.bind-host'"));
	}

	@Test
	void portInUseIsReportedBeforeAndAtTheStart() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			PekkoActorSystemFactory factory = factory(
					TestPekkoSettings.with("127.0.0.1", socket.getLocalPort(), Map.of()));
			assertPortInUse(socket, factory::verify);
			assertPortInUse(socket, factory::create);
		}
	}

	private void assertPortInUse(ServerSocket socket, Runnable action) {
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(action::run)
			.withMessageContaining("127.0.0.1:" + socket.getLocalPort())
			.withMessageContaining("'muster.cluster.port'")
			.withMessageContaining("in use")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("'muster.cluster.port'").contains("0"));
	}

	@Test
	void bindPortInUseIsReportedByItsOwnName() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			PekkoActorSystemFactory factory = factory(
					TestPekkoSettings.binding("example.com", 25520, "127.0.0.1", socket.getLocalPort()));
			assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(factory::verify)
				.withMessageContaining("'muster.cluster.bind-port'");
		}
	}

	@Test
	void addressOfAnotherMachineIsReported() {
		PekkoActorSystemFactory factory = factory(TestPekkoSettings.with("192.0.2.1", 0, Map.of()));
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(factory::verify)
			.withMessageContaining("'192.0.2.1' ('muster.cluster.host')")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("'muster.cluster.bind-host'"));
	}

	private PekkoActorSystemFactory factory(PekkoSettings settings) {
		return new PekkoActorSystemFactory(settings, getClass().getClassLoader());
	}

}

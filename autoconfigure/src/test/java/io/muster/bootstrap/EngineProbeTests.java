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

package io.muster.bootstrap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.BootstrapCommand.CheckEngine;
import io.muster.bootstrap.formation.EngineReach;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.TestClusterEngine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineProbe}.
 */
class EngineProbeTests {

	private final EngineProbe probe = new EngineProbe(new TestClusterEngine());

	@AfterEach
	void close() {
		this.probe.close();
	}

	@Test
	void connectsToAPortThatIsOpen() throws Exception {
		try (ServerSocket socket = listen()) {
			assertThat(reach("127.0.0.1", socket.getLocalPort(), null)).isEqualTo(EngineReach.CONNECTS);
			assertThat(reach("127.0.0.1", socket.getLocalPort(), "127.0.0.1")).isEqualTo(EngineReach.CONNECTS);
		}
	}

	@Test
	void isRefusedWhereNoProcessListens() throws Exception {
		int port;
		try (ServerSocket socket = listen()) {
			port = socket.getLocalPort();
		}
		assertThat(reach("127.0.0.1", port, null)).isEqualTo(EngineReach.REFUSED);
	}

	@Test
	void saysThatANameIsNotKnown() throws Exception {
		assertThat(reach("bars-1.invalid", 25520, null)).isEqualTo(EngineReach.UNRESOLVED);
		assertThat(reach("bars-1.invalid", 25520, "127.0.0.1")).isEqualTo(EngineReach.UNRESOLVED);
	}

	@Test
	void neverConnectsToAnotherMachineThanTheProber() throws Exception {
		try (ServerSocket socket = listen()) {
			assertThat(reach("127.0.0.1", socket.getLocalPort(), "10.0.0.7")).isEqualTo(EngineReach.ELSEWHERE);
			assertThat(reach("localhost", socket.getLocalPort(), "10.0.0.7")).isEqualTo(EngineReach.ELSEWHERE);
			socket.setSoTimeout(1);
			assertThat(CompletableFuture.supplyAsync(() -> accepts(socket)).get(5, TimeUnit.SECONDS)).isFalse();
		}
	}

	private static boolean accepts(ServerSocket socket) {
		try {
			socket.accept().close();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
	}

	private EngineReach reach(String host, int port, @Nullable String only) throws Exception {
		CompletableFuture<EngineReach> reach = new CompletableFuture<>();
		this.probe.check(new CheckEngine(new NodeAddress("pekko", "bars", host, port), only), reach::complete);
		return reach.get(20, TimeUnit.SECONDS);
	}

}

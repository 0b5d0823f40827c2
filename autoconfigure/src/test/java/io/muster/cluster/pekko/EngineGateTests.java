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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EngineGate} with a socket in place of the engine.
 */
@Timeout(30)
class EngineGateTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final int MAX_FRAME = 1 << 20;

	private final List<AutoCloseable> opened = new ArrayList<>();

	private ServerSocket engine;

	@BeforeEach
	void listen() throws IOException {
		this.engine = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.engine.setSoTimeout(1000);
		this.opened.add(this.engine);
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	private EngineGate gate(boolean tls, int connections, int ofAddress, Duration idle) throws IOException {
		FrameCheck.Rules rules = new FrameCheck.Rules(tls, List.of("AKKA".getBytes(StandardCharsets.US_ASCII)),
				MAX_FRAME);
		EngineGate gate = EngineGate.listen("test", new InetSocketAddress("127.0.0.1", 0), rules,
				new GateLimits(connections, ofAddress, idle, Duration.ofSeconds(1), 2 * MAX_FRAME));
		gate.open((InetSocketAddress) this.engine.getLocalSocketAddress());
		this.opened.add(gate);
		return gate;
	}

	private RawConnection connect(EngineGate gate) throws IOException {
		RawConnection connection = new RawConnection("127.0.0.1", gate.port());
		this.opened.add(connection);
		return connection;
	}

	private Socket accept() throws IOException {
		Socket socket = this.engine.accept();
		socket.setSoTimeout(5000);
		this.opened.add(socket);
		return socket;
	}

	private static byte[] read(Socket socket, int length) throws IOException {
		return socket.getInputStream().readNBytes(length);
	}

	@Test
	void framesArriveUnchanged() throws IOException {
		RawConnection node = connect(gate(false, 10, 10, SOON));
		byte[] frame = new byte[MAX_FRAME];
		frame[7] = 42;
		node.open(2).announce(MAX_FRAME).send(frame).announce(0).announce(1).send(new byte[] { 5 });
		Socket engine = accept();
		assertThat(new String(read(engine, 4), StandardCharsets.US_ASCII)).isEqualTo("AKKA");
		assertThat(read(engine, 5)).containsExactly(2, 0, 0, 16, 0);
		assertThat(read(engine, MAX_FRAME)).isEqualTo(frame);
		assertThat(read(engine, 9)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 5);
		node.close();
		assertThat(read(engine, 1)).as("the end").isEmpty();
	}

	@Test
	void whatTheEngineSaysArrives() throws IOException {
		RawConnection node = connect(gate(true, 10, 10, SOON)).send(new byte[] { 22, 3, 3 });
		Socket engine = accept();
		engine.getOutputStream().write(7);
		assertThat(node.isClosedWithin(SOON)).isFalse();
		assertThat(read(engine, 3)).containsExactly(22, 3, 3);
		engine.close();
		assertThat(node.isClosedWithin(SOON)).isTrue();
	}

	@Test
	void theEngineSeesNoConnectionThatSaysNothing() throws IOException {
		RawConnection silent = connect(gate(false, 10, 10, SOON));
		assertThat(silent.isClosedWithin(SOON)).isTrue();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this.engine::accept);
	}

	@Test
	void whatIsNotTlsIsRefusedWhereTheEngineExpectsIt() throws IOException {
		assertThat(connect(gate(true, 10, 10, SOON)).open(2).isClosedWithin(SOON)).isTrue();
	}

	@Test
	void anAddressHasSoManyConnectionsAndNoMore() throws IOException {
		EngineGate gate = gate(false, 10, 2, SOON);
		List<RawConnection> first = List.of(connect(gate).open(1), connect(gate).open(2));
		accept();
		accept();
		assertThat(connect(gate).isClosedWithin(SOON)).isTrue();
		for (RawConnection each : first) {
			assertThat(each.isClosedWithin(Duration.ofMillis(50))).isFalse();
		}
	}

	@Test
	void aConnectionThatIsIdleGivesWay() throws IOException {
		EngineGate gate = gate(false, 2, 2, Duration.ZERO);
		RawConnection oldest = connect(gate).open(1);
		accept();
		connect(gate).open(2);
		accept();
		connect(gate).open(3);
		accept();
		assertThat(oldest.isClosedWithin(SOON)).isTrue();
	}

	@Test
	void aGateThatIsClosedFreesItsPort() throws IOException {
		EngineGate gate = gate(false, 10, 10, SOON);
		RawConnection node = connect(gate).open(1);
		accept();
		gate.close();
		assertThat(node.isClosedWithin(SOON)).isTrue();
		new ServerSocket(gate.port(), 1, InetAddress.getByName("127.0.0.1")).close();
	}

}

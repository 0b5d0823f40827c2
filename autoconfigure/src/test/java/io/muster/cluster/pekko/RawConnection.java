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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.muster.cluster.NodeAddress;

/**
 * A stranger's connection to the port of an engine.
 */
final class RawConnection implements AutoCloseable {

	private final Socket socket = new Socket();

	RawConnection(String host, int port) throws IOException {
		this.socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.77"), 0));
		this.socket.connect(new InetSocketAddress(host, port), 5000);
	}

	static RawConnection to(NodeAddress engine) throws IOException {
		return new RawConnection(engine.host(), engine.port());
	}

	RawConnection send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		return this;
	}

	/**
	 * Say that this is a connection of Pekko for a stream.
	 */
	RawConnection open(int stream) throws IOException {
		byte[] header = "AKKA?".getBytes(StandardCharsets.US_ASCII);
		header[4] = (byte) stream;
		return send(header);
	}

	RawConnection announce(int length) throws IOException {
		return send(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
	}

	/**
	 * Send bytes until the other side does not take any more.
	 * @return how many were sent
	 */
	long flood(long most) {
		byte[] block = new byte[64 * 1024];
		long sent = 0;
		try {
			OutputStream stream = this.socket.getOutputStream();
			while (sent < most) {
				stream.write(block);
				sent += block.length;
			}
		}
		catch (IOException ex) {
			// refused
		}
		return sent;
	}

	/**
	 * Return whether the other side closes the connection in time.
	 */
	boolean isClosedWithin(Duration time) throws IOException {
		this.socket.setSoTimeout((int) time.toMillis());
		try {
			return this.socket.getInputStream().read() < 0;
		}
		catch (java.net.SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}

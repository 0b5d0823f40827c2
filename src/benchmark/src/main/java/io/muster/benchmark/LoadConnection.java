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

package io.muster.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * One client that asks again as soon as it is answered, on a connection that it keeps as
 * long as the server does. Where the server closes it, the time to connect anew belongs
 * to the next request.
 */
final class LoadConnection implements AutoCloseable {

	private static final int TIMEOUT = 20_000;

	private final int port;

	private final byte[] request;

	private final byte[] response = new byte[16 * 1024];

	private final ResponseHead head = new ResponseHead(this.response);

	private @Nullable Socket socket;

	LoadConnection(int port) {
		this.port = port;
		this.request = ("GET %s HTTP/1.1\r\nHost: %s:%d\r\nAccept: application/json\r\n\r\n"
			.formatted(SeedNodesRoute.PATH, Contender.HOST, port)).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Ask until the time is over.
	 * @param from when to begin with counting
	 * @param until when to stop
	 * @return how long the requests that count took
	 * @throws IOException on failure
	 */
	Latencies run(long from, long until) throws IOException {
		Latencies latencies = new Latencies();
		for (long start = System.nanoTime(); start - until < 0; start = System.nanoTime()) {
			exchange();
			long end = System.nanoTime();
			if (start - from >= 0 && end - until < 0) {
				latencies.add(end - start);
			}
		}
		return latencies;
	}

	private void exchange() throws IOException {
		Socket socket = this.socket;
		if (socket == null) {
			socket = new Socket(Contender.HOST, this.port);
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(TIMEOUT);
			this.socket = socket;
		}
		socket.getOutputStream().write(this.request);
		int end = read(socket, 0);
		while (!this.head.read(end)) {
			end = read(socket, end);
		}
		while (end < this.head.responseLength()) {
			end = read(socket, end);
		}
		if (this.head.isClose()) {
			close();
		}
	}

	private int read(Socket socket, int end) throws IOException {
		int count = socket.getInputStream().read(this.response, end, this.response.length - end);
		if (count <= 0) {
			throw new EOFException("The server closed the connection within a response");
		}
		return end + count;
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
			this.socket = null;
		}
	}

}

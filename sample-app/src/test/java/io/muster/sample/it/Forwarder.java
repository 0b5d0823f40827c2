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

package io.muster.sample.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

import io.muster.processes.Ports;

/**
 * Forwards connections to another port of this machine, or interrupts them. If no process
 * listens at the other port, the forwarder closes the first connection and stops
 * listening, so that further connections are refused.
 */
final class Forwarder implements AutoCloseable {

	private final int port;

	private final int target;

	private final List<Socket> connections = new ArrayList<>();

	private volatile Mode mode = Mode.REFUSE;

	private ServerSocket listener;

	Forwarder(int target) {
		this.port = Ports.find();
		this.target = target;
		become(Mode.FORWARD);
	}

	int port() {
		return this.port;
	}

	/**
	 * Set the mode. Open connections are closed.
	 * @param mode what to do with connections
	 */
	synchronized void become(Mode mode) {
		if (mode == this.mode) {
			return;
		}
		this.mode = mode;
		closeConnections();
		if (mode == Mode.REFUSE) {
			close(this.listener);
			this.listener = null;
		}
		else if (this.listener == null) {
			this.listener = listen();
		}
	}

	private ServerSocket listen() {
		try {
			ServerSocket listener = new ServerSocket();
			listener.setReuseAddress(true);
			listener.bind(new InetSocketAddress(SampleNode.HOST, this.port));
			run(() -> accept(listener));
			return listener;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket listener) throws IOException {
		while (!listener.isClosed()) {
			Socket client = listener.accept();
			run(() -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException {
		if (!isForwarding(client)) {
			return;
		}
		try (client; Socket server = new Socket(SampleNode.HOST, this.target)) {
			if (isForwarding(server)) {
				run(() -> pump(server, client));
				pump(client, server);
			}
		}
		catch (ConnectException ex) {
			awaitTarget();
		}
	}

	private void awaitTarget() {
		synchronized (this) {
			if (this.mode != Mode.FORWARD || this.listener == null) {
				return;
			}
			close(this.listener);
			this.listener = null;
		}
		Awaitility.await().forever().pollInterval(Duration.ofMillis(20)).until(this::listenIfTargetListens);
	}

	private boolean listenIfTargetListens() throws IOException {
		try (Socket server = new Socket(SampleNode.HOST, this.target)) {
			synchronized (this) {
				if (this.mode == Mode.FORWARD && this.listener == null && server.isConnected()) {
					this.listener = listen();
				}
				return true;
			}
		}
		catch (ConnectException ex) {
			return this.mode != Mode.FORWARD;
		}
	}

	private synchronized boolean isForwarding(Socket connection) throws IOException {
		if (this.mode == Mode.REFUSE) {
			connection.close();
		}
		this.connections.removeIf(Socket::isClosed);
		this.connections.add(connection);
		return this.mode == Mode.FORWARD;
	}

	private static void pump(Socket from, Socket to) throws IOException {
		try (from; to; InputStream input = from.getInputStream(); OutputStream output = to.getOutputStream()) {
			input.transferTo(output);
		}
	}

	private void closeConnections() {
		this.connections.forEach(Forwarder::close);
		this.connections.clear();
	}

	private static void close(AutoCloseable closeable) {
		try {
			if (closeable != null) {
				closeable.close();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		become(Mode.REFUSE);
	}

	private static void run(Transfer transfer) {
		Thread thread = new Thread(() -> {
			try {
				transfer.run();
			}
			catch (IOException ex) {
				// the connection or the listener was closed, which is their normal end
			}
		}, "forwarder");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * What to do with connections.
	 */
	enum Mode {

		/**
		 * Do not listen.
		 */
		REFUSE,

		/**
		 * Accept them and never answer.
		 */
		SILENCE,

		/**
		 * Connect them to the other port.
		 */
		FORWARD

	}

	/**
	 * A task that ends when a socket is closed.
	 */
	private interface Transfer {

		void run() throws IOException;

	}

}

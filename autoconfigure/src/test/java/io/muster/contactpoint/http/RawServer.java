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

package io.muster.contactpoint.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

import io.muster.contactpoint.ContactPoint;

/**
 * A server on the loopback interface whose answers are the bytes that a test specifies.
 */
public final class RawServer implements AutoCloseable {

	private final ServerSocket socket;

	private final Exchange exchange;

	private final String greeting;

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "raw-server");
		thread.setDaemon(true);
		return thread;
	});

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final CountDownLatch broken = new CountDownLatch(1);

	private RawServer(Exchange exchange, String greeting) {
		this.exchange = exchange;
		this.greeting = greeting;
		try {
			this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.execute(this::accept);
	}

	public static RawServer doing(Exchange exchange) {
		return new RawServer(exchange, "");
	}

	public static RawServer sending(String response) {
		return new RawServer((out) -> {
			out.write(response.getBytes(StandardCharsets.UTF_8));
			out.flush();
		}, "");
	}

	public static RawServer answering(int status, String contentType, String body) {
		return sending(head(status, contentType, body.getBytes(StandardCharsets.UTF_8).length) + body);
	}

	public static RawServer answeringJson(String body) {
		return answering(200, "application/json", body);
	}

	public static String head(int status, String contentType, long length) {
		return "HTTP/1.1 %d Whatever\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n".formatted(status, contentType,
				length);
	}

	public ContactPoint contactPoint() {
		return ContactPoint.of("127.0.0.1", this.socket.getLocalPort());
	}

	/**
	 * Return a server that speaks before it is asked, like a mail server.
	 */
	public static RawServer greeting(String greeting) {
		return new RawServer((out) -> {
		}, greeting);
	}

	/**
	 * Return the heads of the requests that came.
	 */
	public List<String> requests() {
		return this.requests;
	}

	/**
	 * Return a latch that opens when a client has closed its connection.
	 */
	public CountDownLatch broken() {
		return this.broken;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.socket.accept();
				this.executor.execute(() -> serve(client));
			}
		}
		catch (IOException | RejectedExecutionException ex) {
			// the server was closed
		}
	}

	private void serve(Socket client) {
		try (client) {
			client.getOutputStream().write(this.greeting.getBytes(StandardCharsets.UTF_8));
			while (readRequest(client.getInputStream())) {
				this.exchange.answer(client.getOutputStream());
			}
			this.broken.countDown();
		}
		catch (SocketException ex) {
			this.broken.countDown();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean readRequest(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int read = in.read();
			if (read < 0) {
				return false;
			}
			head.append((char) read);
		}
		this.requests.add(head.toString());
		return true;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What to do with a request.
	 */
	public interface Exchange {

		void answer(OutputStream out) throws IOException, InterruptedException;

	}

}

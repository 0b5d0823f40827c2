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

package io.muster.benchmark.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import io.muster.security.RequestSigner;
import io.muster.security.RequestSigner.Signature;
import io.muster.security.Signed;

/**
 * The route that says whether a node is a member. Several threads may ask at a time, each
 * over a connection of its own that is kept as long as the server lets it. The client has
 * blocking sockets and no threads: it shares the processors with the server, and the
 * JDK's client needs many times the processor time for a request.
 */
public final class SeedNodesRoute implements AutoCloseable {

	/**
	 * The path of the route.
	 */
	public static final String PATH = "/bootstrap/seed-nodes";

	private static final Timeout TIMEOUT = Timeout.ofSeconds(20);

	private final HttpHost server;

	private final HttpRequester client;

	private final @Nullable RequestSigner signer;

	/**
	 * Create a client of the route.
	 * @param port the port of the node's HTTP server
	 * @param connections how many threads may ask at a time without waiting for each
	 * other
	 */
	public SeedNodesRoute(int port, int connections) {
		this(port, connections, null, null);
	}

	/**
	 * Create a client of the route.
	 * @param port the port of the node's HTTP server
	 * @param connections how many threads may ask at a time without waiting for each
	 * other
	 * @param tls what the server's certificate is verified with, {@code null} for a
	 * server without TLS
	 * @param signer signs requests and verifies answers, {@code null} for none
	 */
	public SeedNodesRoute(int port, int connections, @Nullable SSLContext tls, @Nullable RequestSigner signer) {
		this.server = new HttpHost((tls != null) ? "https" : "http", Contender.HOST, port);
		this.signer = signer;
		RequesterBootstrap bootstrap = RequesterBootstrap.bootstrap()
			.setSocketConfig(SocketConfig.custom().setSoTimeout(TIMEOUT).setTcpNoDelay(true).build())
			.setMaxTotal(connections)
			.setDefaultMaxPerRoute(connections);
		if (tls != null) {
			bootstrap.setSslContext(tls);
		}
		this.client = bootstrap.create();
	}

	/**
	 * Ask, and wait for the answer.
	 * @return the answer, whatever its status
	 * @throws IOException if the server cannot be reached, or is silent for 20 seconds
	 * @throws HttpException if it does not answer in HTTP
	 */
	public Answer get() throws IOException, HttpException {
		ClassicRequestBuilder request = ClassicRequestBuilder.get(PATH).addHeader("Accept", "application/json");
		Signature signature = (this.signer != null) ? sign(this.signer) : null;
		if (signature != null) {
			request.addHeader(Signed.HEADER, signature.header());
		}
		return this.client.execute(this.server, request.build(), TIMEOUT, HttpCoreContext.create(),
				(response) -> Answer.of(response, signature));
	}

	/**
	 * Sign a request. It has none of the headers that are signed. NullAway does not see
	 * in a class file that the function may return null.
	 */
	@SuppressWarnings("NullAway")
	private static Signature sign(RequestSigner signer) {
		return signer.sign(PATH, "GET", (name) -> null);
	}

	/**
	 * Return whether the node is a member, or is none that could become one.
	 * @return whether it is, {@code false} also if it does not answer
	 * @throws HttpException if it does not answer in HTTP
	 */
	public boolean isSettled() throws HttpException {
		try {
			Answer answer = get();
			return answer.status() == 404 || (answer.status() == 200 && answer.body().contains("\"status\":\"Up\""));
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.client.close(CloseMode.IMMEDIATE);
	}

	/**
	 * What a node answers.
	 *
	 * @param status the status code
	 * @param body the body, empty if there is none
	 */
	public record Answer(int status, String body) {

		private static Answer of(ClassicHttpResponse response, @Nullable Signature signature)
				throws IOException, HttpException {
			byte[] body = (response.getEntity() != null) ? EntityUtils.toByteArray(response.getEntity()) : new byte[0];
			Header header = response.getFirstHeader(Signed.HEADER);
			if (signature != null && response.getCode() == 200
					&& !signature.answer().counts((header != null) ? header.getValue() : null, body)) {
				throw new ProtocolException("The answer has no valid signature");
			}
			return new Answer(response.getCode(), new String(body, StandardCharsets.UTF_8));
		}

	}

}

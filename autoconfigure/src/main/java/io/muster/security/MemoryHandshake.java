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

package io.muster.security;

import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A TLS handshake of two sides in one process, without a connection.
 */
final class MemoryHandshake {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private MemoryHandshake() {
	}

	/**
	 * Have two sides shake hands, on the caller's thread.
	 * @param client the side that connects
	 * @param server the side that accepts
	 * @throws SSLException if one of them refuses the other; that side threw it
	 */
	static void run(SSLEngine client, SSLEngine server) throws SSLException {
		ByteBuffer toServer = buffer(client);
		ByteBuffer toClient = buffer(server);
		client.beginHandshake();
		server.beginHandshake();
		// As long as one of them says something, the other one may have to answer.
		do {
			step(client, toClient, toServer);
			step(server, toServer, toClient);
		}
		while (toServer.position() > 0 || toClient.position() > 0);
	}

	/**
	 * Return a buffer for what a side says in one turn. That is a few kilobytes for each
	 * certificate.
	 */
	private static ByteBuffer buffer(SSLEngine engine) {
		return ByteBuffer.allocate(4 * engine.getSession().getPacketBufferSize());
	}

	/**
	 * Have a side read what it was told, and say what it has to say.
	 */
	private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
		ByteBuffer data = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
		in.flip();
		boolean goesOn = true;
		while (goesOn) {
			HandshakeStatus status = engine.getHandshakeStatus();
			if (status == HandshakeStatus.NEED_TASK) {
				engine.getDelegatedTask().run();
			}
			else if (status == HandshakeStatus.NEED_WRAP) {
				check(engine.wrap(NOTHING, out));
			}
			else if (in.hasRemaining()) {
				check(engine.unwrap(in, data));
			}
			else {
				goesOn = false;
			}
		}
		in.compact();
	}

	private static void check(SSLEngineResult result) throws SSLException {
		if (result.getStatus() != SSLEngineResult.Status.OK) {
			throw new SSLException("The handshake ended early: " + result.getStatus());
		}
	}

}

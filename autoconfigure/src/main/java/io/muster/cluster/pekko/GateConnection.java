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
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * One connection to the engine's port. The engine is connected to once the connection has
 * said what it is. What one side sends is read only when the other side has taken what
 * came before. Used by the thread of {@link EngineGate} only.
 */
final class GateConnection {

	private final SocketChannel client;

	private final SelectionKey clientKey;

	private final InetAddress source;

	private final FrameCheck check;

	private @Nullable SocketChannel engine;

	private @Nullable SelectionKey engineKey;

	private @Nullable ByteBuffer toEngine;

	private @Nullable ByteBuffer toClient;

	private boolean clientEnded;

	private boolean engineEnded;

	private boolean closed;

	private long lastRead;

	private long frameSince;

	GateConnection(SocketChannel client, SelectionKey clientKey, FrameCheck check, long now) throws IOException {
		this.client = client;
		this.clientKey = clientKey;
		this.source = ((InetSocketAddress) client.getRemoteAddress()).getAddress();
		this.check = check;
		this.lastRead = now;
	}

	InetAddress source() {
		return this.source;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Return whether the connection has said what it is.
	 */
	boolean isOpened() {
		return this.check.isOpened();
	}

	/**
	 * Return whether the engine has ended the connection, so that all that is left is to
	 * let the client read what the engine said last.
	 */
	boolean isEnding() {
		return this.engineEnded;
	}

	/**
	 * Return how many bytes of an incomplete frame have arrived. The engine holds them.
	 */
	long held() {
		return this.check.held();
	}

	/**
	 * Return when the first byte of the incomplete frame arrived.
	 */
	long frameSince() {
		return this.frameSince;
	}

	/**
	 * Return when something arrived last, or else when the connection was made.
	 */
	long lastRead() {
		return this.lastRead;
	}

	/**
	 * Do what the channels are ready for.
	 * @param address where the engine listens
	 * @param buffer for what is read
	 * @param now the time
	 * @return why the connection must be refused, {@code null} if there is no reason
	 * @throws IOException if the client has broken the connection
	 */
	@Nullable String proceed(InetSocketAddress address, ByteBuffer buffer, long now) throws IOException {
		SocketChannel engine = this.engine;
		SelectionKey engineKey = this.engineKey;
		if (engine != null && engineKey != null && !this.engineEnded) {
			if (engineKey.isConnectable()) {
				engine.finishConnect();
			}
			if (engine.isConnected()) {
				this.toClient = flush(this.toClient, this.client);
				if (engineKey.isReadable() && this.toClient == null) {
					readEngine(engine, buffer);
				}
				writeEngine(this.toEngine);
			}
		}
		String failure = (this.clientKey.isReadable() && isAwaited()) ? readClient(address, buffer, now) : null;
		if (failure == null && !this.closed) {
			listen();
		}
		return failure;
	}

	/**
	 * Return whether what the client sends can go on to the engine, or has to be looked
	 * at before.
	 */
	private boolean isAwaited() {
		SocketChannel engine = this.engine;
		return !this.clientEnded && (this.engineEnded
				|| ((engine != null) ? engine.isConnected() && this.toEngine == null : !isOpened()));
	}

	private @Nullable String readClient(InetSocketAddress address, ByteBuffer buffer, long now) throws IOException {
		buffer.clear();
		int read = this.client.read(buffer);
		if (read <= 0) {
			this.clientEnded = read < 0;
			if (this.clientEnded && (this.engine == null || this.engineEnded)) {
				close();
			}
			return null;
		}
		if (this.engineEnded) {
			return null;
		}
		buffer.flip();
		String failure = this.check.check(buffer);
		if (failure != null) {
			return failure;
		}
		this.lastRead = now;
		if (this.check.held() <= buffer.remaining()) {
			this.frameSince = now;
		}
		SocketChannel engine = this.engine;
		if (engine == null) {
			this.toEngine = join(this.toEngine, buffer);
			if (isOpened()) {
				connect(address);
			}
		}
		else {
			writeEngine(buffer);
		}
		return null;
	}

	private void connect(InetSocketAddress address) throws IOException {
		SocketChannel engine = SocketChannel.open();
		this.engine = engine;
		engine.configureBlocking(false);
		engine.setOption(StandardSocketOptions.TCP_NODELAY, true);
		engine.connect(address);
		this.engineKey = engine.register(this.clientKey.selector(), SelectionKey.OP_CONNECT, this);
	}

	private void readEngine(SocketChannel engine, ByteBuffer buffer) throws IOException {
		buffer.clear();
		if (!isRead(engine, buffer)) {
			endEngine();
			return;
		}
		buffer.flip();
		ByteBuffer rest = flush(buffer, this.client);
		this.toClient = (rest != null) ? copy(rest) : null;
	}

	private static boolean isRead(SocketChannel engine, ByteBuffer buffer) {
		try {
			return engine.read(buffer) >= 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void writeEngine(@Nullable ByteBuffer bytes) throws IOException {
		SocketChannel engine = this.engine;
		if (engine == null || this.engineEnded) {
			return;
		}
		try {
			ByteBuffer rest = flush(bytes, engine);
			this.toEngine = (rest == null || rest == this.toEngine) ? rest : copy(rest);
		}
		catch (IOException ex) {
			endEngine();
		}
	}

	/**
	 * Go on without the engine. What it said last, such as why it does not agree on TLS,
	 * is lost if the connection is closed while bytes of the client are unread. So those
	 * are read and forgotten until the client has ended, too.
	 */
	private void endEngine() throws IOException {
		SocketChannel engine = this.engine;
		if (engine != null && !this.engineEnded) {
			this.engineEnded = true;
			this.toEngine = null;
			closeQuietly(engine);
			this.client.shutdownOutput();
			if (this.clientEnded) {
				close();
			}
		}
	}

	private static @Nullable ByteBuffer flush(@Nullable ByteBuffer bytes, SocketChannel to) throws IOException {
		if (bytes != null && bytes.hasRemaining()) {
			to.write(bytes);
		}
		return (bytes != null && bytes.hasRemaining()) ? bytes : null;
	}

	private static ByteBuffer join(@Nullable ByteBuffer first, ByteBuffer second) {
		ByteBuffer joined = ByteBuffer.allocate(((first != null) ? first.remaining() : 0) + second.remaining());
		if (first != null) {
			joined.put(first);
		}
		return joined.put(second).flip();
	}

	private static ByteBuffer copy(ByteBuffer bytes) {
		return join(null, bytes);
	}

	/**
	 * Ask to be called when there is something to do.
	 */
	private void listen() throws IOException {
		SocketChannel engine = this.engine;
		SelectionKey engineKey = this.engineKey;
		if (engine != null && engineKey != null && !this.engineEnded) {
			if (this.clientEnded && this.toEngine == null && engine.isConnected()) {
				engine.shutdownOutput();
			}
			engineKey
				.interestOps(
						engine.isConnected()
								? (((this.toClient == null) ? SelectionKey.OP_READ : 0)
										| ((this.toEngine != null) ? SelectionKey.OP_WRITE : 0))
								: SelectionKey.OP_CONNECT);
		}
		this.clientKey.interestOps(
				(isAwaited() ? SelectionKey.OP_READ : 0) | ((this.toClient != null) ? SelectionKey.OP_WRITE : 0));
	}

	/**
	 * Close both sides.
	 */
	void close() {
		this.closed = true;
		closeQuietly(this.client);
		SocketChannel engine = this.engine;
		if (engine != null) {
			closeQuietly(engine);
		}
	}

	private static void closeQuietly(SocketChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			// It is of no use any more.
		}
	}

}

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
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

import io.muster.cluster.LineLimit;

/**
 * Listens on the engine's port in its place, and lets through what {@link FrameCheck}
 * finds nothing wrong with. The engine itself listens on a free port of the loopback
 * interface. It has no limit on frames and connections, and no place where one could be
 * put.
 * <p>
 * What is refused is closed, and logged a few times a minute. Those who lose a connection
 * that has become idle make another one when they have something to say.
 */
final class EngineGate implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EngineGate.class);

	private static final Duration TICK = Duration.ofMillis(500);

	/**
	 * How long a client may take to read what the engine said last.
	 */
	private static final Duration LINGER = Duration.ofSeconds(2);

	private static final int BUFFER = 64 * 1024;

	private final String cluster;

	private final FrameCheck.Rules rules;

	private final GateLimits limits;

	private final LongSupplier clock = System::nanoTime;

	private final LineLimit lines = new LineLimit(3, Duration.ofMinutes(1), this.clock);

	private final Set<GateConnection> connections = new LinkedHashSet<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

	private final ServerSocketChannel server;

	private final Selector selector;

	private final int port;

	private final Thread thread = new Thread(this::run, "muster-engine-gate");

	private @Nullable InetSocketAddress engine;

	private volatile boolean closed;

	private EngineGate(String cluster, FrameCheck.Rules rules, GateLimits limits, ServerSocketChannel server)
			throws IOException {
		this.cluster = cluster;
		this.rules = rules;
		this.limits = limits;
		this.server = server;
		this.selector = Selector.open();
		this.port = server.socket().getLocalPort();
		server.configureBlocking(false);
		server.register(this.selector, SelectionKey.OP_ACCEPT);
		this.thread.setDaemon(true);
	}

	/**
	 * Begin to listen. Nothing is accepted before {@link #open}.
	 * @param cluster the name of the cluster, for messages
	 * @param address where to listen
	 * @param rules what is accepted
	 * @param limits how much is accepted
	 * @return the gate
	 * @throws IOException if the port cannot be bound
	 */
	static EngineGate listen(String cluster, InetSocketAddress address, FrameCheck.Rules rules, GateLimits limits)
			throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open();
		try {
			server.socket().bind(address);
			return new EngineGate(cluster, rules, limits, server);
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	/**
	 * Return the port on which the gate listens.
	 */
	int port() {
		return this.port;
	}

	/**
	 * Begin to accept connections.
	 * @param engine where the engine listens
	 */
	void open(InetSocketAddress engine) {
		this.engine = engine;
		this.thread.start();
	}

	/**
	 * Close the port and all connections, and wait until that is done, for at most a
	 * second. May be called from any thread.
	 */
	@Override
	public void close() {
		this.closed = true;
		if (!this.thread.isAlive()) {
			closeAll();
			return;
		}
		this.selector.wakeup();
		try {
			this.thread.join(1000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		long lastTick = this.clock.getAsLong();
		while (!this.closed) {
			try {
				this.selector.select(this::proceed, TICK.toMillis());
				long now = this.clock.getAsLong();
				if (now - lastTick >= TICK.toNanos()) {
					lastTick = now;
					tick(now);
				}
			}
			catch (IOException | RuntimeException | OutOfMemoryError ex) {
				log("failure", "the check of connections to the engine's port failed: " + ex);
			}
		}
		closeAll();
	}

	private void proceed(SelectionKey key) {
		if (key.attachment() instanceof GateConnection connection) {
			if (!connection.isClosed()) {
				proceed(connection);
			}
		}
		else {
			accept(key);
		}
	}

	private void proceed(GateConnection connection) {
		InetSocketAddress engine = this.engine;
		String failure = null;
		try {
			failure = (engine != null) ? connection.proceed(engine, this.buffer, this.clock.getAsLong()) : null;
		}
		catch (IOException | RuntimeException | OutOfMemoryError ex) {
			logger.debug(LogMessage.format("Connection from %s ended: %s", connection.source().getHostAddress(), ex));
			connection.close();
		}
		if (failure != null) {
			refuse(connection, failure);
		}
		if (connection.isClosed()) {
			this.connections.remove(connection);
		}
		else if (connection.held() > 0) {
			holdLess();
		}
	}

	/**
	 * Close the connection with the oldest incomplete frame if the engine holds more of
	 * such frames than it may. Who has something to say completes a frame in
	 * milliseconds.
	 */
	private void holdLess() {
		long held = this.connections.stream().mapToLong(GateConnection::held).sum();
		if (held > this.limits.heldBytes()) {
			long now = this.clock.getAsLong();
			this.connections.stream()
				.filter((connection) -> connection.held() > 0)
				.max(Comparator.comparingLong((connection) -> now - connection.frameSince()))
				.ifPresent((oldest) -> {
					refuse(oldest, "it did not complete its message, and %d bytes of such messages were waiting"
						.formatted(held));
					this.connections.remove(oldest);
				});
		}
	}

	private void accept(SelectionKey key) {
		try {
			SocketChannel client = this.server.accept();
			if (client != null) {
				client.configureBlocking(false);
				client.setOption(StandardSocketOptions.TCP_NODELAY, true);
				SelectionKey clientKey = client.register(this.selector, SelectionKey.OP_READ);
				GateConnection connection = new GateConnection(client, clientKey, new FrameCheck(this.rules),
						this.clock.getAsLong());
				clientKey.attach(connection);
				admit(connection);
			}
		}
		catch (IOException ex) {
			// No more descriptors, for example: the next tick listens again.
			key.interestOps(0);
			log("accept", "a connection to the engine's port could not be accepted: " + ex.getMessage());
		}
	}

	private void admit(GateConnection connection) {
		InetAddress source = connection.source();
		Predicate<GateConnection> same = (other) -> other.source().equals(source);
		if (makeRoom(same, this.limits.connectionsOfAddress())
				&& makeRoom((other) -> true, this.limits.connections())) {
			this.connections.add(connection);
		}
		else {
			refuse(connection, "it has too many connections");
		}
	}

	/**
	 * Close the connection that has been idle for longest if there are too many.
	 * @return whether there is room for one more
	 */
	private boolean makeRoom(Predicate<GateConnection> which, int limit) {
		long now = this.clock.getAsLong();
		if (this.connections.stream().filter(which).count() < limit) {
			return true;
		}
		GateConnection idle = this.connections.stream()
			.filter(which)
			.max(Comparator.comparingLong((connection) -> now - connection.lastRead()))
			.filter((connection) -> now - connection.lastRead() >= this.limits.idle().toNanos())
			.orElse(null);
		if (idle == null) {
			return false;
		}
		idle.close();
		this.connections.remove(idle);
		return true;
	}

	private void tick(long now) {
		for (GateConnection connection : Set.copyOf(this.connections)) {
			if (connection.isEnding() && now - connection.lastRead() >= LINGER.toNanos()) {
				connection.close();
				this.connections.remove(connection);
			}
			else if (!connection.isOpened() && now - connection.lastRead() >= this.limits.opening().toNanos()) {
				refuse(connection, "it said nothing for %d s".formatted(this.limits.opening().toSeconds()));
				this.connections.remove(connection);
			}
		}
		SelectionKey key = this.server.keyFor(this.selector);
		if (key != null && key.isValid()) {
			key.interestOps(SelectionKey.OP_ACCEPT);
		}
	}

	private void refuse(GateConnection connection, String reason) {
		connection.close();
		log(connection.source().getHostAddress(), "refused a connection of %s to the engine's port: %s"
			.formatted(connection.source().getHostAddress(), reason));
	}

	private void log(String kind, String message) {
		this.lines.admit(kind)
			.ifPresent((left) -> logger
				.warn(LogMessage.format("Cluster '%s': %s%s", this.cluster, message, LineLimit.more(left))));
	}

	private void closeAll() {
		this.connections.forEach(GateConnection::close);
		this.connections.clear();
		try {
			this.selector.close();
			this.server.close();
		}
		catch (IOException ex) {
			logger.debug("The engine's port was not closed", ex);
		}
	}

}

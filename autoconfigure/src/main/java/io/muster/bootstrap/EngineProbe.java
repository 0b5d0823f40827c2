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
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.muster.bootstrap.formation.BootstrapCommand.CheckEngine;
import io.muster.bootstrap.formation.EngineReach;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.IpLiteral;
import io.muster.security.TlsFailure;

/**
 * Tries to open TCP connections to engines, has this node's engine shake hands there, and
 * closes them at once. It uses threads of its own, because names are looked up as well.
 */
final class EngineProbe implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final ThreadPoolExecutor executor;

	private final ClusterEngine engine;

	EngineProbe(ClusterEngine engine) {
		this.engine = engine;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("muster-engine-check-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(20), threads);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Check an engine.
	 * @param command the engine to check
	 * @param outcome takes the outcome, on any thread; {@code null} if too many checks
	 * wait
	 */
	void check(CheckEngine command, Consumer<@Nullable EngineReach> outcome) {
		try {
			this.executor.execute(() -> outcome.accept(reach(command.node(), command.only())));
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			outcome.accept(null);
		}
	}

	private EngineReach reach(NodeAddress node, @Nullable String only) {
		try {
			InetAddress[] addresses = InetAddress.getAllByName(node.host());
			InetAddress address = (only != null) ? permitted(addresses, only) : addresses[0];
			return (address != null) ? connect(address, node) : EngineReach.ELSEWHERE;
		}
		catch (UnknownHostException | IllegalArgumentException ex) {
			return EngineReach.UNRESOLVED;
		}
	}

	/**
	 * Return the address of the engine if its probes come from there. On one machine,
	 * they may come from another loopback address.
	 */
	private static @Nullable InetAddress permitted(InetAddress[] addresses, String only) {
		InetAddress from = IpLiteral.parse(only);
		return Arrays.stream(addresses)
			.filter((address) -> from != null
					&& (address.equals(from) || (address.isLoopbackAddress() && from.isLoopbackAddress())))
			.findFirst()
			.orElse(null);
	}

	private EngineReach connect(InetAddress address, NodeAddress node) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(address, node.port()), (int) TIMEOUT.toMillis());
			return shakeHands(socket, node);
		}
		catch (SocketTimeoutException ex) {
			return EngineReach.TIMED_OUT;
		}
		catch (ConnectException ex) {
			return EngineReach.REFUSED;
		}
		catch (IOException ex) {
			return EngineReach.UNREACHABLE;
		}
	}

	/**
	 * An engine that neither accepts nor refuses has taken the connection all the same.
	 */
	private EngineReach shakeHands(Socket socket, NodeAddress node) throws SocketException {
		socket.setSoTimeout((int) TIMEOUT.toMillis());
		try {
			this.engine.shakeHands(socket, node);
			return EngineReach.CONNECTS;
		}
		catch (SSLException ex) {
			return switch (TlsFailure.of(ex)) {
				case PLAIN -> EngineReach.NO_TLS;
				case UNTRUSTED -> EngineReach.UNTRUSTED;
				case REFUSED -> EngineReach.NOT_ACCEPTED;
				case EXPIRED, NOT_YET_VALID -> EngineReach.EXPIRED;
				case OTHER_NAME -> EngineReach.OTHER_NAME;
				case OTHER -> EngineReach.TLS_FAILED;
			};
		}
		catch (IOException ex) {
			return EngineReach.CONNECTS;
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}

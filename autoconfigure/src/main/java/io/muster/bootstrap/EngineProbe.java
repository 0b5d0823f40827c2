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
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.muster.bootstrap.formation.BootstrapCommand.CheckEngine;
import io.muster.bootstrap.formation.EngineReach;
import io.muster.contactpoint.IpLiteral;

/**
 * Tries to open TCP connections to engines, and closes them at once. It uses threads of
 * its own, because names are looked up as well.
 */
final class EngineProbe implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final ThreadPoolExecutor executor;

	EngineProbe() {
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
			this.executor
				.execute(() -> outcome.accept(reach(command.node().host(), command.node().port(), command.only())));
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			outcome.accept(null);
		}
	}

	private static EngineReach reach(String host, int port, @Nullable String only) {
		try {
			InetAddress[] addresses = InetAddress.getAllByName(host);
			InetAddress address = (only != null) ? permitted(addresses, only) : addresses[0];
			return (address != null) ? connect(new InetSocketAddress(address, port)) : EngineReach.ELSEWHERE;
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

	private static EngineReach connect(InetSocketAddress address) {
		try (Socket socket = new Socket()) {
			socket.connect(address, (int) TIMEOUT.toMillis());
			return EngineReach.CONNECTS;
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

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}

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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads the seed-nodes route of a process over several connections at once.
 */
final class Load {

	static final int CONNECTIONS = 8;

	private final JavaProcess process;

	private final int port;

	Load(JavaProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Load the route for some time to warm it up, then for as long to measure it.
	 * @param duration how long
	 * @return what was measured
	 */
	LoadSample run(Duration duration) {
		ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS);
		try {
			long from = System.nanoTime() + duration.toNanos();
			long until = from + duration.toNanos();
			List<Future<Latencies>> clients = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				clients.add(executor.submit(() -> {
					try (LoadConnection connection = new LoadConnection(this.port)) {
						return connection.run(from, until);
					}
				}));
			}
			Waiting.until(from);
			Duration server = this.process.cpu();
			Duration client = ownCpu();
			Waiting.until(until);
			server = this.process.cpu().minus(server);
			client = ownCpu().minus(client);
			return sample(clients, duration, server, client);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static LoadSample sample(List<Future<Latencies>> clients, Duration duration, Duration server,
			Duration client) {
		List<Latencies> parts = new ArrayList<>();
		for (Future<Latencies> future : clients) {
			parts.add(get(future));
		}
		Latencies all = Latencies.of(parts);
		double microseconds = 1e3;
		return new LoadSample(all.size() / (duration.toNanos() / 1e9), all.percentile(50) / microseconds,
				all.percentile(99) / microseconds, server.toNanos() / microseconds / all.size(),
				client.toNanos() / microseconds / all.size());
	}

	private static Latencies get(Future<Latencies> future) {
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A request failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static Duration ownCpu() {
		return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
	}

}

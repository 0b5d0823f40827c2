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

package io.muster.contactpoint.configured;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Resolves host names concurrently. The JDK's resolver has no timeout, and a name that
 * hangs must not delay the others.
 */
final class HostNames implements AutoCloseable {

	// Threads are bound by names that hang. Each name occupies one at most.
	private static final int THREADS = 8;

	private final Resolver resolver;

	private final Duration timeout;

	private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

	private final ThreadPoolExecutor executor;

	/**
	 * Create a resolver of names.
	 * @param resolver resolves one name, and may block
	 * @param timeout how long to wait for the names of one lookup
	 */
	HostNames(Resolver resolver, Duration timeout) {
		this.resolver = resolver;
		this.timeout = timeout;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("muster-resolve-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				threads);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Resolve names. If a name has addresses of both families, only those of the family
	 * that the JVM prefers count: IPv4 unless {@code java.net.preferIPv6Addresses} is
	 * set. Both families belong to the same servers, and each would count twice.
	 * @param names the names
	 * @return the addresses of each name that could be resolved in time
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	Map<String, List<InetAddress>> resolve(Collection<String> names) throws InterruptedException {
		Map<String, CompletableFuture<List<InetAddress>>> asked = new HashMap<>();
		names.forEach((name) -> asked.put(name, this.underWay.computeIfAbsent(name, this::ask)));
		await(asked.values());
		Map<String, List<InetAddress>> resolved = new HashMap<>();
		asked.forEach((name, addresses) -> {
			if (addresses.isDone()) {
				this.underWay.remove(name, addresses);
				if (!addresses.isCompletedExceptionally()) {
					resolved.put(name, addresses.join());
				}
			}
		});
		return resolved;
	}

	private CompletableFuture<List<InetAddress>> ask(String name) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				InetAddress[] addresses = this.resolver.resolve(name);
				return Arrays.stream(addresses)
					.filter((address) -> address.getClass() == addresses[0].getClass())
					.toList();
			}
			catch (UnknownHostException ex) {
				throw new CompletionException(ex);
			}
		}, this.executor);
	}

	private void await(Collection<CompletableFuture<List<InetAddress>>> asked) throws InterruptedException {
		try {
			CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
				.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			// The caller checks each name.
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * Resolves a name.
	 */
	@FunctionalInterface
	interface Resolver {

		/**
		 * Resolve a name to at least one address.
		 */
		InetAddress[] resolve(String name) throws UnknownHostException;

	}

}

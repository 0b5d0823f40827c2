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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.pekko.actor.ActorSystem;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.log.LogMessage;

/**
 * Replaces the ActorSystem of a node by a fresh one that listens on the same port. That
 * port is free only once the old ActorSystem has terminated. This takes many seconds
 * where packets to other nodes vanish, because each connection waits until it has sent
 * its last messages.
 */
final class PekkoSuccession {

	private static final Log logger = LogFactory.getLog(PekkoSuccession.class);

	/**
	 * After this time, the log says what this node waits for.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration BIND_INTERVAL = Duration.ofMillis(500);

	private final Duration patience;

	private final Duration terminationLimit;

	private final Duration bindLimit;

	private volatile CompletableFuture<Void> aborted = new CompletableFuture<>();

	PekkoSuccession() {
		this(Duration.ofSeconds(60), Duration.ofSeconds(30));
	}

	/**
	 * Create a succession.
	 * @param terminationLimit how long the old ActorSystem may take to terminate
	 * @param bindLimit how long the port may be in use after that
	 */
	PekkoSuccession(Duration terminationLimit, Duration bindLimit) {
		this.patience = (PATIENCE.compareTo(terminationLimit) < 0) ? PATIENCE : terminationLimit;
		this.terminationLimit = terminationLimit;
		this.bindLimit = bindLimit;
	}

	/**
	 * Stop waiting, now and until {@link #resume()}: the application stops. May be called
	 * from any thread.
	 */
	void abort() {
		this.aborted.complete(null);
	}

	/**
	 * Note that the application starts again.
	 */
	void resume() {
		if (this.aborted.isDone()) {
			this.aborted = new CompletableFuture<>();
		}
	}

	/**
	 * Terminate an ActorSystem, wait until it has terminated, and create another one.
	 * @param last the node with the old ActorSystem
	 * @param factory creates the new one
	 * @return the new ActorSystem
	 * @throws FailureAnalyzedException if the port cannot be bound within the limit
	 * @throws IllegalStateException if the old ActorSystem does not terminate within the
	 * limit, or if the application stops
	 */
	ActorSystem replace(PekkoNode last, PekkoActorSystemFactory factory) {
		String name = last.system().name();
		CompletableFuture<?> terminated = last.terminateNow();
		if (!await(terminated, this.patience)) {
			logger.warn(LogMessage.format(
					"Cluster '%s': the engine cannot start again yet, because its former incarnation is still closing "
							+ "its connections after %d s; waiting for at most %d s",
					name, this.patience.toSeconds(), this.terminationLimit.toSeconds()));
			if (!await(terminated, this.terminationLimit.minus(this.patience))) {
				throw new IllegalStateException(
						"the former incarnation of the engine did not end within %d s and still holds its port"
							.formatted(this.terminationLimit.toSeconds()));
			}
		}
		return create(name, factory);
	}

	private ActorSystem create(String name, PekkoActorSystemFactory factory) {
		long start = System.nanoTime();
		FailureAnalyzedException failure = null;
		do {
			FailureAnalyzedException latest = tryToBind(factory);
			if (latest == null) {
				return factory.create();
			}
			if (failure == null) {
				logger.warn(LogMessage.format("Cluster '%s': %s; trying again for %d s", name, latest.getMessage(),
						this.bindLimit.toSeconds()));
			}
			failure = latest;
			await(new CompletableFuture<>(), BIND_INTERVAL);
		}
		while (System.nanoTime() - start < this.bindLimit.toNanos());
		throw failure;
	}

	private static @Nullable FailureAnalyzedException tryToBind(PekkoActorSystemFactory factory) {
		try {
			factory.verifyPort();
			return null;
		}
		catch (FailureAnalyzedException ex) {
			return ex;
		}
	}

	/**
	 * Wait.
	 * @return whether the future was completed in time
	 * @throws IllegalStateException if the application stops
	 */
	private boolean await(CompletableFuture<?> future, Duration timeout) {
		try {
			CompletableFuture.anyOf(future, this.aborted).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the engine was starting again", ex);
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			logger.debug("The former incarnation failed while it terminated", ex);
		}
		if (this.aborted.isDone()) {
			throw new IllegalStateException("The application stops");
		}
		return true;
	}

}

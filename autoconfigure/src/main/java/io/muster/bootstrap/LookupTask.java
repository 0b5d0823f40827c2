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

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.Assert;

import io.muster.bootstrap.formation.BootstrapEvent;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.LookupFailed;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.IncompleteLookupException;

/**
 * Looks up one {@link ContactPointSource} on a thread of its own and enforces the resolve
 * timeout. A source that hangs and ignores its interruption holds one thread. It is
 * looked up again only when that thread has returned.
 */
final class LookupTask implements AutoCloseable {

	private final ContactPointSource source;

	private final String name;

	private final Duration resolveTimeout;

	private final ScheduledExecutorService timer;

	private final Consumer<BootstrapEvent> outcome;

	private final ThreadPoolExecutor executor;

	private final AtomicBoolean hanging = new AtomicBoolean();

	private final AtomicBoolean warming = new AtomicBoolean();

	LookupTask(ContactPointSource source, String name, Duration resolveTimeout, ScheduledExecutorService timer,
			Consumer<BootstrapEvent> outcome) {
		this.source = source;
		this.name = name;
		this.resolveTimeout = resolveTimeout;
		this.timer = timer;
		this.outcome = outcome;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("muster-lookup-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Look up the source. The outcome is its answer, its failure or the end of the
	 * timeout.
	 */
	void run() {
		if (this.hanging.get() && !this.warming.get()) {
			this.outcome.accept(failed("it still has not returned from an earlier lookup"));
			return;
		}
		start(this.outcome);
	}

	/**
	 * Look up the source once for its effect on what comes after: code that has run
	 * before is quick. What it finds may be old when it is needed, and counts for
	 * nothing. A lookup that follows waits for this one.
	 * @param found takes what was found
	 */
	void warmUp(Consumer<Set<ContactPoint>> found) {
		this.warming.set(true);
		start((event) -> {
			this.warming.set(false);
			if (event instanceof Discovered discovered) {
				found.accept(discovered.contactPoints());
			}
		});
	}

	private void start(Consumer<BootstrapEvent> outcome) {
		CompletableFuture<BootstrapEvent> result = new CompletableFuture<>();
		try {
			Future<?> lookup = this.executor.submit(() -> result.complete(lookUp()));
			Future<?> timeout = this.timer.schedule(() -> {
				if (result.complete(
						failed("no answer within %d ms (resolve-timeout)".formatted(this.resolveTimeout.toMillis())))) {
					lookup.cancel(true);
				}
			}, this.resolveTimeout.toMillis(), TimeUnit.MILLISECONDS);
			result.whenComplete((event, failure) -> timeout.cancel(false));
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// Closed, or the machine has no more threads.
			result.complete(failed(describe(ex)));
		}
		result.thenAccept(outcome);
	}

	private BootstrapEvent lookUp() {
		this.hanging.set(true);
		try {
			Set<ContactPoint> contactPoints = this.source.lookup();
			Assert.state(contactPoints != null, "the source returned null instead of contact points");
			return new Discovered(this.name, Set.copyOf(contactPoints));
		}
		catch (IncompleteLookupException ex) {
			return new Discovered(this.name, ex.found(), ex.getMessage());
		}
		catch (Throwable ex) {
			return failed(describe(ex));
		}
		finally {
			this.hanging.set(false);
		}
	}

	private static String describe(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		String reason = (cause.getMessage() != null) ? cause.getMessage() : "no message";
		return reason.lines().findFirst().orElse(reason) + " (" + cause.getClass().getSimpleName() + ")";
	}

	private LookupFailed failed(String reason) {
		return new LookupFailed(this.name, reason);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}

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

package io.muster.peers.shedlock;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.jspecify.annotations.Nullable;

/**
 * A job that is due ten times a second, and runs forever once it has the lock, which it
 * extends every second. It runs on until it hears that the lock was not extended: that is
 * all that ShedLock tells a job.
 */
final class Job {

	private static final long INTERVAL_MILLIS = 100;

	private static final long EXTENSION = TimeUnit.SECONDS.toNanos(1);

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "job");
		thread.setDaemon(true);
		return thread;
	});

	private final LockProvider locks;

	private final Duration atMost;

	private volatile @Nullable SimpleLock lock;

	private volatile boolean stopping;

	private long extended;

	Job(LockProvider locks, Duration atMost) {
		this.locks = locks;
		this.atMost = atMost;
	}

	void start() {
		this.scheduler.scheduleWithFixedDelay(this::run, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
	}

	boolean isRunning() {
		return this.lock != null && !this.stopping;
	}

	private void run() {
		try {
			SimpleLock lock = this.lock;
			if (lock == null && !this.stopping) {
				this.extended = System.nanoTime();
				this.lock = this.locks.lock(new LockConfiguration(Instant.now(), "leader", this.atMost, Duration.ZERO))
					.orElse(null);
			}
			else if (lock != null && System.nanoTime() - this.extended >= EXTENSION) {
				this.extended = System.nanoTime();
				this.lock = lock.extend(this.atMost, Duration.ZERO).orElse(null);
			}
		}
		catch (RuntimeException ex) {
			System.err.println("Without the lock: " + ex);
			this.lock = null;
		}
	}

	/**
	 * Stop the job, and let another process have the lock at once.
	 */
	void stop() {
		this.stopping = true;
		this.scheduler.submit(() -> {
			SimpleLock lock = this.lock;
			if (lock != null) {
				lock.unlock();
			}
		});
		this.scheduler.shutdown();
		try {
			this.scheduler.awaitTermination(this.atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

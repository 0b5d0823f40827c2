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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The one thread of bootstrap. It exists only while it has tasks. Tasks that are
 * submitted after it was closed are ignored.
 */
final class BootstrapThread implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(BootstrapThread.class);

	private static final Duration NEVER = Duration.ofDays(1);

	private final ScheduledThreadPoolExecutor executor;

	private @Nullable ScheduledFuture<?> wakeUp;

	BootstrapThread() {
		this.executor = new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("muster-bootstrap-"));
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * Run a task after all tasks that were submitted before.
	 */
	void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Closed, ignoring " + task, ex);
		}
	}

	void schedule(Runnable task, Duration delay) {
		if (!this.executor.isShutdown()) {
			this.executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Run a task later, in place of the last one that was scheduled by this method. To be
	 * called by this thread.
	 * @param task the task
	 * @param delay how much later, in milliseconds; a day or more means never
	 */
	void wakeUp(Runnable task, long delay) {
		if (this.wakeUp != null) {
			this.wakeUp.cancel(false);
		}
		if (delay < NEVER.toMillis() && !this.executor.isShutdown()) {
			this.wakeUp = this.executor.schedule(task, Math.max(delay, 1), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Return the executor that timeouts are scheduled with.
	 */
	ScheduledExecutorService timer() {
		return this.executor;
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}

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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogMessage;

import io.muster.cluster.AloneEngine;
import io.muster.cluster.ClusterEventPublisher;

/**
 * Starts and stops the cluster of an application that is alone, in the phase in which
 * others start and leave theirs.
 */
public final class AloneLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(AloneLifecycle.class);

	private final AloneEngine engine;

	private final ClusterEventPublisher events;

	private boolean listening;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param engine the engine
	 * @param events publishes that the cluster has formed
	 */
	public AloneLifecycle(AloneEngine engine, ClusterEventPublisher events) {
		this.engine = engine;
		this.events = events;
	}

	@Override
	public void start() {
		this.running = true;
		if (!this.listening) {
			this.listening = true;
			this.events.listenTo(this.engine);
		}
		logger.info(LogMessage.format(
				"muster.enabled is false: this application is the only member of cluster '%s', and leads it",
				this.engine.name()));
		this.engine.start();
	}

	@Override
	public void stop() {
		this.running = false;
		this.engine.stop(Duration.ZERO);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * It has nothing that a pause would save, and its listeners would hear of an end and
	 * of a beginning.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return ClusterLifecycle.PHASE;
	}

}

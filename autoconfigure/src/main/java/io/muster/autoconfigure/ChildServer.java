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

package io.muster.autoconfigure;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.contactpoint.web.LocalServer;

/**
 * Tells the node in a parent context that the web server of this child context answers
 * probes, while it runs.
 */
final class ChildServer implements SmartLifecycle {

	private final LocalServer server;

	private final BootstrapCoordinator coordinator;

	private final Environment environment;

	private final SeedNodesPath path;

	private volatile boolean running;

	ChildServer(LocalServer server, BootstrapCoordinator coordinator, Environment environment, SeedNodesPath path) {
		this.server = server;
		this.coordinator = coordinator;
		this.environment = environment;
		this.path = path;
	}

	@Override
	public void start() {
		this.running = true;
		this.server.servedByChild(this.environment, this.path.contactPointPath());
		this.coordinator.checkSelfContactPoint();
	}

	@Override
	public void stop() {
		this.running = false;
		this.server.servedByNoChild();
		this.coordinator.checkSelfContactPoint();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * After the web server's start, and before its shutdown.
	 */
	@Override
	public int getPhase() {
		return ClusterLifecycle.PHASE;
	}

}

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
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.ApplicationStartupAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;
import org.springframework.util.Assert;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEventPublisher;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;

/**
 * Starts the engine, and then bootstrap, when the web server accepts connections. The
 * rest of the application starts at the same time. Leaves the cluster before the web
 * server begins its graceful shutdown. In between, operators control the node through it.
 */
public final class ClusterLifecycle implements SmartLifecycle, NodeControl, ApplicationStartupAware {

	/**
	 * After the web server's start, whose phase is {@code DEFAULT_PHASE - 2048}; before
	 * its graceful shutdown, whose phase is {@code DEFAULT_PHASE - 1024}; and below
	 * {@code DEFAULT_PHASE}, so that beans that use the cluster start later and stop
	 * earlier.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

	private static final String STARTUP_STEP = "muster.cluster.start";

	private static final Log logger = LogFactory.getLog(ClusterLifecycle.class);

	private final ClusterEngine engine;

	private final @Nullable BootstrapCoordinator coordinator;

	private final Start start;

	private final List<NodeAddress> seedNodes;

	private final ClusterEventPublisher events;

	private final Duration leaveTimeout;

	private final ApplicationExit exit;

	private final Rejoiner rejoiner;

	private ApplicationStartup applicationStartup = ApplicationStartup.DEFAULT;

	/**
	 * Held while the engine is started or stopped.
	 */
	private final Object starting = new Object();

	private boolean listening;

	private volatile boolean running;

	private volatile boolean stopped;

	/**
	 * How often this was started.
	 */
	private volatile int starts;

	/**
	 * Create a lifecycle.
	 * @param engine the engine
	 * @param coordinator the coordinator, {@code null} if bootstrap is off
	 * @param start what to do when the engine has started
	 * @param seedNodes the configured seed nodes, empty if there are none
	 * @param events publishes what happens in the cluster
	 * @param leaveTimeout how long leaving may take
	 * @param onRemoved what to do when this node was declared failed
	 * @param exit how to close the application if the engine cannot be started
	 */
	public ClusterLifecycle(ClusterEngine engine, @Nullable BootstrapCoordinator coordinator, Start start,
			List<NodeAddress> seedNodes, ClusterEventPublisher events, Duration leaveTimeout, OnRemoved onRemoved,
			ApplicationExit exit) {
		this.engine = engine;
		this.coordinator = coordinator;
		this.start = start;
		this.seedNodes = List.copyOf(seedNodes);
		this.events = events;
		this.leaveTimeout = leaveTimeout;
		this.exit = exit;
		this.rejoiner = new Rejoiner(engine, onRemoved, leaveTimeout, exit, this::bootstrapAgain);
	}

	@Override
	public void setApplicationStartup(ApplicationStartup applicationStartup) {
		this.applicationStartup = applicationStartup;
	}

	/**
	 * Start the engine. A node that was stopped has left, and has handed over what it
	 * led: it comes back as a fresh incarnation.
	 * @throws FailureAnalyzedException if it was stopped, and the engine cannot start
	 * again
	 */
	@Override
	public void start() {
		if (this.stopped && !this.engine.isRestartable()) {
			throw new FailureAnalyzedException(
					"This application context was stopped, and is started again, but its node has left the cluster for "
							+ "good: the application uses the engine's ActorSystem, which cannot join again.",
					"Close the context and create another one, as Spring Boot's developer tools do. "
							+ "For a checkpoint (CRaC), use spring.context.checkpoint=onRefresh, which precedes the start.");
		}
		// What the application waits for. The engine's thread has no step: those that the
		// application begins meanwhile would count as part of it.
		StartupStep step = this.applicationStartup.start(STARTUP_STEP).tag("cluster", this.engine.name());
		try {
			begin();
		}
		finally {
			step.end();
		}
	}

	private void begin() {
		this.engine.verify();
		int start = ++this.starts;
		this.running = true;
		this.rejoiner.open();
		listen();
		if (this.coordinator != null) {
			this.coordinator.prepare(this.start == Start.BOOTSTRAP);
		}
		new Thread(() -> startEngine(start), "muster-start").start();
	}

	private void listen() {
		if (this.listening) {
			return;
		}
		this.listening = true;
		this.events.listenTo(this.engine);
		this.rejoiner.watch();
		if (this.coordinator != null) {
			this.coordinator.addListener(this.rejoiner);
			this.coordinator.addListener(new SplitPublisher(this.engine, this.events));
		}
	}

	private boolean isRunning(int start) {
		return this.running && this.starts == start;
	}

	private void startEngine(int start) {
		try {
			synchronized (this.starting) {
				if (!isRunning(start)) {
					return;
				}
				this.engine.start();
			}
			if (!isRunning(start)) {
				return;
			}
			if (this.start == Start.BOOTSTRAP) {
				Objects.requireNonNull(this.coordinator).startUnlessLeft();
			}
			else if (this.start == Start.SEED_NODES) {
				logger.warn("muster.cluster.seed-nodes is set: this node joins through them, and bootstrap founds no "
						+ "cluster");
				joinSeedNodes();
			}
			boolean asked = this.coordinator != null && this.coordinator.startIfAsked();
			if (this.start == Start.NOTHING && !asked) {
				logger.info("Bootstrap is not started automatically: waiting for BootstrapCoordinator.start() or "
						+ "Cluster.join(...)");
			}
		}
		catch (Throwable ex) {
			// Also an error: the application would wait for the engine for ever.
			failed(ex);
		}
	}

	private void joinSeedNodes() {
		if (this.coordinator != null) {
			this.coordinator.startThrough(this.seedNodes);
		}
		else {
			this.engine.joinSeedNodes(this.seedNodes);
		}
	}

	private void bootstrapAgain(Collection<NodeAddress> seedNodes) {
		if (this.coordinator != null) {
			this.coordinator.restart(seedNodes);
		}
		else if (!seedNodes.isEmpty()) {
			this.engine.join(seedNodes);
		}
		else if (this.seedNodes.size() > 1) {
			// Not by the rule for the first seed node: its last cluster may live on.
			this.engine.join(this.seedNodes);
		}
		else if (this.start == Start.SEED_NODES) {
			this.engine.joinSeedNodes(this.seedNodes);
		}
	}

	@Override
	public void enter(Collection<ContactPoint> contactPoints, Collection<NodeAddress> seedNodes) {
		BootstrapCoordinator coordinator = coordinator();
		EngineStatus status = this.engine.state().status();
		if (status == EngineStatus.REMOVED || (status == EngineStatus.MEMBER && !seedNodes.isEmpty())) {
			// Only the next incarnation probes them: to this one, they are a second
			// cluster.
			coordinator.keep(contactPoints);
			this.rejoiner.enter(seedNodes);
		}
		else {
			coordinator.enter(contactPoints, seedNodes);
		}
	}

	@Override
	public void stayOut() {
		this.rejoiner.stayOut();
	}

	@Override
	public void addContactPoints(Collection<ContactPoint> contactPoints, Duration delay) {
		coordinator().addContactPoints(contactPoints, delay);
	}

	private BootstrapCoordinator coordinator() {
		BootstrapCoordinator coordinator = this.coordinator;
		Assert.state(coordinator != null, "Bootstrap is off (muster.bootstrap.enabled)");
		return coordinator;
	}

	private void failed(Throwable failure) {
		if (!this.running) {
			logger.debug("Stopped while the cluster engine was starting", failure);
		}
		else if (failure instanceof FailureAnalyzedException) {
			this.exit.exit(EngineFailure.reason(failure));
		}
		else {
			try {
				logger.error("The cluster engine could not be started", failure);
			}
			finally {
				// Also where there is no memory left for the log.
				this.exit.exit("The cluster engine could not be started: " + EngineFailure.reason(failure));
			}
		}
	}

	@Override
	public void stop(Runnable callback) {
		new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "muster-stop").start();
	}

	@Override
	public void stop() {
		this.running = false;
		this.stopped = true;
		this.rejoiner.close();
		if (this.coordinator != null) {
			this.coordinator.stop();
		}
		synchronized (this.starting) {
			this.engine.stop(this.leaveTimeout);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * What to do when the engine has started.
	 */
	public enum Start {

		/**
		 * Bootstrap.
		 */
		BOOTSTRAP,

		/**
		 * Nothing: the application starts bootstrap, or joins explicitly.
		 */
		NOTHING,

		/**
		 * Join through configured seed nodes.
		 */
		SEED_NODES

	}

}

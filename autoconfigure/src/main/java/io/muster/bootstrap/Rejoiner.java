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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEngine.Registration;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.DepartedMember.Kind;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;

/**
 * Has this node enter a cluster again, with a fresh incarnation of the engine: after it
 * was declared failed, if its cluster gives way to another, or on behalf of an operator.
 */
final class Rejoiner implements BootstrapListener {

	private static final Log logger = LogFactory.getLog(Rejoiner.class);

	private final ClusterEngine engine;

	private final OnRemoved onRemoved;

	private final Duration leaveTimeout;

	private final ApplicationExit exit;

	private final Consumer<Collection<NodeAddress>> bootstrap;

	private volatile boolean over;

	private boolean stayingOut;

	private boolean restarting;

	private @Nullable Node removed;

	/**
	 * Create a rejoiner.
	 * @param engine the engine, which is restarted
	 * @param onRemoved what to do when this node was declared failed
	 * @param leaveTimeout how long leaving the cluster may take before the engine is
	 * restarted all the same
	 * @param exit how to close the application
	 * @param bootstrap bootstraps the fresh incarnation, or joins through the given
	 * members
	 */
	Rejoiner(ClusterEngine engine, OnRemoved onRemoved, Duration leaveTimeout, ApplicationExit exit,
			Consumer<Collection<NodeAddress>> bootstrap) {
		this.engine = engine;
		this.onRemoved = onRemoved;
		this.leaveTimeout = leaveTimeout;
		this.exit = exit;
		this.bootstrap = bootstrap;
	}

	/**
	 * Begin to watch for the removal of this node.
	 */
	void watch() {
		this.engine.addListener(this::engineChanged);
	}

	/**
	 * Stop: the application stops, and its node leaves on purpose.
	 */
	void close() {
		this.over = true;
	}

	/**
	 * Go on: the application is started again.
	 */
	synchronized void open() {
		this.over = false;
		this.stayingOut = false;
	}

	private synchronized void engineChanged(ClusterState state) {
		Node self = state.self();
		if (state.status() != EngineStatus.REMOVED || self == null || self.equals(this.removed) || this.over) {
			return;
		}
		this.removed = self;
		if (!this.restarting && !this.stayingOut && hasFailed(state, self)) {
			failed();
		}
	}

	/**
	 * Stay outside once this node has left its cluster, for whatever reason it leaves,
	 * until {@link #enter} is called.
	 */
	synchronized void stayOut() {
		this.stayingOut = true;
	}

	/**
	 * Enter a cluster, on behalf of an operator. A member leaves its cluster first.
	 * Returns at once.
	 * @param seedNodes members to join through, none to bootstrap
	 * @throws IllegalStateException if the application is stopping
	 */
	synchronized void enter(Collection<NodeAddress> seedNodes) {
		Assert.state(!this.over, "The application is stopping");
		this.stayingOut = false;
		restart(seedNodes);
	}

	private static boolean hasFailed(ClusterState state, Node self) {
		return state.departed()
			.stream()
			.filter((departed) -> departed.member().node().equals(self))
			.map(DepartedMember::kind)
			.anyMatch(Kind.FAILED::equals);
	}

	private void failed() {
		String what = "Cluster '%s' declared this node failed and removed it: it was out of reach for too long, or on "
			.formatted(this.engine.name()) + "the losing side of a partition";
		switch (this.onRemoved) {
			case REJOIN -> {
				logger.warn(what + ". It enters again (muster.cluster.on-removed=rejoin)");
				restart(List.of());
			}
			case SHUTDOWN -> this.exit.exit(what + " (muster.cluster.on-removed=shutdown)");
			case NONE -> logger
				.warn(what + ". It stays outside until it is started again " + "(muster.cluster.on-removed=none)");
		}
	}

	@Override
	public synchronized void givesWay(List<NodeAddress> seedNodes) {
		if (!this.over) {
			if (!seedNodes.isEmpty()) {
				logger.warn("This node leaves its cluster, which gives way, to join another through " + seedNodes);
			}
			restart(seedNodes);
		}
	}

	private void restart(Collection<NodeAddress> seedNodes) {
		if (!this.engine.isRestartable()) {
			this.exit.exit("This node can enter the cluster again only as another process, because the application "
					+ "uses the engine's ActorSystem, which cannot");
		}
		else if (!this.restarting) {
			this.restarting = true;
			Thread thread = new Thread(() -> restartEngine(seedNodes), "muster-restart");
			// The calling thread may be a daemon, and the engine's threads are. An
			// application without a web server would end meanwhile.
			thread.setDaemon(false);
			try {
				thread.start();
			}
			catch (OutOfMemoryError ex) {
				this.exit.exit("The cluster engine could not be started again: " + ex.getMessage());
			}
		}
	}

	private void restartEngine(Collection<NodeAddress> seedNodes) {
		try {
			if (this.engine.state().status() != EngineStatus.REMOVED) {
				leave();
			}
			synchronized (this) {
				this.restarting = false;
			}
			if (!this.over) {
				this.engine.restart();
				this.bootstrap.accept(seedNodes);
			}
		}
		catch (Throwable ex) {
			// Also an error: this node would stay outside for ever.
			if (!this.over) {
				try {
					logger.error("The cluster engine could not be started again", ex);
				}
				finally {
					this.exit.exit("The cluster engine could not be started again: " + EngineFailure.reason(ex));
				}
			}
		}
	}

	private void leave() {
		CountDownLatch left = new CountDownLatch(1);
		Registration registration = this.engine.addListener((state) -> {
			if (state.status() == EngineStatus.REMOVED || state.status() == EngineStatus.STOPPED) {
				left.countDown();
			}
		});
		try {
			this.engine.leave();
			if (!left.await(this.leaveTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("Could not leave the cluster within %d ms: starting the engine again without"
					.formatted(this.leaveTimeout.toMillis()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			registration.remove();
		}
	}

}

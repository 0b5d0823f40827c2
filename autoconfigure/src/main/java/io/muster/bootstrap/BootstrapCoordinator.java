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
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.formation.BootstrapCommand;
import io.muster.bootstrap.formation.BootstrapEvent;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.formation.BootstrapEvent.Introduced;
import io.muster.bootstrap.formation.BootstrapEvent.RegistryChanged;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.bootstrap.formation.BootstrapEvent.Stopped;
import io.muster.bootstrap.formation.BootstrapEvent.Tick;
import io.muster.bootstrap.formation.BootstrapEvent.Told;
import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.bootstrap.formation.DurableState;
import io.muster.bootstrap.formation.Effects;
import io.muster.bootstrap.formation.Formation;
import io.muster.bootstrap.formation.SelfContactPoint;
import io.muster.bootstrap.formation.Split;
import io.muster.bootstrap.storage.DurableStateStore;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.web.SeedNodesResponder.Shown;

/**
 * Turns contact points into a decision: keep probing, join, or found. A thin shell: all
 * rules are in {@link Formation}, which it feeds with lookups, probes and what the engine
 * says, and whose commands it carries out, on one thread that exists only while there is
 * something to do.
 */
public final class BootstrapCoordinator implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(BootstrapCoordinator.class);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private final ClusterEngine engine;

	private final LookupTasks lookups;

	private final ContactPointProber prober;

	private final Supplier<SelfContactPoint> selfContactPoint;

	private final boolean rejoinAfterLeave;

	private final CommandRunner commands;

	private final DurableStateStore memoryStore;

	private final Supplier<Formation> formations;

	private final Object lock = new Object();

	private final Effects outbox = new Effects();

	private final BootstrapThread thread = new BootstrapThread();

	private final long origin = System.nanoTime();

	private Formation formation;

	private volatile DurableState memory;

	private volatile Shown shown;

	private volatile @Nullable String waitingFor;

	private volatile Set<NodeAddress> knownNodes = Set.of();

	private final BootstrapListeners listeners = new BootstrapListeners();

	private final OperatorContactPoints operatorContactPoints = new OperatorContactPoints();

	private boolean started;

	/**
	 * Create a coordinator.
	 * @param settings the settings
	 * @param decider who decides
	 * @param engine the engine that is told to join or to found
	 * @param sources where contact points come from
	 * @param prober who asks contact points
	 * @param selfContactPoint this node's own contact point, asked when bootstrap starts
	 * @param exit how to close the application when this node can not join
	 * @param memoryStore what keeps the memory of this node when its process ends
	 */
	public BootstrapCoordinator(BootstrapSettings settings, JoinDecider decider, ClusterEngine engine,
			List<ContactPointSource> sources, ContactPointProber prober, Supplier<SelfContactPoint> selfContactPoint,
			ApplicationExit exit, DurableStateStore memoryStore) {
		this.engine = engine;
		this.prober = prober;
		this.selfContactPoint = selfContactPoint;
		this.lookups = new LookupTasks(sources, settings.resolveTimeout(), this.thread.timer(), this::accept);
		this.commands = new CommandRunner(engine, this.lookups, prober, exit, this.listeners, this::now, this::accept);
		this.rejoinAfterLeave = settings.rejoinAfterLeave();
		this.memoryStore = memoryStore;
		this.memory = memoryStore.load();
		this.formations = () -> new Formation(engine.name(), settings, decider, this.lookups.names(),
				new SplittableRandom(), this.memory, this.outbox);
		this.formation = this.formations.get();
		this.shown = this.formation.shown();
	}

	/**
	 * Prepare for bootstrap, while the engine starts. Returns at once.
	 */
	void prepare() {
		this.thread.execute(this.prober::prepare);
	}

	/**
	 * Start bootstrap, which goes on until this node is a member. Returns at once. To be
	 * called by the application if {@code muster.bootstrap.auto-startup} is off.
	 * @throws IllegalStateException if the engine has not started yet
	 */
	public void start() {
		if (!begin(List.of(), false)) {
			logger.warn("Bootstrap was started already; ignoring that it was started again");
		}
	}

	/**
	 * Start bootstrap, unless this node left its cluster on purpose and waits for an
	 * operator to have it join.
	 */
	void startUnlessLeft() {
		if (this.memory.left() && !this.rejoinAfterLeave) {
			logger.info("Bootstrap is not started automatically: this node has left its cluster on purpose, and waits "
					+ "for an operator to have it join (muster.bootstrap.rejoin-after-leave)");
			synchronized (this.lock) {
				this.waitingFor = this.formation.waitingFor();
			}
		}
		else {
			start();
		}
	}

	private boolean begin(Collection<NodeAddress> seedNodes, boolean again) {
		boolean first;
		synchronized (this) {
			first = !this.started;
			if (!first && !again) {
				return false;
			}
			Node self = this.engine.state().self();
			if (self == null) {
				throw new IllegalStateException("The engine has not started yet");
			}
			accept(new Started(self, this.selfContactPoint.get(), seedNodes));
			if (!this.operatorContactPoints.isEmpty()) {
				accept(new Told(this.operatorContactPoints.get(), List.of()));
			}
			this.started = true;
		}
		if (first) {
			this.engine.addListener((state) -> accept(EngineChanged.of(state)));
		}
		return true;
	}

	/**
	 * Bootstrap a fresh incarnation of the engine, if the last one was bootstrapped or an
	 * operator wants this node in a cluster.
	 * @param seedNodes members to join through before anything else, none to bootstrap
	 */
	void restart(Collection<NodeAddress> seedNodes) {
		if (isStarted() || !this.operatorContactPoints.isEmpty()) {
			begin(seedNodes, true);
		}
	}

	/**
	 * Enter a cluster with the present incarnation of the engine, because an operator
	 * wants it.
	 * @param contactPoints contact points to add
	 * @param seedNodes members to join through now, none to bootstrap
	 */
	void enter(Collection<ContactPoint> contactPoints, Collection<NodeAddress> seedNodes) {
		synchronized (this) {
			keep(contactPoints);
			if (this.started) {
				accept(new Told(this.operatorContactPoints.get(), seedNodes));
				return;
			}
		}
		EngineStatus status = this.engine.state().status();
		if (status == EngineStatus.STARTED) {
			begin(seedNodes, true);
		}
		else if (status == EngineStatus.JOINING && !seedNodes.isEmpty()) {
			// The configured seed nodes, through which it tries to join, may not answer.
			this.engine.join(seedNodes);
		}
	}

	/**
	 * Add contact points from an operator later.
	 * @param contactPoints the contact points
	 * @param delay how much later
	 */
	void addContactPoints(Collection<ContactPoint> contactPoints, Duration delay) {
		if (!contactPoints.isEmpty()) {
			this.thread.schedule(() -> {
				synchronized (this) {
					keep(contactPoints);
					accept(new Told(this.operatorContactPoints.get(), List.of()));
				}
			}, delay);
		}
	}

	/**
	 * Keep contact points from an operator for the next incarnation of this node.
	 * @param contactPoints the contact points
	 */
	void keep(Collection<ContactPoint> contactPoints) {
		this.operatorContactPoints.add(contactPoints);
	}

	/**
	 * Return whether bootstrap was started.
	 * @return whether it was
	 */
	public synchronized boolean isStarted() {
		return this.started;
	}

	/**
	 * Return this node's own contact point.
	 * @return the contact point
	 */
	public SelfContactPoint selfContactPoint() {
		return this.selfContactPoint.get();
	}

	/**
	 * Look contact points up at once: a registry says that something changed.
	 */
	public void registryChanged() {
		accept(new RegistryChanged());
	}

	/**
	 * Look at another node at once: it probed this one and said something of itself.
	 * @param announcement what it said; ignored if neither discovery nor an answer ever
	 * named that node
	 */
	public void announced(Announcement announcement) {
		boolean known = this.shown.contactPoints().stream().anyMatch(announcement.contactPoint()::isSameServer);
		NodeAddress node = announcement.node();
		if (known || (node != null && this.knownNodes.contains(node))) {
			accept(new Announced(announcement));
		}
	}

	/**
	 * Probe another node from now on: it probed this one and introduced itself.
	 * @param contactPoint where the other node answers probes
	 */
	public void introduced(ContactPoint contactPoint) {
		if (!this.shown.contactPoints().contains(contactPoint)) {
			accept(new Introduced(contactPoint));
		}
	}

	/**
	 * Return what others are shown.
	 * @return what they are shown, the same object as long as it is the same
	 */
	public Shown shown() {
		return this.shown;
	}

	/**
	 * Return all that bootstrap knows at this moment.
	 * @return the report
	 */
	public BootstrapReport report() {
		synchronized (this.lock) {
			BootstrapReport report = this.formation.report(now());
			return (this.engine.state().status() != EngineStatus.NEW) ? report
					: report.withWaitingFor("the cluster engine to start");
		}
	}

	/**
	 * Return what this node waits for. Never blocks.
	 * @return what it waits for, in words; {@code null} if for nothing
	 */
	public @Nullable String waitingFor() {
		return this.waitingFor;
	}

	/**
	 * Return the second cluster that this node sees. Never blocks.
	 * @return what is known of it, {@code null} if there is none
	 */
	public @Nullable Split split() {
		return this.commands.split();
	}

	/**
	 * Add a listener, who is told what bootstrap does.
	 * @param listener the listener
	 */
	public void addListener(BootstrapListener listener) {
		this.listeners.add(listener);
	}

	private long now() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.origin);
	}

	private void accept(BootstrapEvent event) {
		this.thread.execute(() -> handle(event));
	}

	private void handle(BootstrapEvent event) {
		long now = now();
		long next = now + AFTER_FAILURE.toMillis();
		try {
			List<BootstrapCommand> commands;
			synchronized (this.lock) {
				if (event instanceof Started start) {
					begin(start);
				}
				commands = this.formation.on(event, now);
				next = this.formation.nextTick(now);
				remember(this.formation.memory());
				show(this.formation.shown());
				this.waitingFor = this.formation.waitingFor();
				this.knownNodes = this.formation.knownNodes();
			}
			commands.forEach(this.commands::run);
			this.listeners.tell(event);
		}
		catch (RuntimeException ex) {
			logger.error("Bootstrap failed on " + event, ex);
		}
		finally {
			this.thread.wakeUp(() -> handle(new Tick()), next - now);
		}
	}

	private void begin(Started start) {
		if (this.formation.isStarted()) {
			this.formation = this.formations.get();
		}
		this.commands.begin(start.contactPoint().local());
	}

	/**
	 * Store what must not be forgotten before others are shown it: a vote that was
	 * counted must survive.
	 */
	private void remember(DurableState latest) {
		if (!latest.equals(this.memory)) {
			this.memory = latest;
			this.memoryStore.store(latest);
		}
	}

	/**
	 * Show others what is new before anything is done that they could ask about.
	 */
	private void show(Shown latest) {
		if (!latest.equals(this.shown)) {
			this.shown = latest;
		}
	}

	/**
	 * Stop bootstrap for good.
	 */
	@Override
	public void close() {
		accept(new Stopped());
		this.thread.close();
		this.lookups.close();
	}

}

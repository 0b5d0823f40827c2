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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.Wait;
import io.muster.bootstrap.decision.WaitReason;
import io.muster.bootstrap.formation.Advertisement;
import io.muster.bootstrap.formation.BootstrapCommand;
import io.muster.bootstrap.formation.BootstrapEvent;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.bootstrap.formation.BootstrapEvent.ContactPointsAdded;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.formation.BootstrapEvent.Introduced;
import io.muster.bootstrap.formation.BootstrapEvent.JoinedExplicitly;
import io.muster.bootstrap.formation.BootstrapEvent.RegistryChanged;
import io.muster.bootstrap.formation.BootstrapEvent.SelfContactPointChanged;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.bootstrap.formation.BootstrapEvent.Stopped;
import io.muster.bootstrap.formation.BootstrapEvent.Tick;
import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.bootstrap.formation.DurableState;
import io.muster.bootstrap.formation.ExplicitSeedNodes;
import io.muster.bootstrap.formation.Formation;
import io.muster.bootstrap.formation.FormationDriver;
import io.muster.bootstrap.formation.Ready;
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

/**
 * Bootstraps this node: looks up and probes contact points until it joins or founds a
 * cluster. It is a shell around {@link Formation}, which has all rules. It hands lookups,
 * probes and changes of the engine to that class and runs its commands, on one thread
 * that exists only while it has work. Public methods may be called from any thread.
 */
public final class BootstrapCoordinator implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(BootstrapCoordinator.class);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	/**
	 * The most announcements that may wait to be handled. Any sender may send them, so
	 * their number needs a limit. A dropped one does no harm: the next probe finds the
	 * same out.
	 */
	private static final int MAX_ANNOUNCEMENTS = 100;

	/**
	 * How many contact points are probed before bootstrap. In a large cluster, all nodes
	 * that start at one moment would burden all others, and a few warm the code as well.
	 */
	private static final int MAX_WARM_UP_PROBES = 10;

	private final ClusterEngine engine;

	private final LookupTasks lookups;

	private final ContactPointProber prober;

	private final SelfContactPointSource selfContactPoint;

	private final boolean rejoinAfterLeave;

	private final CommandRunner commands;

	private final FormationDriver formation;

	private final BootstrapThread thread = new BootstrapThread();

	private final long origin = System.nanoTime();

	private final AtomicInteger announcements = new AtomicInteger();

	private final ProberPace probers = new ProberPace();

	private volatile boolean left;

	private volatile Advertisement advertised;

	private volatile SelfContactPoint self = SelfContactPoint.NONE;

	private volatile @Nullable String waitingFor;

	private final BootstrapListeners listeners = new BootstrapListeners();

	private final OperatorContactPoints operatorContactPoints = new OperatorContactPoints();

	private boolean started;

	private boolean startedEarly;

	private boolean listening;

	/**
	 * Whether the application has stopped, and may start again.
	 */
	private volatile boolean stopped;

	/**
	 * Held by the one thread while it takes a step, which includes to store.
	 */
	private final ReentrantLock step = new ReentrantLock();

	private ExplicitSeedNodes configured = ExplicitSeedNodes.NONE;

	private ExplicitSeedNodes explicit = ExplicitSeedNodes.NONE;

	/**
	 * Create a coordinator.
	 * @param settings the settings
	 * @param decider decides whether to keep probing, to join or to found
	 * @param engine the engine, which joins or founds
	 * @param sources where contact points come from
	 * @param prober probes contact points
	 * @param selfContactPoint this node's own contact point, asked when bootstrap starts
	 * @param exit how to close the application when this node cannot join
	 * @param store keeps the durable state of this node beyond its process
	 */
	public BootstrapCoordinator(BootstrapSettings settings, JoinDecider decider, ClusterEngine engine,
			List<ContactPointSource> sources, ContactPointProber prober, SelfContactPointSource selfContactPoint,
			ApplicationExit exit, DurableStateStore store) {
		this.engine = engine;
		this.prober = prober;
		this.selfContactPoint = selfContactPoint;
		this.lookups = new LookupTasks(sources, settings.resolveTimeout(), this.thread.timer(), this::lookedUp);
		this.commands = new CommandRunner(engine, this.lookups, prober, exit, this.listeners, this::now, this::accept);
		this.rejoinAfterLeave = settings.rejoinAfterLeave();
		DurableState durableState = store.load();
		Formation first = new Formation(engine.name(), settings, decider, this.lookups.names(), new SplittableRandom(),
				durableState);
		this.left = durableState.left();
		this.advertised = first.advertised();
		this.formation = new FormationDriver(first, new Shell(store));
	}

	/**
	 * Prepare for bootstrap, while the engine starts. Returns at once. The first lookup
	 * and the first probes of a process take the longest, because their code runs for the
	 * first time. Here nobody waits for them yet, and nothing that they find counts.
	 * @param probing whether to look up and probe contact points, as bootstrap will do
	 */
	void prepare(boolean probing) {
		this.thread.execute(() -> {
			this.prober.prepare();
			if (probing && !this.left) {
				this.lookups.warmUp((found) -> found.stream().limit(MAX_WARM_UP_PROBES).forEach(this::warmUp));
			}
		});
	}

	private void warmUp(ContactPoint contactPoint) {
		this.prober.probe(contactPoint, null);
	}

	/**
	 * Start bootstrap, which goes on until this node is a member. Returns at once. To be
	 * called by the application if {@code muster.bootstrap.auto-startup} is off, at any
	 * time: if the engine has not started yet, for example in an
	 * {@code ApplicationRunner}, bootstrap starts when it has.
	 */
	public void start() {
		synchronized (this) {
			if (this.engine.state().self() == null) {
				this.startedEarly = true;
				return;
			}
		}
		if (!begin(List.of(), false)) {
			logger.warn("Bootstrap was started already; ignoring that it was started again");
		}
	}

	/**
	 * Start bootstrap, unless this node left its cluster on purpose. It then waits for an
	 * operator to have it join.
	 */
	void startUnlessLeft() {
		if (this.left && !this.rejoinAfterLeave) {
			logger.info("Bootstrap is not started automatically: this node has left its cluster on purpose, and waits "
					+ "for an operator to have it join (muster.bootstrap.rejoin-after-leave)");
			this.waitingFor = this.formation.report(now()).waitingFor();
		}
		else {
			start();
		}
	}

	/**
	 * Have this node join through configured seed nodes, which take precedence over
	 * bootstrap. All else is the same: the join is supervised, this node remembers its
	 * cluster, and watches for a second one.
	 * @param seedNodes the seed nodes, in order
	 */
	void startThrough(List<NodeAddress> seedNodes) {
		synchronized (this) {
			this.configured = new ExplicitSeedNodes(seedNodes, true);
			this.explicit = this.configured;
		}
		begin(List.of(), false);
	}

	/**
	 * Stand back for an explicit join, which the engine has begun, and supervise it.
	 * @param seedNodes the members that the application named
	 */
	public void joinedExplicitly(List<NodeAddress> seedNodes) {
		synchronized (this) {
			this.explicit = new ExplicitSeedNodes(seedNodes, false);
			if (this.started) {
				accept(new JoinedExplicitly(seedNodes));
				return;
			}
			if (this.engine.state().self() == null) {
				this.startedEarly = true;
				return;
			}
		}
		begin(List.of(), false);
	}

	/**
	 * Start bootstrap if the application asked for it, or joined explicitly, before the
	 * engine had started.
	 * @return whether it did
	 */
	boolean startIfAsked() {
		boolean asked;
		synchronized (this) {
			asked = this.startedEarly && !this.started;
			this.startedEarly = false;
		}
		if (asked) {
			start();
		}
		return asked;
	}

	private boolean begin(Collection<NodeAddress> seedNodes, boolean again) {
		boolean first;
		synchronized (this) {
			first = !this.listening;
			if (this.started && !again) {
				return false;
			}
			Node self = this.engine.state().self();
			if (self == null) {
				throw new IllegalStateException("The engine has not started yet");
			}
			this.stopped = false;
			Started start = new Started(self, selfContactPoint(), seedNodes, this.explicit, this.engine.transport(), 0);
			long asked = now();
			this.thread.execute(() -> {
				// The thread may be busy with the first lookup, which prepares this.
				handle(start.delayed(now() - asked));
				if (this.engine.state().status() == EngineStatus.JOINING) {
					// The engine joins already: nothing is decided in between.
					handle(EngineChanged.of(this.engine.state()));
				}
			});
			if (!this.operatorContactPoints.isEmpty()) {
				accept(new ContactPointsAdded(this.operatorContactPoints.get(), List.of()));
			}
			this.started = true;
			this.listening = true;
		}
		if (first) {
			this.engine.addListener((state) -> accept(EngineChanged.of(state)));
		}
		return true;
	}

	/**
	 * Bootstrap a fresh incarnation of the engine, if the last one was bootstrapped or an
	 * operator has added contact points.
	 * @param seedNodes members to join through first, none to bootstrap
	 */
	void restart(Collection<NodeAddress> seedNodes) {
		synchronized (this) {
			// An explicit join is for one incarnation, configured seed nodes are for all.
			this.explicit = this.configured;
		}
		if (isStarted() || !this.operatorContactPoints.isEmpty()) {
			begin(seedNodes, true);
		}
	}

	/**
	 * Enter a cluster with the present incarnation of the engine, on behalf of an
	 * operator.
	 * @param contactPoints contact points to add
	 * @param seedNodes members to join through now, none to bootstrap
	 */
	void enter(Collection<ContactPoint> contactPoints, Collection<NodeAddress> seedNodes) {
		synchronized (this) {
			keep(contactPoints);
			if (this.started) {
				accept(new ContactPointsAdded(this.operatorContactPoints.get(), seedNodes));
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
					accept(new ContactPointsAdded(this.operatorContactPoints.get(), List.of()));
				}
			}, delay);
		}
	}

	/**
	 * Keep contact points from an operator for the next incarnations of this node.
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
		Set<ContactPoint> aliases = this.self.aliases();
		try {
			aliases = this.selfContactPoint.aliases();
		}
		catch (RuntimeException ex) {
			logger.warn(
					"Other names of this node's own contact point could not be looked up: this node will find them when it probes itself",
					ex);
		}
		this.self = new SelfContactPoint(this.selfContactPoint.local(), aliases);
		return this.self;
	}

	/**
	 * Take the outcome of a lookup, and update the names of this node's own contact
	 * point. Called by the thread of the lookup, because listing the addresses of a
	 * machine takes time.
	 */
	private void lookedUp(BootstrapEvent event) {
		if (event instanceof Discovered) {
			checkSelfContactPoint();
		}
		accept(event);
	}

	/**
	 * Ask again for this node's own contact point, because its web server has started or
	 * has stopped.
	 */
	public void checkSelfContactPoint() {
		SelfContactPoint before = this.self;
		if (!selfContactPoint().equals(before)) {
			accept(new SelfContactPointChanged(this.self));
		}
	}

	/**
	 * Look contact points up at once, because a registry reported a change.
	 */
	public void registryChanged() {
		accept(new RegistryChanged());
	}

	/**
	 * Probe another node at once, because it announced itself in a probe.
	 * @param announcement the announcement; ignored if that node is at no known contact
	 * point, or if too many announcements wait
	 */
	public void announced(Announcement announcement) {
		if (this.stopped || !announcement.news() && !this.probers.isDue(announcement.contactPoint(), now())) {
			return;
		}
		if (this.announcements.incrementAndGet() > MAX_ANNOUNCEMENTS) {
			this.announcements.decrementAndGet();
			return;
		}
		this.thread.execute(() -> {
			this.announcements.decrementAndGet();
			handle(new Announced(announcement));
		});
	}

	/**
	 * Probe another node from now on, because it introduced itself in a probe.
	 * @param contactPoint where the other node answers probes
	 */
	public void introduced(ContactPoint contactPoint) {
		if (!this.advertised.contactPoints().contains(contactPoint)) {
			accept(new Introduced(contactPoint));
		}
	}

	/**
	 * Return what this node advertises in its answers. Never blocks.
	 * @return the advertisement, the same object while it does not change
	 */
	public Advertisement advertised() {
		return this.advertised;
	}

	/**
	 * Return all that bootstrap knows at this moment. Waits for a second at most for what
	 * is being stored.
	 * @return the report
	 */
	public BootstrapReport report() {
		boolean settled = awaitStep();
		BootstrapReport report;
		try {
			report = this.formation.report(now());
		}
		finally {
			if (settled) {
				this.step.unlock();
			}
		}
		return (this.engine.state().status() != EngineStatus.NEW) ? report
				: report.withWait(new Wait(WaitReason.ENGINE_STARTING, "the cluster engine to start"));
	}

	private boolean awaitStep() {
		try {
			return this.step.tryLock(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Return what this node waits for. Never blocks.
	 * @return what it waits for, for a message; {@code null} if for nothing
	 */
	public @Nullable String waitingFor() {
		String waitingFor = this.waitingFor;
		Wait stalled = (waitingFor != null) ? this.formation.stalled(now()) : null;
		return (stalled != null) ? stalled.cause() : waitingFor;
	}

	/**
	 * Return why this node cannot read or store its vote and its last known members.
	 * Never blocks.
	 * @return the reason and the way out, in sentences; {@code null} if it can
	 */
	public @Nullable String storage() {
		return this.formation.storageFailure(now());
	}

	/**
	 * Return the second cluster that this node sees. Never blocks.
	 * @return the split, {@code null} if there is none
	 */
	public @Nullable Split split() {
		return this.commands.split();
	}

	/**
	 * Add a listener for what bootstrap does.
	 * @param listener the listener
	 */
	public void addListener(BootstrapListener listener) {
		this.listeners.add(listener);
	}

	private long now() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.origin);
	}

	private void accept(BootstrapEvent event) {
		if (!this.stopped) {
			this.thread.execute(() -> handle(event));
		}
	}

	private void handle(BootstrapEvent event) {
		long now = now();
		long next = now + AFTER_FAILURE.toMillis();
		try {
			if (event instanceof Started start) {
				this.commands.begin(start.contactPoint().local());
			}
			else if (event instanceof SelfContactPointChanged changed) {
				this.commands.answersAt(changed.contactPoint().local());
			}
			Ready ready = step(event, now);
			next = ready.nextTick();
			this.waitingFor = ready.waitingFor();
			this.listeners.publish(event);
		}
		catch (RuntimeException ex) {
			logger.error("Bootstrap failed on " + event, ex);
		}
		finally {
			this.thread.wakeUp(() -> handle(new Tick()), next - now);
		}
	}

	private Ready step(BootstrapEvent event, long now) {
		this.step.lock();
		try {
			return this.formation.accept(event, now);
		}
		finally {
			this.step.unlock();
		}
	}

	/**
	 * Stop bootstrap, because the application stops and its node leaves. If it is started
	 * again, what was started before starts again.
	 */
	void stop() {
		synchronized (this) {
			this.startedEarly |= this.started;
			this.started = false;
			this.explicit = this.configured;
			accept(new Stopped());
			this.stopped = true;
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
		this.commands.close();
	}

	/**
	 * Applies the effects of steps, on the one thread.
	 */
	private final class Shell implements FormationDriver.Host {

		private final DurableStateStore store;

		private Shell(DurableStateStore store) {
			this.store = store;
		}

		@Override
		public @Nullable String store(DurableState state) {
			BootstrapCoordinator.this.left = state.left();
			return this.store.store(state);
		}

		@Override
		public void advertise(Advertisement advertisement) {
			BootstrapCoordinator.this.advertised = advertisement;
		}

		@Override
		public void run(BootstrapCommand command) {
			BootstrapCoordinator.this.commands.run(command);
		}

	}

}

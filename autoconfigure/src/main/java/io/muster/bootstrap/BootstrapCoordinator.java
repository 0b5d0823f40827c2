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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.muster.bootstrap.BootstrapCommand.Connect;
import io.muster.bootstrap.BootstrapCommand.Found;
import io.muster.bootstrap.BootstrapCommand.GiveUp;
import io.muster.bootstrap.BootstrapCommand.Join;
import io.muster.bootstrap.BootstrapCommand.LookUp;
import io.muster.bootstrap.BootstrapCommand.Probe;
import io.muster.bootstrap.BootstrapCommand.Rejoin;
import io.muster.bootstrap.BootstrapCommand.ReportSplit;
import io.muster.bootstrap.BootstrapCommand.Say;
import io.muster.bootstrap.BootstrapEvent.Announced;
import io.muster.bootstrap.BootstrapEvent.Discovered;
import io.muster.bootstrap.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.BootstrapEvent.Introduced;
import io.muster.bootstrap.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.BootstrapEvent.Probed;
import io.muster.bootstrap.BootstrapEvent.RegistryChanged;
import io.muster.bootstrap.BootstrapEvent.Started;
import io.muster.bootstrap.BootstrapEvent.Stopped;
import io.muster.bootstrap.BootstrapEvent.Tick;
import io.muster.bootstrap.BootstrapEvent.Told;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodesAnswer.Shown;

/**
 * Turns contact points into a decision: keep probing, join, or found. A thin shell: all
 * rules are in {@link Formation}, which it feeds with lookups, probes and what the engine
 * says, and whose commands it carries out, on one thread that exists only while there is
 * something to do.
 */
public final class BootstrapCoordinator implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(BootstrapCoordinator.class);

	private static final int MAX_TOLD = 100;

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private final ClusterEngine engine;

	private final Map<String, LookupTask> lookups = new LinkedHashMap<>();

	private final ContactPointProber prober;

	private final Supplier<SelfContactPoint> selfContactPoint;

	private final ApplicationExit exit;

	private final MemoryStore memoryStore;

	private final Supplier<Formation> formations;

	private final Object lock = new Object();

	private final Outbox outbox = new Outbox();

	private final ScheduledThreadPoolExecutor executor;

	private final long origin = System.nanoTime();

	private Formation formation;

	private Memory memory;

	private volatile Shown shown;

	private volatile @Nullable Split split;

	private volatile @Nullable String waitingFor;

	private volatile Set<NodeAddress> knownNodes = Set.of();

	private final List<BootstrapListener> listeners = new CopyOnWriteArrayList<>();

	private @Nullable ScheduledFuture<?> tick;

	private volatile @Nullable ContactPoint self;

	private Set<ContactPoint> told = Set.of();

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
			ApplicationExit exit, MemoryStore memoryStore) {
		this.engine = engine;
		this.prober = prober;
		this.selfContactPoint = selfContactPoint;
		this.exit = exit;
		this.executor = new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("muster-bootstrap-"));
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		sources.forEach((source) -> {
			String name = uniqueName(source.description());
			this.lookups.put(name,
					new LookupTask(source, name, settings.resolveTimeout(), this.executor, this::accept));
		});
		this.memoryStore = memoryStore;
		this.memory = memoryStore.load();
		this.formations = () -> new Formation(engine.name(), settings, decider, List.copyOf(this.lookups.keySet()),
				new SplittableRandom(), this.memory, this.outbox);
		this.formation = this.formations.get();
		this.shown = this.formation.shown();
	}

	private String uniqueName(String description) {
		String name = description;
		for (int i = 2; this.lookups.containsKey(name); i++) {
			name = description + " #" + i;
		}
		return name;
	}

	/**
	 * Prepare for bootstrap, while the engine starts. Returns at once.
	 */
	void prepare() {
		this.executor.execute(this.prober::prepare);
	}

	/**
	 * Start bootstrap, which goes on until this node is a member. Returns at once. To be
	 * called by the application if {@code muster.bootstrap.auto-startup} is off.
	 * @throws IllegalStateException if the engine has not started yet
	 */
	public void start() {
		synchronized (this) {
			if (this.started) {
				logger.warn("Bootstrap was started already; ignoring that it was started again");
				return;
			}
			start(List.of());
			this.started = true;
		}
		listen();
	}

	private void listen() {
		this.engine.addListener((state) -> accept(new EngineChanged(state.status(), nodes(state, (member) -> true),
				nodes(state, (member) -> member.status().isCounted()))));
	}

	private static List<Node> nodes(ClusterState state, Predicate<Member> which) {
		return state.members().stream().filter(which).map(Member::node).toList();
	}

	/**
	 * Start bootstrap anew, with a fresh incarnation of the engine, if it was started
	 * before or an operator wants this node in.
	 * @param seedNodes members to join through before anything else, none to bootstrap
	 */
	void restart(Collection<NodeAddress> seedNodes) {
		boolean wanted;
		synchronized (this) {
			wanted = this.started || !this.told.isEmpty();
		}
		if (wanted) {
			enter(seedNodes);
		}
	}

	private void start(Collection<NodeAddress> seedNodes) {
		Node self = this.engine.state().self();
		if (self == null) {
			throw new IllegalStateException("The engine has not started yet");
		}
		SelfContactPoint contactPoint = this.selfContactPoint.get();
		this.self = contactPoint.local();
		accept(new Started(self, contactPoint, seedNodes));
		if (!this.told.isEmpty()) {
			accept(new Told(this.told, List.of()));
		}
	}

	/**
	 * Start bootstrap, or start it anew with a fresh incarnation of the engine, because
	 * an operator wants this node in.
	 * @param seedNodes members to join through before anything else, none to bootstrap
	 */
	void enter(Collection<NodeAddress> seedNodes) {
		boolean first;
		synchronized (this) {
			start(seedNodes);
			first = !this.started;
			this.started = true;
		}
		if (first) {
			listen();
		}
	}

	/**
	 * Take contact points from an operator. They are probed like those that discovery
	 * knows, as long as this process lives.
	 * @param contactPoints the contact points
	 * @param seedNodes members to join through now, none to go on as before
	 */
	void told(Collection<ContactPoint> contactPoints, Collection<NodeAddress> seedNodes) {
		synchronized (this) {
			keep(contactPoints);
			accept(new Told(this.told, seedNodes));
		}
	}

	/**
	 * Take contact points from an operator, to be probed only later: their cluster gives
	 * way, and must not be taken for a second one until it has.
	 * @param contactPoints the contact points
	 * @param delay how much later
	 */
	void toldLater(Collection<ContactPoint> contactPoints, Duration delay) {
		if (!contactPoints.isEmpty() && !this.executor.isShutdown()) {
			this.executor.schedule(() -> told(contactPoints, List.of()), delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Take contact points from an operator, to be probed by the next incarnation of this
	 * node.
	 * @param contactPoints the contact points
	 */
	synchronized void keep(Collection<ContactPoint> contactPoints) {
		Set<ContactPoint> all = new LinkedHashSet<>(contactPoints);
		all.addAll(this.told);
		this.told = all.stream().limit(MAX_TOLD).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Return whether bootstrap was started.
	 */
	synchronized boolean isStarted() {
		return this.started;
	}

	/**
	 * Return this node's own contact point.
	 */
	SelfContactPoint selfContactPoint() {
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
		return this.split;
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
		try {
			this.executor.execute(() -> handle(event));
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Stopped, ignoring " + event, ex);
		}
	}

	private void handle(BootstrapEvent event) {
		long now = now();
		long next = now + AFTER_FAILURE.toMillis();
		try {
			List<BootstrapCommand> commands;
			synchronized (this.lock) {
				if (event instanceof Started && this.formation.isStarted()) {
					this.formation = this.formations.get();
					this.split = null;
				}
				commands = this.formation.on(event, now);
				next = this.formation.nextTick(now);
				remember(this.formation.memory());
				show(this.formation.shown());
				this.waitingFor = this.formation.waitingFor();
				this.knownNodes = this.formation.knownNodes();
			}
			commands.forEach(this::carryOut);
			this.listeners.forEach((listener) -> tell(listener, event));
		}
		catch (RuntimeException ex) {
			logger.error("Bootstrap failed on " + event, ex);
		}
		finally {
			schedule(next - now);
		}
	}

	/**
	 * Store what must not be forgotten before others are shown it: a vote that was
	 * counted must survive.
	 */
	private void remember(Memory latest) {
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

	private static void tell(BootstrapListener listener, BootstrapEvent event) {
		if (event instanceof Discovered || event instanceof LookupFailed) {
			listener.lookedUp(event instanceof Discovered);
		}
		else if (event instanceof Probed probed) {
			listener.probed((probed.result() instanceof Failed failed) ? failed.kind().name().toLowerCase(Locale.ROOT)
					: "answered");
		}
	}

	private void schedule(long delay) {
		if (this.tick != null) {
			this.tick.cancel(false);
		}
		if (delay < Duration.ofDays(1).toMillis() && !this.executor.isShutdown()) {
			this.tick = this.executor.schedule(() -> handle(new Tick()), Math.max(delay, 1), TimeUnit.MILLISECONDS);
		}
	}

	private void carryOut(BootstrapCommand command) {
		try {
			if (command instanceof Say say) {
				log(say);
			}
			else if (command instanceof LookUp lookUp) {
				Objects.requireNonNull(this.lookups.get(lookUp.source())).run();
			}
			else if (command instanceof Probe probe) {
				probe(probe);
			}
			else if (command instanceof Connect connect) {
				this.engine.connect(connect.node());
			}
			else if (command instanceof Join join) {
				this.engine.join(join.seedNodes());
			}
			else if (command instanceof Found) {
				this.engine.found();
			}
			else if (command instanceof GiveUp giveUp) {
				this.exit.exit(giveUp.reason());
			}
			else if (command instanceof ReportSplit report) {
				this.split = report.split();
				this.listeners.forEach((listener) -> listener.splitChanged(report.split()));
			}
			else if (command instanceof Rejoin rejoin) {
				this.listeners.forEach((listener) -> listener.givesWay(rejoin.seedNodes()));
			}
		}
		catch (RuntimeException ex) {
			logger.error("Bootstrap could not " + command, ex);
		}
	}

	private void log(Say say) {
		switch (say.level()) {
			case INFO -> logger.info(say.text());
			case WARN -> logger.warn(say.text());
			case ERROR -> logger.error(say.text());
		}
	}

	private void probe(Probe probe) {
		long sentAt = now();
		ContactPoint contactPoint = probe.contactPoint();
		CompletableFuture<ProbeResult> answer;
		try {
			answer = this.prober.probe(contactPoint,
					(probe.news() || this.engine.state().status() == EngineStatus.MEMBER) ? this.self : null);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			answer = CompletableFuture.failedFuture(ex);
		}
		// Without a result, this contact point would count as being asked for ever.
		answer.whenComplete((result,
				failure) -> accept(new Probed(contactPoint, sentAt, (result != null) ? result : new Failed(Kind.WRONG,
						"could not be probed: " + ((failure != null) ? failure : "the prober gave no result")))));
	}

	/**
	 * Stop bootstrap for good.
	 */
	@Override
	public void close() {
		accept(new Stopped());
		this.executor.shutdown();
		this.lookups.values().forEach(LookupTask::close);
	}

}

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

package io.muster.bootstrap.formation.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.ClientJoinDecider;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.formation.Advertisement;
import io.muster.bootstrap.formation.BootstrapCommand;
import io.muster.bootstrap.formation.BootstrapCommand.CheckEngine;
import io.muster.bootstrap.formation.BootstrapCommand.Found;
import io.muster.bootstrap.formation.BootstrapCommand.Join;
import io.muster.bootstrap.formation.BootstrapCommand.LookUp;
import io.muster.bootstrap.formation.BootstrapCommand.Probe;
import io.muster.bootstrap.formation.BootstrapCommand.Rejoin;
import io.muster.bootstrap.formation.BootstrapCommand.Say;
import io.muster.bootstrap.formation.BootstrapEvent;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChecked;
import io.muster.bootstrap.formation.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.bootstrap.formation.BootstrapEvent.Tick;
import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.bootstrap.formation.DurableState;
import io.muster.bootstrap.formation.EngineReach;
import io.muster.bootstrap.formation.Formation;
import io.muster.bootstrap.formation.FormationDriver;
import io.muster.bootstrap.formation.SelfContactPoint;
import io.muster.cluster.ClusterLeader;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.FormingCluster;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * One process of a {@link SimulationNode}: its {@link FormationDriver}, and the
 * coordinator, the engine and the clock around it. When its engine was downed, or gives
 * way, it starts again as another incarnation.
 */
final class SimulationProcess implements FormationDriver.Host {

	private static final String SOURCE = "registry";

	private final Simulation world;

	private final SimulationNode node;

	private final BootstrapSettings settings;

	private final JoinDecider decider;

	private Node self;

	private final FormationDriver formation;

	private Advertisement advertised;

	private @Nullable DurableState stored;

	private boolean leaving;

	private List<Node> members = List.of();

	private List<Node> counted = List.of();

	/**
	 * The members that know, as far as this process knows, that enough are Up.
	 */
	private final Set<Node> knowing = new HashSet<>();

	/**
	 * How many members its cluster must have had before it counts.
	 */
	private int required;

	/**
	 * Whether its cluster counts, as far as this process knows.
	 */
	private boolean complete;

	private long membersVersion;

	private final double clockRate;

	private final long clockOffset;

	private final long startedAt;

	private final Map<Integer, Long> heardAt = new HashMap<>();

	private final Map<ContactPoint, Long> latestSentAt = new HashMap<>();

	private boolean running = true;

	private boolean bootstrapping;

	private long pausedUntil;

	private boolean probing = true;

	private long probingSince;

	private int failedLookups;

	private int engineCommand;

	private @Nullable SimulationCluster cluster;

	private @Nullable Vote vote;

	private final Set<Vote> left = new HashSet<>();

	private final List<String> doubts = new ArrayList<>();

	private long waitedForMembersAt = -Simulation.PATIENCE;

	private long tick;

	private long probes;

	SimulationProcess(Simulation world, SimulationNode node, Node self, DurableState durableState) {
		this.world = world;
		this.node = node;
		this.self = self;
		this.settings = world.plan().settings(node.index());
		this.decider = isClient() ? new ClientJoinDecider() : world.decider(this.settings);
		Formation first = new Formation("sim", this.settings, this.decider, List.of(SOURCE), world.random().split(),
				durableState);
		this.advertised = first.advertised();
		this.stored = durableState;
		this.formation = new FormationDriver(first, this);
		this.clockRate = 1 + world.plan().clockDrift * (world.random().nextDouble() * 2 - 1);
		this.clockOffset = world.random().nextLong(1_000_000_000);
		this.startedAt = world.now();
		this.probingSince = world.now();
	}

	void start() {
		this.world.in((this.world.plan().delay != 0) ? this.world.random().nextLong(300) : 0, () -> {
			if (this.running) {
				this.bootstrapping = true;
				receive(new Started(this.self, SelfContactPoint.of(this.node.contactPoint())));
			}
		});
	}

	/**
	 * Learn that this node's cluster has removed it: its engine stops, and is started
	 * again.
	 */
	void downed() {
		whenAwake(() -> {
			if (this.cluster != null) {
				this.world.tell(this.node, () -> "is downed");
				restartEngine(List.of());
			}
		});
	}

	private void restartEngine(Collection<NodeAddress> seedNodes) {
		int engineCommand = ++this.engineCommand;
		if (this.cluster != null && this.cluster.vote() != null) {
			this.left.add(this.cluster.vote());
		}
		this.cluster = null;
		this.knowing.clear();
		this.complete = false;
		this.leaving = false;
		this.vote = null;
		this.members = List.of();
		this.world.changed();
		receive(new EngineChanged(EngineStatus.REMOVED, List.of()));
		this.world.in(300 + this.world.random().nextLong(1700), () -> whenAwake(() -> {
			if (engineCommand == this.engineCommand) {
				this.self = new Node(this.self.address(), this.world.random().nextLong());
				this.membersVersion = 0;
				this.probing = true;
				this.probingSince = this.world.now();
				receive(new Started(this.self, SelfContactPoint.of(this.node.contactPoint()), seedNodes));
			}
		}));
	}

	/**
	 * Leave the cluster, whose members learn of it.
	 */
	void leave() {
		if (this.cluster != null) {
			this.cluster.leave(this);
		}
	}

	/**
	 * Learn of the members. The engine has seen them at once, and bootstrap learns of
	 * them a little later.
	 */
	void members(long version, List<Node> members, List<Node> counted) {
		this.membersVersion = version;
		this.members = members;
		this.counted = counted;
		boolean joiningCount = this.world.plan().countsJoining && enough(members);
		if (joiningCount || (enough(counted) && this.required <= 1)) {
			complete();
		}
		tellBootstrap();
	}

	private boolean enough(List<Node> counted) {
		return counted.stream().filter(this.world::mayFound).count() >= this.required;
	}

	/**
	 * Learn which members have seen the members that it knows.
	 */
	void seenBy(List<Node> nodes) {
		if (!this.complete && enough(this.counted)) {
			this.knowing.addAll(nodes);
			this.knowing.retainAll(this.members);
			if (enough(this.counted.stream().filter(this.knowing::contains).toList())) {
				complete();
				tellBootstrap();
			}
		}
	}

	private void complete() {
		if (!this.complete) {
			this.complete = true;
			this.world.changed();
			this.world.ledger().completed(this, Objects.requireNonNull(this.cluster));
		}
	}

	private void tellBootstrap() {
		Node incarnation = this.self;
		boolean complete = this.complete;
		List<Node> members = this.members;
		List<Node> counted = this.counted;
		whenAwake(() -> {
			if (this.cluster != null && this.self.equals(incarnation)) {
				handle(complete ? new EngineChanged(EngineStatus.MEMBER, members, counted, hasServer(), false)
						: new EngineChanged(EngineStatus.JOINING, members, this.world.servers(members), true, false));
			}
		});
	}

	void kill() {
		this.running = false;
	}

	void pause(long millis) {
		this.pausedUntil = this.world.now() + millis;
		this.world.tell(this.node, () -> "is paused for " + millis);
	}

	void wake() {
		this.pausedUntil = Math.min(this.pausedUntil, this.world.now());
	}

	/**
	 * Do something as soon as this process runs, if it ever does again.
	 */
	private void whenAwake(Runnable what) {
		if (!this.running) {
			return;
		}
		if (isPaused()) {
			long resume = this.pausedUntil;
			// what was waiting is handled in any order, and never before a wake-up
			this.world.at(Math.min(resume, Math.max(this.world.now() + 1, this.world.plan().calmAt))
					+ this.world.random().nextInt(3), () -> whenAwake(what));
			return;
		}
		what.run();
	}

	void receive(BootstrapEvent event) {
		whenAwake(() -> handle(event));
	}

	private void handle(BootstrapEvent event) {
		if (!this.bootstrapping) {
			return;
		}
		long local = clock();
		long next = this.formation.accept(event, local).nextTick();
		long tick = ++this.tick;
		if (next != Long.MAX_VALUE) {
			long delay = (long) Math.ceil((next - local) / this.clockRate);
			this.world.in(Math.max(1, delay), () -> {
				if (tick == this.tick) {
					receive(new Tick());
				}
			});
		}
	}

	@Override
	public @Nullable String store(DurableState state) {
		String failure = this.node.store(state);
		if (failure == null) {
			this.stored = state;
		}
		return failure;
	}

	/**
	 * Advertise only what would outlive a crash: another node may count it from now on.
	 */
	@Override
	public void advertise(Advertisement advertisement) {
		this.advertised = advertisement;
		this.world.ledger().advertised(this, advertisement, this.stored);
		noteVote();
	}

	private void noteProbing(BootstrapCommand command) {
		if (command instanceof Join || command instanceof Found) {
			this.probing = false;
		}
		else if (!this.probing && command instanceof LookUp) {
			this.probing = true;
			this.probingSince = this.world.now();
		}
	}

	private void noteVote() {
		Vote latest = this.advertised.vote();
		Vote before = this.vote;
		if (latest == null && this.cluster != null) {
			// A member shows no vote, but will not vote for another while it is one.
			return;
		}
		if (!Objects.equals(before, latest)) {
			this.world.tell(this.node, () -> "vote: "
					+ ((latest != null) ? latest.candidate().address() + " term " + latest.term() : "none"));
			if (before != null) {
				this.world.ledger().dropped(this, before);
			}
			this.vote = latest;
			if (latest != null) {
				this.world.ledger().voted(this, latest);
			}
		}
	}

	@Override
	public void run(BootstrapCommand command) {
		noteProbing(command);
		if (command instanceof LookUp) {
			lookUp();
		}
		else if (command instanceof Probe probe) {
			this.probes++;
			new SimulationProbe(this.world, this, probe).send();
		}
		else if (command instanceof Join join) {
			int engineCommand = ++this.engineCommand;
			require(join.required());
			engine(EngineStatus.JOINING);
			tryToJoin(join.seedNodes(), engineCommand);
		}
		else if (command instanceof Found found) {
			int engineCommand = ++this.engineCommand;
			require(found.required());
			engine(EngineStatus.JOINING);
			Vote vote = this.vote;
			this.world.ledger().decidedToFound(this, vote, found.required());
			long delay = (this.world.plan().delay == 0) ? this.world.delay() : 1 + this.world.random().nextLong(100);
			this.world.in(delay, () -> whenAwake(() -> {
				if (engineCommand == this.engineCommand && this.cluster == null) {
					SimulationCluster cluster = new SimulationCluster(this.world, this, vote);
					this.cluster = cluster;
					becomeMember();
					cluster.begin();
					this.world.ledger().founded(this, cluster);
				}
			}));
		}
		else if (command instanceof CheckEngine check) {
			checkEngine(check.node());
		}
		else if (command instanceof Rejoin rejoin && this.cluster != null) {
			if (!rejoin.seedNodes().isEmpty() && this.complete) {
				this.world.ledger().givesWay(this, rejoin.seedNodes().get(0));
			}
			leaveAndRejoin(rejoin.seedNodes());
		}
		else if (command instanceof Say say) {
			if (say.text().contains(" does not count for now: ")) {
				this.doubts.add(say.text());
			}
			if (say.text().startsWith("Waiting: a majority of the ")) {
				this.waitedForMembersAt = this.world.now();
			}
			this.world.tell(this.node, say::text);
		}
	}

	/**
	 * Try to connect to an engine, as the operating systems of both nodes answer it.
	 */
	private void checkEngine(NodeAddress engine) {
		SimulationNode other = this.world.network().node(engine);
		EngineReach reach;
		if (other == null) {
			boolean listening = this.world.liars()
				.stream()
				.anyMatch((liar) -> liar.address().equals(engine) && liar.isListening());
			reach = listening ? EngineReach.CONNECTS : EngineReach.REFUSED;
		}
		else if (!this.world.network().passes(this.node, other) || !this.world.network().passes(other, this.node)) {
			reach = EngineReach.TIMED_OUT;
		}
		else if (other.process() == null) {
			reach = other.isHostGone() ? EngineReach.TIMED_OUT : EngineReach.REFUSED;
		}
		else {
			reach = EngineReach.CONNECTS;
		}
		this.world.in((reach == EngineReach.TIMED_OUT) ? 2000 : 2 * this.world.delay(),
				() -> receive(new EngineChecked(engine, reach)));
	}

	private void require(int required) {
		if (this.cluster == null) {
			this.required = this.world.plan().countsAtOnce ? 1 : required;
		}
	}

	/**
	 * Leave for another cluster. For a moment it is still there, and answers.
	 */
	private void leaveAndRejoin(List<NodeAddress> seedNodes) {
		Node incarnation = this.self;
		beginToLeave();
		this.world.in(1 + this.world.random().nextLong(500), () -> whenAwake(() -> {
			if (this.cluster != null && this.self.equals(incarnation)) {
				leave();
				restartEngine(seedNodes);
			}
		}));
	}

	private void lookUp() {
		SimulationPlan plan = this.world.plan();
		boolean fails = !this.world.isCalm() && this.world.happens(plan.lookupFailures)
				&& (!plan.family.isHeard() || this.failedLookups == 0);
		if (fails) {
			this.failedLookups++;
			boolean hangs = this.world.random().nextBoolean();
			this.world.in(hangs ? this.settings.resolveTimeout().toMillis() : this.world.delay(),
					() -> receive(new LookupFailed(SOURCE, hangs ? "no answer" : "refused")));
			return;
		}
		this.failedLookups = 0;
		Set<ContactPoint> known = this.world.registry().seenBy(this);
		this.world.in(this.world.delay(), () -> receive(new Discovered(SOURCE, known)));
	}

	private void tryToJoin(List<NodeAddress> seedNodes, int engineCommand) {
		whenAwake(() -> {
			if (engineCommand != this.engineCommand || this.cluster != null) {
				return;
			}
			boolean fails = !this.world.isCalm() && this.world.happens(this.world.plan().joinFailures);
			for (NodeAddress seedNode : seedNodes) {
				SimulationProcess seed = this.world.network().running(seedNode);
				if (!fails && seed != null && seed.cluster != null && this.world.network().passes(this.node, seed.node)
						&& this.world.network().passes(seed.node, this.node)) {
					long delay = 2 * this.world.delay();
					this.world.in(delay, () -> whenAwake(() -> join(seed, engineCommand)));
				}
			}
			this.world.in(1000 + this.world.random().nextInt(1000), () -> tryToJoin(seedNodes, engineCommand));
		});
	}

	private void join(SimulationProcess seed, int engineCommand) {
		SimulationCluster cluster = seed.cluster;
		if (engineCommand == this.engineCommand && this.cluster == null && cluster != null && seed.running
				&& cluster.admits(seed, this)) {
			this.cluster = cluster;
			becomeMember();
			cluster.add(seed, this);
			this.world.ledger().joined(this, cluster);
		}
	}

	private void becomeMember() {
		this.world.changed();
		this.probing = false;
	}

	private void engine(EngineStatus status) {
		this.world.in(1, () -> {
			if (this.cluster == null) {
				receive(new EngineChanged(status, List.of()));
			}
		});
	}

	/**
	 * Take the end of a probe, unless it has ended already.
	 */
	void probed(SimulationProbe probe, ProbeResult result) {
		whenAwake(() -> {
			if (probe.end()) {
				deliver(probe, result);
			}
		});
	}

	/**
	 * Take the end of a probe.
	 */
	void deliver(SimulationProbe probe, ProbeResult result) {
		if (isNewest(probe) && result instanceof Answered && clock() - probe.sentAt() <= this.settings.freshness()
				&& this.advertised.contactPoints().contains(probe.contactPoint())) {
			SimulationNode answering = this.world.network().node(probe.contactPoint());
			if (answering != null) {
				this.heardAt.put(answering.index(), this.world.now());
			}
		}
		receive(new Probed(probe.contactPoint(), probe.sentAt(), result));
	}

	/**
	 * Note the end of a probe, and return whether none that was sent later has ended
	 * before: what comes out of order does not count as heard.
	 */
	private boolean isNewest(SimulationProbe probe) {
		return this.latestSentAt.merge(probe.contactPoint(), probe.sentAt(), Math::max) == probe.sentAt();
	}

	/**
	 * Return what it answers to a probe: the shipped function of the state of its engine.
	 */
	SeedNodes answer() {
		ClusterState state = state();
		SeedNodes answer = this.advertised.answer(state);
		this.world.ledger().answered(this, state, answer);
		return this.world.plan().boasting ? boasting(answer) : answer;
	}

	private static SeedNodes boasting(SeedNodes answer) {
		Extension extension = Objects.requireNonNull(answer.muster());
		ClusterSummary cluster = extension.cluster();
		if (cluster == null) {
			return answer;
		}
		return new SeedNodes(answer.selfNode(), answer.seedNodes(),
				new Extension(extension.version(), extension.selfUid(), extension.votes(), extension.vote(),
						extension.required(), extension.newClusterEnabled(), extension.contactPoints(),
						extension.previous(), new ClusterSummary(cluster.members() + 10, cluster.oldest()),
						extension.profile()));
	}

	/**
	 * Return the state of its engine, as the engine would report it.
	 */
	ClusterState state() {
		SimulationCluster cluster = this.cluster;
		if (cluster == null) {
			return new ClusterState(EngineStatus.STARTED, this.self, List.of(), null, List.of());
		}
		if (!this.complete) {
			return new ClusterState(this.leaving ? EngineStatus.LEAVING : EngineStatus.JOINING, this.self, List.of(),
					ClusterLeader.NONE, List.of(), new FormingCluster(cluster.seenBy(this), this.required));
		}
		return new ClusterState(this.leaving ? EngineStatus.LEAVING : EngineStatus.MEMBER, this.self,
				cluster.seenBy(this), null, List.of());
	}

	/**
	 * Return whether it is a member of a cluster that counts.
	 */
	boolean isComplete() {
		return this.complete;
	}

	int required() {
		return this.required;
	}

	/**
	 * Return how many nodes it requires itself.
	 */
	int ownNumber() {
		return this.settings.requiredContactPointNr();
	}

	/**
	 * Begin to leave: for a moment it still answers.
	 */
	void beginToLeave() {
		this.leaving = true;
	}

	void announced(Announcement announcement) {
		if ((this.cluster == null || !this.settings.watchInterval().isZero())
				&& this.advertised.contactPoints().stream().anyMatch(announcement.contactPoint()::isSameServer)) {
			receive(new Announced(announcement));
		}
	}

	boolean isClient() {
		return this.settings.profile().client();
	}

	private boolean hasServer() {
		return state().hasServer();
	}

	/**
	 * Return its announcement to the nodes that it probes.
	 */
	Announcement announcement() {
		return Announcement.of(this.node.contactPoint(), state());
	}

	/**
	 * Return since when it has listened to another node in vain, by its own clock.
	 */
	long silence(SimulationNode other) {
		long since = Math.max(this.heardAt.getOrDefault(other.index(), this.startedAt), this.probingSince);
		return (long) ((this.world.now() - since) * this.clockRate);
	}

	/**
	 * Return whether it has ever doubted what another node answers.
	 */
	boolean doubts(SimulationNode other) {
		return this.doubts.stream()
			.anyMatch((text) -> text.contains(other.contactPoint().toString())
					|| text.contains(other.alias().toString()));
	}

	/**
	 * Return whether, for the assumption of {@link SimulationPlan.Family#WITHIN} to hold,
	 * it must hear another node now.
	 */
	boolean mustHear(SimulationNode other) {
		Vote vote = this.vote;
		return this.world.plan().family.isHeard() && vote != null && vote.candidate().address().equals(other.address())
				&& this.world.now() - this.heardAt.getOrDefault(other.index(), this.startedAt) > 2500;
	}

	/**
	 * Return the time of its clock, which never jumps.
	 */
	long clock() {
		return this.clockOffset + (long) (this.world.now() * this.clockRate);
	}

	boolean isPaused() {
		return this.world.now() < this.pausedUntil;
	}

	long pausedUntil() {
		return this.pausedUntil;
	}

	boolean isRunning() {
		return this.running;
	}

	boolean isBootstrapping() {
		return this.bootstrapping;
	}

	boolean isProbing() {
		return this.probing && this.bootstrapping;
	}

	@Nullable SimulationCluster cluster() {
		return this.cluster;
	}

	@Nullable Vote vote() {
		return this.vote;
	}

	/**
	 * Return whether it has been in the cluster that was founded on a vote.
	 */
	boolean hasLeftClusterOf(Vote vote) {
		return this.left.contains(vote);
	}

	List<Node> members() {
		return this.members;
	}

	List<Node> counted() {
		return this.counted;
	}

	long membersVersion() {
		return this.membersVersion;
	}

	BootstrapReport report() {
		return this.formation.report(clock());
	}

	/**
	 * Return when it last said that it waits for the members of its last cluster, which
	 * is long ago if it never did. A liar may have it wait for something else in between.
	 */
	long waitedForMembersAt() {
		return this.waitedForMembersAt;
	}

	SimulationNode node() {
		return this.node;
	}

	Node self() {
		return this.self;
	}

	long probes() {
		return this.probes;
	}

	@Override
	public String toString() {
		return this.node.toString();
	}

}

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

package io.muster.bootstrap.formation;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.ContactPointNames;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.JoinDecision;
import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.Wait;
import io.muster.bootstrap.decision.WaitReason;
import io.muster.bootstrap.formation.BootstrapCommand.Connect;
import io.muster.bootstrap.formation.BootstrapCommand.Found;
import io.muster.bootstrap.formation.BootstrapCommand.GiveUp;
import io.muster.bootstrap.formation.BootstrapCommand.Join;
import io.muster.bootstrap.formation.BootstrapCommand.JoinConfigured;
import io.muster.bootstrap.formation.BootstrapCommand.Level;
import io.muster.bootstrap.formation.BootstrapCommand.LookUp;
import io.muster.bootstrap.formation.BootstrapCommand.Rejoin;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.bootstrap.formation.BootstrapEvent.ContactPointsAdded;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChecked;
import io.muster.bootstrap.formation.BootstrapEvent.Introduced;
import io.muster.bootstrap.formation.BootstrapEvent.JoinedExplicitly;
import io.muster.bootstrap.formation.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.bootstrap.formation.BootstrapEvent.RegistryChanged;
import io.muster.bootstrap.formation.BootstrapEvent.SelfContactPointChanged;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.bootstrap.formation.BootstrapEvent.Stopped;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * The protocol core of bootstrap, for one incarnation of a node: one step function from
 * an event to what is {@link Ready}. It has no threads, no clock and no sockets, and gets
 * its random numbers from its caller, so that the application and the simulation run the
 * same class. Times are milliseconds of a monotonic clock. One thread at a time may use
 * it. The protocol, its proof and what was simulated are in
 * {@code src/docs/formation-proof.md}.
 * <p>
 * A step handles the event. Then it checks whether a join takes too long. While this node
 * probes, it decides. At last it issues the lookups and probes that are due.
 */
public final class Formation {

	private static final String CONTACT_POINTS = "muster.bootstrap.contact-point-discovery.contact-points";

	private static final Wait JOIN = new Wait(WaitReason.JOIN, "the cluster to accept this node");

	private final String cluster;

	private final BootstrapSettings settings;

	private final JoinDecider decider;

	private final List<String> sources;

	private final RandomGenerator random;

	private final Effects effects;

	private final Lookups lookups;

	private final ContactPointStates contactPoints;

	private final Introductions introductions;

	private final GuardedJoinDecider guardedDecider;

	private final JoinSupervision joining;

	private final SplitWatch splitWatch;

	private final ClientWatch clientWatch;

	private final RequiredNumber requiredNumber;

	private final DurableStateKeeper durableState;

	private final Probers probers;

	private final EngineChecks engineChecks = new EngineChecks();

	/**
	 * Checks of the engines by which the claims of other nodes are judged.
	 */
	private final EngineChecks claimChecks = new EngineChecks(Claims.MAX_ENGINES);

	private final Claims claims;

	private final Explanations explanations;

	private Remarks remarks = Remarks.NONE;

	private BootstrapPhase phase = BootstrapPhase.NOT_STARTED;

	private @Nullable Wait wait;

	/**
	 * What a join waits for, as long as no cause is known.
	 */
	private Wait joinWait = JOIN;

	private @Nullable WaitReason reason;

	/**
	 * Since when it waits for that reason.
	 */
	private long waitingSince;

	private @Nullable Node self;

	private SelfContactPoint selfContactPoint = SelfContactPoint.NONE;

	/**
	 * Whether any source of contact points has answered, or there is none to wait for.
	 */
	private boolean discoveryAnswered;

	private @Nullable NodeAddress connected;

	private ExplicitSeedNodes explicit = ExplicitSeedNodes.NONE;

	/**
	 * The members of the cluster that is forming and that this node is in, else empty.
	 */
	private List<Node> forming = List.of();

	/**
	 * The members through which this node joins because answers named them.
	 */
	private List<NodeAddress> joiningThrough = List.of();

	/**
	 * How many members the cluster that this node founds or joins must have had before it
	 * counts; 0 before this node has decided for one.
	 */
	private int required;

	private boolean givingUpFounding;

	private long startedAt;

	/**
	 * Whether this node founds in the next step, because its own vote, with which it
	 * founds, must be stored before.
	 */
	private boolean deciding;

	/**
	 * When this node became a member, {@code null} before. From then on it only watches
	 * for a second cluster.
	 */
	private @Nullable Long memberAt;

	/**
	 * Create the bootstrap of the first incarnation of a node.
	 * @param cluster the name of the cluster
	 * @param settings the settings
	 * @param decider decides whether to keep probing, to join or to found
	 * @param sources the names of the sources of contact points
	 * @param random the only randomness
	 * @param durableState what an earlier process of this node stored last
	 */
	public Formation(String cluster, BootstrapSettings settings, JoinDecider decider, List<String> sources,
			RandomGenerator random, DurableState durableState) {
		this(cluster, settings, decider, sources, random, durableState, new Effects(), null);
	}

	private Formation(String cluster, BootstrapSettings settings, JoinDecider decider, List<String> sources,
			RandomGenerator random, DurableState durableState, Effects effects, @Nullable Claims claims) {
		this.cluster = cluster;
		this.settings = settings;
		this.decider = decider;
		this.sources = sources;
		this.random = random;
		this.effects = effects;
		this.claims = (claims != null) ? claims : new Claims(effects);
		this.lookups = new Lookups(settings, sources, random);
		this.contactPoints = new ContactPointStates(settings, random, this.claims);
		this.splitWatch = new SplitWatch(settings, this.contactPoints, this.claimChecks, this.claims, effects);
		this.clientWatch = new ClientWatch(settings, effects);
		this.introductions = new Introductions(settings, this.contactPoints, this.splitWatch, effects);
		this.guardedDecider = new GuardedJoinDecider(decider, settings, this.lookups, random, effects);
		this.joining = new JoinSupervision(settings);
		this.requiredNumber = new RequiredNumber(settings);
		this.durableState = new DurableStateKeeper(durableState, decider, this.contactPoints, effects);
		this.probers = new Probers(this.contactPoints);
		this.explanations = new Explanations(settings, this.lookups, this.contactPoints, this.probers,
				this.engineChecks);
		this.wait = durableState.left() ? new Wait(WaitReason.LEFT_ON_PURPOSE,
				"an operator to have it join, because this node left its cluster on purpose before it was started "
						+ "again (muster.bootstrap.rejoin-after-leave)")
				: new Wait(WaitReason.AUTO_STARTUP_OFF,
						"BootstrapCoordinator.start(), because muster.bootstrap.auto-startup is off");
	}

	/**
	 * Return the bootstrap of the next incarnation of this node. It keeps the decider,
	 * the durable state, the history, and what it found to be untrue.
	 */
	Formation successor() {
		return new Formation(this.cluster, this.settings, this.decider, this.sources, this.random,
				this.durableState.state(), this.effects, this.claims);
	}

	/**
	 * Take an event.
	 * @param event what happened
	 * @param now when
	 * @return what to store, to advertise and to do
	 */
	public Ready step(BootstrapEvent event, long now) {
		receive(event, now);
		superviseJoin(now);
		widenJoin(now);
		superviseForming(now);
		if (this.phase == BootstrapPhase.PROBING) {
			reportOverdue(now);
			decide(now);
			superviseRetries(now);
		}
		if (isAsking()) {
			ask(now);
		}
		checkEngines(now);
		noteReason(now);
		this.remarks = remarks(now);
		return new Ready(durableState(), advertised(), this.effects.drain(), waitingFor(), nextTick(now));
	}

	private void noteReason(long now) {
		WaitReason reason = (this.wait != null) ? this.wait.reason() : null;
		if (reason != this.reason) {
			this.reason = reason;
			this.waitingSince = now;
		}
	}

	private @Nullable String waitingFor() {
		return (this.wait != null) ? this.wait.cause() : null;
	}

	/**
	 * Note whether the durable state of the last step could be stored. The next step
	 * takes account of it.
	 * @param failure why not and the way out, in sentences; {@code null} if it could
	 * @param now when
	 */
	void stored(@Nullable String failure, long now) {
		this.durableState.stored(failure, now);
	}

	/**
	 * Return why this node cannot read or store its durable state.
	 * @return the reason and the way out, in sentences; {@code null} if it can
	 */
	@Nullable String storageFailure() {
		return this.durableState.failure();
	}

	private void receive(BootstrapEvent event, long now) {
		if (event instanceof Started started && this.phase == BootstrapPhase.NOT_STARTED) {
			start(started, now);
		}
		else if (event instanceof JoinedExplicitly joined && this.self != null && !isWatching()) {
			joinedExplicitly(joined.seedNodes(), now);
		}
		else if (event instanceof ContactPointsAdded added && this.phase != BootstrapPhase.NOT_STARTED) {
			contactPointsAdded(added, now);
		}
		else if (event instanceof SelfContactPointChanged changed) {
			selfContactPointChanged(changed, now);
		}
		else if (event instanceof Discovered discovered) {
			discovered(discovered, now);
		}
		else if (event instanceof LookupFailed failed) {
			lookupFailed(failed, now);
		}
		else if (event instanceof RegistryChanged && !isWatching()) {
			this.lookups.hurry(now);
		}
		else if (event instanceof Probed probed && this.self != null) {
			probed(probed, this.self, now);
		}
		else if (event instanceof Announced announced) {
			announced(announced, now);
		}
		else if (event instanceof EngineChecked checked) {
			engineChecked(checked, now);
		}
		else if (event instanceof Introduced introduced) {
			introduced(introduced, now);
		}
		else if (event instanceof EngineChanged changed) {
			engineChanged(changed, now);
		}
		else if (event instanceof Stopped) {
			become(BootstrapPhase.STOPPED);
		}
	}

	private void start(Started started, long now) {
		this.effects.begin(now);
		this.self = started.self();
		this.explanations.begin(started.transport());
		this.startedAt = now - started.delay();
		become(BootstrapPhase.PROBING);
		this.selfContactPoint = started.contactPoint();
		this.contactPoints.recognise(this.selfContactPoint);
		this.guardedDecider.hasWebServer(this.selfContactPoint.local() != null);
		String local = this.selfContactPoint.describe();
		this.effects.info(now, "Bootstrap of cluster '%s' begins on %s, which %s".formatted(this.cluster,
				started.self().address(), (local != null) ? "answers probes at " + local : "has no web server"));
		this.explicit = started.explicit();
		if (this.lookups.isEmpty()) {
			this.discoveryAnswered = true;
			this.contactPoints.begin(now);
		}
		if (this.lookups.isEmpty() && this.explicit.isEmpty()) {
			this.effects.warn(now,
					"There is no source of contact points: the application has neither a "
							+ "DiscoveryClient nor a ContactPointSource bean. Add the starter of a registry, or set "
							+ CONTACT_POINTS);
		}
		if (this.explicit.isEmpty()) {
			this.requiredNumber.questionable().ifPresent((warning) -> this.effects.warn(now, warning));
		}
		this.introductions.begin();
		this.durableState.begin(started.self(), now);
		joinThrough(started.seedNodes(), now);
		if (!this.explicit.isEmpty() && this.phase == BootstrapPhase.PROBING) {
			joinExplicitly(false, now);
		}
	}

	/**
	 * Stand back for a join of the application, which the engine has begun, and supervise
	 * it.
	 */
	private void joinedExplicitly(List<NodeAddress> seedNodes, long now) {
		this.explicit = new ExplicitSeedNodes(seedNodes, false);
		standBack(now);
		this.effects.info(now, "This node joins through explicit seed nodes: bootstrap stands back");
	}

	/**
	 * Join through explicit seed nodes. The first of configured seed nodes may found by
	 * the rule of Akka and Pekko, but only while it has never been a member: its last
	 * cluster may live on where it was cut off.
	 * @param again whether it was tried before, so that members that answers name help
	 */
	private void joinExplicitly(boolean again, long now) {
		NodeAddress self = Objects.requireNonNull(this.self).address();
		SeedNodesInformation information = information(now);
		Set<NodeAddress> seedNodes = new LinkedHashSet<>(this.explicit.without(self));
		Set<NodeAddress> members = again ? information.seedNodes() : Set.of();
		seedNodes.addAll(members);
		boolean former = !information.lastKnownMembers().isEmpty() || information.storageFailure() != null;
		String missing = information.missingOfLastKnownMembers();
		standBack(now);
		if (this.explicit.configured() && !former && members.isEmpty()) {
			this.effects.add(new JoinConfigured(this.explicit.seedNodes()));
		}
		else if (again && this.explicit.isFirst(self) && members.isEmpty() && missing == null) {
			found(new FoundCluster("it is the first seed node, and its last cluster is over"), now);
		}
		else if (!seedNodes.isEmpty()) {
			this.required = information.requiredOf(seedNodes);
			this.effects.add(new Join(List.copyOf(seedNodes), this.required));
		}
		if (this.explicit.isFirst(self) && former && missing != null) {
			this.joinWait = new Wait(WaitReason.FORMER_MEMBERS,
					this.joinWait.cause() + ". It was a member before, so it founds only with " + missing);
			this.wait = this.joinWait;
		}
	}

	private void standBack(long now) {
		this.contactPoints.rest(false, now);
		this.required = 1;
		this.joinWait = new Wait(WaitReason.SEED_NODES, "one of the seed nodes %s (%s) to accept this node"
			.formatted(this.explicit.seedNodes(), this.explicit.origin()));
		this.engineChecks.joining(this.explicit.without(Objects.requireNonNull(this.self).address()), now);
		become(BootstrapPhase.JOINING, this.joinWait);
		this.joining.begin(now);
	}

	private void contactPointsAdded(ContactPointsAdded event, long now) {
		this.lookups.add(event.contactPoints());
		Set<ContactPoint> union = this.lookups.union();
		if (union != null && this.contactPoints.update(union, now)) {
			this.effects.info(now, "An operator named contact points: " + ContactPointNames.of(event.contactPoints()));
		}
		joinThrough(event.seedNodes(), now);
	}

	/**
	 * Join through members that an operator named, if there are any and this node is no
	 * member.
	 */
	private void joinThrough(Collection<NodeAddress> seedNodes, long now) {
		boolean outside = this.phase == BootstrapPhase.PROBING || this.phase == BootstrapPhase.JOINING
				|| this.phase == BootstrapPhase.BYPASSED;
		if (outside && !seedNodes.isEmpty()) {
			join(seedNodes, information(now).requiredOf(seedNodes), now);
		}
	}

	private void selfContactPointChanged(SelfContactPointChanged event, long now) {
		ContactPoint before = this.selfContactPoint.local();
		this.selfContactPoint = event.contactPoint();
		this.contactPoints.recognise(this.selfContactPoint);
		ContactPoint local = this.selfContactPoint.local();
		this.guardedDecider.hasWebServer(local != null);
		if (isStarted() && local != null && !local.equals(before)) {
			this.effects.info(now, "This node answers probes at " + this.selfContactPoint.describe());
		}
	}

	private void discovered(Discovered event, long now) {
		this.lookups.succeeded(event.source(), event.contactPoints(), now);
		if (this.lookups.missing(event.source(), event.missing()) && !isWatching()) {
			this.effects.warn(now, "Lookup of %s is incomplete: %s".formatted(event.source(), event.missing()));
		}
		Set<ContactPoint> union = this.lookups.union();
		if (union != null) {
			discovered(union, now);
			this.claims.retain(this.contactPoints.contactPoints());
		}
		this.splitWatch.retain(this.contactPoints.contactPoints(), now);
	}

	private void discovered(Set<ContactPoint> union, long now) {
		if (!this.discoveryAnswered) {
			this.contactPoints.begin(now);
		}
		if ((this.contactPoints.update(union, now) || !this.discoveryAnswered) && !isWatching()) {
			this.effects.info(now, union.isEmpty()
					? ("Discovery knows no contact points: %s. If this lasts, is the starter of a registry on the "
							+ "class path, and do the replicas register by that name? Without a registry, set %s")
						.formatted(this.lookups.names(), CONTACT_POINTS)
					: "%d contact point%s: %s".formatted(union.size(), (union.size() == 1) ? "" : "s",
							ContactPointNames.of(union)));
			contactPointsGrew(now);
		}
		this.discoveryAnswered = true;
	}

	private void contactPointsGrew(long now) {
		if (!this.explicit.isEmpty()) {
			// The number does not matter: bootstrap founds nothing.
			return;
		}
		this.requiredNumber.minorityOf(this.contactPoints.known().size())
			.ifPresent((warning) -> this.effects.warn(now, warning));
	}

	private void lookupFailed(LookupFailed event, long now) {
		if (this.lookups.failed(event.source(), event.reason(), now) && !isWatching()) {
			this.effects.warn(now, "Lookup of " + event.source() + " failed: " + event.reason());
		}
	}

	private void probed(Probed event, Node self, long now) {
		ContactPointState contact = this.contactPoints.probed(event.contactPoint(), event.sentAt(), now);
		if (contact != null && contact.isNews(event.sentAt())) {
			if (event.result() instanceof Failed failed) {
				probeFailed(contact, failed, event.sentAt(), now);
			}
			else if (event.result() instanceof Answered answered) {
				answered(contact, answered.seedNodes(), self, event.sentAt(), now);
			}
		}
		if (this.introductions.probed(event, now)) {
			contactPointsGrew(now);
		}
		this.durableState.refresh();
	}

	/**
	 * Take an answer, unless it is older than any timeout allows. Such an answer waited
	 * while this process was suspended.
	 */
	private void answered(ContactPointState contact, SeedNodes seedNodes, Node self, long sentAt, long now) {
		if (now - sentAt > this.contactPoints.freshness()) {
			probeFailed(contact,
					new Failed(Kind.SILENT, "answered, but this process was suspended and read the answer too late"),
					sentAt, now);
			return;
		}
		AnswerReader.Reading reading = new AnswerReader(self).read(contact.contactPoint, seedNodes, sentAt, now);
		if (reading.failure() != null) {
			contact.observation = null;
			probeFailed(contact, reading.failure(), sentAt, now);
		}
		else if (reading.observation() == null) {
			if (contact.answeredAsSelf(sentAt, now)) {
				this.effects.info(now, contact.contactPoint + " is this node itself");
			}
		}
		else {
			this.splitWatch.answered(contact, seedNodes, now);
			if (reading.note() != null && contact.observation == null && !isMemberOfCluster()) {
				this.effects.warn(now, contact.contactPoint + " " + reading.note());
			}
			contact.answered(reading.observation());
		}
	}

	private void probeFailed(ContactPointState contact, Failed failed, long sentAt, long now) {
		if (failed.kind() != Kind.SILENT) {
			this.splitWatch.forget(contact.contactPoint, now);
		}
		if (contact.failed(failed, sentAt, now) && !isMemberOfCluster()) {
			boolean wrong = failed.kind() == Kind.WRONG || failed.kind() == Kind.STRANGER;
			this.effects.say(wrong ? Level.WARN : Level.INFO, now, contact.contactPoint + " " + failed.reason());
		}
	}

	/**
	 * Probe a node that announced news. Members of this node's own cluster announce
	 * themselves in all of their probes, which is no news.
	 */
	private void announced(Announced event, long now) {
		this.probers.heard(event.announcement(), now);
		if (event.announcement().news() && !this.splitWatch.isOwnMember(event.announcement())) {
			this.contactPoints.announced(event.announcement(), now);
		}
		checkProber(event.announcement(), now);
	}

	/**
	 * Check the engine of a node that probes this member and is none.
	 */
	private void checkProber(Announcement announcement, long now) {
		NodeAddress node = announcement.node();
		if (isAcceptingNodes() && this.forming.stream().noneMatch((member) -> member.address().equals(node))
				&& node != null && announcement.from() != null && node.system().equals(this.cluster)
				&& !announcement.member() && !this.splitWatch.isOwnMember(announcement)) {
			this.engineChecks.probed(node, announcement.from(), now);
		}
	}

	private boolean isAcceptingNodes() {
		return this.phase == BootstrapPhase.MEMBER || this.phase == BootstrapPhase.FORMING;
	}

	/**
	 * Check engines while a join does not complete, here or at a prober.
	 */
	private void checkEngines(long now) {
		checkClaims(now);
		if (this.phase == BootstrapPhase.JOINING || isAcceptingNodes()) {
			this.engineChecks.take(now).forEach(this.effects::add);
		}
		if (this.phase == BootstrapPhase.JOINING && this.self != null) {
			waitFor(joinWait(this.self), now);
		}
	}

	/**
	 * Return what a join waits for: the cause that is known, or else what it was begun
	 * with.
	 */
	private Wait joinWait(Node self) {
		Wait known = this.explanations.join(self);
		return (known.reason() != WaitReason.JOIN) ? known : this.joinWait;
	}

	private void engineChecked(EngineChecked event, long now) {
		this.engineChecks.checked(event, now);
		this.claimChecks.checked(event, now);
		if (event.reach() != null && !isWatching()) {
			this.claims.checked(event.node(), event.reach(), this.contactPoints.observations(now), now);
		}
	}

	/**
	 * Check the engines by which claims are judged: of those that are doubted while this
	 * node looks for a cluster, else of clusters that this node is not in.
	 */
	private void checkClaims(long now) {
		Set<NodeAddress> engines = switch (this.phase) {
			case PROBING -> this.claims.enginesToCheck(this.contactPoints.observations(now));
			case FORMING -> overtaking(now).map(Formation::engineOf).collect(Collectors.toSet());
			case MEMBER -> this.splitWatch.engines();
			default -> Set.of();
		};
		this.claimChecks.watch(engines, now);
		this.claimChecks.take(now).forEach(this.effects::add);
	}

	private static NodeAddress engineOf(SeedNodesObservation observation) {
		return Claims.engineOf(observation.node(), observation.seedNodes());
	}

	private void waitFor(Wait wait, long now) {
		if (!wait.equals(this.wait)) {
			this.wait = wait;
			this.effects.info(now, "Waiting: " + wait.cause());
		}
	}

	private void introduced(Introduced event, long now) {
		if (this.introductions.introduced(event, now)) {
			contactPointsGrew(now);
		}
	}

	private void engineChanged(EngineChanged event, long now) {
		EngineStatus status = event.status();
		if (status == EngineStatus.MEMBER) {
			if (this.phase != BootstrapPhase.MEMBER) {
				becomeMember(now);
			}
			this.durableState.members(event);
			this.splitWatch.members(event.members());
			this.engineChecks.joined(event.members().stream().map(Node::address).toList());
			this.clientWatch.members(event, now);
		}
		else if (status == EngineStatus.REMOVED) {
			become(BootstrapPhase.REMOVED,
					new Wait(WaitReason.REMOVED, "to be started again: it is no member of its cluster any more"));
			this.durableState.removed(event);
			this.effects.info(now, "This node is no member of cluster '%s' any more".formatted(this.cluster));
		}
		else if (status == EngineStatus.STOPPED && this.phase != BootstrapPhase.STOPPED) {
			giveUp(("The engine of cluster '%s' has stopped by itself. The log says why. "
					+ "If the cluster refused this node's configuration, make muster.pekko.cluster.* the same on all "
					+ "nodes, plain Pekko nodes included")
				.formatted(this.cluster));
		}
		else if (status == EngineStatus.JOINING && !event.members().isEmpty()) {
			forming(event, now);
		}
		else if (status == EngineStatus.JOINING && this.phase == BootstrapPhase.PROBING && this.required == 0) {
			become(BootstrapPhase.BYPASSED, new Wait(WaitReason.EXPLICIT_JOIN,
					"the cluster that the application's ActorSystem joins by itself"));
			this.effects.info(now, "The engine joins a cluster by itself: bootstrap stands back");
		}
	}

	/**
	 * Take the members of a cluster that is forming. From the moment that this node knows
	 * of as many as it needs, another member may know that it is complete. So this node
	 * remembers them as members.
	 */
	private void forming(EngineChanged event, long now) {
		if (this.phase != BootstrapPhase.FORMING) {
			announceFounding(now);
			this.engineChecks.clear();
			become(BootstrapPhase.FORMING);
			this.joining.extend(now);
		}
		if (!event.members().equals(this.forming)) {
			this.forming = List.copyOf(event.members());
			this.joining.extend(now);
			int members = event.counted().size();
			this.wait = new Wait(WaitReason.FORMING,
					((members < this.required) ? "%d nodes to join the new cluster before it counts as one: it has %d"
							: "%d of the %d members of the new cluster to know of each other, so that it counts as one")
						.formatted(this.required, members));
			this.engineChecks.joined(event.members().stream().map(Node::address).toList());
			this.effects.info(now, "Cluster '%s' is forming: %s".formatted(this.cluster, this.forming));
		}
		if (event.counted().size() >= this.required) {
			this.durableState.members(event);
		}
	}

	/**
	 * Have all nodes learn of a cluster that this node has founded.
	 */
	private void announceFounding(long now) {
		if (this.phase == BootstrapPhase.FOUNDING) {
			this.contactPoints.announce((contact) -> true, now);
			this.contactPoints.take(now).forEach(this.effects::add);
		}
	}

	/**
	 * Give up a founding that does not get enough members, and sooner if another cluster
	 * has overtaken it. So a founder that was cut off when it founded never is a second
	 * cluster. What a contact point says of another cluster does not end a founding whose
	 * nodes are still joining: it may not be true.
	 */
	private void superviseForming(long now) {
		if (this.phase != BootstrapPhase.FORMING || this.givingUpFounding) {
			return;
		}
		List<NodeAddress> overtaken = this.joining.isStalled(now) ? overtakenBy(now) : List.of();
		if (!overtaken.isEmpty()) {
			giveUpFounding(
					"Another cluster is complete, and this node's is still forming: it joins through " + overtaken,
					overtaken, now);
		}
		else if (this.joining.isOverdue(now)) {
			giveUpFounding(("The new cluster of %s did not get %d members within %d ms (join-timeout): "
					+ "this node gives it up and looks for a cluster again")
				.formatted(this.forming, this.required, this.settings.joinTimeout().toMillis()), List.of(), now);
		}
	}

	private void giveUpFounding(String text, List<NodeAddress> seedNodes, long now) {
		this.givingUpFounding = true;
		this.effects.warn(now, text);
		this.effects.add(new Rejoin(seedNodes));
	}

	/**
	 * Return members of a cluster that counts and that this node is not in.
	 */
	private List<NodeAddress> overtakenBy(long now) {
		List<SeedNodesObservation> overtaking = overtaking(now)
			.filter((observation) -> this.claimChecks.reach(engineOf(observation)) == EngineReach.CONNECTS)
			.toList();
		if (overtaking.isEmpty()) {
			return List.of();
		}
		List<NodeAddress> seedNodes = overtaking.get(0).seedNodes();
		this.claims.leading(seedNodes, overtaking);
		return seedNodes;
	}

	/**
	 * Return the answers that claim that there is a cluster that counts, and that this
	 * node is not in. Such a claim counts when the engine of a member takes connections.
	 * Who led this node into joins in vain is not believed: if its cluster is there after
	 * all, this node's does not get enough members, and is given up at the join timeout.
	 */
	private Stream<SeedNodesObservation> overtaking(long now) {
		Set<NodeAddress> own = this.forming.stream().map(Node::address).collect(Collectors.toSet());
		return information(now).observations()
			.stream()
			.filter((observation) -> !observation.seedNodes().isEmpty() && !observation.isForming()
					&& Collections.disjoint(own, observation.seedNodes()) && !own.contains(observation.node())
					&& !this.claims.hasMisled(observation.contactPoint(), now));
	}

	private SeedNodesInformation information(long now) {
		return this.contactPoints
			.information(Objects.requireNonNull(this.self), this.durableState.lastKnownMembers(),
					durableState().forming(), now)
			.withStorageFailure(this.durableState.failure());
	}

	/**
	 * Become a member. A founder probes all contact points at once, so that they learn of
	 * the new cluster.
	 */
	private void becomeMember(long now) {
		announceFounding(now);
		this.forming = List.of();
		this.memberAt = now;
		this.engineChecks.clear();
		become(BootstrapPhase.MEMBER);
		this.lookups.watch();
		this.contactPoints.watch(now);
		this.effects.info(now,
				"This node is a member of cluster '%s' after %d ms".formatted(this.cluster, duration(now).toMillis()));
	}

	private void giveUp(String reason) {
		become(BootstrapPhase.STOPPED);
		this.effects.add(new GiveUp(reason));
	}

	/**
	 * Look contact points up again if one of them has just been failing for too long.
	 */
	private void reportOverdue(long now) {
		for (ContactPoint contactPoint : this.contactPoints.overdue(now)) {
			this.effects.info(now,
					"%s has given no seed nodes for more than %d ms (probing-failure-timeout): looking contact points up again"
						.formatted(contactPoint, this.settings.probingFailureTimeout().toMillis()));
			this.lookups.hurry(now);
		}
	}

	private void decide(long now) {
		Node self = Objects.requireNonNull(this.self);
		SeedNodesInformation information = information(now);
		if (!this.discoveryAnswered && information.seedNodes().isEmpty()) {
			this.wait = new Wait(WaitReason.DISCOVERY_SILENT, "discovery to answer: " + this.lookups.unanswered());
			return;
		}
		connect(information);
		Vote before = this.decider.vote();
		JoinDecision decision = this.guardedDecider.decide(information);
		this.deciding = decision instanceof FoundCluster && !Objects.equals(before, this.decider.vote());
		this.claims.voted(this.decider.vote(), information, this.settings.requiredContactPointNr(),
				this.settings.voteTimeout());
		announce(before, self, now);
		this.durableState.voted(this.decider.vote());
		this.contactPoints.hurry(decision instanceof KeepProbing keepProbing && keepProbing.soon(), now);
		this.contactPoints
			.rest(decision instanceof KeepProbing && this.decider.decidesByVotes() && this.decider.vote() == null, now);
		if (decision instanceof JoinSeedNodes join) {
			join(join.seedNodes(), information.requiredOf(join.seedNodes()), now);
		}
		else if (this.deciding) {
			this.wait = new Wait(WaitReason.STORAGE, "its own vote to be stored");
		}
		else if (decision instanceof FoundCluster found) {
			found(found, now);
		}
		else if (decision instanceof KeepProbing keepProbing && !this.contactPoints.isForgetful()) {
			waitFor(this.claims.isDoubting(this.contactPoints.observations(now), now) ? joinWait(self)
					: keepProbing.obstacle(), now);
		}
	}

	/**
	 * Connect the engine to the node that will probably found, while the nodes still
	 * vote. The join is faster then.
	 */
	private void connect(SeedNodesInformation information) {
		NodeAddress lowest = information.lowestNode();
		if (!lowest.equals(this.connected) && !lowest.equals(information.self().address())) {
			this.connected = lowest;
			this.effects.add(new Connect(lowest));
		}
	}

	/**
	 * Announce a new vote: a candidate to all nodes, a voter to its candidate. Founding
	 * then takes a few round trips. Without it, the others would learn of the vote by
	 * their next probe.
	 */
	private void announce(@Nullable Vote before, Node self, long now) {
		Vote vote = this.decider.vote();
		if (vote != null && !vote.equals(before)) {
			boolean candidate = vote.candidate().address().equals(self.address());
			this.contactPoints.announce((contact) -> candidate || contact.isNode(vote.candidate().address()), now);
		}
	}

	private void join(Collection<NodeAddress> seedNodes, int required, long now) {
		this.contactPoints.rest(false, now);
		this.claims.leading(seedNodes, this.contactPoints.observations(now));
		this.joiningThrough = List.copyOf(seedNodes);
		this.engineChecks.joining(seedNodes, now);
		this.joinWait = JOIN;
		Node self = Objects.requireNonNull(this.self);
		become(BootstrapPhase.JOINING, joinWait(self));
		this.joining.begin(now);
		NodeAddress first = this.joiningThrough.stream()
			.filter((seedNode) -> !seedNode.equals(self.address()))
			.findFirst()
			.orElse(this.joiningThrough.get(0));
		if (this.joiningThrough.size() > 1) {
			this.joining.beginWithFirst(now);
		}
		this.effects.info(now, "Joining cluster '%s' through %s".formatted(this.cluster, first));
		this.required = required;
		this.effects.add(new Join(List.of(first), required));
	}

	/**
	 * Join through all seed nodes if the first has not let this node in.
	 */
	private void widenJoin(long now) {
		if (this.phase == BootstrapPhase.JOINING && this.joining.widens(now)) {
			this.effects.info(now, "The first seed node has not let this node in yet: joining cluster '%s' through %s"
				.formatted(this.cluster, this.joiningThrough));
			this.effects.add(new Join(this.joiningThrough, this.required));
		}
	}

	private void found(FoundCluster found, long now) {
		become(BootstrapPhase.FOUNDING);
		this.joining.beginFounding(now);
		this.claims.founding();
		this.joiningThrough = List.of();
		this.effects.info(now, "This node founds cluster '%s': %s".formatted(this.cluster, found.reason()));
		this.required = Math.max(1, found.required());
		this.effects.add(new Found(this.required));
	}

	private void superviseJoin(long now) {
		boolean entering = this.phase == BootstrapPhase.JOINING || this.phase == BootstrapPhase.FOUNDING;
		if ((entering || this.phase == BootstrapPhase.PROBING || this.phase == BootstrapPhase.FORMING)
				&& this.joining.isHopeless(now)) {
			giveUp(notAMember() + this.joining.limit());
		}
		else if (entering && this.joining.isOverdue(now) && !this.explicit.isEmpty()) {
			this.effects.warn(now,
					"Not a member after %d ms (join-timeout): joining again through explicit seed nodes (%s)"
						.formatted(this.settings.joinTimeout().toMillis(), this.explicit.origin()));
			this.lookups.hurry(now);
			joinExplicitly(true, now);
		}
		else if (entering && (this.joining.isOverdue(now) || isRefused(now))) {
			this.effects.warn(now,
					this.joining.isOverdue(now)
							? "Not a member after %d ms (join-timeout): probing again for fresh seed nodes"
								.formatted(this.settings.joinTimeout().toMillis())
							: "Nobody to join: the engines of %s refuse connections. Probing again for fresh seed nodes"
								.formatted(this.joiningThrough));
			this.claims.joinFailed(this.engineChecks, this.settings.joinTimeout(), now);
			become(BootstrapPhase.PROBING, new Wait((this.wait != null) ? this.wait.reason() : WaitReason.JOIN,
					"fresh answers of the contact points, because the join did not complete"));
			this.contactPoints.forget(now);
			this.lookups.hurry(now);
		}
	}

	/**
	 * Return whether a join is in vain, because no engine listens where answers name
	 * members.
	 */
	private boolean isRefused(long now) {
		return this.phase == BootstrapPhase.JOINING && this.explicit.isEmpty() && now >= refusedAt()
				&& this.claims.isRefused(this.joiningThrough, this.engineChecks);
	}

	private long refusedAt() {
		return this.joining.beganAt() + this.settings.probingFailureTimeout().toMillis();
	}

	private void superviseRetries(long now) {
		if (this.phase == BootstrapPhase.PROBING && this.lookups.isExhausted(now)) {
			giveUp(notAMember()
					+ ", though contact points were looked up again %d times (muster.bootstrap.contact-point-discovery.retry-max)"
						.formatted(this.settings.retryMax()));
		}
	}

	private String notAMember() {
		return "This node did not become a member of cluster '%s'".formatted(this.cluster);
	}

	/**
	 * Issue the lookups and probes that are due.
	 */
	private void ask(long now) {
		if (!isWatchOver()) {
			this.lookups.take(now).forEach((source) -> this.effects.add(new LookUp(source)));
			this.contactPoints.take(now).forEach(this.effects::add);
		}
	}

	private void become(BootstrapPhase phase) {
		become(phase, null);
	}

	private void become(BootstrapPhase phase, @Nullable Wait wait) {
		this.phase = phase;
		this.effects.enter(phase);
		this.wait = wait;
	}

	/**
	 * Return whether this node looks up and probes contact points.
	 */
	private boolean isAsking() {
		return switch (this.phase) {
			case PROBING, FORMING, MEMBER -> true;
			case JOINING, FOUNDING -> !this.explicit.isEmpty();
			default -> false;
		};
	}

	private boolean isWatching() {
		return this.memberAt != null;
	}

	private boolean isWatchOver() {
		return isWatching() && !this.splitWatch.isOn();
	}

	private boolean isMemberOfCluster() {
		return this.splitWatch.isWatching();
	}

	private long nextTick(long now) {
		return switch (this.phase) {
			case PROBING -> this.deciding ? now
					: Math.min(this.claimChecks.nextDue(now), Math.min(this.joining.giveUpAt(), nextDue(now)));
			case JOINING, FOUNDING ->
				Math.min(Math.min((refusedAt() > now) ? refusedAt() : Long.MAX_VALUE, this.joining.nextDue()),
						Math.min(this.engineChecks.nextDue(now), isAsking() ? nextDue(now) : Long.MAX_VALUE));
			case FORMING -> Math.min(this.givingUpFounding ? Long.MAX_VALUE : this.joining.nextDue(),
					Math.min(nextDue(now), checksDue(now)));
			case MEMBER -> Math.min(nextDue(now), checksDue(now));
			default -> Long.MAX_VALUE;
		};
	}

	private long checksDue(long now) {
		return Math.min(this.engineChecks.nextDue(now), this.claimChecks.nextDue(now));
	}

	private long nextDue(long now) {
		return isWatchOver() ? Long.MAX_VALUE : Math.min(this.lookups.nextDue(), this.contactPoints.nextDue(now));
	}

	private Duration duration(long now) {
		return Duration.ofMillis(((this.memberAt != null) ? this.memberAt : now) - this.startedAt);
	}

	/**
	 * Return what this node advertises at this moment.
	 * @return the advertisement
	 */
	public Advertisement advertised() {
		return new Advertisement(this.settings, this.decider.decidesByVotes(), durableState(),
				this.introductions.advertised(), isStarted(), this.remarks);
	}

	private Remarks remarks(long now) {
		Node self = this.self;
		if (isAcceptingNodes()) {
			return this.explanations.remarksOfMember(this.wait);
		}
		return (self != null && this.memberAt == null) ? this.explanations.remarks(self, this.wait, now) : Remarks.NONE;
	}

	private List<String> explanations(long now) {
		Node self = this.self;
		if (self == null) {
			return List.of();
		}
		return switch (this.phase) {
			case PROBING -> this.explanations.whileProbing(self, this.selfContactPoint, this.decider.vote(),
					this.claims.isDoubting(this.contactPoints.observations(now), now), now);
			case JOINING -> this.explanations.whileJoining(self);
			case FORMING -> this.explanations.whileForming(this.forming.stream().map(Node::address).toList());
			default -> List.of();
		};
	}

	/**
	 * Return what must outlive the process at this moment.
	 * @return the durable state
	 */
	public DurableState durableState() {
		return this.durableState.state();
	}

	/**
	 * Return whether it was started. It serves one incarnation of a node.
	 */
	boolean isStarted() {
		return this.phase != BootstrapPhase.NOT_STARTED;
	}

	/**
	 * Return all that bootstrap knows at a moment.
	 * @param now the moment
	 * @return the report
	 */
	public BootstrapReport report(long now) {
		Node self = this.self;
		DurableState state = durableState();
		return new BootstrapReport(this.phase, this.cluster, (self != null) ? self.address().toString() : null,
				this.selfContactPoint.describe(), this.wait,
				(this.wait != null && self != null) ? Duration.ofMillis(now - this.waitingSince) : null,
				explanations(now), this.settings.requiredContactPointNr(),
				(self != null) ? this.contactPoints.information(self, List.of(), false, now).confirmedNodes() : 1,
				BootstrapReport.Vote.of(state.vote()), this.durableState.failure(),
				(this.phase != BootstrapPhase.MEMBER) ? state.describeMembers() : List.of(), this.splitWatch.describe(),
				(self != null) ? duration(now) : null, this.lookups.report(now), this.contactPoints.report(now),
				this.effects.history());
	}

}

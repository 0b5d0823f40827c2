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
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.BootstrapCommand.Connect;
import io.muster.bootstrap.BootstrapCommand.Found;
import io.muster.bootstrap.BootstrapCommand.GiveUp;
import io.muster.bootstrap.BootstrapCommand.Join;
import io.muster.bootstrap.BootstrapCommand.LookUp;
import io.muster.bootstrap.BootstrapEvent.Announced;
import io.muster.bootstrap.BootstrapEvent.Discovered;
import io.muster.bootstrap.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.BootstrapEvent.Introduced;
import io.muster.bootstrap.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.BootstrapEvent.Probed;
import io.muster.bootstrap.BootstrapEvent.RegistryChanged;
import io.muster.bootstrap.BootstrapEvent.Started;
import io.muster.bootstrap.BootstrapEvent.Stopped;
import io.muster.bootstrap.BootstrapEvent.Told;
import io.muster.bootstrap.JoinDecision.FoundCluster;
import io.muster.bootstrap.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.JoinDecision.KeepProbing;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodesAnswer.Shown;

/**
 * The functional core of bootstrap: takes what happened and when, and returns what is to
 * be done. It has no threads, no clock and no sockets, and its only randomness is given
 * to it, so that the same class runs in the application and in a simulation. Times are
 * milliseconds of any clock that never jumps. For use by one thread at a time.
 */
final class Formation {

	private final String cluster;

	private final BootstrapSettings settings;

	private final JoinDecider decider;

	private final Lookups lookups;

	private final Contacts contacts;

	private final Outbox outbox;

	private final Discovery discovery;

	private final Decisions decisions;

	private final JoinSupervision joining;

	private final SplitWatch splitWatch;

	private final Recollection recollection;

	private final Introductions introductions;

	private @Nullable ProbeResults probeResults;

	private BootstrapPhase phase = BootstrapPhase.NOT_STARTED;

	private @Nullable Node self;

	private SelfContactPoint selfContactPoint = SelfContactPoint.NONE;

	private @Nullable String waitingFor = "BootstrapCoordinator.start(), because muster.bootstrap.auto-startup is off";

	private @Nullable NodeAddress connected;

	private long startedAt;

	private @Nullable Long memberAt;

	/**
	 * Create the bootstrap of one incarnation of a node.
	 * @param cluster the name of the cluster
	 * @param settings the settings
	 * @param decider who decides
	 * @param sources the names of the sources of contact points
	 * @param random the only randomness
	 * @param memory what the node remembers of earlier incarnations
	 * @param outbox where the history goes on
	 */
	Formation(String cluster, BootstrapSettings settings, JoinDecider decider, List<String> sources,
			RandomGenerator random, Memory memory, Outbox outbox) {
		this.cluster = cluster;
		this.settings = settings;
		this.decider = decider;
		this.outbox = outbox;
		this.lookups = new Lookups(settings, sources, random);
		this.contacts = new Contacts(settings, random);
		this.discovery = new Discovery(settings, this.lookups, this.contacts, outbox);
		this.decisions = new Decisions(decider, this.lookups, this.contacts, random);
		this.joining = new JoinSupervision(settings);
		this.splitWatch = new SplitWatch(settings, this.contacts, outbox);
		this.recollection = new Recollection(memory, decider, this.contacts, outbox);
		this.introductions = new Introductions(settings, this.contacts, this.splitWatch, outbox);
	}

	/**
	 * Take an event.
	 * @param event what happened
	 * @param now when
	 * @return what is to be done, in order
	 */
	List<BootstrapCommand> on(BootstrapEvent event, long now) {
		accept(event, now);
		superviseJoin(now);
		if (this.phase == BootstrapPhase.PROBING) {
			reportOverdue(now);
			decide(now);
			superviseRetries(now);
		}
		if (isAsking()) {
			this.lookups.take(now).forEach((source) -> this.outbox.add(new LookUp(source)));
			this.contacts.take(now).forEach(this.outbox::add);
		}
		return this.outbox.drain();
	}

	private boolean isAsking() {
		return this.phase == BootstrapPhase.PROBING || (this.phase == BootstrapPhase.MEMBER && this.splitWatch.isOn());
	}

	private void accept(BootstrapEvent event, long now) {
		if (event instanceof Started started && this.phase == BootstrapPhase.NOT_STARTED) {
			start(started, now);
		}
		else if (event instanceof Discovered answer) {
			this.discovery.succeeded(answer, now);
			this.splitWatch.retain(this.contacts.contactPoints(), now);
		}
		else if (event instanceof LookupFailed failed) {
			this.discovery.failed(failed, now);
		}
		else if (event instanceof RegistryChanged && this.phase != BootstrapPhase.MEMBER) {
			this.lookups.hurry(now);
		}
		else if (event instanceof Probed probed && this.probeResults != null) {
			this.probeResults.accept(probed, now);
			if (this.introductions.probed(probed, now)) {
				this.discovery.grown(now);
			}
			this.recollection.refresh();
		}
		else if (event instanceof Announced announced && !this.splitWatch.isOwnMember(announced.announcement())) {
			this.contacts.announced(announced.announcement(), now);
		}
		else if (event instanceof Told told && this.phase != BootstrapPhase.NOT_STARTED) {
			told(told, now);
		}
		else if (event instanceof Introduced introduced) {
			if (this.introductions.introduced(introduced, now)) {
				this.discovery.grown(now);
			}
		}
		else if (event instanceof EngineChanged changed) {
			engineChanged(changed, now);
		}
		else if (event instanceof Stopped) {
			become(BootstrapPhase.STOPPED);
		}
	}

	private void start(Started started, long now) {
		this.startedAt = now;
		this.outbox.begin(now);
		this.self = started.self();
		this.selfContactPoint = started.contactPoint();
		this.probeResults = new ProbeResults(new AnswerReader(started.self()), this.contacts, this.splitWatch,
				this.outbox);
		become(BootstrapPhase.PROBING);
		ContactPoint local = this.selfContactPoint.local();
		this.outbox.info(now, "Bootstrap of cluster '%s' begins on %s, which %s".formatted(this.cluster,
				started.self().address(), (local != null) ? "answers probes at " + local : "has no web server"));
		this.discovery.begin(this.selfContactPoint, now);
		this.introductions.begin(this.selfContactPoint);
		this.recollection.begin(started.self(), this.selfContactPoint, now);
		if (!started.seedNodes().isEmpty()) {
			join(started.seedNodes(), now);
		}
	}

	private void told(Told event, long now) {
		this.discovery.told(event.contactPoints(), now);
		boolean outside = switch (this.phase) {
			case PROBING, JOINING, BYPASSED -> true;
			default -> false;
		};
		if (outside && !event.seedNodes().isEmpty()) {
			join(event.seedNodes(), now);
		}
	}

	private void engineChanged(EngineChanged event, long now) {
		EngineStatus status = event.status();
		if (status == EngineStatus.MEMBER) {
			if (this.phase != BootstrapPhase.MEMBER) {
				becomeMember(now);
			}
			this.recollection.members(event.counted().isEmpty() ? event.members() : event.counted());
			this.splitWatch.members(event.members());
		}
		else if (status == EngineStatus.REMOVED) {
			become(BootstrapPhase.REMOVED);
			this.waitingFor = "to be started again: it is no member of its cluster any more";
			this.outbox.info(now, "This node is no member of cluster '%s' any more".formatted(this.cluster));
		}
		else if (status == EngineStatus.STOPPED && this.phase != BootstrapPhase.STOPPED) {
			become(BootstrapPhase.STOPPED);
			this.outbox.add(new GiveUp("The engine of cluster '%s' has stopped by itself, and says why in the log. "
				.formatted(this.cluster)
					+ "If the cluster refused this node's configuration, make muster.pekko.cluster.* the same on all "
					+ "nodes, plain Pekko nodes included"));
		}
		else if (status == EngineStatus.JOINING && this.phase == BootstrapPhase.PROBING) {
			become(BootstrapPhase.BYPASSED);
			this.outbox.info(now, "This node was told to join explicitly: bootstrap stands back");
		}
	}

	private void becomeMember(long now) {
		this.memberAt = now;
		if (this.phase == BootstrapPhase.FOUNDING) {
			this.contacts.announce((contact) -> true, now);
			this.contacts.take(now).forEach(this.outbox::add);
		}
		become(BootstrapPhase.MEMBER);
		this.discovery.watch(now);
		this.outbox.info(now,
				"This node is a member of cluster '%s' after %d ms".formatted(this.cluster, now - this.startedAt));
	}

	private void become(BootstrapPhase phase) {
		this.phase = phase;
		this.waitingFor = null;
	}

	private void reportOverdue(long now) {
		for (ContactPoint contactPoint : this.contacts.overdue(now)) {
			this.outbox.info(now,
					"%s has given no seed nodes for more than %d ms (probing-failure-timeout): looking contact points up again"
						.formatted(contactPoint, this.settings.probingFailureTimeout().toMillis()));
			this.lookups.hurry(now);
		}
	}

	private void decide(long now) {
		SeedNodesInformation information = this.contacts.information(Objects.requireNonNull(this.self),
				this.recollection.lastKnownMembers(), now);
		if (!this.discovery.hasAnswered() && information.seedNodes().isEmpty()) {
			this.waitingFor = "discovery to answer: " + this.lookups.unanswered();
			return;
		}
		connect(information);
		JoinDecision decision = this.decisions.decide(information, this.selfContactPoint.local() != null);
		this.recollection.decided();
		this.contacts.hurry(decision instanceof KeepProbing keepProbing && keepProbing.soon(), now);
		if (decision instanceof JoinSeedNodes join) {
			join(join.seedNodes(), now);
		}
		else if (decision instanceof FoundCluster found) {
			become(BootstrapPhase.FOUNDING);
			this.joining.beginFounding(now);
			this.outbox.info(now, "This node founds cluster '%s': %s".formatted(this.cluster, found.reason()));
			this.outbox.add(new Found());
		}
		else if (decision instanceof KeepProbing keepProbing && !keepProbing.waitingFor().equals(this.waitingFor)) {
			this.waitingFor = keepProbing.waitingFor();
			this.outbox.info(now, "Waiting: " + this.waitingFor);
		}
	}

	/**
	 * Have the engine connect to the node that founds if nothing comes between, while the
	 * nodes still agree on that.
	 */
	private void connect(SeedNodesInformation information) {
		NodeAddress lowest = information.lowestNode();
		if (!lowest.equals(this.connected) && !lowest.equals(information.self().address())) {
			this.connected = lowest;
			this.outbox.add(new Connect(lowest));
		}
	}

	private void join(Collection<NodeAddress> seedNodes, long now) {
		List<NodeAddress> chosen = List.copyOf(seedNodes);
		become(BootstrapPhase.JOINING);
		this.waitingFor = "the cluster to accept this node";
		this.joining.begin(now);
		this.outbox.info(now, "Joining cluster '%s' through %s".formatted(this.cluster, chosen));
		this.outbox.add(new Join(chosen));
	}

	private void superviseJoin(long now) {
		boolean joining = this.phase == BootstrapPhase.JOINING || this.phase == BootstrapPhase.FOUNDING;
		if ((joining || this.phase == BootstrapPhase.PROBING) && this.joining.isHopeless(now)) {
			become(BootstrapPhase.STOPPED);
			this.outbox.add(new GiveUp(("This node did not become a member of cluster '%s' within %d ms of trying to "
					+ "join (muster.cluster.shutdown-after-unsuccessful-join-seed-nodes)")
				.formatted(this.cluster, this.joining.patience())));
		}
		else if (joining && this.joining.isOverdue(now)) {
			this.outbox.warn(now, "Not a member after %d ms (join-timeout): probing again for fresh seed nodes"
				.formatted(this.settings.joinTimeout().toMillis()));
			become(BootstrapPhase.PROBING);
			this.contacts.forget(now);
			this.lookups.hurry(now);
		}
	}

	private void superviseRetries(long now) {
		if (this.phase == BootstrapPhase.PROBING && this.lookups.isExhausted(now)) {
			become(BootstrapPhase.STOPPED);
			this.outbox.add(new GiveUp(("This node did not become a member of cluster '%s', though contact points were "
					+ "looked up again %d times (muster.bootstrap.contact-point-discovery.retry-max)")
				.formatted(this.cluster, this.settings.retryMax())));
		}
	}

	/**
	 * Return when to call again if nothing else happens before.
	 * @param now the time
	 * @return the time, {@link Long#MAX_VALUE} if there is nothing to wait for
	 */
	long nextTick(long now) {
		return switch (this.phase) {
			case PROBING ->
				Math.min(this.joining.giveUpAt(), Math.min(this.lookups.nextDue(), this.contacts.nextDue(now)));
			case JOINING, FOUNDING -> this.joining.nextDue();
			case MEMBER -> isAsking() ? Math.min(this.lookups.nextDue(), this.contacts.nextDue(now)) : Long.MAX_VALUE;
			default -> Long.MAX_VALUE;
		};
	}

	/**
	 * Return what others are shown.
	 */
	Shown shown() {
		return new Shown(this.decider.votes(), memory().vote(), this.introductions.told(), memory().previous());
	}

	/**
	 * Return what this node must not forget when it is started again.
	 */
	Memory memory() {
		return this.recollection.memory();
	}

	/**
	 * Return whether it has been started: it serves one incarnation of a node.
	 */
	boolean isStarted() {
		return this.phase != BootstrapPhase.NOT_STARTED;
	}

	/**
	 * Return the nodes that contact points led to.
	 */
	Set<NodeAddress> knownNodes() {
		return this.contacts.knownNodes();
	}

	/**
	 * Return what this node waits for, in words; {@code null} if for nothing.
	 */
	@Nullable String waitingFor() {
		return this.waitingFor;
	}

	BootstrapReport report(long now) {
		Node self = this.self;
		ContactPoint local = this.selfContactPoint.local();
		long until = (this.memberAt != null) ? this.memberAt : now;
		return new BootstrapReport(this.phase, this.cluster, (self != null) ? self.address().toString() : null,
				(local != null) ? local.toString() : null, this.waitingFor, this.settings.requiredContactPointNr(),
				(self != null) ? this.contacts.information(self, List.of(), now).confirmedNodes() : 1, memory().vote(),
				lastKnownMembers(), this.splitWatch.describe(),
				(self != null) ? Duration.ofMillis(until - this.startedAt) : null, this.lookups.report(now),
				this.contacts.report(now), this.outbox.history());
	}

	private List<String> lastKnownMembers() {
		return (this.phase != BootstrapPhase.MEMBER)
				? memory().members().stream().map((member) -> member.node().address().toString()).toList() : List.of();
	}

}

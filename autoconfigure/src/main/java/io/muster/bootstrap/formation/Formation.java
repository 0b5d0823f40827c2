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

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.JoinDecision;
import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.formation.BootstrapCommand.Found;
import io.muster.bootstrap.formation.BootstrapCommand.GiveUp;
import io.muster.bootstrap.formation.BootstrapCommand.Join;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.bootstrap.formation.BootstrapEvent.Stopped;
import io.muster.bootstrap.formation.BootstrapEvent.Told;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.web.SeedNodesResponder.Shown;

/**
 * The functional core of bootstrap: takes what happened and when, and returns what is to
 * be done. It has no threads, no clock and no sockets, and its only randomness is given
 * to it, so that the same class runs in the application and in a simulation. Times are
 * milliseconds of any clock that never jumps. For use by one thread at a time.
 */
public final class Formation {

	private final String cluster;

	private final BootstrapSettings settings;

	private final JoinDecider decider;

	private final Effects outbox;

	private final Exploration exploration;

	private final GuardedJoinDecider decisions;

	private final JoinSupervision joining;

	private final DurableStateKeeper recollection;

	private final Progress progress;

	private @Nullable Node self;

	private SelfContactPoint selfContactPoint = SelfContactPoint.NONE;

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
	public Formation(String cluster, BootstrapSettings settings, JoinDecider decider, List<String> sources,
			RandomGenerator random, DurableState memory, Effects outbox) {
		this.cluster = cluster;
		this.settings = settings;
		this.decider = decider;
		this.outbox = outbox;
		this.exploration = new Exploration(settings, sources, random, outbox);
		this.decisions = new GuardedJoinDecider(settings, decider, this.exploration, random, outbox);
		this.joining = new JoinSupervision(settings);
		this.recollection = new DurableStateKeeper(memory, decider, this.exploration.contacts(), outbox);
		this.progress = new Progress(memory);
	}

	/**
	 * Take an event.
	 * @param event what happened
	 * @param now when
	 * @return what is to be done, in order
	 */
	public List<BootstrapCommand> on(BootstrapEvent event, long now) {
		accept(event, now);
		superviseJoin(now);
		if (this.progress.is(BootstrapPhase.PROBING)) {
			this.exploration.reportOverdue(now);
			decide(now);
			superviseRetries(now);
		}
		if (this.progress.is(BootstrapPhase.PROBING) || this.progress.is(BootstrapPhase.MEMBER)) {
			this.exploration.ask(now);
		}
		return this.outbox.drain();
	}

	private void accept(BootstrapEvent event, long now) {
		if (event instanceof Started started && this.progress.is(BootstrapPhase.NOT_STARTED)) {
			start(started, now);
		}
		else if (event instanceof Told told && !this.progress.is(BootstrapPhase.NOT_STARTED)) {
			told(told, now);
		}
		else if (event instanceof EngineChanged changed) {
			engineChanged(changed, now);
		}
		else if (event instanceof Stopped) {
			this.progress.become(BootstrapPhase.STOPPED);
		}
		else {
			this.exploration.accept(event, now);
			if (event instanceof Probed) {
				this.recollection.refresh();
			}
		}
	}

	private void start(Started started, long now) {
		this.outbox.begin(now);
		this.self = started.self();
		this.selfContactPoint = started.contactPoint();
		this.progress.begin(now);
		String local = this.selfContactPoint.describe();
		this.outbox.info(now, "Bootstrap of cluster '%s' begins on %s, which %s".formatted(this.cluster,
				started.self().address(), (local != null) ? "answers probes at " + local : "has no web server"));
		this.exploration.begin(started.self(), this.selfContactPoint, now);
		this.recollection.begin(started.self(), this.selfContactPoint, now);
		joinThrough(started.seedNodes(), now);
	}

	private void told(Told event, long now) {
		this.exploration.told(event.contactPoints(), now);
		joinThrough(event.seedNodes(), now);
	}

	/**
	 * Join through members that an operator knows of, if there are any, and this node is
	 * none.
	 */
	private void joinThrough(Collection<NodeAddress> seedNodes, long now) {
		if (this.progress.isOutside() && !seedNodes.isEmpty()) {
			join(seedNodes, now);
		}
	}

	private void engineChanged(EngineChanged event, long now) {
		EngineStatus status = event.status();
		if (status == EngineStatus.MEMBER) {
			if (!this.progress.is(BootstrapPhase.MEMBER)) {
				becomeMember(now);
			}
			this.recollection.members(event);
			this.exploration.members(event, now);
		}
		else if (status == EngineStatus.REMOVED) {
			this.progress.become(BootstrapPhase.REMOVED,
					"to be started again: it is no member of its cluster any more");
			this.recollection.removed(event);
			this.outbox.info(now, "This node is no member of cluster '%s' any more".formatted(this.cluster));
		}
		else if (status == EngineStatus.STOPPED && !this.progress.is(BootstrapPhase.STOPPED)) {
			giveUp(("The engine of cluster '%s' has stopped by itself, and says why in the log. "
					+ "If the cluster refused this node's configuration, make muster.pekko.cluster.* the same on all "
					+ "nodes, plain Pekko nodes included")
				.formatted(this.cluster));
		}
		else if (status == EngineStatus.JOINING && this.progress.is(BootstrapPhase.PROBING)) {
			this.progress.become(BootstrapPhase.BYPASSED);
			this.outbox.info(now, "This node was told to join explicitly: bootstrap stands back");
		}
	}

	private void becomeMember(long now) {
		if (this.progress.is(BootstrapPhase.FOUNDING)) {
			this.exploration.announceToAll(now);
		}
		this.progress.becomeMember(now);
		this.exploration.watch(now);
		this.outbox.info(now, "This node is a member of cluster '%s' after %d ms".formatted(this.cluster,
				this.progress.duration(now).toMillis()));
	}

	private void giveUp(String reason) {
		this.progress.become(BootstrapPhase.STOPPED);
		this.outbox.add(new GiveUp(reason));
	}

	private void decide(long now) {
		SeedNodesInformation information = this.exploration.contacts()
			.information(Objects.requireNonNull(this.self), this.recollection.lastKnownMembers(), now);
		if (!this.exploration.hasAnswered() && information.seedNodes().isEmpty()) {
			this.progress.waitFor("discovery to answer: " + this.exploration.lookups().unanswered());
			return;
		}
		JoinDecision decision = this.decisions.decide(information, this.selfContactPoint.local() != null);
		this.recollection.decided();
		this.exploration.contacts().hurry(decision instanceof KeepProbing keepProbing && keepProbing.soon(), now);
		if (decision instanceof JoinSeedNodes join) {
			join(join.seedNodes(), now);
		}
		else if (decision instanceof FoundCluster found) {
			this.progress.become(BootstrapPhase.FOUNDING);
			this.joining.beginFounding(now);
			this.outbox.info(now, "This node founds cluster '%s': %s".formatted(this.cluster, found.reason()));
			this.outbox.add(new Found());
		}
		else if (decision instanceof KeepProbing keepProbing && this.progress.waitFor(keepProbing.waitingFor())) {
			this.outbox.info(now, "Waiting: " + keepProbing.waitingFor());
		}
	}

	private void join(Collection<NodeAddress> seedNodes, long now) {
		this.progress.become(BootstrapPhase.JOINING, "the cluster to accept this node");
		this.joining.begin(now);
		this.outbox.info(now, "Joining cluster '%s' through %s".formatted(this.cluster, seedNodes));
		this.outbox.add(new Join(List.copyOf(seedNodes)));
	}

	private void superviseJoin(long now) {
		boolean joining = this.progress.isEntering();
		if ((joining || this.progress.is(BootstrapPhase.PROBING)) && this.joining.isHopeless(now)) {
			giveUp(notAMember() + this.joining.limit());
		}
		else if (joining && this.joining.isOverdue(now)) {
			this.outbox.warn(now, "Not a member after %d ms (join-timeout): probing again for fresh seed nodes"
				.formatted(this.settings.joinTimeout().toMillis()));
			this.progress.become(BootstrapPhase.PROBING);
			this.exploration.startOver(now);
		}
	}

	private void superviseRetries(long now) {
		if (this.progress.is(BootstrapPhase.PROBING) && this.exploration.isExhausted(now)) {
			giveUp(notAMember() + this.exploration.limit());
		}
	}

	private String notAMember() {
		return "This node did not become a member of cluster '%s'".formatted(this.cluster);
	}

	/**
	 * Return when to call again if nothing else happens before.
	 * @param now the time
	 * @return the time, {@link Long#MAX_VALUE} if there is nothing to wait for
	 */
	public long nextTick(long now) {
		return switch (this.progress.phase()) {
			case PROBING -> Math.min(this.joining.giveUpAt(), this.exploration.nextDue(now));
			case JOINING, FOUNDING -> this.joining.nextDue();
			case MEMBER -> this.exploration.nextDue(now);
			default -> Long.MAX_VALUE;
		};
	}

	/**
	 * Return what others are shown.
	 * @return what they are shown
	 */
	public Shown shown() {
		return new Shown(this.decider.votes(), memory().vote(), this.exploration.shown(), memory().previous());
	}

	/**
	 * Return what this node must not forget when it is started again.
	 * @return the durable state
	 */
	public DurableState memory() {
		return this.recollection.memory();
	}

	/**
	 * Return whether it has been started: it serves one incarnation of a node.
	 * @return whether it was
	 */
	public boolean isStarted() {
		return !this.progress.is(BootstrapPhase.NOT_STARTED);
	}

	/**
	 * Return the nodes that contact points led to.
	 * @return their engine addresses
	 */
	public Set<NodeAddress> knownNodes() {
		return this.exploration.knownNodes();
	}

	/**
	 * Return what this node waits for, in words; {@code null} if for nothing.
	 * @return what it waits for
	 */
	public @Nullable String waitingFor() {
		return this.progress.waitingFor();
	}

	public BootstrapReport report(long now) {
		Node self = this.self;
		return new BootstrapReport(this.progress.phase(), this.cluster,
				(self != null) ? self.address().toString() : null, this.selfContactPoint.describe(),
				this.progress.waitingFor(), this.settings.requiredContactPointNr(),
				(self != null) ? this.exploration.contacts().information(self, List.of(), now).confirmedNodes() : 1,
				memory().vote(), this.progress.is(BootstrapPhase.MEMBER) ? List.of() : memory().describeMembers(),
				this.exploration.split(), (self != null) ? this.progress.duration(now) : null,
				this.exploration.lookups().report(now), this.exploration.contacts().report(now), this.outbox.history());
	}

}

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.BootstrapCommand.Found;
import io.muster.bootstrap.BootstrapCommand.GiveUp;
import io.muster.bootstrap.BootstrapCommand.Join;
import io.muster.bootstrap.BootstrapCommand.LookUp;
import io.muster.bootstrap.BootstrapCommand.Probe;
import io.muster.bootstrap.BootstrapCommand.Say;
import io.muster.bootstrap.BootstrapEvent.Discovered;
import io.muster.bootstrap.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.BootstrapEvent.Probed;
import io.muster.bootstrap.BootstrapEvent.RegistryChanged;
import io.muster.bootstrap.BootstrapEvent.Started;
import io.muster.bootstrap.BootstrapEvent.Stopped;
import io.muster.bootstrap.JoinDecision.FoundCluster;
import io.muster.bootstrap.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.JoinDecision.KeepProbing;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;

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

	private final RandomGenerator random;

	private final Lookups lookups;

	private final Contacts contacts;

	private final RequiredNumber requiredNumber;

	private final History history = new History();

	private final List<BootstrapCommand> commands = new ArrayList<>();

	private BootstrapPhase phase = BootstrapPhase.NOT_STARTED;

	private @Nullable AnswerReader answers;

	private @Nullable Node self;

	private SelfContactPoint selfContactPoint = SelfContactPoint.NONE;

	private @Nullable String waitingFor = "the engine to start, or BootstrapCoordinator.start() if "
			+ "muster.bootstrap.auto-startup is off";

	private boolean discovered;

	private long startedAt;

	private @Nullable Long memberAt;

	private long joinDeadline = Long.MAX_VALUE;

	private @Nullable Long joiningSince;

	Formation(String cluster, BootstrapSettings settings, JoinDecider decider, List<String> sources,
			RandomGenerator random) {
		this.cluster = cluster;
		this.settings = settings;
		this.decider = decider;
		this.random = random;
		this.requiredNumber = new RequiredNumber(settings);
		this.lookups = new Lookups(settings, sources, random);
		this.contacts = new Contacts(settings, random);
	}

	/**
	 * Take an event.
	 * @param event what happened
	 * @param now when
	 * @return what is to be done, in order
	 */
	List<BootstrapCommand> on(BootstrapEvent event, long now) {
		accept(event, now);
		if (this.phase == BootstrapPhase.JOINING || this.phase == BootstrapPhase.FOUNDING) {
			superviseJoin(now);
		}
		if (this.phase == BootstrapPhase.PROBING) {
			this.contacts.overdue(now).forEach((contactPoint) -> overdue(contactPoint, now));
			decide(now);
		}
		if (this.phase == BootstrapPhase.PROBING) {
			this.lookups.take(now).forEach((source) -> this.commands.add(new LookUp(source)));
			this.contacts.take(now).forEach((contactPoint) -> this.commands.add(new Probe(contactPoint)));
		}
		List<BootstrapCommand> commands = List.copyOf(this.commands);
		this.commands.clear();
		return commands;
	}

	private void accept(BootstrapEvent event, long now) {
		if (event instanceof Started started) {
			start(started, now);
		}
		else if (event instanceof Discovered answer) {
			discovered(answer, now);
		}
		else if (event instanceof LookupFailed failed && this.lookups.failed(failed.source(), failed.reason(), now)) {
			warn(now, "Lookup of " + failed.source() + " failed: " + failed.reason());
		}
		else if (event instanceof RegistryChanged) {
			this.lookups.hurry(now);
		}
		else if (event instanceof Probed probed) {
			probed(probed, now);
		}
		else if (event instanceof EngineChanged changed) {
			engineChanged(changed.status(), now);
		}
		else if (event instanceof Stopped) {
			this.phase = BootstrapPhase.STOPPED;
		}
	}

	private void start(Started started, long now) {
		if (this.phase != BootstrapPhase.NOT_STARTED) {
			return;
		}
		this.startedAt = now;
		this.self = started.self();
		this.selfContactPoint = started.contactPoint();
		this.answers = new AnswerReader(started.self());
		this.phase = BootstrapPhase.PROBING;
		info(now, "Bootstrap of cluster '%s' begins on %s, which answers probes at %s".formatted(this.cluster,
				started.self().address(), this.selfContactPoint.local()));
		if (this.lookups.isEmpty()) {
			this.discovered = true;
			this.contacts.begin(now);
			warn(now, "There is no source of contact points: the application has neither a DiscoveryClient nor a "
					+ "ContactPointSource bean. Add the starter of a registry");
		}
		this.requiredNumber.questionable().ifPresent((warning) -> warn(now, warning));
	}

	private void discovered(Discovered event, long now) {
		this.lookups.succeeded(event.source(), event.contactPoints(), now);
		Set<ContactPoint> union = this.lookups.union();
		if (union == null || this.phase != BootstrapPhase.PROBING) {
			return;
		}
		if (!this.discovered) {
			this.contacts.begin(now);
		}
		if (this.contacts.update(union, this.selfContactPoint, now) || !this.discovered) {
			info(now,
					union.isEmpty()
							? "Discovery knows no contact points: %s. If this lasts, is the starter of a "
								.formatted(this.lookups.names())
									+ "registry on the class path, and do the replicas register by that name?"
							: "%d contact points: %s".formatted(union.size(), Names.of(union)));
			this.requiredNumber.minorityOf(union.size()).ifPresent((warning) -> warn(now, warning));
		}
		this.discovered = true;
	}

	private void probed(Probed event, long now) {
		Contact contact = this.contacts.probed(event.contactPoint(), now);
		if (contact == null || this.answers == null || !contact.isNews(event.sentAt())) {
			return;
		}
		if (event.result() instanceof Failed failed) {
			failed(contact, failed, event.sentAt(), now);
		}
		else if (event.result() instanceof Answered answered) {
			answered(contact, answered.seedNodes(), event.sentAt(), now);
		}
	}

	private void answered(Contact contact, SeedNodes seedNodes, long sentAt, long now) {
		AnswerReader.Reading reading = Objects.requireNonNull(this.answers)
			.read(contact.contactPoint, seedNodes, sentAt, now);
		if (reading.failure() != null) {
			contact.observation = null;
			failed(contact, reading.failure(), sentAt, now);
		}
		else if (reading.observation() == null) {
			contact.self = true;
			info(now, contact.contactPoint + " is this node itself");
		}
		else {
			if (reading.note() != null && contact.observation == null) {
				warn(now, contact.contactPoint + " " + reading.note());
			}
			contact.answered(reading.observation());
		}
	}

	private void failed(Contact contact, Failed failed, long sentAt, long now) {
		if (contact.failed(failed, sentAt, now)) {
			say(failed.kind() == Kind.WRONG, now, contact.contactPoint + " " + failed.reason());
		}
	}

	private void overdue(ContactPoint contactPoint, long now) {
		info(now, "%s has not answered for more than %d ms (probing-failure-timeout): looking contact points up again"
			.formatted(contactPoint, this.settings.probingFailureTimeout().toMillis()));
		this.lookups.hurry(now);
	}

	private void engineChanged(EngineStatus status, long now) {
		if (status == EngineStatus.MEMBER && this.phase != BootstrapPhase.MEMBER) {
			this.memberAt = now;
			become(BootstrapPhase.MEMBER);
			info(now,
					"This node is a member of cluster '%s' after %d ms".formatted(this.cluster, now - this.startedAt));
		}
		else if (status == EngineStatus.REMOVED) {
			become(BootstrapPhase.REMOVED);
		}
		else if (status == EngineStatus.JOINING && this.phase == BootstrapPhase.PROBING) {
			become(BootstrapPhase.BYPASSED);
			info(now, "This node was told to join explicitly: bootstrap stands back");
		}
	}

	private void become(BootstrapPhase phase) {
		this.phase = phase;
		this.waitingFor = null;
		this.joinDeadline = Long.MAX_VALUE;
	}

	private void decide(long now) {
		if (!this.discovered) {
			waitFor(now, "discovery to answer: " + this.lookups.unanswered());
			return;
		}
		JoinDecision decision = restrict(this.decider.decide(this.contacts.information(now)));
		if (decision instanceof JoinSeedNodes join) {
			join(join.seedNodes(), now);
		}
		else if (decision instanceof FoundCluster found) {
			become(BootstrapPhase.FOUNDING);
			this.joinDeadline = now + this.settings.joinTimeout().toMillis();
			info(now, "This node founds cluster '%s': %s".formatted(this.cluster, found.reason()));
			this.commands.add(new Found());
		}
		else if (decision instanceof KeepProbing keepProbing) {
			waitFor(now, keepProbing.waitingFor());
		}
	}

	/**
	 * Whatever decides, a node that nobody can ask never founds, and nobody founds while
	 * a source of contact points has never answered.
	 */
	private JoinDecision restrict(JoinDecision decision) {
		if (decision instanceof JoinSeedNodes) {
			return decision;
		}
		if (this.selfContactPoint.local() == null) {
			return new KeepProbing("a cluster to join: this application has no web server, so it never founds one");
		}
		if (decision instanceof FoundCluster && !this.lookups.unanswered().isEmpty()) {
			return new KeepProbing("discovery to answer: " + this.lookups.unanswered());
		}
		return decision;
	}

	private void waitFor(long now, String waitingFor) {
		if (!waitingFor.equals(this.waitingFor)) {
			this.waitingFor = waitingFor;
			info(now, "Waiting: " + waitingFor);
		}
	}

	private void join(Set<NodeAddress> seedNodes, long now) {
		List<NodeAddress> shuffled = new ArrayList<>(seedNodes);
		Collections.shuffle(shuffled, new Random(this.random.nextLong()));
		List<NodeAddress> chosen = List
			.copyOf(shuffled.subList(0, Math.min(shuffled.size(), SeedNodes.MAX_SEED_NODES)));
		become(BootstrapPhase.JOINING);
		this.joinDeadline = now + this.settings.joinTimeout().toMillis();
		if (this.joiningSince == null) {
			this.joiningSince = now;
		}
		this.waitingFor = "the cluster to accept this node";
		info(now, "Joining cluster '%s' through %s".formatted(this.cluster, chosen));
		this.commands.add(new Join(chosen));
	}

	private void superviseJoin(long now) {
		Duration patience = this.settings.shutdownAfterUnsuccessfulJoin();
		if (patience != null && this.joiningSince != null && now - this.joiningSince >= patience.toMillis()) {
			become(BootstrapPhase.STOPPED);
			this.commands.add(new GiveUp("This node did not become a member of cluster '%s' within %d ms of trying to "
				.formatted(this.cluster, patience.toMillis())
					+ "join (muster.cluster.shutdown-after-unsuccessful-join-seed-nodes)"));
		}
		else if (now >= this.joinDeadline) {
			warn(now, "Not a member after %d ms (join-timeout): probing again for fresh seed nodes"
				.formatted(this.settings.joinTimeout().toMillis()));
			become(BootstrapPhase.PROBING);
			this.contacts.forget(now);
			this.lookups.hurry(now);
		}
	}

	/**
	 * Return when to call again if nothing else happens before.
	 * @param now the time
	 * @return the time, {@link Long#MAX_VALUE} if there is nothing to wait for
	 */
	long nextTick(long now) {
		return switch (this.phase) {
			case PROBING -> Math.min(this.lookups.nextDue(), this.contacts.nextDue(now));
			case JOINING, FOUNDING -> Math.min(this.joinDeadline, giveUpAt());
			default -> Long.MAX_VALUE;
		};
	}

	private long giveUpAt() {
		Duration patience = this.settings.shutdownAfterUnsuccessfulJoin();
		return (patience != null && this.joiningSince != null) ? this.joiningSince + patience.toMillis()
				: Long.MAX_VALUE;
	}

	private void info(long now, String text) {
		say(false, now, text);
	}

	private void warn(long now, String text) {
		say(true, now, text);
	}

	private void say(boolean warning, long now, String text) {
		this.history.add(now - this.startedAt, text);
		this.commands.add(new Say(warning, text));
	}

	Set<ContactPoint> contactPoints() {
		return this.contacts.contactPoints();
	}

	BootstrapReport report(long now) {
		Node self = this.self;
		long until = (this.memberAt != null) ? this.memberAt : now;
		return new BootstrapReport(this.phase, this.cluster, (self != null) ? self.address().toString() : null,
				(this.selfContactPoint.local() != null) ? this.selfContactPoint.local().toString() : null,
				this.waitingFor, this.settings.requiredContactPointNr(),
				this.contacts.information(now).confirmedNodes(),
				(self != null) ? Duration.ofMillis(until - this.startedAt) : null, this.lookups.report(now),
				this.contacts.report(now), this.history.entries());
	}

}

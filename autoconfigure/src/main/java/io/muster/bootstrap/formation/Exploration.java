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

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.formation.BootstrapCommand.LookUp;
import io.muster.bootstrap.formation.BootstrapEvent.Announced;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.bootstrap.formation.BootstrapEvent.Introduced;
import io.muster.bootstrap.formation.BootstrapEvent.LookupFailed;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.bootstrap.formation.BootstrapEvent.RegistryChanged;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;

/**
 * What a node finds out about the others: has contact points looked up and probed, and
 * takes what comes back. Part of the functional core: it decides nothing.
 */
final class Exploration {

	private final BootstrapSettings settings;

	private final Lookups lookups;

	private final ContactPointStates contacts;

	private final Discovery discovery;

	private final SplitWatch splitWatch;

	private final ClientWatch clientWatch;

	private final Introductions introductions;

	private final Effects outbox;

	private @Nullable ProbeResults probeResults;

	private boolean watching;

	Exploration(BootstrapSettings settings, List<String> sources, RandomGenerator random, Effects outbox) {
		this.settings = settings;
		this.outbox = outbox;
		this.lookups = new Lookups(settings, sources, random);
		this.contacts = new ContactPointStates(settings, random);
		this.discovery = new Discovery(settings, this.lookups, this.contacts, outbox);
		this.splitWatch = new SplitWatch(settings, this.contacts, outbox);
		this.clientWatch = new ClientWatch(settings, outbox);
		this.introductions = new Introductions(settings, this.contacts, this.splitWatch, outbox);
	}

	void begin(Node self, SelfContactPoint contactPoint, long now) {
		this.probeResults = new ProbeResults(new AnswerReader(self), this.contacts, this.splitWatch, this.outbox);
		this.discovery.begin(contactPoint, now);
		this.introductions.begin(contactPoint);
	}

	/**
	 * Take what came back from a registry or another node.
	 * @param event what happened; ignored if it is anything else
	 * @param now when
	 */
	void accept(BootstrapEvent event, long now) {
		if (event instanceof Discovered answer) {
			this.discovery.succeeded(answer, now);
			this.splitWatch.retain(this.contacts.contactPoints(), now);
		}
		else if (event instanceof LookupFailed failed) {
			this.discovery.failed(failed, now);
		}
		else if (event instanceof RegistryChanged && !this.watching) {
			this.lookups.hurry(now);
		}
		else if (event instanceof Probed probed && this.probeResults != null) {
			this.probeResults.accept(probed, now);
			if (this.introductions.probed(probed, now)) {
				this.discovery.grown(now);
			}
		}
		else if (event instanceof Announced announced && !this.splitWatch.isOwnMember(announced.announcement())) {
			this.contacts.announced(announced.announcement(), now);
		}
		else if (event instanceof Introduced introduced && this.introductions.introduced(introduced, now)) {
			this.discovery.grown(now);
		}
	}

	/**
	 * Take over what an operator told this node.
	 */
	void told(Set<ContactPoint> contactPoints, long now) {
		this.discovery.told(contactPoints, now);
	}

	/**
	 * Only watch from now on, for a second cluster.
	 */
	void watch(long now) {
		this.watching = true;
		this.discovery.watch(now);
	}

	/**
	 * Note who is a member of this node's cluster.
	 */
	void members(EngineChanged event, long now) {
		this.splitWatch.members(event.members());
		this.clientWatch.members(event, now);
	}

	/**
	 * Have everybody asked who is due.
	 */
	void ask(long now) {
		if (isOver()) {
			return;
		}
		this.lookups.take(now).forEach((source) -> this.outbox.add(new LookUp(source)));
		this.contacts.take(now).forEach(this.outbox::add);
	}

	private boolean isOver() {
		return this.watching && !this.splitWatch.isOn();
	}

	/**
	 * Tell everybody that there is a cluster now, by probing them.
	 */
	void announceToAll(long now) {
		this.contacts.announce((contact) -> true, now);
		this.contacts.take(now).forEach(this.outbox::add);
	}

	/**
	 * Look contact points up again if one of them has just been failing for too long.
	 */
	void reportOverdue(long now) {
		for (ContactPoint contactPoint : this.contacts.overdue(now)) {
			this.outbox.info(now,
					"%s has given no seed nodes for more than %d ms (probing-failure-timeout): looking contact points up again"
						.formatted(contactPoint, this.settings.probingFailureTimeout().toMillis()));
			this.lookups.hurry(now);
		}
	}

	/**
	 * Forget what everybody answered, and ask anew.
	 */
	void startOver(long now) {
		this.contacts.forget(now);
		this.lookups.hurry(now);
	}

	/**
	 * Return whether contact points were looked up as often as they may be.
	 */
	boolean isExhausted(long now) {
		return this.lookups.isExhausted(now);
	}

	/**
	 * Return how often they were, to end a sentence with.
	 */
	String limit() {
		return ", though contact points were looked up again %d times (muster.bootstrap.contact-point-discovery.retry-max)"
			.formatted(this.settings.retryMax());
	}

	/**
	 * Return whether any source of contact points has answered.
	 */
	boolean hasAnswered() {
		return this.discovery.hasAnswered();
	}

	/**
	 * Return when somebody is to be asked next.
	 */
	long nextDue(long now) {
		return isOver() ? Long.MAX_VALUE : Math.min(this.lookups.nextDue(), this.contacts.nextDue(now));
	}

	Lookups lookups() {
		return this.lookups;
	}

	ContactPointStates contacts() {
		return this.contacts;
	}

	/**
	 * Return the nodes that contact points led to.
	 */
	Set<NodeAddress> knownNodes() {
		return this.contacts.knownNodes();
	}

	/**
	 * Return the contact points that others are told.
	 */
	Set<ContactPoint> shown() {
		return this.introductions.told();
	}

	/**
	 * Return the second cluster in words, {@code null} if there is none.
	 */
	@Nullable String split() {
		return this.splitWatch.describe();
	}

}

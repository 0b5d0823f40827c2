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

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.ContactPointNames;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.formation.BootstrapEvent.Introduced;
import io.muster.bootstrap.formation.BootstrapEvent.Probed;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;

/**
 * Contact points that this node learns from other nodes, if contact points are configured
 * and no registry lists them. They come from probers that introduce themselves, and from
 * the answers of known contact points. So all nodes find each other even if each is
 * configured with one other.
 * <p>
 * They count like discovered ones. One is forgotten when it has failed for long and no
 * other node reaches it. This node advertises only contact points that answer, so that a
 * contact point that is gone does not go round between the nodes.
 */
final class Introductions {

	/**
	 * The most contact points that are learned. They come from any sender, so their
	 * number needs a limit. Clusters of hundreds of nodes stay below 1000.
	 */
	static final int MAX = 1000;

	/**
	 * The most of them that come from one source: by themselves from one host, or from
	 * the answers of one contact point. The others of a large cluster come from others.
	 */
	static final int MAX_OF_SOURCE = 100;

	/**
	 * How long an introduced contact point may fail before it is forgotten, in
	 * milliseconds. A process needs less to start again, so that a restart does not
	 * remove its contact point.
	 */
	static final long FORGET_MILLIS = 60_000;

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private final boolean on;

	private final ContactPointStates contacts;

	private final SplitWatch splitWatch;

	private final Effects effects;

	private final Map<ContactPoint, String> introduced = new LinkedHashMap<>();

	private final Set<String> fullSources = new HashSet<>();

	private final Map<ContactPoint, List<ContactPoint>> heard = new HashMap<>();

	private boolean begun;

	private boolean full;

	Introductions(BootstrapSettings settings, ContactPointStates contacts, SplitWatch splitWatch, Effects effects) {
		this.on = settings.introductions();
		this.contacts = contacts;
		this.splitWatch = splitWatch;
		this.effects = effects;
	}

	void begin() {
		this.begun = true;
	}

	/**
	 * Take an introduction. A contact point that is already known is only probed again,
	 * if it fails.
	 * @return whether the contact point is new
	 */
	boolean introduced(Introduced event, long now) {
		this.contacts.all()
			.stream()
			.filter((contact) -> contact.contactPoint.isSameServer(event.contactPoint()) && contact.isFailing())
			.forEach((contact) -> contact.askSoon(now));
		return this.begun && learn(Set.of(event.contactPoint()), "by itself", event.contactPoint().host(), now);
	}

	/**
	 * Take the result of a probe, after {@link ContactPointStates} has taken it.
	 * @return whether there is a new contact point
	 */
	boolean probed(Probed event, long now) {
		ContactPointState contact = this.contacts.find(event.contactPoint());
		if (contact == null) {
			this.heard.remove(event.contactPoint());
			return false;
		}
		if (event.result() instanceof Failed) {
			forgetIfGone(contact, now);
			return false;
		}
		SeedNodesObservation observation = contact.observation;
		boolean counts = observation != null && observation.sentAt() == event.sentAt();
		return this.on && counts && event.result() instanceof Answered answered && answered.seedNodes().muster() != null
				&& hear(contact, answered.seedNodes().muster().contactPoints(), now);
	}

	private boolean hear(ContactPointState contact, List<ContactPoint> named, long now) {
		if (named.equals(this.heard.put(contact.contactPoint, named))) {
			return false;
		}
		Set<ContactPoint> contactPoints = new LinkedHashSet<>();
		named.stream().limit(MAX).forEach(contactPoints::add);
		// The path is that of this node, which runs the same application: a stranger must
		// not choose what is asked of a third party.
		contactPoints.removeIf((one) -> !this.contacts.hasOwnPath(one));
		contactPoints.removeIf(
				(one) -> !SCHEMES.contains(one.scheme()) || (one.isLoopback() && !contact.contactPoint.isLoopback()));
		return learn(contactPoints, "by " + contact.contactPoint, contact.contactPoint.toString(), now);
	}

	private boolean learn(Set<ContactPoint> contactPoints, String by, String source, long now) {
		long room = MAX_OF_SOURCE - this.introduced.values().stream().filter(source::equals).count();
		Set<ContactPoint> unknown = contactPoints.stream()
			.filter((contactPoint) -> this.contacts.all()
				.stream()
				.noneMatch((contact) -> contact.contactPoint.isSameServer(contactPoint)))
			.collect(Collectors.toCollection(LinkedHashSet::new));
		if (unknown.size() > room && this.fullSources.add(source)) {
			this.effects.warn(now,
					"%s introduces more than %d contact points: the others are ignored until discovery lists them"
						.formatted(source, MAX_OF_SOURCE));
		}
		Set<ContactPoint> fresh = unknown.stream()
			.limit(Math.max(0, room))
			.collect(Collectors.toCollection(LinkedHashSet::new));
		if (fresh.isEmpty() || isTooMuch(fresh.size(), now)) {
			return false;
		}
		fresh.forEach((contactPoint) -> this.introduced.put(contactPoint, source));
		this.contacts.introduce(this.introduced.keySet(), now);
		fresh.removeIf(this.contacts::isSelf);
		if (!fresh.isEmpty() && !this.splitWatch.isWatching()) {
			this.effects.info(now, "%s introduced %s: %d contact point%s now".formatted(ContactPointNames.of(fresh), by,
					this.contacts.known().size(), (this.contacts.known().size() == 1) ? "" : "s"));
		}
		return !fresh.isEmpty();
	}

	private boolean isTooMuch(int more, long now) {
		boolean tooMuch = this.introduced.size() + more > MAX;
		if (tooMuch && !this.full) {
			this.effects.warn(now, "More than %d contact points are introduced: the others are ignored".formatted(MAX));
		}
		this.full |= tooMuch;
		return tooMuch;
	}

	/**
	 * Forget a contact point that has failed for long, unless other nodes reach it. It is
	 * then only unreachable from this node.
	 */
	private void forgetIfGone(ContactPointState contact, long now) {
		if (contact.hasFailedFor(FORGET_MILLIS, now) && !isReachedByOthers(contact.contactPoint)
				&& this.introduced.remove(contact.contactPoint) != null) {
			this.heard.remove(contact.contactPoint);
			this.contacts.introduce(this.introduced.keySet(), now);
			if (!this.splitWatch.isWatching()) {
				this.effects.info(now, "%s is forgotten: it was introduced, and has failed for %d ms"
					.formatted(contact.contactPoint, FORGET_MILLIS));
			}
		}
	}

	private boolean isReachedByOthers(ContactPoint contactPoint) {
		return this.contacts.all()
			.stream()
			.filter((contact) -> !contact.isFailing())
			.anyMatch((contact) -> this.heard.getOrDefault(contact.contactPoint, List.of()).contains(contactPoint));
	}

	/**
	 * Return the contact points that this node advertises.
	 */
	Set<ContactPoint> advertised() {
		return this.on ? this.contacts.answering() : this.contacts.contactPoints();
	}

}

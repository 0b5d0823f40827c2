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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.formation.BootstrapCommand.Probe;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;

/**
 * The contact points that discovery lists, those of the last known members, and those
 * that were introduced: when to probe each, and what each answered.
 */
final class ContactPointStates {

	/**
	 * How long a last known member must not have answered, and must not have been listed
	 * by discovery, before it may count as gone. Registries drop an instance that is gone
	 * after 30 to 90 s.
	 */
	private static final long ABSENT_MILLIS = 60_000;

	private final BootstrapSettings settings;

	private final Map<ContactPoint, ContactPointState> byContactPoint = new HashMap<>();

	/**
	 * What is in the map, in the order of the contact points, and the contact points.
	 * Only {@link #probeAll} changes the map, and it replaces both.
	 */
	private List<ContactPointState> contacts = List.of();

	private Set<ContactPoint> contactPoints = Set.of();

	private final ProbePace pace;

	private final Claims claims;

	private Set<ContactPoint> discovered = Set.of();

	private Set<ContactPoint> remembered = Set.of();

	private Set<ContactPoint> introduced = Set.of();

	private SelfContactPoint self = SelfContactPoint.NONE;

	private long changedAt;

	ContactPointStates(BootstrapSettings settings, RandomGenerator random, Claims claims) {
		this.settings = settings;
		this.claims = claims;
		this.pace = new ProbePace(settings, random);
	}

	/**
	 * Recognise this node's own contact points. They are not probed.
	 */
	void recognise(SelfContactPoint self) {
		this.self = self;
		this.contacts.stream()
			.filter((contact) -> self.matches(contact.contactPoint))
			.forEach(ContactPointState::recognise);
	}

	/**
	 * Probe the contact points of the last known members as well. Their cluster can be
	 * found through them while no registry answers.
	 */
	void remember(List<LastKnownMember> members, long now) {
		this.remembered = members.stream()
			.map(LastKnownMember::contactPoint)
			.filter(Objects::nonNull)
			.collect(Collectors.toUnmodifiableSet());
		probeAll(now);
		for (LastKnownMember member : members) {
			if (member.contactPoint() != null) {
				contact(member.contactPoint()).lastNode = member.node().address();
			}
		}
	}

	private ContactPointState contact(ContactPoint contactPoint) {
		return Objects.requireNonNull(this.byContactPoint.get(contactPoint));
	}

	/**
	 * Take the contact points that other nodes introduced. They count like those that
	 * discovery lists.
	 */
	void introduce(Set<ContactPoint> introduced, long now) {
		this.introduced = Set.copyOf(introduced);
		this.changedAt = now;
		probeAll(now);
	}

	/**
	 * Return the contact points that count: those that discovery lists, and those that
	 * were introduced.
	 */
	Set<ContactPoint> known() {
		if (this.introduced.isEmpty()) {
			return this.discovered;
		}
		Set<ContactPoint> known = new HashSet<>(this.discovered);
		known.addAll(this.introduced);
		return Set.copyOf(known);
	}

	boolean isSelf(ContactPoint contactPoint) {
		return this.self.matches(contactPoint);
	}

	/**
	 * Return whether the path of a contact point is that of this node.
	 */
	boolean hasOwnPath(ContactPoint contactPoint) {
		ContactPoint local = this.self.local();
		return local == null || local.path().equals(contactPoint.path());
	}

	List<ContactPointState> all() {
		return this.contacts;
	}

	@Nullable ContactPointState find(ContactPoint contactPoint) {
		return this.byContactPoint.get(contactPoint);
	}

	/**
	 * Return the contact points of other nodes that answer.
	 */
	Set<ContactPoint> answering() {
		return matching((contact) -> !contact.self && contact.observation != null && !contact.isFailing());
	}

	/**
	 * Take the contact points that discovery lists. Those that it no longer lists are not
	 * probed any more.
	 * @return whether anything changed
	 */
	boolean update(Set<ContactPoint> discovered, long now) {
		boolean changed = !this.discovered.equals(discovered);
		if (changed) {
			this.discovered = Set.copyOf(discovered);
			this.changedAt = now;
			probeAll(now);
		}
		this.contacts.forEach((contact) -> contact.listed(discovered.contains(contact.contactPoint), now));
		return changed;
	}

	private void probeAll(long now) {
		Set<ContactPoint> all = new HashSet<>(this.discovered);
		all.addAll(this.remembered);
		all.addAll(this.introduced);
		this.byContactPoint.keySet().retainAll(all);
		for (ContactPoint contactPoint : all) {
			ContactPointState contact = this.byContactPoint.computeIfAbsent(contactPoint,
					(key) -> new ContactPointState(key, false, now));
			if (this.self.matches(contactPoint)) {
				contact.recognise();
			}
		}
		this.contacts = this.byContactPoint.values()
			.stream()
			.sorted(Comparator.comparing((contact) -> contact.contactPoint))
			.toList();
		this.contactPoints = Set.copyOf(all);
	}

	/**
	 * From now on, only watch for a second cluster: probe at the watch interval, and not
	 * the last known members.
	 */
	void watch(long now) {
		this.pace.watch();
		this.remembered = Set.of();
		probeAll(now);
		this.contacts.forEach((contact) -> contact.due = now + this.pace.next(this.contacts.size(), 0));
	}

	/**
	 * Return where a node answers probes, {@code null} if unknown.
	 */
	@Nullable ContactPoint contactPointOf(NodeAddress node) {
		return this.contacts.stream()
			.filter((contact) -> contact.observation != null && contact.observation.node().equals(node))
			.map((contact) -> contact.contactPoint)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Start the stable margin: discovery has answered for the first time.
	 */
	void begin(long now) {
		this.changedAt = now;
	}

	/**
	 * Take the probes that are due, the earliest first. At most one probe of a contact
	 * point is under way at a time, and only some of all. At rest, a contact point that
	 * fails is told of this node each time: an earlier announcement may be lost, and it
	 * may not ask by itself for long.
	 */
	List<Probe> take(long now) {
		List<ContactPointState> due = new ArrayList<>();
		for (ContactPointState contact : this.contacts) {
			if (contact.due <= now && isWaitingForProbe(contact)) {
				due.add(contact);
			}
		}
		if (due.isEmpty()) {
			return List.of();
		}
		List<Probe> probes = new ArrayList<>();
		due.sort(Comparator.comparingLong((contact) -> contact.due));
		for (boolean failing : new boolean[] { false, true }) {
			long further = maxFurtherProbes(failing);
			for (ContactPointState contact : due) {
				if (contact.isFailing() == failing && further-- > 0) {
					probes.add(probe(contact, now));
				}
			}
		}
		return probes;
	}

	private Probe probe(ContactPointState contact, long now) {
		boolean announcing = contact.news || this.pace.isWatching() || (this.pace.isResting() && contact.isFailing());
		contact.probe(now);
		contact.news = false;
		return new Probe(contact.contactPoint, announcing);
	}

	private static boolean isWaitingForProbe(ContactPointState contact) {
		return contact.isProbed() && !contact.asking;
	}

	/**
	 * Return how many further probes may begin. Those of contact points that fail do not
	 * hold up others: they often take until the request timeout.
	 */
	private long maxFurtherProbes(boolean failing) {
		long underWay = 0;
		for (ContactPointState contact : this.contacts) {
			if (contact.asking && contact.isFailing() == failing) {
				underWay++;
			}
		}
		return Math.max(0, ProbePace.maxUnderWay(this.contacts.size()) - underWay);
	}

	/**
	 * Probe at the short or at the usual interval from now on.
	 */
	void hurry(boolean hurry, long now) {
		if (this.pace.hurry(hurry)) {
			probeWithinInterval(now);
		}
	}

	/**
	 * Rest from now on, or not. This node rests only while all nodes that it hears wait.
	 * So whatever a decision depends on is asked at the usual interval: votes, members,
	 * and nodes that do not decide by votes.
	 */
	void rest(boolean mayRest, long now) {
		boolean resting = mayRest && ProbePace.isMany(this.contacts.size())
				&& this.contacts.stream().noneMatch((contact) -> contact.saysItIsMember(now))
				&& observations(now).stream().allMatch(ContactPointState::isWaiting);
		if (this.pace.rest(resting)) {
			probeWithinInterval(now);
		}
	}

	private void probeWithinInterval(long now) {
		this.contacts
			.forEach((contact) -> contact.due = Math.min(contact.due, now + this.pace.next(this.contacts.size(), 0)));
	}

	/**
	 * Announce news to other nodes by probing them now.
	 * @param concerned the contact points to probe
	 */
	void announce(Predicate<ContactPointState> concerned, long now) {
		this.contacts.stream().filter(concerned).forEach((contact) -> {
			contact.news = true;
			contact.askSoon(now);
		});
	}

	/**
	 * Probe a contact point that announced news. A member probes it at most once in a
	 * probe interval, because all joining nodes announce themselves to it. If it is not
	 * known which contact point it is, for example because discovery lists a host name,
	 * any may be it: all are asked at the usual interval.
	 */
	void announced(Announcement announcement, long now) {
		if (this.pace.isResting() && !announcement.client() && !isKnown(announcement)) {
			this.contacts.forEach((contact) -> contact.doubt(now));
			probeWithinInterval(now);
		}
		long lately = this.pace.isWatching() ? now - this.settings.probeInterval().toMillis() : now;
		this.contacts.stream()
			.filter((contact) -> contact.isFrom(announcement) && contact.answeredAt <= lately)
			.forEach((contact) -> {
				contact.askSoon(now);
				if (announcement.member()) {
					contact.announcedAsMember(announcement, now);
				}
			});
	}

	/**
	 * Note that a node probed this one.
	 * @return whether it is at a known contact point
	 */
	boolean heard(Announcement announcement, long now) {
		List<ContactPointState> from = this.contacts.stream()
			.filter((contact) -> contact.isFrom(announcement))
			.toList();
		from.forEach((contact) -> contact.heardAt = now);
		return !from.isEmpty();
	}

	boolean isKnown(Announcement announcement) {
		return this.contacts.stream().anyMatch((contact) -> contact.isFrom(announcement));
	}

	/**
	 * Probe a contact point again within the probe interval, with an announcement, so
	 * that it probes back.
	 */
	void confirm(ContactPointState contact, long now) {
		contact.news = true;
		contact.due = Math.min(contact.due, now + this.settings.probeInterval().toMillis());
	}

	/**
	 * Note that a probe has ended, and schedule the next.
	 * @return the contact point or {@code null} if it is no longer one, or was not when
	 * the probe was sent
	 */
	@Nullable ContactPointState probed(ContactPoint contactPoint, long sentAt, long now) {
		ContactPointState contact = this.byContactPoint.get(contactPoint);
		if (contact == null || sentAt < contact.since) {
			return null;
		}
		contact.asking = false;
		contact.due = contact.again ? contact.soonest(now)
				: now + this.pace.next(likewise(contact), contact.unchanged(now));
		contact.again = false;
		return contact;
	}

	/**
	 * Return the number of contact points that the probe interval depends on: all of
	 * them, or, while watching, those that are members like the given one, or are no
	 * members like it. So a few nodes that have not joined are probed often, and learn of
	 * the cluster.
	 */
	private int likewise(ContactPointState contact) {
		return this.pace.isWatching()
				? (int) this.contacts.stream().filter((other) -> other.isMember() == contact.isMember()).count()
				: this.contacts.size();
	}

	/**
	 * Forget all answers, and probe all contact points now.
	 */
	void forget(long now) {
		this.contacts.forEach((contact) -> contact.forget(now));
	}

	/**
	 * Return whether answers were forgotten, and not all of those contact points have
	 * been probed since. What is missing is no news then.
	 */
	boolean isForgetful() {
		for (ContactPointState contact : this.contacts) {
			if (contact.isForgotten()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the contact points that have now failed for too long.
	 */
	List<ContactPoint> overdue(long now) {
		long failureTimeout = this.settings.probingFailureTimeout().toMillis();
		List<ContactPoint> overdue = new ArrayList<>();
		for (ContactPointState contact : this.contacts) {
			if (contact.becomesOverdue(failureTimeout, now)) {
				overdue.add(contact.contactPoint);
			}
		}
		return overdue;
	}

	/**
	 * Return all that is known.
	 * @param self this node
	 * @param lastKnownMembers the members that it last knew
	 * @param mayForget whether those that are absent for long may count as gone
	 * @param now when
	 */
	SeedNodesInformation information(Node self, List<LastKnownMember> lastKnownMembers, boolean mayForget, long now) {
		List<SeedNodesObservation> fresh = observations(now);
		Set<ContactPoint> doubted = this.claims.unfounded(fresh, this.settings.requiredContactPointNr(), now);
		fresh.removeIf((observation) -> this.claims.isDoubted(observation, now));
		return new SeedNodesInformation(now, self, this.changedAt, known(), matching((contact) -> contact.self),
				matching(ContactPointState::isVacant), fresh, lastKnownMembers,
				matching((contact) -> contact.saysItIsMember(now)),
				mayForget ? absent(lastKnownMembers, now) : Set.of(), doubted, this.settings.profile(), null);
	}

	/**
	 * Return the answers that are recent enough, those that are doubted included. While
	 * nodes decide by votes, the answer of a node that waits counts for longer: until the
	 * next probe at rest has ended, or has failed. A founding does not depend on its age,
	 * because it needs votes that answer probes from after the candidacy began.
	 */
	List<SeedNodesObservation> observations(long now) {
		long freshness = freshness();
		long freshnessAtRest = freshnessAtRest();
		List<SeedNodesObservation> observations = new ArrayList<>();
		boolean byVotes = true;
		for (ContactPointState contact : this.contacts) {
			SeedNodesObservation observation = contact.observation;
			if (!contact.self && observation != null
					&& now - observation.receivedAt() <= (contact.isWaiting() ? freshnessAtRest : freshness)) {
				observations.add(observation);
				byVotes &= observation.decidesByVotes();
			}
		}
		if (!byVotes) {
			observations.removeIf((observation) -> now - observation.receivedAt() > freshness);
		}
		return observations;
	}

	/**
	 * Return the contact points of last known members that count as gone although they do
	 * not refuse connections. Fewer than the required number may be: as many could be a
	 * cluster.
	 */
	private Set<ContactPoint> absent(List<LastKnownMember> lastKnownMembers, long now) {
		Set<ContactPoint> absent = lastKnownMembers.stream()
			.map(LastKnownMember::contactPoint)
			.filter(Objects::nonNull)
			.filter((contactPoint) -> {
				ContactPointState contact = this.byContactPoint.get(contactPoint);
				return contact != null && contact.isAbsentFor(ABSENT_MILLIS, now);
			})
			.collect(Collectors.toUnmodifiableSet());
		return (absent.size() < this.settings.requiredContactPointNr()) ? absent : Set.of();
	}

	/**
	 * Return the age up to which the answer of a node that waits counts, and up to which
	 * a probe shows that the prober is alive, if it has as many contact points as this
	 * node.
	 */
	long freshnessAtRest() {
		return Math.max(freshness(),
				this.pace.longestAtRest(this.contacts.size()) + this.settings.requestTimeout().toMillis());
	}

	/**
	 * Return the age up to which an answer counts.
	 */
	long freshness() {
		return Math.max(this.settings.freshness(),
				this.pace.longest(this.contacts.size()) + this.settings.requestTimeout().toMillis());
	}

	private Set<ContactPoint> matching(Predicate<ContactPointState> predicate) {
		List<ContactPoint> matching = new ArrayList<>();
		for (ContactPointState contact : this.contacts) {
			if (predicate.test(contact)) {
				matching.add(contact.contactPoint);
			}
		}
		return Set.of(matching.toArray(ContactPoint[]::new));
	}

	/**
	 * Return when the next probe is due or the stable margin ends, in milliseconds.
	 */
	long nextDue(long now) {
		long margin = this.changedAt + this.settings.stableMargin().toMillis();
		// Where no further probe may begin, the end of one lets the next begin.
		boolean answering = maxFurtherProbes(false) > 0;
		boolean failing = maxFurtherProbes(true) > 0;
		long due = (margin > now) ? margin : Long.MAX_VALUE;
		for (ContactPointState contact : this.contacts) {
			if (isWaitingForProbe(contact) && (contact.isFailing() ? failing : answering)) {
				due = Math.min(due, contact.due);
			}
		}
		return due;
	}

	Set<ContactPoint> contactPoints() {
		return this.contactPoints;
	}

	Collection<BootstrapReport.Contact> report(long now) {
		return this.contacts.stream()
			.map((contact) -> contact.report(this.claims.reason(contact.observation, now), now))
			.toList();
	}

}

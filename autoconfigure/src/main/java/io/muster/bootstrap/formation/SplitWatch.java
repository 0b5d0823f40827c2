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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.formation.BootstrapCommand.GiveUp;
import io.muster.bootstrap.formation.BootstrapCommand.Level;
import io.muster.bootstrap.formation.BootstrapCommand.Rejoin;
import io.muster.bootstrap.formation.BootstrapCommand.ReportSplit;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.SeedNode;

/**
 * Watches for a second cluster while this node is a member. A contact point belongs to
 * one if its answer names members, and none of them is a member of this node's cluster. A
 * cluster that is forming is none: its members give it up. One such answer may come from
 * a change that has not reached both nodes yet. Two in a row are a second cluster, if the
 * engine of a member takes connections. Anybody may claim to be a member of a cluster.
 * <p>
 * This node's cluster gives way only if as many nodes say that they are in the other one
 * as this node requires: the number of members that one contact point claims is no
 * evidence.
 */
final class SplitWatch {

	/**
	 * How many times in a row a contact point is asked again soon, until the check of an
	 * engine has ended.
	 */
	private static final int HURRIED = 5;

	/**
	 * The most contact points whose claims are warned of.
	 */
	private static final int MAX_UNBELIEVED = 20;

	private final BootstrapSettings settings;

	private final ContactPointStates contacts;

	private final EngineChecks engines;

	private final Claims claims;

	private final Effects effects;

	private final Set<ContactPoint> unbelieved = new HashSet<>();

	private final Map<ContactPoint, Sighting> sightings = new HashMap<>();

	private List<Node> members = List.of();

	private @Nullable Split split;

	private boolean givingWay;

	SplitWatch(BootstrapSettings settings, ContactPointStates contacts, EngineChecks engines, Claims claims,
			Effects effects) {
		this.settings = settings;
		this.contacts = contacts;
		this.engines = engines;
		this.claims = claims;
		this.effects = effects;
	}

	boolean isOn() {
		return !this.settings.watchInterval().isZero();
	}

	boolean isWatching() {
		return !this.members.isEmpty();
	}

	/**
	 * Return whether an announcement is from a member of this node's own cluster. That is
	 * no news: members announce themselves in all of their probes.
	 */
	boolean isOwnMember(Announcement announcement) {
		return this.members.stream().anyMatch((member) -> member.address().equals(announcement.node()));
	}

	/**
	 * Note the members of this node's own cluster, the oldest first.
	 */
	void members(List<Node> members) {
		this.members = members;
	}

	/**
	 * Take an answer.
	 */
	void answered(ContactPointState contact, SeedNodes answer, long now) {
		if (!isWatching() || !isForeign(answer)) {
			forget(contact.contactPoint, now);
			return;
		}
		ClusterSummary own = new ClusterSummary(this.members.size(), this.members.get(0));
		ClusterSummary other = (answer.muster() != null) ? answer.muster().cluster() : null;
		SeedNode first = answer.seedNodes().get(0);
		Split seen = new Split(own, contact.contactPoint, first.node(), other);
		Sighting before = this.sightings.get(contact.contactPoint);
		NodeAddress engine = Claims.engineOf(answer.selfNode(),
				answer.seedNodes().stream().map((seedNode) -> seedNode.node().address()).toList());
		boolean confirmed = before != null && this.engines.reach(engine) == EngineReach.CONNECTS;
		this.sightings.put(contact.contactPoint,
				new Sighting(seen, answer.selfNode(), engine, (before != null) ? before.times() + 1 : 1, confirmed));
		if (before == null) {
			this.contacts.confirm(contact, now);
		}
		else if (!confirmed) {
			unconfirmed(contact, before, engine, now);
		}
		else {
			confirmed(contact, before, seen, answer, now);
		}
	}

	/**
	 * Take a claim that was repeated, while the engine of the member that it names has
	 * not been heard of.
	 */
	private void unconfirmed(ContactPointState contact, Sighting before, NodeAddress engine, long now) {
		EngineReach reach = this.engines.reach(engine);
		if (before.times() < HURRIED && (reach == null || before.confirmed())) {
			this.contacts.confirm(contact, now);
		}
		else if (reach != null && this.unbelieved.size() < MAX_UNBELIEVED
				&& this.unbelieved.add(contact.contactPoint)) {
			this.effects.warn(now,
					("%s claims to be a member of another cluster, but the engine of %s does not answer: %s. This is not "
							+ "believed, and nothing follows from it. If that cluster is real, open the port of its engine")
						.formatted(contact.contactPoint, engine, reach.describe()));
		}
		healed(now);
	}

	private void confirmed(ContactPointState contact, Sighting before, Split seen, SeedNodes answer, long now) {
		this.unbelieved.remove(contact.contactPoint);
		if (!seen.isSameAs(this.split)) {
			report(seen, now);
		}
		this.split = seen;
		if (!seen.equals(before.split())) {
			// Which side gives way must be decided from sizes that do not change.
			this.contacts.confirm(contact, now);
		}
		else if (Boolean.TRUE.equals(seen.givesWay()) && !this.givingWay && isWitnessed(seen)) {
			giveWay(seen, answer);
		}
	}

	/**
	 * Return whether enough nodes say that they are members of a second cluster. No
	 * cluster that counts began with fewer than the required number.
	 */
	private boolean isWitnessed(Split split) {
		ClusterSummary other = split.other();
		return other != null && this.sightings.values()
			.stream()
			.filter((sighting) -> sighting.confirmed() && sighting.split().other() != null
					&& sighting.split().other().oldest().equals(other.oldest()))
			.map(Sighting::node)
			.distinct()
			.count() >= Math.min(other.members(), this.settings.requiredContactPointNr());
	}

	/**
	 * Return the engines of members of other clusters that contact points named.
	 */
	Set<NodeAddress> engines() {
		return this.sightings.values().stream().map(Sighting::engine).collect(Collectors.toSet());
	}

	private boolean isForeign(SeedNodes answer) {
		String cluster = this.members.get(0).address().system();
		ClusterSummary other = (answer.muster() != null) ? answer.muster().cluster() : null;
		return !answer.seedNodes().isEmpty() && !(other != null && other.isForming())
				&& answer.selfNode().system().equals(cluster)
				&& answer.seedNodes().stream().map(SeedNode::node).noneMatch(this.members::contains);
	}

	/**
	 * Note that a contact point is no member of another cluster, or does not answer any
	 * more.
	 */
	void forget(ContactPoint contactPoint, long now) {
		this.sightings.remove(contactPoint);
		this.unbelieved.remove(contactPoint);
		healed(now);
	}

	/**
	 * Forget all contact points but those that discovery still lists.
	 */
	void retain(Set<ContactPoint> contactPoints, long now) {
		this.sightings.keySet().retainAll(contactPoints);
		healed(now);
	}

	private void healed(long now) {
		if (this.split != null && this.sightings.values().stream().noneMatch(Sighting::confirmed)) {
			this.split = null;
			this.effects.info(now, "No second cluster is seen any more");
			this.effects.add(new ReportSplit(null));
		}
	}

	private void report(Split split, long now) {
		this.effects.say(Level.ERROR, now,
				"There are two clusters where there should be one: %s. %s".formatted(split, consequence(split)));
		this.effects.add(new ReportSplit(split));
	}

	private String consequence(Split split) {
		Boolean givesWay = split.givesWay();
		if (givesWay == null) {
			return "Which of them should give way cannot be decided: stop the nodes of one of them, and start them again";
		}
		String side = givesWay ? "This node's side" : "The other side";
		return side + switch (this.settings.splitResolution()) {
			case ALERT -> " should give way: start its nodes again, so that they join the others. Nothing is done by "
					+ "itself (muster.bootstrap.split-resolution=alert)";
			case REJOIN -> " gives way: its nodes leave their cluster and join the others (split-resolution=rejoin)";
			case SHUTDOWN -> " gives way: its applications are closed (split-resolution=shutdown)";
		};
	}

	private void giveWay(Split split, SeedNodes answer) {
		switch (this.settings.splitResolution()) {
			case ALERT -> {
			}
			case REJOIN -> {
				this.givingWay = true;
				List<NodeAddress> seedNodes = answer.seedNodes()
					.stream()
					.map((seedNode) -> seedNode.node().address())
					.toList();
				this.claims.leading(split.contactPoint(), seedNodes);
				this.effects.add(new Rejoin(seedNodes));
			}
			case SHUTDOWN -> {
				this.givingWay = true;
				this.effects.add(new GiveUp("There are two clusters, and this node's gives way: %s ".formatted(split)
						+ "(muster.bootstrap.split-resolution=shutdown)"));
			}
		}
	}

	/**
	 * Return the second cluster that this node sees, for a message; {@code null} if there
	 * is none.
	 */
	@Nullable String describe() {
		return (this.split != null) ? this.split.toString() : null;
	}

	/**
	 * The second cluster that a contact point's answer shows.
	 *
	 * @param split the two clusters
	 * @param node the node that answers there
	 * @param engine the engine of a member that it names
	 * @param times how many times in a row it was seen
	 * @param confirmed whether it was seen twice in a row, and that engine takes
	 * connections
	 */
	private record Sighting(Split split, NodeAddress node, NodeAddress engine, int times, boolean confirmed) {
	}

}

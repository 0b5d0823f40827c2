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

package io.muster.bootstrap.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.SeedNodesObservation.NodeKey;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.ClusterSummary;

/**
 * All that a {@link JoinDecider} may decide from. Times are milliseconds of a monotonic
 * clock.
 *
 * @param now the time of the decision
 * @param self this node
 * @param contactPointsChangedAt when the set of contact points changed last
 * @param contactPoints all contact points that discovery knows, those of this node
 * included if discovery knows them
 * @param selfContactPoints those of them that are this node's own
 * @param refused contact points that refused the last connection, or where a node of
 * another cluster answered: no node of this one is there
 * @param observations answers of other nodes that are recent enough to count, one for
 * each contact point
 * @param lastKnownMembers the members of the cluster that this node was a member of last,
 * this node as it is now among them unless it had only begun to join; empty if it never
 * was one
 * @param membersUnheard contact points that announced lately that they are members of a
 * cluster, and have not answered since
 * @param absent contact points of last known members that have not answered, and have not
 * been listed by discovery, for so long that they count as gone
 * @param doubted contact points whose answers do not count, because what they claim was
 * found to be untrue. They hold nobody up, and count where a majority is taken
 * @param profile whether this node is a client, and its data center
 * @param storageFailure why this node cannot read or store its vote and its last known
 * members, and the way out, in sentences; {@code null} if it can. It must neither vote
 * nor found
 */
public record SeedNodesInformation(long now, Node self, long contactPointsChangedAt, Set<ContactPoint> contactPoints,
		Set<ContactPoint> selfContactPoints, Set<ContactPoint> refused, List<SeedNodesObservation> observations,
		List<LastKnownMember> lastKnownMembers, Set<ContactPoint> membersUnheard, Set<ContactPoint> absent,
		Set<ContactPoint> doubted, NodeProfile profile, @Nullable String storageFailure) {

	/**
	 * Create the information of a server that can probe every node that probes it.
	 * @param now the time of the decision
	 * @param self this node
	 * @param contactPointsChangedAt when the set of contact points changed last
	 * @param contactPoints all contact points that discovery knows
	 * @param selfContactPoints those of them that are this node's own
	 * @param refused contact points that refused the last connection
	 * @param observations fresh answers of other nodes
	 * @param lastKnownMembers the other members of this node's last cluster
	 */
	public SeedNodesInformation(long now, Node self, long contactPointsChangedAt, Set<ContactPoint> contactPoints,
			Set<ContactPoint> selfContactPoints, Set<ContactPoint> refused, List<SeedNodesObservation> observations,
			List<LastKnownMember> lastKnownMembers) {
		this(now, self, contactPointsChangedAt, contactPoints, selfContactPoints, refused, observations,
				lastKnownMembers, Set.of(), Set.of(), Set.of(), NodeProfile.DEFAULT, null);
	}

	/**
	 * Return this information with another failure of the storage.
	 * @param storageFailure the failure, {@code null} if there is none
	 * @return the information
	 */
	public SeedNodesInformation withStorageFailure(@Nullable String storageFailure) {
		return new SeedNodesInformation(this.now, this.self, this.contactPointsChangedAt, this.contactPoints,
				this.selfContactPoints, this.refused, this.observations, this.lastKnownMembers, this.membersUnheard,
				this.absent, this.doubted, this.profile, storageFailure);
	}

	/**
	 * Return the members that the answers name. If there are several clusters, return the
	 * members of the one that the others give way to. A former member does not help a
	 * cluster that is forming to become complete, unless it may found one itself: the
	 * cluster that it was in may live.
	 * @return the seed nodes, empty if no answer names a member
	 */
	public Set<NodeAddress> seedNodes() {
		List<SeedNodesObservation> joinable = new ArrayList<>();
		for (SeedNodesObservation observation : this.observations) {
			if (!observation.seedNodes().isEmpty()) {
				joinable.add(observation);
			}
		}
		if (joinable.isEmpty()) {
			return Set.of();
		}
		ClusterSummary strongest = joinable.stream()
			.map(SeedNodesObservation::cluster)
			.filter(Objects::nonNull)
			.reduce((one, other) -> one.isWeakerThan(other) ? other : one)
			.orElse(null);
		if (strongest != null && strongest.isForming()
				&& new FormerMajorityRule(this).missingToJoin(strongest) != null) {
			joinable.removeIf(SeedNodesObservation::isForming);
		}
		boolean plain = joinable.stream().anyMatch((observation) -> observation.cluster() == null);
		return joinable.stream()
			.filter((observation) -> (observation.cluster() == null) || (strongest != null
					&& strongest.oldest().equals(observation.cluster().oldest()) && !(plain && strongest.isForming())))
			.flatMap((observation) -> observation.seedNodes().stream())
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return what is missing of a majority of the members that this node last knew.
	 * @return what is missing, for a message, or {@code null} if such a majority answers
	 * and is in no cluster, or if this node knew no members
	 */
	public @Nullable String missingOfLastKnownMembers() {
		return (this.storageFailure != null) ? this.storageFailure : new FormerMajorityRule(this).missing();
	}

	/**
	 * Return how many members the cluster of some seed nodes must have had before it
	 * counts.
	 * @param seedNodes the seed nodes
	 * @return the number, 1 if the cluster counts or no answer says that it is forming
	 */
	public int requiredOf(Collection<NodeAddress> seedNodes) {
		return this.observations.stream()
			.filter((observation) -> observation.seedNodes().stream().anyMatch(seedNodes::contains))
			.map(SeedNodesObservation::cluster)
			.filter(Objects::nonNull)
			.mapToInt(ClusterSummary::required)
			.reduce((one, other) -> (one == 0 || other == 0) ? 0 : Math.max(one, other))
			.stream()
			.map((required) -> Math.max(1, required))
			.findFirst()
			.orElse(1);
	}

	/**
	 * Return the lowest of the nodes that may found: this one and those that answered.
	 * @return its engine address
	 */
	public NodeAddress lowestNode() {
		NodeAddress lowest = this.self.address();
		for (SeedNodesObservation observation : this.observations) {
			if (observation.mayFound() && observation.node().compareTo(lowest) < 0) {
				lowest = observation.node();
			}
		}
		return lowest;
	}

	/**
	 * Return how many nodes are confirmed: servers of this node's data center that
	 * answered, and this node if it is a server. A node counts once, however many contact
	 * points lead to it.
	 * @return the number
	 */
	public int confirmedNodes() {
		Set<NodeKey> nodes = new HashSet<>();
		for (SeedNodesObservation observation : this.observations) {
			if (observation.profile().countsFor(this.profile)) {
				nodes.add(observation.nodeKey());
			}
		}
		return (this.profile.client() ? 0 : 1) + nodes.size();
	}

	/**
	 * Return the answers of nodes that count towards the required number of this node.
	 * @return the answers
	 */
	public Stream<SeedNodesObservation> counted() {
		return this.observations.stream().filter((observation) -> observation.profile().countsFor(this.profile));
	}

	/**
	 * Return the contact points of other nodes without an answer that counts.
	 * @return the contact points, in order
	 */
	public List<ContactPoint> unconfirmed() {
		Set<ContactPoint> confirmed = new HashSet<>(this.selfContactPoints);
		for (SeedNodesObservation observation : this.observations) {
			confirmed.add(observation.contactPoint());
		}
		List<ContactPoint> unconfirmed = new ArrayList<>();
		for (ContactPoint contactPoint : this.contactPoints) {
			if (!confirmed.contains(contactPoint)) {
				unconfirmed.add(contactPoint);
			}
		}
		Collections.sort(unconfirmed);
		return unconfirmed;
	}

	/**
	 * Return the contact points of other nodes without an answer that counts, and without
	 * evidence that nobody is there, or that what is there is not what it claims to be.
	 * @return the contact points, in order
	 */
	public List<ContactPoint> silent() {
		List<ContactPoint> silent = unconfirmed();
		silent.removeAll(this.refused);
		silent.removeAll(this.doubted);
		return silent;
	}

	/**
	 * Return the latest answer of each node. A node has one vote, the one in its latest
	 * answer, even if several contact points lead to it or it was started again.
	 * @return the answers
	 */
	public Collection<SeedNodesObservation> latestAnswers() {
		Map<NodeAddress, SeedNodesObservation> latest = new HashMap<>();
		for (SeedNodesObservation observation : this.observations) {
			latest.merge(observation.node(), observation,
					(one, other) -> (other.sentAt() > one.sentAt()) ? other : one);
		}
		return latest.values();
	}

	/**
	 * Return a majority of all nodes that may exist and may found: this one, those that
	 * answered, and those that may be at contact points without an answer that counts.
	 * @return the number
	 */
	public int majority() {
		Set<NodeKey> answered = new HashSet<>();
		for (SeedNodesObservation observation : this.observations) {
			if (observation.mayFound()) {
				answered.add(observation.nodeKey());
			}
		}
		List<ContactPoint> unknown = unconfirmed();
		unknown.removeAll(this.refused);
		return (1 + answered.size() + unknown.size()) / 2 + 1;
	}

}

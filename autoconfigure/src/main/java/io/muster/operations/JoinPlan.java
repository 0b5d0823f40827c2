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

package io.muster.operations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.AnswerReader;
import io.muster.bootstrap.formation.AnswerReader.Reading;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.operations.OperationRefusedException.Kind;

/**
 * Decides what it takes to have this node and others in one cluster: which of them is to
 * join, and through whom. The same comes of it whichever of them is asked. It changes
 * nothing.
 * <p>
 * Whoever is no member joins who is one; a cluster of one gives way to any other; and two
 * clusters of several members are not merged, because that would stop what runs on all
 * nodes of one of them.
 */
final class JoinPlan {

	private final ClusterState state;

	private final AnswerReader reader;

	private final List<Side> clusters = new ArrayList<>();

	private final Map<ContactPoint, Boolean> unjoined = new LinkedHashMap<>();

	private final Set<ContactPoint> own = new HashSet<>();

	private final Set<ContactPoint> others = new LinkedHashSet<>();

	private final Map<ContactPoint, String> failures = new LinkedHashMap<>();

	private @Nullable ContactPoint fellow;

	JoinPlan(Node self, ClusterState state) {
		this.state = state;
		this.reader = new AnswerReader(self);
	}

	/**
	 * Note that an address is this node's own.
	 */
	void self(ContactPoint contactPoint) {
		this.own.add(contactPoint);
	}

	/**
	 * Note what came of asking another node.
	 */
	void probed(ContactPoint contactPoint, ProbeResult result) {
		if (result instanceof Failed failed) {
			this.failures.put(contactPoint, failed.reason());
		}
		else if (result instanceof Answered answered) {
			answered(contactPoint, answered.seedNodes());
		}
	}

	private void answered(ContactPoint contactPoint, SeedNodes answer) {
		Reading reading = this.reader.read(contactPoint, answer, 0, 0);
		if (reading.failure() != null) {
			this.failures.put(contactPoint, reading.failure().reason());
			return;
		}
		if (reading.observation() == null) {
			self(contactPoint);
			return;
		}
		this.others.add(contactPoint);
		if (isFellow(answer)) {
			this.fellow = contactPoint;
		}
		else if (!reading.observation().seedNodes().isEmpty()) {
			cluster(contactPoint, answer, reading.observation().seedNodes());
		}
		else {
			this.unjoined.put(contactPoint, answer.muster() != null);
		}
	}

	/**
	 * Return whether somebody is a member of the cluster that this node is a member of.
	 */
	private boolean isFellow(SeedNodes answer) {
		ClusterSummary cluster = (answer.muster() != null) ? answer.muster().cluster() : null;
		return isMember() && (answer.seedNodes().stream().map(SeedNode::node).anyMatch(this::isMember)
				|| (cluster != null && isMember(cluster.oldest())));
	}

	private boolean isMember() {
		return !this.state.members().isEmpty();
	}

	private boolean isMember(Node node) {
		return this.state.member(node) != null;
	}

	private void cluster(ContactPoint contactPoint, SeedNodes answer, List<NodeAddress> seedNodes) {
		Set<Node> members = new HashSet<>();
		answer.seedNodes().stream().map(SeedNode::node).forEach(members::add);
		ClusterSummary summary = (answer.muster() != null) ? answer.muster().cluster() : null;
		if (summary != null) {
			members.add(summary.oldest());
		}
		for (Side side : List.copyOf(this.clusters)) {
			if (side.members.stream().anyMatch(members::contains)) {
				members.addAll(side.members);
				summary = (summary != null) ? summary : side.summary;
				this.clusters.remove(side);
			}
		}
		this.clusters.add(new Side(contactPoint, members, summary, List.copyOf(seedNodes)));
	}

	/**
	 * Refuse what would merge clusters of several members.
	 * @throws OperationRefusedException if this would
	 */
	void check() {
		List<Side> several = this.clusters.stream().filter((side) -> !side.isAlone()).toList();
		if (several.size() > 1) {
			throw new OperationRefusedException(Kind.CONFLICT,
					"The addresses lead to two clusters, which can not be merged: %s, and %s. Name nodes of one of them only"
						.formatted(several.get(0), several.get(1)));
		}
		if (!several.isEmpty() && this.state.members().size() > 1) {
			throw new OperationRefusedException(Kind.CONFLICT,
					("There are two clusters, which can not be merged: this node's with %d members, the oldest of them %s, "
							+ "and %s. Tell each node of one of them to leave, by POST /actuator/cluster/leave, and then to "
							+ "join the other")
						.formatted(this.state.members().size(), this.state.members().get(0).address(), several.get(0)));
		}
	}

	/**
	 * Return the cluster that this node is to join, {@code null} if it is none.
	 */
	private @Nullable Side destination() {
		if (this.clusters.isEmpty() || this.state.members().size() > 1) {
			return null;
		}
		return this.clusters.stream().filter((side) -> !side.isAlone()).findFirst().orElse(this.clusters.get(0));
	}

	/**
	 * Return whether this node is to join, and for that to leave its cluster of one if it
	 * is a member.
	 */
	boolean joins() {
		return destination() != null;
	}

	/**
	 * Return members to join through.
	 * @return the addresses, empty if this node is not to join
	 */
	List<NodeAddress> seedNodes() {
		Side destination = destination();
		return (destination != null) ? destination.seedNodes : List.of();
	}

	/**
	 * Return who gives up a cluster of its own.
	 */
	Set<ContactPoint> givingWay() {
		Side destination = destination();
		return this.clusters.stream()
			.filter((side) -> side != destination)
			.map(Side::contactPoint)
			.collect(Collectors.toSet());
	}

	/**
	 * Return whom to tell to join.
	 */
	Set<ContactPoint> invited() {
		Set<ContactPoint> invited = givingWay();
		invited.addAll(this.unjoined.keySet());
		return invited;
	}

	/**
	 * Return through whom they are to join.
	 * @param local this node's own contact point
	 */
	@Nullable ContactPoint target(@Nullable ContactPoint local) {
		Side destination = destination();
		if (destination != null) {
			return destination.contactPoint;
		}
		return (local != null) ? local : this.fellow;
	}

	/**
	 * Note that somebody can not be told to join.
	 */
	void notInvited(ContactPoint contactPoint, String reason) {
		this.others.remove(contactPoint);
		this.failures.put(contactPoint, Boolean.FALSE.equals(this.unjoined.get(contactPoint))
				? "is a plain Pekko node, which nobody can tell to join: it does so when its own discovery shows it this node"
				: reason);
	}

	/**
	 * Return at which addresses another node was contacted.
	 */
	Set<ContactPoint> others() {
		return this.others;
	}

	/**
	 * Return at how many addresses this node or another was contacted.
	 */
	int contacted() {
		return this.own.size() + this.others.size();
	}

	/**
	 * Return whether a node was contacted there.
	 */
	boolean isContacted(ContactPoint contactPoint) {
		return this.own.contains(contactPoint) || this.others.contains(contactPoint);
	}

	/**
	 * Return why nobody was contacted there.
	 */
	String failure(ContactPoint contactPoint) {
		return Objects.requireNonNullElse(this.failures.get(contactPoint), "gave no answer");
	}

	/**
	 * Return whether all this makes one cluster, rather than that nodes know each other
	 * of which none is a member.
	 */
	boolean isCluster() {
		return isMember() || !this.clusters.isEmpty() || this.state.status() == EngineStatus.JOINING;
	}

	/**
	 * Return whether the nodes that were contacted are, with this one, as many as are
	 * required to found.
	 */
	boolean isEnough(int required) {
		return 1 + this.others.size() >= required;
	}

	/**
	 * Return what became of it, for an operator.
	 * @param joined whether there is a cluster now
	 */
	String message(boolean joined) {
		return (joined ? "Successfully joined cluster by contacting %d nodes."
				: "Contacted %d nodes, none of which is a member of a cluster. They found one when as many as are "
						+ "required have found each other.")
			.formatted(contacted());
	}

	/**
	 * Another cluster.
	 */
	private record Side(ContactPoint contactPoint, Set<Node> members, @Nullable ClusterSummary summary,
			List<NodeAddress> seedNodes) {

		/**
		 * A plain Pekko node does not say how many its cluster has, and can not be told
		 * to give it up either.
		 */
		private boolean isAlone() {
			return this.summary != null && this.summary.members() == 1;
		}

		@Override
		public String toString() {
			return (this.summary != null)
					? "that of %s with %d, the oldest of them %s".formatted(this.contactPoint, this.summary.members(),
							this.summary.oldest().address())
					: "that of %s with at least %d members".formatted(this.contactPoint, this.members.size());
		}

	}

}

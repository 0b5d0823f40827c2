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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * What has to be done to have this node and others in one cluster: which of them join,
 * and through which contact point. The outcome is the same on whichever of these nodes
 * the operator starts the join. A plan is immutable, and making one changes nothing.
 * <p>
 * A node that is not a member joins one that is. A cluster with one member gives way to
 * any other. Two clusters with several members each are not merged, because that would
 * stop what runs on all nodes of one of them.
 */
final class JoinPlan {

	private final Survey survey;

	private final Set<ContactPoint> others;

	private final Map<ContactPoint, String> failures;

	private final @Nullable OtherCluster destination;

	private JoinPlan(Survey survey, Set<ContactPoint> others, Map<ContactPoint, String> failures) {
		this.survey = survey;
		this.others = others;
		this.failures = failures;
		this.destination = survey.destination();
	}

	/**
	 * Make a plan.
	 * @param state the state of this node's engine, which has started
	 * @param own the given addresses that are this node's own
	 * @param answers the results of the probes of all other given addresses
	 * @return the plan
	 * @throws OperationRefusedException if clusters with several members would be merged
	 */
	static JoinPlan of(ClusterState state, Set<ContactPoint> own, Map<ContactPoint, ProbeResult> answers) {
		Survey survey = new Survey(state, own);
		answers.forEach(survey::add);
		survey.refuseToMerge();
		return new JoinPlan(survey, Set.copyOf(survey.others), Map.copyOf(survey.failures));
	}

	/**
	 * Return this plan without the nodes that did not take their invitation.
	 * @param refusals the reasons by contact point, each to follow the contact point in a
	 * sentence
	 * @return the plan for the other nodes
	 */
	JoinPlan without(Map<ContactPoint, String> refusals) {
		Set<ContactPoint> others = new LinkedHashSet<>(this.others);
		others.removeAll(refusals.keySet());
		Map<ContactPoint, String> failures = new LinkedHashMap<>(this.failures);
		refusals.forEach((contactPoint, reason) -> failures.put(contactPoint, isPlainPekko(contactPoint)
				? "is a plain Pekko node, which takes no invitation: it joins when its own discovery finds this node"
				: reason));
		return new JoinPlan(this.survey, Set.copyOf(others), Map.copyOf(failures));
	}

	/**
	 * Return whether a node that is not a member was contacted at a contact point, and
	 * decides by itself which cluster it joins.
	 */
	boolean isOutside(ContactPoint contactPoint) {
		return Boolean.TRUE.equals(this.survey.outside.get(contactPoint));
	}

	/**
	 * Return whether a node that was outside comes without an invitation.
	 * @param contactPoint where it answers
	 * @param result its latest answer
	 * @param isSelf recognises this node's own contact point
	 * @return whether it has become a member since it was probed first, or has found this
	 * node since. That it knew this node before is no sign: it may stay outside on
	 * purpose
	 */
	boolean comes(ContactPoint contactPoint, ProbeResult result, Predicate<ContactPoint> isSelf) {
		return result instanceof Answered answered
				&& (!answered.seedNodes().seedNodes().isEmpty() || (known(answered.seedNodes()).anyMatch(isSelf)
						&& !this.survey.knownTo.getOrDefault(contactPoint, List.of()).stream().anyMatch(isSelf)));
	}

	private static Stream<ContactPoint> known(SeedNodes answer) {
		return (answer.muster() != null) ? answer.muster().contactPoints().stream() : Stream.empty();
	}

	private boolean isPlainPekko(ContactPoint contactPoint) {
		return Boolean.FALSE.equals(this.survey.outside.get(contactPoint));
	}

	/**
	 * Return whether this node joins another cluster, and for that leaves its own if it
	 * is a member.
	 */
	boolean joins() {
		return this.destination != null;
	}

	/**
	 * Return members to join through.
	 * @return the addresses, empty if this node does not join
	 */
	List<NodeAddress> seedNodes() {
		return (this.destination != null) ? this.destination.seedNodes : List.of();
	}

	/**
	 * Return the nodes that leave a cluster of their own to join.
	 */
	Set<ContactPoint> givingWay() {
		return this.survey.clusters.stream()
			.filter((cluster) -> cluster != this.destination)
			.map(OtherCluster::contactPoint)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Return the nodes to invite.
	 */
	Set<ContactPoint> invited() {
		Set<ContactPoint> invited = new LinkedHashSet<>(givingWay());
		invited.addAll(this.survey.outside.keySet());
		return invited;
	}

	/**
	 * Return the contact point that an invitation names.
	 * @param local this node's own contact point, {@code null} if it has no web server
	 * @return the contact point, {@code null} if there is none
	 */
	@Nullable ContactPoint target(@Nullable ContactPoint local) {
		if (this.destination != null) {
			return this.destination.contactPoint;
		}
		return (local != null) ? local : this.survey.fellow;
	}

	/**
	 * Return the contact points at which another node was contacted.
	 */
	Set<ContactPoint> others() {
		return this.others;
	}

	/**
	 * Return the number of addresses at which a node was contacted, this node's own
	 * included.
	 */
	int contacted() {
		return this.survey.own.size() + this.others.size();
	}

	/**
	 * Return whether a node was contacted at a contact point.
	 */
	boolean isContacted(ContactPoint contactPoint) {
		return this.survey.own.contains(contactPoint) || this.others.contains(contactPoint);
	}

	/**
	 * Return why no node was contacted at a contact point.
	 */
	String failure(ContactPoint contactPoint) {
		return this.failures.getOrDefault(contactPoint, "gave no answer");
	}

	/**
	 * Return whether there is a cluster already, rather than nodes that still have to
	 * found one.
	 */
	boolean isCluster() {
		return this.survey.isMember() || !this.survey.clusters.isEmpty()
				|| this.survey.state.status() == EngineStatus.JOINING;
	}

	/**
	 * Return whether this node and those that were contacted are enough to found a
	 * cluster.
	 * @param required the number of nodes that are required
	 */
	boolean isEnough(int required) {
		return 1 + this.others.size() >= required;
	}

	/**
	 * Return the result for an operator.
	 * @param joined whether there is a cluster now
	 */
	String message(boolean joined) {
		return (joined ? "Successfully joined cluster by contacting %d nodes."
				: "Contacted %d nodes, none of which is a member of a cluster. They found one when as many as are "
						+ "required have found each other.")
			.formatted(contacted());
	}

	/**
	 * Sorts the answers of other nodes.
	 */
	private static final class Survey {

		private final ClusterState state;

		private final AnswerReader reader;

		private final Set<ContactPoint> own;

		private final Set<ContactPoint> others = new LinkedHashSet<>();

		private final Map<ContactPoint, String> failures = new LinkedHashMap<>();

		/**
		 * Nodes that are not members, and whether they take invitations.
		 */
		private final Map<ContactPoint, Boolean> outside = new LinkedHashMap<>();

		/**
		 * What nodes that are not members know.
		 */
		private final Map<ContactPoint, List<ContactPoint>> knownTo = new LinkedHashMap<>();

		private final List<OtherCluster> clusters = new ArrayList<>();

		/**
		 * A member of this node's cluster.
		 */
		private @Nullable ContactPoint fellow;

		private Survey(ClusterState state, Set<ContactPoint> own) {
			this.state = state;
			this.reader = new AnswerReader(Objects.requireNonNull(state.self()));
			this.own = new HashSet<>(own);
		}

		private void add(ContactPoint contactPoint, ProbeResult result) {
			if (result instanceof Failed failed) {
				this.failures.put(contactPoint, failed.reason());
			}
			else if (result instanceof Answered answered) {
				add(contactPoint, answered.seedNodes());
			}
		}

		private void add(ContactPoint contactPoint, SeedNodes answer) {
			Reading reading = this.reader.read(contactPoint, answer, 0, 0);
			if (reading.failure() != null) {
				this.failures.put(contactPoint, reading.failure().reason());
				return;
			}
			if (reading.observation() == null) {
				this.own.add(contactPoint);
				return;
			}
			this.others.add(contactPoint);
			if (isFellow(answer)) {
				this.fellow = contactPoint;
			}
			else if (!reading.observation().seedNodes().isEmpty()) {
				addCluster(contactPoint, answer, reading.observation().seedNodes());
			}
			else {
				this.outside.put(contactPoint, answer.muster() != null);
				this.knownTo.put(contactPoint, known(answer).toList());
			}
		}

		/**
		 * Return whether an answer comes from a member of this node's cluster.
		 */
		private boolean isFellow(SeedNodes answer) {
			ClusterSummary cluster = summary(answer);
			return isMember() && (answer.seedNodes().stream().map(SeedNode::node).anyMatch(this::isMember)
					|| (cluster != null && isMember(cluster.oldest())));
		}

		private boolean isMember() {
			return !this.state.members().isEmpty();
		}

		private boolean isMember(Node node) {
			return this.state.member(node) != null;
		}

		private static @Nullable ClusterSummary summary(SeedNodes answer) {
			return (answer.muster() != null) ? answer.muster().cluster() : null;
		}

		/**
		 * Add a cluster. Answers that have a member in common are of one cluster.
		 */
		private void addCluster(ContactPoint contactPoint, SeedNodes answer, List<NodeAddress> seedNodes) {
			Set<Node> members = answer.seedNodes().stream().map(SeedNode::node).collect(Collectors.toSet());
			ClusterSummary summary = summary(answer);
			if (summary != null) {
				members.add(summary.oldest());
			}
			for (OtherCluster cluster : List.copyOf(this.clusters)) {
				if (cluster.members.stream().anyMatch(members::contains)) {
					members.addAll(cluster.members);
					summary = (summary != null) ? summary : cluster.summary;
					this.clusters.remove(cluster);
				}
			}
			this.clusters.add(new OtherCluster(contactPoint, members, summary, List.copyOf(seedNodes)));
		}

		private void refuseToMerge() {
			List<OtherCluster> large = this.clusters.stream().filter((cluster) -> !cluster.isAlone()).toList();
			if (large.size() > 1) {
				throw new OperationRefusedException(Kind.CONFLICT,
						"The addresses lead to two clusters, which cannot be merged: %s, and %s. Name nodes of one of them only"
							.formatted(large.get(0), large.get(1)));
			}
			if (!large.isEmpty() && this.state.members().size() > 1) {
				throw new OperationRefusedException(Kind.CONFLICT,
						("There are two clusters, which cannot be merged: this node's with %d members, the oldest of them "
								+ "%s, and %s. Have each node of one of them leave, by POST /actuator/cluster/leave, and "
								+ "then join the other")
							.formatted(this.state.members().size(), this.state.members().get(0).address(),
									large.get(0)));
			}
		}

		/**
		 * Return the cluster that this node joins, {@code null} if it joins none.
		 */
		private @Nullable OtherCluster destination() {
			if (this.clusters.isEmpty() || this.state.members().size() > 1) {
				return null;
			}
			return this.clusters.stream()
				.filter((cluster) -> !cluster.isAlone())
				.findFirst()
				.orElse(this.clusters.get(0));
		}

	}

	/**
	 * A cluster that this node is not a member of.
	 */
	private record OtherCluster(ContactPoint contactPoint, Set<Node> members, @Nullable ClusterSummary summary,
			List<NodeAddress> seedNodes) {

		/**
		 * Return whether the cluster is known to have one member. A plain Pekko node does
		 * not say how many members its cluster has.
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

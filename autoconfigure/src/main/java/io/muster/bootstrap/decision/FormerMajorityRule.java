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

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.ClusterSummary;

/**
 * The rule that a former member founds only with a majority of the members that it last
 * knew. This node and the nodes that answer are counted; none of them is a member any
 * more. The rest of the former cluster is then a minority. A node that had only begun to
 * join is not counted. The rule and its proof are in {@code src/docs/formation-proof.md},
 * section "Former members".
 * <p>
 * An answer is matched to a member by its previous incarnation, or else by its engine
 * address. Each answer counts once, because another member may have that address by now.
 * A member is gone, and does not count, if discovery no longer lists it and its contact
 * point refuses connections. Either fact alone is no evidence. If it is silent for a long
 * time, it is gone only if the cluster may never have counted as one, and if fewer than
 * the required number are: as many could be a cluster.
 * <p>
 * A member that answers from a cluster, even one that is forming and may just be
 * complete, does not count for a vote.
 */
final class FormerMajorityRule {

	private final SeedNodesInformation information;

	FormerMajorityRule(SeedNodesInformation information) {
		this.information = information;
	}

	/**
	 * Return whether this node and the nodes whose answers count are a majority.
	 * @param counted which answers count
	 */
	boolean isMajority(Predicate<SeedNodesObservation> counted) {
		return missing(counted) == 0;
	}

	/**
	 * Return what is missing of a majority that has answered.
	 * @return what is missing, for a message, or {@code null} if nothing is
	 */
	@Nullable String missing() {
		return missingOf((observation) -> observation.cluster() == null);
	}

	/**
	 * Return what is missing of a majority that allows this node to join a cluster that
	 * is forming: of members that are in no other cluster.
	 * @param forming the cluster that is forming
	 * @return what is missing, for a message, or {@code null} if nothing is
	 */
	@Nullable String missingToJoin(ClusterSummary forming) {
		return missingOf((observation) -> observation.cluster() == null
				|| (observation.isForming() && observation.cluster().oldest().equals(forming.oldest())));
	}

	private @Nullable String missingOf(Predicate<SeedNodesObservation> counted) {
		int missing = missing(counted);
		if (missing == 0) {
			return null;
		}
		List<String> absent = this.information.lastKnownMembers()
			.stream()
			.filter((member) -> !isSelf(member) && !isGone(member) && !answers(member.node(), counted))
			.map((member) -> member.node().address().hostAndPort())
			.limit(ContactPointNames.MAX)
			.toList();
		return ("a majority of the %d members that this node last knew: waiting for %d more, of which %s did not answer. "
				+ "If they will never be back, remove this node's data-dir, if it has one, and start it again")
			.formatted(this.information.lastKnownMembers().size(), missing, absent);
	}

	private int missing(Predicate<SeedNodesObservation> counted) {
		int members = 0;
		int present = 0;
		for (LastKnownMember member : this.information.lastKnownMembers()) {
			if (isSelf(member) || answers(member.node(), counted)) {
				members++;
				present++;
			}
			else if (!isGone(member)) {
				members++;
			}
		}
		return (members > 0) ? Math.max(0, members / 2 + 1 - present) : 0;
	}

	private boolean isSelf(LastKnownMember member) {
		Node self = this.information.self();
		return member.node().equals(self)
				|| (member.node().address().equals(self.address()) && isNone((known) -> known.equals(self)));
	}

	private boolean answers(Node member, Predicate<SeedNodesObservation> counted) {
		return this.information.observations()
			.stream()
			.filter(counted)
			.anyMatch((observation) -> member.equals(observation.previous())
					|| (observation.node().equals(member.address())
							&& isNone((known) -> known.equals(observation.previous()))));
	}

	private boolean isNone(Predicate<Node> description) {
		return this.information.lastKnownMembers().stream().map(LastKnownMember::node).noneMatch(description);
	}

	private boolean isGone(LastKnownMember member) {
		ContactPoint contactPoint = member.contactPoint();
		return contactPoint != null && !this.information.contactPoints().contains(contactPoint)
				&& (this.information.refused().contains(contactPoint)
						|| this.information.absent().contains(contactPoint));
	}

}

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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.FormingCluster;
import io.muster.cluster.Member;
import io.muster.cluster.Node;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.Remarks.Remark;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodes.Vote;
import io.muster.contactpoint.SeedNodesAnswer;

/**
 * What bootstrap advertises to other nodes, and the answer to a probe that follows from
 * it and from the state of the cluster.
 *
 * @param votes whether this node decides by votes
 * @param vote the vote that it holds, {@code null} if it holds none
 * @param required how many nodes it requires to found
 * @param newClusterEnabled whether it may found a cluster
 * @param contactPoints the contact points that it knows
 * @param previous this node when it was a member last, {@code null} if it never was
 * @param profile what it is in its cluster, and where
 * @param remembering whether it remembers its cluster: a member names no seed nodes
 * before it has stored that it is one
 * @param remarks what it says to operators
 */
public record Advertisement(boolean votes, @Nullable Vote vote, int required, boolean newClusterEnabled,
		Set<ContactPoint> contactPoints, @Nullable Node previous, NodeProfile profile, boolean remembering,
		Remarks remarks) implements SeedNodesAnswer {

	/**
	 * Contact points in an answer. With 200 characters each, an answer stays below half
	 * of the 64 KiB that a prober reads.
	 */
	private static final int MAX_CONTACT_POINTS = 100;

	private static final int MAX_UNREACHABLE = 3;

	Advertisement(BootstrapSettings settings, boolean votes, DurableState state, Set<ContactPoint> contactPoints,
			boolean remembering, Remarks remarks) {
		this(votes, state.vote(), settings.requiredContactPointNr(), settings.newClusterEnabled(),
				Set.copyOf(contactPoints), state.previous(), settings.profile(), remembering, remarks);
	}

	/**
	 * Return this advertisement without the vote, which other nodes must not count yet.
	 */
	Advertisement withoutVote() {
		return new Advertisement(this.votes, null, this.required, this.newClusterEnabled, this.contactPoints,
				this.previous, this.profile, this.remembering, this.remarks);
	}

	@Override
	public SeedNodes answer(ClusterState state) {
		Node self = state.self();
		if (self == null) {
			throw new IllegalArgumentException("The engine has not started: there is no node to answer for");
		}
		List<ContactPoint> contactPoints = new ArrayList<>(this.contactPoints);
		Collections.sort(contactPoints);
		Node previous = (state.status() != EngineStatus.MEMBER) ? this.previous : null;
		Extension extension = new Extension(Extension.VERSION, self.uid(), this.votes, this.vote, this.required,
				this.newClusterEnabled, contactPoints.subList(0, Math.min(contactPoints.size(), MAX_CONTACT_POINTS)),
				previous, cluster(state), this.profile, remarks(state));
		return new SeedNodes(self.address(), seedNodes(state, self), extension);
	}

	/**
	 * A cluster without a reachable server is not advertised: servers that come back
	 * found a new one, and its clients join that.
	 */
	private static boolean isJoinable(ClusterState state) {
		return state.status() == EngineStatus.MEMBER && state.hasServer();
	}

	/**
	 * Return whether a crash would not make this node forget its cluster. A member that
	 * does not count has nothing to remember.
	 */
	private boolean isStored(ClusterState state) {
		Member self = state.selfMember();
		return !this.remembering || self == null || self.isClient() || !self.status().isCounted()
				|| self.node().equals(this.previous);
	}

	private static @Nullable FormingCluster forming(ClusterState state) {
		return (state.status() == EngineStatus.JOINING) ? state.forming() : null;
	}

	private static @Nullable ClusterSummary cluster(ClusterState state) {
		FormingCluster forming = forming(state);
		if (forming != null) {
			return new ClusterSummary(forming.members().size(), forming.members().get(0).node(), forming.required());
		}
		return isJoinable(state) ? new ClusterSummary(state.members().size(), state.members().get(0).node()) : null;
	}

	/**
	 * Add the members that are unreachable. Nobody becomes a full member meanwhile.
	 */
	private Remarks remarks(ClusterState state) {
		List<Remark> remarks = new ArrayList<>();
		for (Member member : state.members()) {
			if (!member.reachable() && remarks.size() < MAX_UNREACHABLE) {
				remarks.add(new Remark(Remarks.Kind.UNREACHABLE, member.address().toString(), ""));
			}
		}
		if (remarks.isEmpty()) {
			return this.remarks;
		}
		remarks.addAll(this.remarks.remarks());
		return new Remarks(this.remarks.waitingFor(), remarks, this.remarks.transport());
	}

	/**
	 * This node comes first: the prober has just reached it.
	 */
	private List<SeedNode> seedNodes(ClusterState state, Node self) {
		FormingCluster forming = forming(state);
		if (forming == null && !(isJoinable(state) && isStored(state))) {
			return List.of();
		}
		return ((forming != null) ? forming.members() : state.members()).stream()
			.filter((member) -> member.reachable() && member.status().isJoinable())
			.sorted(Comparator.comparing((member) -> !member.node().equals(self)))
			.limit(SeedNodes.MAX_SEED_NODES)
			.map(Advertisement::seedNode)
			.toList();
	}

	private static SeedNode seedNode(Member member) {
		Set<String> roles = new TreeSet<>(member.roles());
		roles.add("dc-" + member.dataCenter());
		return new SeedNode(member.node(), roles, member.status().text());
	}

}

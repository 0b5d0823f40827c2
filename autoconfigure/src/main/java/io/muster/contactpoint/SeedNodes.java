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

package io.muster.contactpoint;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;

/**
 * What {@code GET /bootstrap/seed-nodes} answers. The shape on the wire is Pekko
 * Management's, so that Spring and plain Pekko nodes can form one cluster; Pekko ignores
 * {@code muster}.
 *
 * @param selfNode engine address of the node that answers
 * @param seedNodes members that a new node can join through, at most five; empty while
 * the node that answers is no member of a cluster
 * @param muster the extension of Muster's nodes, {@code null} from other nodes
 * @see SeedNodesMapper
 */
public record SeedNodes(NodeAddress selfNode, List<SeedNode> seedNodes, @Nullable Extension muster) {

	/**
	 * Path of the resource, below the contact point's own path.
	 */
	public static final String PATH = "/bootstrap/seed-nodes";

	/**
	 * The most seed nodes in one answer.
	 */
	public static final int MAX_SEED_NODES = 5;

	public SeedNodes {
		seedNodes = List.copyOf(seedNodes);
	}

	/**
	 * A member that a new node can join through.
	 *
	 * @param node the member
	 * @param roles its roles, that of its data center included; empty if the answer does
	 * not say
	 * @param status its status as Pekko writes it; empty if the answer does not say
	 */
	public record SeedNode(Node node, Set<String> roles, String status) {
	}

	/**
	 * The extension of the answer by Muster's nodes.
	 *
	 * @param version version of this extension
	 * @param selfUid uid of the incarnation that answers
	 * @param votes whether it decides by votes
	 * @param vote the vote that it holds, {@code null} if it holds none
	 * @param required its {@code required-contact-point-nr}
	 * @param newClusterEnabled whether it may found a cluster
	 * @param contactPoints the contact points that it knows, in order
	 * @param previous the incarnation of it that was a member last, {@code null} if it
	 * never was a member or is one now
	 * @param cluster the cluster that it is in, {@code null} if it is in none
	 * @param profile whether it is a client, and its data center; the default if the
	 * answer does not say
	 * @param remarks what it says to operators
	 */
	public record Extension(int version, long selfUid, boolean votes, @Nullable Vote vote, int required,
			boolean newClusterEnabled, List<ContactPoint> contactPoints, @Nullable Node previous,
			@Nullable ClusterSummary cluster, NodeProfile profile, Remarks remarks) {

		/**
		 * The version that this code speaks.
		 */
		public static final int VERSION = 1;

		public Extension {
			contactPoints = List.copyOf(contactPoints);
		}

		/**
		 * Create the extension of a node that has nothing to say to operators.
		 * @param version version of this extension
		 * @param selfUid uid of the incarnation that answers
		 * @param votes whether it decides by votes
		 * @param vote the vote that it holds, {@code null} if it holds none
		 * @param required its {@code required-contact-point-nr}
		 * @param newClusterEnabled whether it may found a cluster
		 * @param contactPoints the contact points that it knows, in order
		 * @param previous the incarnation of it that was a member last
		 * @param cluster the cluster that it is a member of
		 * @param profile whether it is a client, and its data center
		 */
		public Extension(int version, long selfUid, boolean votes, @Nullable Vote vote, int required,
				boolean newClusterEnabled, List<ContactPoint> contactPoints, @Nullable Node previous,
				@Nullable ClusterSummary cluster, NodeProfile profile) {
			this(version, selfUid, votes, vote, required, newClusterEnabled, contactPoints, previous, cluster, profile,
					Remarks.NONE);
		}

	}

	/**
	 * A vote for a node to found the cluster. It is for one candidacy of one incarnation.
	 * A node that gives up its candidacy, or is started again, cannot found on votes for
	 * an earlier candidacy.
	 *
	 * @param candidate the candidate
	 * @param term number of the candidacy, counted by the candidate
	 */
	public record Vote(Node candidate, long term) {
	}

	/**
	 * A summary of a cluster: enough to distinguish two clusters, and to decide which of
	 * them gives way.
	 *
	 * @param members how many members it has
	 * @param oldest the member that has been in it longest: the founder while it is a
	 * member
	 * @param required how many members a cluster that is forming must have had before it
	 * counts, 0 if it counts
	 */
	public record ClusterSummary(int members, Node oldest, int required) {

		/**
		 * Create a summary of a cluster that has had enough members.
		 * @param members how many members it has
		 * @param oldest the member that has been in it longest
		 */
		public ClusterSummary(int members, Node oldest) {
			this(members, oldest, 0);
		}

		/**
		 * Return whether this cluster is still forming: it has not had enough members
		 * yet, and its members may give it up.
		 * @return whether it is
		 */
		public boolean isForming() {
			return this.required > 0;
		}

		/**
		 * Return whether this cluster gives way to another. One that is forming gives way
		 * to one that is not. Otherwise, the one with fewer members does, or of equal
		 * ones the one whose oldest member has the higher address. The number of members
		 * does not count between clusters that are forming, because it is about to
		 * change.
		 * @param other the other cluster
		 * @return whether it does
		 */
		public boolean isWeakerThan(ClusterSummary other) {
			if (isForming() != other.isForming()) {
				return isForming();
			}
			return (this.members != other.members && !isForming()) ? this.members < other.members
					: this.oldest.compareTo(other.oldest) > 0;
		}

	}

}

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

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * An answer of a contact point that counts: another node of this cluster gave it, and it
 * is recent.
 *
 * @param contactPoint the contact point that answered
 * @param node engine address of the node that answered
 * @param seedNodes members to join through, without this node's own address and addresses
 * of other clusters
 * @param clusterWithoutSeedNodes whether it told of a cluster, but named no member to
 * join through, or only this node's previous incarnation. A cluster exists then, and no
 * node may found a second one
 * @param extension the extension of Muster's nodes, {@code null} from a plain Pekko node
 * @param sentAt when the probe was sent
 * @param receivedAt when the answer came
 */
public record SeedNodesObservation(ContactPoint contactPoint, NodeAddress node, List<NodeAddress> seedNodes,
		boolean clusterWithoutSeedNodes, @Nullable Extension extension, long sentAt, long receivedAt) {

	/**
	 * Return a key that identifies the node, however many contact points lead to it.
	 * @return engine address and, where known, uid
	 */
	public NodeKey nodeKey() {
		return new NodeKey(this.node, (this.extension != null) ? this.extension.selfUid() : null);
	}

	/**
	 * Return whether the node decides by votes.
	 * @return {@code false} for a plain Pekko node
	 */
	public boolean decidesByVotes() {
		return this.extension != null && this.extension.votes();
	}

	/**
	 * Return the vote that the node holds.
	 * @return the vote or {@code null} if it holds none
	 */
	public @Nullable Vote vote() {
		return (this.extension != null) ? this.extension.vote() : null;
	}

	/**
	 * Return the incarnation of the node that was a member last.
	 * @return the previous incarnation or {@code null} if its answer names none
	 */
	public @Nullable Node previous() {
		return (this.extension != null) ? this.extension.previous() : null;
	}

	/**
	 * Return how many nodes the node requires to found.
	 * @return the number or {@code null} from a plain Pekko node
	 */
	public @Nullable Integer requires() {
		return (this.extension != null) ? this.extension.required() : null;
	}

	/**
	 * Return the cluster that the node is in.
	 * @return the cluster or {@code null} if it is in none, or does not name its cluster
	 */
	public @Nullable ClusterSummary cluster() {
		return (this.extension != null) ? this.extension.cluster() : null;
	}

	/**
	 * Return whether the node is in a cluster that is still forming.
	 * @return {@code false} if its cluster counts, or it is in none
	 */
	public boolean isForming() {
		ClusterSummary cluster = cluster();
		return cluster != null && cluster.isForming();
	}

	/**
	 * Return whether the node is a candidate: holds a vote for itself.
	 * @return whether it is
	 */
	public boolean isCandidate() {
		Vote vote = vote();
		return vote != null && this.extension != null
				&& vote.candidate().equals(new Node(this.node, this.extension.selfUid()));
	}

	/**
	 * Return whether the node is a client, and its data center.
	 * @return the profile that its answer states, or else the default
	 */
	public NodeProfile profile() {
		return (this.extension != null) ? this.extension.profile() : NodeProfile.DEFAULT;
	}

	/**
	 * Return what the node says to operators.
	 * @return its remarks, none from a plain Pekko node
	 */
	public Remarks remarks() {
		return (this.extension != null) ? this.extension.remarks() : Remarks.NONE;
	}

	/**
	 * Return whether the node may found a cluster, as far as it says.
	 * @return {@code false} if its answer says that it may not
	 */
	public boolean mayFound() {
		return this.extension == null || this.extension.newClusterEnabled();
	}

	/**
	 * What identifies a node.
	 *
	 * @param address its engine address
	 * @param uid its uid, {@code null} if its answer does not name it
	 */
	public record NodeKey(NodeAddress address, @Nullable Long uid) {
	}

}

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

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.ClusterSummary;

/**
 * Two clusters where there should be one, as a member of one of them sees it.
 *
 * @param own this node's own cluster
 * @param contactPoint where the other cluster was seen
 * @param node the member of the other cluster that answers there
 * @param other the other cluster, {@code null} if unknown because its member is a plain
 * Pekko node
 */
public record Split(ClusterSummary own, ContactPoint contactPoint, Node node, @Nullable ClusterSummary other) {

	/**
	 * Return whether this node's side is the one to give way.
	 * @return {@code null} if that cannot be decided
	 */
	public @Nullable Boolean givesWay() {
		ClusterSummary other = this.other;
		return (other != null) ? this.own.isWeakerThan(other) : null;
	}

	/**
	 * Return whether this is about the same two clusters, whatever their sizes.
	 */
	boolean isSameAs(@Nullable Split split) {
		ClusterSummary other = this.other;
		if (split == null || !split.own.oldest().equals(this.own.oldest())) {
			return false;
		}
		return (other != null && split.other != null) ? other.oldest().equals(split.other.oldest())
				: other == split.other && split.node.equals(this.node);
	}

	@Override
	public String toString() {
		ClusterSummary other = this.other;
		return "%s at %s is a member of a cluster %s, and this node is a member of another with %s".formatted(
				this.node.address(), this.contactPoint,
				(other != null) ? "with " + describe(other) : "of which this node is none", describe(this.own));
	}

	private static String describe(ClusterSummary cluster) {
		return "%d member%s, the oldest of them %s".formatted(cluster.members(), (cluster.members() == 1) ? "" : "s",
				cluster.oldest().address());
	}

}

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

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.FormingCluster;
import io.muster.cluster.Member;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;

/**
 * An input of {@link Formation}.
 */
public sealed interface BootstrapEvent {

	/**
	 * Bootstrap begins.
	 *
	 * @param self this node
	 * @param contactPoint this node's own contact point
	 * @param seedNodes members to join through first, usually none
	 * @param explicit the seed nodes that bootstrap stands back for
	 * @param transport how the engine connects to others, empty if unknown
	 * @param delay how many milliseconds ago it was asked for
	 */
	record Started(Node self, SelfContactPoint contactPoint, Collection<NodeAddress> seedNodes,
			ExplicitSeedNodes explicit, String transport, long delay) implements BootstrapEvent {

		public Started(Node self, SelfContactPoint contactPoint) {
			this(self, contactPoint, List.of());
		}

		public Started(Node self, SelfContactPoint contactPoint, Collection<NodeAddress> seedNodes) {
			this(self, contactPoint, seedNodes, ExplicitSeedNodes.NONE, "", 0);
		}

		public Started delayed(long delay) {
			return new Started(this.self, this.contactPoint, this.seedNodes, this.explicit, this.transport, delay);
		}

	}

	/**
	 * The names of this node's own contact point changed.
	 *
	 * @param contactPoint the contact point with its present names
	 */
	record SelfContactPointChanged(SelfContactPoint contactPoint) implements BootstrapEvent {
	}

	/**
	 * The application has the engine join a cluster.
	 *
	 * @param seedNodes members that it named
	 */
	record JoinedExplicitly(List<NodeAddress> seedNodes) implements BootstrapEvent {
	}

	/**
	 * A lookup succeeded.
	 *
	 * @param source the source that was asked
	 * @param contactPoints all contact points that it knows
	 * @param missing what it could not look up, for a message; {@code null} if nothing
	 */
	record Discovered(String source, Set<ContactPoint> contactPoints,
			@Nullable String missing) implements BootstrapEvent {

		public Discovered(String source, Set<ContactPoint> contactPoints) {
			this(source, contactPoints, null);
		}

	}

	/**
	 * A lookup failed.
	 *
	 * @param source the source that was asked
	 * @param reason why, for a message
	 */
	record LookupFailed(String source, String reason) implements BootstrapEvent {
	}

	/**
	 * A registry reported a change.
	 */
	record RegistryChanged() implements BootstrapEvent {
	}

	/**
	 * A probe ended.
	 *
	 * @param contactPoint the contact point that was probed
	 * @param sentAt when it was sent
	 * @param result the outcome
	 */
	record Probed(ContactPoint contactPoint, long sentAt, ProbeResult result) implements BootstrapEvent {
	}

	/**
	 * Another node probed this one and announced news.
	 *
	 * @param announcement the announcement of the other node
	 */
	record Announced(Announcement announcement) implements BootstrapEvent {

		public Announced(ContactPoint contactPoint) {
			this(new Announcement(contactPoint, null, false));
		}

	}

	/**
	 * This node tried to connect to the engine of another one.
	 *
	 * @param node the other node
	 * @param reach the outcome, {@code null} if there is none, because this node is too
	 * busy
	 */
	record EngineChecked(NodeAddress node, @Nullable EngineReach reach) implements BootstrapEvent {
	}

	/**
	 * An operator named other nodes.
	 *
	 * @param contactPoints all contact points that operators have named so far
	 * @param seedNodes members to join through now, none to continue
	 */
	record ContactPointsAdded(Set<ContactPoint> contactPoints,
			Collection<NodeAddress> seedNodes) implements BootstrapEvent {
	}

	/**
	 * Another node probed this one and introduced itself.
	 *
	 * @param contactPoint where the other node answers probes
	 */
	record Introduced(ContactPoint contactPoint) implements BootstrapEvent {
	}

	/**
	 * The engine's status or the members may have changed.
	 *
	 * @param status the status
	 * @param members the members of the cluster, the oldest first; those of the cluster
	 * that is forming while the status is {@link EngineStatus#JOINING}; empty while this
	 * node is in none
	 * @param counted the members that a majority is counted from: no clients, and no
	 * members that have only begun to join unless the cluster is forming
	 * @param hasServer whether a server is among them
	 * @param left whether this node has left gracefully
	 */
	record EngineChanged(EngineStatus status, List<Node> members, List<Node> counted, boolean hasServer,
			boolean left) implements BootstrapEvent {

		public EngineChanged(EngineStatus status, List<Node> members) {
			this(status, members, members, true, false);
		}

		public static EngineChanged of(ClusterState state) {
			FormingCluster forming = state.forming();
			if (forming != null) {
				return new EngineChanged(state.status(), forming.members().stream().map(Member::node).toList(),
						forming.members().stream().filter((member) -> !member.isClient()).map(Member::node).toList(),
						true, state.hasLeft());
			}
			return new EngineChanged(state.status(), nodes(state, (member) -> true),
					nodes(state, (member) -> member.status().isCounted() && !member.isClient()),
					state.members().stream().anyMatch((member) -> !member.isClient()), state.hasLeft());
		}

		private static List<Node> nodes(ClusterState state, Predicate<Member> which) {
			return state.members().stream().filter(which).map(Member::node).toList();
		}

	}

	/**
	 * Time has passed.
	 */
	record Tick() implements BootstrapEvent {
	}

	/**
	 * Bootstrap ends.
	 */
	record Stopped() implements BootstrapEvent {
	}

}

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

package io.muster.contactpoint.web;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.Node;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.Announcement;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Incarnation;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodesMapper;

/**
 * What this node answers to probes, kept ready as bytes and made anew only when the
 * cluster or the contact points have changed.
 */
public final class SeedNodesResponder {

	private static final int MAX_CONTACT_POINTS = 100;

	private final ClusterEngine engine;

	private final int required;

	private final boolean newClusterEnabled;

	private final NodeProfile placement;

	private final Supplier<Shown> shown;

	private final Consumer<Announcement> announced;

	private volatile @Nullable Rendered rendered;

	/**
	 * Create the answer.
	 * @param engine the engine whose members are told
	 * @param required this node's {@code required-contact-point-nr}
	 * @param newClusterEnabled whether this node may found a cluster
	 * @param placement what this node is in its cluster, and where
	 * @param shown what bootstrap shows to others; the same object as long as it is the
	 * same
	 * @param announced is told what probers say of themselves
	 */
	public SeedNodesResponder(ClusterEngine engine, int required, boolean newClusterEnabled, NodeProfile placement,
			Supplier<Shown> shown, Consumer<Announcement> announced) {
		this.engine = engine;
		this.required = required;
		this.newClusterEnabled = newClusterEnabled;
		this.placement = placement;
		this.shown = shown;
		this.announced = announced;
	}

	/**
	 * Return the answer of this moment, and look at the prober if it says that it has
	 * news.
	 * @param prober the prober's own contact point, as its probe names it, or
	 * {@code null}
	 * @return the answer as JSON or {@code null} while the engine is not running
	 */
	byte @Nullable [] to(@Nullable String prober) {
		if (prober != null) {
			Announcement.tryParse(prober).ifPresent(this.announced);
		}
		return json();
	}

	/**
	 * Return the answer of this moment.
	 * @return the answer as JSON or {@code null} while the engine is not running
	 */
	byte @Nullable [] json() {
		ClusterState state = this.engine.state();
		Node self = state.self();
		if (self == null || state.status() == EngineStatus.STOPPED) {
			return null;
		}
		Shown shown = this.shown.get();
		Rendered latest = this.rendered;
		if (latest == null || latest.state != state || latest.shown != shown) {
			latest = new Rendered(state, shown, SeedNodesMapper.write(answer(state, self, shown)));
			this.rendered = latest;
		}
		return latest.json;
	}

	private SeedNodes answer(ClusterState state, Node self, Shown shown) {
		List<String> contactPoints = shown.contactPoints()
			.stream()
			.sorted()
			.limit(MAX_CONTACT_POINTS)
			.map(ContactPoint::toString)
			.toList();
		Extension extension = new Extension(Extension.VERSION, self.uid(), shown.votes(), shown.vote(), this.required,
				this.newClusterEnabled, contactPoints, previous(shown, state), cluster(state), this.placement);
		return new SeedNodes(self.address().toString(), seedNodes(state, self), extension);
	}

	private static @Nullable Incarnation previous(Shown shown, ClusterState state) {
		Node previous = shown.previous();
		return (previous != null && state.status() != EngineStatus.MEMBER) ? Incarnation.of(previous) : null;
	}

	private static @Nullable ClusterSummary cluster(ClusterState state) {
		return isShown(state)
				? new ClusterSummary(state.members().size(), Incarnation.of(state.members().get(0).node())) : null;
	}

	/**
	 * Nobody is to join clients that no server is left of: servers that come back found a
	 * cluster of their own, which the clients then join.
	 */
	private static boolean isShown(ClusterState state) {
		return state.status() == EngineStatus.MEMBER && state.hasServer();
	}

	private List<SeedNode> seedNodes(ClusterState state, Node self) {
		if (!isShown(state)) {
			return List.of();
		}
		// This node first: whoever reads the answer has just reached it.
		return state.members()
			.stream()
			.filter((member) -> member.reachable() && member.status().isJoinable())
			.sorted(Comparator.comparing((member) -> !member.node().equals(self)))
			.limit(SeedNodes.MAX_SEED_NODES)
			.map(this::seedNode)
			.toList();
	}

	private SeedNode seedNode(Member member) {
		Set<String> roles = member.roles().stream().collect(Collectors.toCollection(TreeSet::new));
		roles.add("dc-" + member.dataCenter());
		return new SeedNode(member.address().toString(), member.node().uid(), roles, member.status().text());
	}

	/**
	 * What bootstrap shows to others.
	 *
	 * @param votes whether this node decides by votes
	 * @param vote the vote that it holds, {@code null} if it holds none
	 * @param contactPoints the contact points that it knows
	 * @param previous this node when it was a member last, {@code null} if it never was
	 */
	public record Shown(boolean votes, SeedNodes.@Nullable Vote vote, Set<ContactPoint> contactPoints,
			@Nullable Node previous) {
	}

	private record Rendered(ClusterState state, Shown shown, byte[] json) {
	}

}

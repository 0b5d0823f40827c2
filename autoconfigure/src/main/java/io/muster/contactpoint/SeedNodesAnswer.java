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

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.Node;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.SeedNode;

/**
 * What this node answers to probes, kept ready as bytes and made anew only when the
 * cluster or the contact points have changed.
 */
public final class SeedNodesAnswer {

	private static final int MAX_CONTACT_POINTS = 100;

	private final ClusterEngine engine;

	private final int required;

	private final boolean newClusterEnabled;

	private final Supplier<Set<ContactPoint>> contactPoints;

	private volatile @Nullable Rendered rendered;

	/**
	 * Create the answer.
	 * @param engine the engine whose members are told
	 * @param required this node's {@code required-contact-point-nr}
	 * @param newClusterEnabled whether this node may found a cluster
	 * @param contactPoints the contact points that this node knows; the same object as
	 * long as they are the same
	 */
	public SeedNodesAnswer(ClusterEngine engine, int required, boolean newClusterEnabled,
			Supplier<Set<ContactPoint>> contactPoints) {
		this.engine = engine;
		this.required = required;
		this.newClusterEnabled = newClusterEnabled;
		this.contactPoints = contactPoints;
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
		Set<ContactPoint> known = this.contactPoints.get();
		Rendered latest = this.rendered;
		if (latest == null || latest.state != state || latest.contactPoints != known) {
			latest = new Rendered(state, known, SeedNodesMapper.write(answer(state, self, known)));
			this.rendered = latest;
		}
		return latest.json;
	}

	private SeedNodes answer(ClusterState state, Node self, Set<ContactPoint> known) {
		List<String> contactPoints = known.stream()
			.sorted()
			.limit(MAX_CONTACT_POINTS)
			.map(ContactPoint::toString)
			.toList();
		Extension extension = new Extension(Extension.VERSION, self.uid(), this.required, this.newClusterEnabled,
				contactPoints);
		return new SeedNodes(self.address().toString(), seedNodes(state, self), extension);
	}

	private List<SeedNode> seedNodes(ClusterState state, Node self) {
		if (state.status() != EngineStatus.MEMBER) {
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

	private record Rendered(ClusterState state, Set<ContactPoint> contactPoints, byte[] json) {
	}

}

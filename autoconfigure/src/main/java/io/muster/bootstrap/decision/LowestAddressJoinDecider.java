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

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;

/**
 * {@link JoinDecider} with the rule of the decider of the same name in Akka and Pekko.
 * The node with the lowest contact point founds when enough nodes are confirmed and the
 * contact points have not changed for the stable margin. Only one node founds if all
 * nodes see the same contact points.
 * <p>
 * Unlike Pekko's, this decider counts nodes and not contact points, and passes over nodes
 * that may not found. In Pekko, such a node blocks all others.
 */
public final class LowestAddressJoinDecider implements JoinDecider {

	private final BootstrapSettings settings;

	private final FoundingConditions conditions;

	public LowestAddressJoinDecider(BootstrapSettings settings) {
		this.settings = settings;
		this.conditions = new FoundingConditions(settings);
	}

	@Override
	public JoinDecision decide(SeedNodesInformation information) {
		Set<NodeAddress> seedNodes = information.seedNodes();
		if (!seedNodes.isEmpty()) {
			return new JoinSeedNodes(seedNodes);
		}
		Wait obstacle = obstacle(information);
		return (obstacle != null) ? new KeepProbing(obstacle) : foundIfLowest(information);
	}

	private @Nullable Wait obstacle(SeedNodesInformation information) {
		Wait missing = this.conditions.missing(information, required(information),
				LowestAddressJoinDecider::unconfirmed);
		return (missing != null) ? missing : this.conditions.missingMargin(information);
	}

	private static List<ContactPoint> unconfirmed(SeedNodesInformation information) {
		return information.unconfirmed()
			.stream()
			.filter((contactPoint) -> !information.doubted().contains(contactPoint))
			.toList();
	}

	/**
	 * Return the largest number that a node requires which counts: no node founds on
	 * fewer than another requires.
	 */
	private int required(SeedNodesInformation information) {
		return information.counted()
			.map(SeedNodesObservation::requires)
			.filter(Objects::nonNull)
			.reduce(this.settings.requiredContactPointNr(), Math::max);
	}

	private JoinDecision foundIfLowest(SeedNodesInformation information) {
		if (!this.settings.newClusterEnabled()) {
			return new KeepProbing(WaitReason.NEW_CLUSTER_DISABLED,
					"no cluster to join was found, and new-cluster-enabled is off on this node", false);
		}
		if (information.contactPoints().isEmpty()) {
			return new FoundCluster("no other node is known, and none is required");
		}
		if (information.selfContactPoints().isEmpty()) {
			return new KeepProbing(WaitReason.NOT_LISTED,
					"discovery does not list this node yet, so that other nodes cannot find it; "
							+ "check its registration and muster.bootstrap.contact-point-discovery.service-name",
					false);
		}
		ContactPoint lowest = lowest(information, Comparator.naturalOrder());
		if (!information.selfContactPoints().contains(lowest)) {
			return new KeepProbing(WaitReason.LOWEST_FOUNDS,
					"%s is the lowest contact point and is expected to found".formatted(lowest), false);
		}
		ContactPoint lowestByName = lowest(information, ContactPoint.byName());
		if (isMixed(information) && !information.selfContactPoints().contains(lowestByName)) {
			return new KeepProbing(WaitReason.LOWEST_FOUNDS,
					("%s is lowest by IP address, but %s by name, and plain Pekko nodes may compare "
							+ "either; one of them is expected to found")
						.formatted(lowest, lowestByName),
					false);
		}
		return new FoundCluster("%s is the lowest of %d contact points, and no cluster was found".formatted(lowest,
				information.contactPoints().size()), required(information));
	}

	private static ContactPoint lowest(SeedNodesInformation information, Comparator<ContactPoint> order) {
		return Stream
			.concat(information.selfContactPoints().stream(),
					information.observations()
						.stream()
						.filter(SeedNodesObservation::mayFound)
						.map(SeedNodesObservation::contactPoint))
			.min(order)
			.orElseThrow();
	}

	private static boolean isMixed(SeedNodesInformation information) {
		return information.observations().stream().anyMatch((observation) -> observation.extension() == null);
	}

}

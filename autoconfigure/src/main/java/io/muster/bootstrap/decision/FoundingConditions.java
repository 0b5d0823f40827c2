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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;

/**
 * The conditions under which any node may found, by whichever rule. They are the section
 * "Being eligible" of {@code src/docs/formation-proof.md}.
 */
final class FoundingConditions {

	private final BootstrapSettings settings;

	FoundingConditions(BootstrapSettings settings) {
		this.settings = settings;
	}

	/**
	 * Return what is missing.
	 * @param information all that is known
	 * @param required how many nodes must be confirmed
	 * @param unanswered the contact points that must answer, and have not answered
	 * @return what is missing, in words, or {@code null} if nothing is
	 */
	@Nullable Wait missing(SeedNodesInformation information, int required,
			Function<SeedNodesInformation, List<ContactPoint>> unanswered) {
		Wait cluster = missingOfClusters(information);
		if (cluster != null) {
			return cluster;
		}
		int confirmed = information.confirmedNodes();
		if (confirmed < required) {
			return new Wait(WaitReason.TOO_FEW_NODES, "expecting " + required + " nodes, found " + confirmed
					+ ": waiting for " + (required - confirmed) + " more" + because(information));
		}
		List<ContactPoint> silent = this.settings.contactWithAllContactPoints() ? unanswered.apply(information)
				: List.of();
		if (!silent.isEmpty()) {
			return new Wait(WaitReason.CONTACT_POINTS_SILENT, "no seed nodes yet from " + ContactPointNames.of(silent)
					+ "; every contact point must answer before one node founds (contact-with-all-contact-points)");
		}
		return missingOfFormerMembers(information);
	}

	/**
	 * Return why this node must not even vote for a node that requires no other: there is
	 * a cluster, or there may be one that this node was a member of.
	 * @param information all that is known
	 * @return what is missing, in words, or {@code null} if nothing is
	 */
	@Nullable Wait missingForVote(SeedNodesInformation information) {
		Wait cluster = missingOfClusters(information);
		return (cluster != null) ? cluster : missingOfFormerMembers(information);
	}

	private static @Nullable Wait missingOfFormerMembers(SeedNodesInformation information) {
		String missing = new FormerMajorityRule(information).missing();
		return (missing != null) ? new Wait(WaitReason.FORMER_MEMBERS, missing) : null;
	}

	private static @Nullable Wait missingOfClusters(SeedNodesInformation information) {
		if (information.storageFailure() != null) {
			return new Wait(WaitReason.STORAGE, "its data directory to be usable. " + information.storageFailure());
		}
		List<ContactPoint> clusters = new ArrayList<>();
		for (SeedNodesObservation observation : information.observations()) {
			if (observation.clusterWithoutSeedNodes()) {
				clusters.add(observation.contactPoint());
			}
		}
		if (!clusters.isEmpty()) {
			return new Wait(WaitReason.NO_SEED_NODES,
					ContactPointNames.of(clusters) + " know of a cluster, but name no member to join through yet");
		}
		if (!information.membersUnheard().isEmpty()) {
			return new Wait(WaitReason.MEMBER_UNHEARD,
					ContactPointNames.of(information.membersUnheard())
							+ " to answer: it probes this node and says that it is a "
							+ "member of a cluster, but has not answered this node's probes since");
		}
		return null;
	}

	/**
	 * Return what is missing of the stable margin.
	 * @return what is missing, in words, or {@code null} if it has passed
	 */
	@Nullable Wait missingMargin(SeedNodesInformation information) {
		return (information.now() - information.contactPointsChangedAt() < this.settings.stableMargin().toMillis())
				? new Wait(WaitReason.STABLE_MARGIN, "the contact points must stay the same for "
						+ this.settings.stableMargin().toMillis() + " ms (stable-margin)")
				: null;
	}

	private static String because(SeedNodesInformation information) {
		if (information.contactPoints().isEmpty()) {
			return "; discovery knows no contact points";
		}
		List<ContactPoint> unconfirmed = information.unconfirmed();
		return unconfirmed.isEmpty() ? "" : "; no answer that counts from " + ContactPointNames.of(unconfirmed);
	}

}

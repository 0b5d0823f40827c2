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

package io.muster;

import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.JoinDecision;
import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.formation.FormationNode;
import io.muster.bootstrap.formation.FormationWorld;
import io.muster.bootstrap.formation.SelfContactPoint;
import io.muster.bootstrap.formation.TestNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a {@link JoinDecider} of an application, in a package of its own, can see
 * what the built-in ones decide from.
 */
class OwnJoinDeciderTests {

	private final FormationWorld world = new FormationWorld();

	@Test
	void decidesFromAllThatOtherNodesSay() {
		this.world.source().lists("10.0.0.1", "10.0.0.2");
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2"));
		Patient decider = new Patient();
		FormationNode node = this.world
			.node("10.0.0.1", TestSettings.requiring(2), decider,
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")))
			.start();
		this.world.runSeconds(2);
		assertThat(decider.seen).containsExactly(
				"pekko://orders@10.0.0.2:25520 requires 2, no candidate, may found, by address, no member, profile default");
		assertThat(node.foundings()).isOne();
	}

	private static final class Patient implements JoinDecider {

		private final Set<String> seen = new TreeSet<>();

		@Override
		public JoinDecision decide(SeedNodesInformation information) {
			information.counted().map(Patient::describe).forEach(this.seen::add);
			if (!information.seedNodes().isEmpty()) {
				return new JoinSeedNodes(information.seedNodes());
			}
			return (information.confirmedNodes() >= 2) ? new FoundCluster("two nodes are enough")
					: new KeepProbing("another node");
		}

		private static String describe(SeedNodesObservation node) {
			return "%s requires %d, %s, %s, %s, %s, profile %s".formatted(node.node(), node.requires(),
					node.isCandidate() ? "candidate" : "no candidate", node.mayFound() ? "may found" : "joins only",
					node.decidesByVotes() ? "by votes" : "by address",
					(node.cluster() != null || node.previous() != null || node.vote() != null) ? "member" : "no member",
					node.profile().dataCenter());
		}

	}

}

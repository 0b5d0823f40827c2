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

import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a contact point which says something else each time neither breaks a node
 * nor grows it, and that the node founds once the other is gone.
 * {@code -Dmuster.worlds=10000} runs more worlds, and {@code -Dmuster.fuzz.seed=42}
 * begins with another seed.
 */
class HostileContactPointTests {

	private static final int WORLDS = Integer.getInteger("muster.worlds", 10);

	private static final long SEED = Long.getLong("muster.fuzz.seed", 1);

	private static final String HOSTILE = "10.0.0.1";

	private static final List<String> HOSTS = List.of(HOSTILE, "10.0.0.2", "10.0.0.3", "10.0.0.9", "10.1.0.1");

	@Test
	void aNodeSurvivesItAndFoundsOnceItIsGone() {
		for (long seed = SEED; seed < SEED + WORLDS; seed++) {
			run(seed);
		}
	}

	private static void run(long seed) {
		Random random = new Random(seed);
		FormationWorld world = new FormationWorld(seed);
		world.source().lists(HOSTILE, "10.0.0.2", "10.0.0.3");
		TestSettings settings = TestSettings.requiring(2);
		FormationNode node = world.node("10.0.0.2", settings, new VotingJoinDecider(settings.build()),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.2")));
		HOSTS.forEach((host) -> node.reaching(TestNodes.address(host), EngineReach.REFUSED));
		world.at("10.0.0.3").answers(() -> voting(TestNodes.answer("10.0.0.3", voteOf(node.report().vote()))));
		world.at(HOSTILE).answers(() -> result(random));
		node.start();
		for (int i = 0; i < 12; i++) {
			world.runSeconds(5);
			BootstrapReport report = node.report();
			assertThat(report.history()).as("seed " + seed).hasSizeLessThanOrEqualTo(50);
			assertThat(report.contactPoints()).as("seed " + seed).hasSize(3);
		}
		assertThat(world.at(HOSTILE).probes()).as("seed " + seed).hasSizeLessThan(60 * 20);
		world.source().lists("10.0.0.2", "10.0.0.3");
		// What it founded in spite of the other was given up: nobody joins here.
		int before = node.foundings();
		world.runSeconds(120);
		assertThat(node.foundings()).as("seed " + seed).isGreaterThan(before);
	}

	/**
	 * Let the honest node vote for whom the tested one votes.
	 */
	private static @Nullable Vote voteOf(BootstrapReport.@Nullable Vote vote) {
		return (vote != null) ? new Vote(new Node(NodeAddress.parse(vote.node()), vote.uid()), vote.term()) : null;
	}

	private static ProbeResult result(Random random) {
		String host = host(random);
		return switch (random.nextInt(9)) {
			case 0 -> new Failed(Kind.values()[random.nextInt(Kind.values().length)], "odd " + random.nextInt());
			case 1 -> new Answered(TestNodes.answerOfMember(host, random.nextInt(), TestNodes.node(host(random))));
			case 2 -> new Answered(
					TestNodes.answerOfForming(host, random.nextInt(), random.nextInt(), TestNodes.node(host(random))));
			case 3 -> new Answered(TestNodes.answerOfFormerMember(host, TestNodes.node(host(random))));
			case 4 -> new Answered(TestNodes.answer(host, random.nextLong(), random.nextBoolean(), host(random)));
			case 5 -> new Answered(TestNodes.requiring(random.nextInt(), TestNodes.answer(host)));
			case 6 -> new Answered(TestNodes.pekkoAnswer(host, host(random)));
			case 7 -> new Answered(TestNodes.knowing(TestNodes.answer(host), host(random), host(random)));
			default -> voting(TestNodes.answer(host, new Vote(TestNodes.node(host(random)), random.nextLong())));
		};
	}

	private static String host(Random random) {
		return HOSTS.get(random.nextInt(HOSTS.size()));
	}

	private static ProbeResult voting(SeedNodes answer) {
		Extension extension = answer.muster();
		return new Answered((extension != null) ? new SeedNodes(answer.selfNode(), answer.seedNodes(),
				new Extension(extension.version(), extension.selfUid(), true, extension.vote(), extension.required(),
						true, extension.contactPoints(), extension.previous(), extension.cluster(),
						extension.profile()))
				: answer);
	}

}

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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what went wrong where others joined by lists of addresses does not go wrong
 * here. The numbers are those of the issues that reported it.
 */
class JoiningLessonsTests {

	private static final String[] FIRST = { "10.0.0.1", "10.0.0.2", "10.0.0.3" };

	private final FormationWorld world = new FormationWorld();

	/**
	 * Nomad 5917, Consul 2868: one joined itself, the others each other.
	 */
	@Test
	void allThatAreStartedAgainAtOnceAreOneCluster() {
		List<FormationNode> before = run(start(FIRST));
		assertMembers(before, 1);
		before.forEach(FormationNode::kill);
		this.world.runSeconds(1);
		assertMembers(run(start(FIRST)), 1);
	}

	/**
	 * Consul 3768: servers that were added, as many as are required, founded their own
	 * cluster.
	 */
	@Test
	void asManyAsAreRequiredJoinTheClusterThatOneOfThemKnows() {
		assertMembers(run(start(FIRST)), 1);
		List<FormationNode> added = new ArrayList<>();
		added.add(node("10.0.0.4", DurableState.NONE, "10.0.0.5", "10.0.0.6").start());
		added.add(node("10.0.0.5", DurableState.NONE, "10.0.0.4", "10.0.0.6").start());
		added.add(node("10.0.0.6", DurableState.NONE, "10.0.0.3").start());
		assertMembers(run(added), 0);
	}

	/**
	 * Nomad 862: a node that knew only servers which had all been replaced never found
	 * another.
	 */
	@Test
	void whoKnowsOnlyMembersThatWereReplacedJoinsThoseThatItIsGiven() {
		this.world.at("10.0.0.8").answers(TestNodes.answer("10.0.0.8", "10.0.0.8"));
		this.world.at("10.0.0.3").fails(Kind.SILENT, "gave no answer");
		assertMembers(run(List
			.of(node("10.0.0.1", durableState("10.0.0.1", "10.0.0.2", "10.0.0.3"), "10.0.0.2", "10.0.0.8").start())),
				0);
	}

	/**
	 * Consul 457 and 1580, Nomad 12926: a majority whose addresses had changed did not
	 * know itself again.
	 */
	@Test
	void allThatComeBackAtOtherAddressesKnowEachOtherAgain() {
		String[] addresses = { "10.0.0.4", "10.0.0.5", "10.0.0.6" };
		Arrays.stream(FIRST).forEach((host) -> this.world.at(host).fails(Kind.SILENT, "gave no answer"));
		List<FormationNode> nodes = List.of(
				node("10.0.0.4", durableState("10.0.0.1", "10.0.0.2", "10.0.0.3"), addresses).start(),
				node("10.0.0.5", durableState("10.0.0.2", "10.0.0.1", "10.0.0.3"), addresses).start(),
				node("10.0.0.6", durableState("10.0.0.3", "10.0.0.1", "10.0.0.2"), addresses).start());
		assertMembers(run(nodes), 1);
	}

	private static DurableState durableState(String previous, String... others) {
		return new DurableState(TestNodes.node(previous),
				Arrays.stream(others)
					.map((host) -> new LastKnownMember(TestNodes.node(host), TestNodes.contactPoint(host)))
					.toList(),
				null, false);
	}

	private List<FormationNode> start(String... hosts) {
		return Arrays.stream(hosts).map((host) -> node(host, DurableState.NONE, hosts).start()).toList();
	}

	private List<FormationNode> run(List<FormationNode> nodes) {
		this.world.runSeconds(10);
		return nodes;
	}

	private FormationNode node(String host, DurableState durableState, String... contactPoints) {
		this.world.source(host).lists(contactPoints);
		BootstrapSettings settings = TestSettings.requiring(3).introductions().build();
		return new FormationNode(this.world, TestNodes.node(host), SelfContactPoint.of(TestNodes.contactPoint(host)),
				new Formation(TestNodes.CLUSTER, settings, new VotingJoinDecider(settings), List.of(host),
						new Random(this.world.random().nextLong()), durableState))
			.introducing();
	}

	private static void assertMembers(List<FormationNode> nodes, int foundings) {
		assertThat(nodes).extracting(FormationNode::phase).containsOnly(BootstrapPhase.MEMBER);
		assertThat(nodes.stream().mapToInt(FormationNode::foundings).sum()).isEqualTo(foundings);
	}

}

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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodes.Vote;
import io.muster.contactpoint.SeedNodesMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an answer of which any part is malformed spoils nothing but itself (attack
 * S12): each part of an answer in turn is replaced by each of a list of values.
 */
class MalformedAnswerTests {

	private static final List<String> VALUES = List.of("null", "{}", "[]", "[null]", "[[]]", "[{}]", "\"\"",
			"\"\\u0000 \\n\"", "\"pekko://orders@10.0.0.2:25520\"", "-1", "0", "2147483647", "9223372036854775807",
			"1.5", "true", "{\"node\":null}", "{\"oldest\":null}", "{\"dataCenter\":null}");

	@Test
	void spoilsNothingButItself() {
		JsonNode whole = JsonMapper.shared().readTree(SeedNodesMapper.write(answer()));
		List<String> variants = new ArrayList<>();
		variants(whole, whole, variants);
		assertThat(variants).hasSizeGreaterThan(300);
		for (String variant : variants) {
			ProbeResult result = read(variant);
			FormationWorld world = new FormationWorld();
			world.source().lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
			Vote vote = new Vote(TestNodes.node("10.0.0.2"), 1);
			world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.3", vote));
			TestSettings settings = TestSettings.requiring(2).withoutContactWithAll();
			FormationNode node = world
				.node("10.0.0.2", settings, new VotingJoinDecider(settings.build()),
						SelfContactPoint.of(TestNodes.contactPoint("10.0.0.2")))
				.reaching(TestNodes.address("10.0.0.1"), EngineReach.REFUSED)
				.start();
			for (int i = 0; i < 5; i++) {
				node.probed("10.0.0.1", world.now(), result);
				world.runSeconds(1);
				assertThat(node.report().contactPoints()).as(variant).isNotEmpty();
			}
			world.runSeconds(3);
			assertThat(node.foundings() + node.joins().size()).as("after %s: %s", variant, node.waitingFor())
				.isPositive();
		}
	}

	/**
	 * Read it as a prober does.
	 */
	private static ProbeResult read(String json) {
		try {
			return new Answered(SeedNodesMapper.read(json.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).startsWith("answered");
			return new Failed(Kind.WRONG, ex.getMessage());
		}
	}

	private static void variants(JsonNode whole, JsonNode part, List<String> variants) {
		if (part instanceof ObjectNode object) {
			for (String name : List.copyOf(object.propertyNames())) {
				JsonNode original = object.get(name);
				for (String value : VALUES) {
					object.set(name, JsonMapper.shared().readTree(value));
					variants.add(whole.toString());
				}
				object.set(name, original);
				variants(whole, original, variants);
			}
		}
		else if (part instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				JsonNode original = array.get(i);
				for (String value : VALUES) {
					array.set(i, JsonMapper.shared().readTree(value));
					variants.add(whole.toString());
				}
				array.set(i, original);
				variants(whole, original, variants);
			}
		}
	}

	private static SeedNodes answer() {
		return new SeedNodes(TestNodes.address("10.0.0.1"),
				List.of(new SeedNode(TestNodes.node("10.0.0.1"), Set.of("web"), "Up")),
				new Extension(Extension.VERSION, TestNodes.uid("10.0.0.1"), true,
						new Vote(TestNodes.node("10.0.0.1"), 1), 2, true, List.of(TestNodes.contactPoint("10.0.0.1")),
						TestNodes.node("10.0.0.1"), new ClusterSummary(3, TestNodes.node("10.0.0.1"), 2),
						NodeProfile.DEFAULT,
						new Remarks("waits", List.of(new Remarks.Remark(Remarks.Kind.UNHEARD, "x", "y")), "tcp")));
	}

}

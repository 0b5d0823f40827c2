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

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.TestSettings;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadinessDeadlock}.
 */
class ReadinessDeadlockTests {

	private static final String REASON = "the registry lists nobody. Set lists-everybody to true";

	private static final String EXPLANATION = "; discovery does not list this node: " + REASON;

	private final FormationWorld world = new FormationWorld();

	private final TestSource source = this.world.source().lists();

	@Test
	void aNodeThatIsNotListedSaysWhyAndWarnsOnceIfThatLasts() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3).readinessDeadlock(REASON)).start();
		this.world.runSeconds(30);
		assertThat(node.report().waitingFor()).isEqualTo(
				"expecting 3 nodes, found 1: waiting for 2 more; discovery knows no contact points" + EXPLANATION);
		assertThat(node.said()).noneMatch((text) -> text.startsWith("Nodes may wait"));
		this.world.runSeconds(60);
		assertThat(node.said()).filteredOn((text) -> text.startsWith("Nodes may wait for each other for ever"))
			.containsExactly(
					"Nodes may wait for each other for ever: discovery does not list this node, and " + REASON);
	}

	@Test
	void nothingIsSaidWhileDiscoveryMayBeLate() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3).readinessDeadlock(REASON)).start();
		this.world.runSeconds(4);
		assertThat(node.report().waitingFor()).doesNotContain(REASON);
		assertThat(node.said()).noneMatch((text) -> text.contains(REASON));
	}

	@Test
	void aNodeThatIsListedIsNotCaught() {
		this.source.lists("10.0.0.1", "10.0.0.2");
		this.world.at("10.0.0.2").fails(Kind.REFUSED, "refused the connection");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3).readinessDeadlock(REASON)).start();
		this.world.runSeconds(20);
		assertThat(node.report().waitingFor()).startsWith("expecting 3 nodes, found 1").doesNotContain(REASON);
	}

	@Test
	void whereDiscoveryListsAllNodesThereIsNothingToExplain() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3)).start();
		this.world.runSeconds(20);
		assertThat(node.report().waitingFor()).endsWith("discovery knows no contact points");
	}

}

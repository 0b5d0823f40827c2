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

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.TestSettings;
import io.muster.cluster.EngineStatus;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Formation}: how it supervises joining and founding.
 */
class FormationJoinTests {

	private final FormationWorld world = new FormationWorld();

	FormationJoinTests() {
		this.world.source().lists("10.0.0.1", "10.0.0.2");
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
	}

	@Test
	void doesNotProbeWhileItJoins() {
		start(TestSettings.defaults());
		this.world.runSeconds(9);
		assertThat(this.world.at("10.0.0.2").probes()).hasSize(1);
	}

	@Test
	void itsOwnJoinIsNoExplicitOne() {
		FormationNode node = start(TestSettings.defaults());
		this.world.runSeconds(1);
		node.engine(EngineStatus.JOINING);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.JOINING);
	}

	@Test
	void aJoinThatSucceedsIsNotSupervisedAnyMore() {
		FormationNode node = start(TestSettings.defaults().shutdownAfter(Duration.ofSeconds(30))).withEngine();
		this.world.runSeconds(600);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.MEMBER);
		assertThat(node.joins()).hasSize(1);
		assertThat(node.warnings()).isEmpty();
		assertThat(node.gaveUp()).isNull();
	}

	@Test
	void triesAgainAfterTheJoinTimeout() {
		FormationNode node = start(TestSettings.defaults().joinTimeout(Duration.ofSeconds(4)));
		this.world.run(Duration.ofMillis(3999));
		assertThat(node.joins()).hasSize(1);
		this.world.run(Duration.ofMillis(1));
		assertThat(node.joins()).hasSize(2);
	}

	@Test
	void triesForEverByDefault() {
		FormationNode node = start(TestSettings.defaults());
		this.world.run(Duration.ofHours(1));
		assertThat(node.gaveUp()).isNull();
		assertThat(node.joins()).hasSizeBetween(45, 60);
	}

	@Test
	void givesUpAfterThePatienceOfTheUser() {
		FormationNode node = start(TestSettings.defaults().shutdownAfter(Duration.ofSeconds(30)));
		this.world.run(Duration.ofMillis(29_999));
		assertThat(node.gaveUp()).isNull();
		this.world.run(Duration.ofMillis(1));
		assertThat(node.gaveUp()).isEqualTo("This node did not become a member of cluster 'orders' within 30000 ms of "
				+ "trying to join (muster.cluster.shutdown-after-unsuccessful-join-seed-nodes)");
		assertThat(node.phase()).isEqualTo(BootstrapPhase.STOPPED);
	}

	@Test
	void givesUpWhenTheEngineHasStoppedByItself() {
		FormationNode node = start(TestSettings.defaults());
		this.world.runSeconds(1);
		node.engine(EngineStatus.STOPPED);
		assertThat(node.gaveUp()).startsWith("The engine of cluster 'orders' has stopped by itself");
		assertThat(node.phase()).isEqualTo(BootstrapPhase.STOPPED);
	}

	@Test
	void givesUpAlsoWhileItProbesAgainAfterAFailedJoin() {
		FormationNode node = start(TestSettings.defaults().shutdownAfter(Duration.ofSeconds(30)));
		this.world.runSeconds(1);
		this.world.at("10.0.0.2").fails(Kind.REFUSED, "refused the connection");
		this.world.run(Duration.ofMillis(28_999));
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
		this.world.run(Duration.ofMillis(1));
		assertThat(node.gaveUp()).isNotNull();
	}

	@Test
	void patienceForEverIsFine() {
		FormationNode node = start(TestSettings.defaults()
			.joinTimeout(Duration.ofSeconds(Long.MAX_VALUE))
			.shutdownAfter(Duration.ofSeconds(Long.MAX_VALUE)));
		this.world.run(Duration.ofDays(1));
		assertThat(node.gaveUp()).isNull();
		assertThat(node.phase()).isEqualTo(BootstrapPhase.JOINING);
	}

	@Test
	void doesNothingAfterGivingUp() {
		FormationNode node = start(TestSettings.defaults().shutdownAfter(Duration.ofSeconds(30)));
		this.world.runSeconds(30);
		int joins = node.joins().size();
		this.world.runSeconds(600);
		assertThat(node.joins()).hasSize(joins);
	}

	@Test
	void neverGivesUpWaitingForACluster() {
		this.world.answering("10.0.0.2");
		FormationNode node = start(TestSettings.requiring(3).shutdownAfter(Duration.ofSeconds(30)));
		this.world.run(Duration.ofHours(1));
		assertThat(node.gaveUp()).isNull();
	}

	@Test
	void aFoundingThatDoesNotCompleteIsTriedAgain() {
		this.world.answering("10.0.0.2");
		FormationNode node = start(TestSettings.defaults());
		this.world.runSeconds(5);
		assertThat(node.foundings()).isOne();
		this.world.runSeconds(11);
		assertThat(node.foundings()).isEqualTo(2);
		assertThat(node.warnings())
			.containsExactly("Not a member after 10000 ms (join-timeout): probing again for fresh seed nodes");
	}

	@Test
	void aFoundingThatDoesNotCompleteGivesWayToAClusterThatAppears() {
		this.world.answering("10.0.0.2");
		FormationNode node = start(TestSettings.defaults());
		this.world.runSeconds(6);
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		this.world.runSeconds(10);
		assertThat(node.foundings()).isOne();
		assertThat(node.joins()).hasSize(1);
	}

	@Test
	void anExplicitJoinAfterAFailedOneIsExplicit() {
		FormationNode node = start(TestSettings.defaults());
		this.world.runSeconds(1);
		this.world.at("10.0.0.2").fails(Kind.REFUSED, "refused the connection");
		this.world.runSeconds(10);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
		node.engine(EngineStatus.JOINING);
		assertThat(node.phase()).as("after a late event of the engine").isEqualTo(BootstrapPhase.PROBING);
		node.joinsExplicitly("10.0.0.9");
		assertThat(node.phase()).isEqualTo(BootstrapPhase.JOINING);
		assertThat(node.report().waitingFor()).contains("10.0.0.9", "Cluster.join");
	}

	private FormationNode start(TestSettings settings) {
		return this.world.node("10.0.0.1", settings).start();
	}

}

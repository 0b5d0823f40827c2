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

package io.muster.cluster.pekko;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.DepartedMember.Kind;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.FormingCluster;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.pekko.TestEngines.TestEngine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PekkoClusterEngine}: a cluster counts when enough members are Up.
 */
class FormingEnginesTests {

	private final TestEngines engines = new TestEngines();

	@AfterEach
	void stop() {
		this.engines.close();
	}

	@Test
	void aFounderThatRequiresAnotherIsAloneInAClusterThatIsForming() {
		TestEngine founder = founder(2);
		ClusterState state = founder.state();
		assertThat(state.status()).isEqualTo(EngineStatus.JOINING);
		assertThat(state.members()).isEmpty();
		assertThat(state.leader()).isNull();
		assertThat(state.forming().required()).isEqualTo(2);
		assertThat(state.forming().members()).extracting(Member::node).containsExactly(state.self());
	}

	@Test
	void bothAreMembersOnceTheSecondIsUp() {
		TestEngine founder = founder(2);
		TestEngine second = join(this.engines.start(), founder, 2);
		TestEngines.awaitUp(founder, second);
		for (TestEngine engine : List.of(founder, second)) {
			assertThat(engine.state().status()).isEqualTo(EngineStatus.MEMBER);
			assertThat(engine.state().forming()).isNull();
			assertThat(engine.states().stream().filter((state) -> state.status() == EngineStatus.MEMBER))
				.allSatisfy((state) -> assertThat(up(state.members())).isEqualTo(2));
		}
	}

	@Test
	void threeAreNeededWhereThreeAreRequired() {
		TestEngine founder = founder(3);
		TestEngine second = join(this.engines.start(), founder, 3);
		awaitForming(founder, 2);
		awaitForming(second, 2);
		TestEngine third = join(this.engines.start(), founder, 3);
		TestEngines.awaitUp(founder, second, third);
	}

	@Test
	void aNodeThatMayNotFoundDoesNotCount() {
		TestEngine founder = founder(2);
		TestEngine joinsOnly = join(this.engines.start(joinsOnly()), founder, 2);
		awaitForming(founder, 2);
		awaitForming(joinsOnly, 2);
		TestEngine third = join(this.engines.start(), founder, 2);
		TestEngines.awaitUp(founder, joinsOnly, third);
	}

	@Test
	void aThirdIsAMemberOfACompleteClusterAtOnce() {
		TestEngine founder = founder(2);
		TestEngine second = join(this.engines.start(), founder, 2);
		TestEngines.awaitUp(founder, second);
		TestEngine third = join(this.engines.start(), founder, 1);
		TestEngines.awaitUp(founder, second, third);
		assertThat(third.states()).allMatch((state) -> state.forming() == null);
		assertThat(third.states().stream().filter((state) -> state.status() == EngineStatus.MEMBER)).first()
			.satisfies((state) -> assertThat(state.members()).hasSize(3));
	}

	@Test
	void aCompleteClusterStaysOneWhenItShrinks() {
		TestEngine founder = founder(2);
		TestEngine second = join(this.engines.start(), founder, 2);
		TestEngines.awaitUp(founder, second);
		second.engine().leave();
		second.await(EngineStatus.REMOVED);
		TestEngines.awaitUp(founder);
		assertThat(founder.state().status()).isEqualTo(EngineStatus.MEMBER);
	}

	@Test
	void leavingEndsAClusterThatIsForming() {
		TestEngine founder = founder(2);
		founder.engine().leave();
		founder.await(EngineStatus.REMOVED);
		assertThat(founder.state().forming()).isNull();
		assertThat(founder.state().hasLeft()).isTrue();
	}

	@Test
	void whoLeavesAClusterThatIsFormingIsNotReportedByTheOthers() {
		TestEngine founder = founder(3);
		TestEngine second = join(this.engines.start(), founder, 3);
		awaitForming(founder, 2);
		awaitForming(second, 2);
		second.engine().leave();
		second.await(EngineStatus.REMOVED);
		awaitForming(founder, 1);
		assertThat(founder.state().departed()).isEmpty();
	}

	@Test
	void whoIsDownedInAClusterThatIsFormingKnowsThatItFailedAndMayEnterAgain() {
		TestEngine founder = founder(2);
		TestEngine joinsOnly = join(this.engines.start(joinsOnly()), founder, 2);
		awaitForming(joinsOnly, 2);
		founder.engine().down(joinsOnly.address());
		joinsOnly.await(EngineStatus.REMOVED);
		assertThat(joinsOnly.state().departed()).extracting(DepartedMember::kind).containsExactly(Kind.FAILED);
		joinsOnly.engine().restart();
		assertThat(joinsOnly.state().departed()).isEmpty();
		join(joinsOnly, founder, 2);
		TestEngine third = join(this.engines.start(), founder, 2);
		TestEngines.awaitUp(founder, joinsOnly, third);
	}

	@Test
	void aFounderThatGaveUpJoinsAnotherClusterAfterARestart() {
		TestEngine lonely = founder(2);
		TestEngine founder = founder(1);
		lonely.engine().leave();
		lonely.await(EngineStatus.REMOVED);
		lonely.engine().restart();
		join(lonely, founder, 1);
		TestEngines.awaitUp(founder, lonely);
	}

	@Test
	void stoppingDoesNotWaitForTheOthersOfAClusterThatIsForming() {
		TestEngine founder = founder(2);
		long start = System.nanoTime();
		founder.engine().stop(Duration.ofSeconds(10));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(founder.state().status()).isEqualTo(EngineStatus.STOPPED);
		assertThat(founder.state().forming()).isNull();
	}

	private TestEngine founder(int required) {
		TestEngine founder = this.engines.start();
		founder.engine().found(required);
		if (required > 1) {
			awaitForming(founder, 1);
		}
		return founder;
	}

	private static TestEngine join(TestEngine engine, TestEngine founder, int required) {
		engine.engine().join(List.of(founder.address()), required);
		return engine;
	}

	/**
	 * Wait until a cluster is forming that has so many members, all of them Up.
	 */
	private static void awaitForming(TestEngine engine, int members) {
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			FormingCluster forming = engine.state().forming();
			return forming != null && forming.members().size() == members && up(forming.members()) == members;
		});
		assertThat(engine.state().status()).isEqualTo(EngineStatus.JOINING);
	}

	private static long up(List<Member> members) {
		return members.stream().filter((member) -> member.status() == MemberStatus.UP).count();
	}

	private static PekkoSettings joinsOnly() {
		return new PekkoSettings(TestPekkoSettings.NAME, "127.0.0.9", 0, null, null, null, Set.of(), false, "north",
				List.of(), Duration.ofSeconds(7), Duration.ofDays(1), LeaderChange.SAFE, Map.of(), true);
	}

}

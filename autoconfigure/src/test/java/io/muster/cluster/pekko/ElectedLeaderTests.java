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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.cluster.LeaderChange;
import io.muster.cluster.pekko.TestEngines.TestEngine;
import io.muster.consensus.ConsensusSettings;
import io.muster.consensus.RaftStorage;
import io.muster.leader.EngineLeaderships;
import io.muster.leader.FencingToken;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships.Holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link EngineLeaderships} on {@link PekkoClusterEngine}s.
 */
@ExtendWith(OutputCaptureExtension.class)
final class ElectedLeaderTests {

	private final TestEngines engines = new TestEngines();

	private final List<Server> servers = new ArrayList<>();

	@AfterEach
	void stop() {
		this.servers.forEach((server) -> server.leaderships.stop());
		this.engines.close();
	}

	@Test
	void oneOfThreeServersLeadsAndAllKnowIt() {
		form(3);
		Server leader = awaitLeader();
		await().until(() -> this.servers.stream()
			.allMatch((server) -> leader.engine.state().self().equals(server.engine.state().leader())));
		assertThat(leader.engine.engine().isLeader()).isTrue();
		assertThat(leader.engine.state().leadership().change()).isEqualTo(LeaderChange.CONSENSUS);
		FencingToken token = leader.leadership().token();
		for (Server server : this.servers) {
			assertThat(server.leaderships.holders()).extracting(Holder::role, (holder) -> holder.member().node())
				.containsExactly(tuple("", leader.engine.state().self()));
			assertThat(server.leaderships.holders().get(0).token()).isEqualTo(token);
		}
	}

	@Test
	void allServersBecomeVotersAndAgreeOnTheLog() {
		form(3);
		awaitLeader();
		await().untilAsserted(() -> {
			assertThat(this.servers).allSatisfy((server) -> {
				assertThat(server.leaderships.report().voters()).hasSize(3);
				assertThat(server.leaderships.report().problem()).isNull();
			});
			assertThat(this.servers.stream().map((server) -> server.leaderships.report().lastLogIndex()).distinct())
				.hasSize(1);
		});
	}

	@Test
	void aServerThatYieldsHandsOverWithALargerToken() {
		form(3);
		Server first = awaitLeader();
		FencingToken token = Objects.requireNonNull(first.leadership().token());
		first.leadership().yield();
		assertThat(first.leadership().isLeader()).isFalse();
		Server second = awaitLeader();
		assertThat(second).isNotSameAs(first);
		assertThat(second.leadership().token()).isGreaterThan(token);
	}

	@Test
	void aServerThatLeavesHandsOverBeforeItIsGone() throws Exception {
		form(3);
		Server first = awaitLeader();
		FencingToken token = Objects.requireNonNull(first.leadership().token());
		long start = System.nanoTime();
		first.leaderships.leave().get(2, TimeUnit.SECONDS);
		Server second = awaitLeader();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		assertThat(second.leadership().token()).isGreaterThan(token);
		assertThat(second.leaderships.report().voters()).doesNotContain(first.engine.state().self());
	}

	@Test
	void aSingleServerLeads() {
		form(1);
		Server leader = awaitLeader();
		assertThat(leader.leadership().token()).isNotNull();
	}

	@Test
	void aServerThatJoinsLaterBecomesAVoter() {
		form(1);
		Server first = awaitLeader();
		FencingToken token = first.leadership().token();
		join();
		join();
		await().untilAsserted(() -> assertThat(this.servers)
			.allSatisfy((server) -> assertThat(server.leaderships.report().voters()).hasSize(3)));
		assertThat(first.leadership().token()).isEqualTo(token);
	}

	@Test
	void withAServerThatWantsTheSafeChangeTheLeaderHasNoToken(CapturedOutput output) {
		form(1);
		Server first = awaitLeader();
		Server second = start(LeaderChange.SAFE);
		second.engine.join(first.engine.address());
		TestEngines.awaitUp(first.engine, second.engine);
		await().until(() -> this.servers.stream()
			.allMatch((server) -> server.engine.state().leadership().change() == LeaderChange.SAFE));
		assertThat(output).contains("joins with muster.cluster.leader-change=safe, and this server has consensus");
		assertThat(awaitLeader().leadership().token()).isNull();
	}

	private void form(int size) {
		for (int i = 0; i < size; i++) {
			if (i == 0) {
				start().engine.engine().found(1);
			}
			else {
				join();
			}
		}
		TestEngines.awaitUp(this.servers.stream().map((server) -> server.engine).toArray(TestEngine[]::new));
	}

	private void join() {
		start().engine.join(this.servers.get(0).engine.address());
	}

	private Server start() {
		return start(LeaderChange.CONSENSUS);
	}

	private Server start(LeaderChange change) {
		TestEngine engine = this.engines
			.prepare(TestPekkoSettings.with("127.0.0." + (this.servers.size() + 1), change));
		Server server = new Server(engine,
				new EngineLeaderships(engine.engine(), ConsensusSettings.DEFAULT, RaftStorage.NONE));
		engine.engine().verify();
		engine.engine().start();
		this.servers.add(server);
		return server;
	}

	/**
	 * Wait until a server leads.
	 */
	private Server awaitLeader() {
		return await().until(() -> {
			List<Server> leaders = this.servers.stream().filter((server) -> server.leadership().isLeader()).toList();
			assertThat(leaders).hasSizeLessThan(2);
			return leaders.isEmpty() ? null : leaders.get(0);
		}, Objects::nonNull);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
	}

	/**
	 * A server of the cluster.
	 */
	private record Server(TestEngine engine, EngineLeaderships leaderships) {

		private Leadership leadership() {
			return this.leaderships.of(Leadership.DEFAULT_ROLE);
		}

	}

}

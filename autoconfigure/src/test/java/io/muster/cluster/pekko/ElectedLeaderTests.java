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
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.actuate.LeaderMetrics;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.pekko.TestServers.Server;
import io.muster.leader.EngineLeaderships;
import io.muster.leader.FencingToken;
import io.muster.leader.Leaderships.Holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EngineLeaderships} on {@link PekkoClusterEngine}s.
 */
@ExtendWith(OutputCaptureExtension.class)
final class ElectedLeaderTests {

	private final TestServers servers = new TestServers();

	@AfterEach
	void stop() {
		this.servers.close();
	}

	@Test
	void oneOfThreeServersLeadsAndAllKnowIt() {
		Instant start = Instant.now();
		this.servers.form(3);
		Server leader = this.servers.awaitLeader();
		TestServers.await()
			.until(() -> this.servers.all()
				.stream()
				.allMatch((server) -> leader.engine().state().self().equals(server.engine().state().leader())));
		assertThat(leader.engine().engine().isLeader()).isTrue();
		assertThat(leader.engine().state().leadership().change()).isEqualTo(LeaderChange.CONSENSUS);
		FencingToken token = leader.leadership().token();
		for (Server server : this.servers.all()) {
			assertThat(server.leaderships().holders()).extracting(Holder::role, (holder) -> holder.member().node())
				.containsExactly(tuple("", leader.engine().state().self()));
			assertThat(server.leaderships().holders().get(0).token()).isEqualTo(token);
			assertThat(server.leaderships().holders().get(0).since()).isBetween(start, Instant.now());
		}
	}

	@Test
	void allServersBecomeVotersAndAgreeOnTheLog() {
		this.servers.form(3);
		this.servers.awaitLeader();
		TestServers.await().untilAsserted(() -> {
			assertThat(this.servers.all()).allSatisfy((server) -> {
				assertThat(server.leaderships().report().voters()).hasSize(3);
				assertThat(server.leaderships().report().problem()).isNull();
			});
			assertThat(this.servers.all()
				.stream()
				.map((server) -> server.leaderships().report().lastLogIndex())
				.distinct()).hasSize(1);
		});
	}

	@Test
	void metersShowTheRaftGroupOfEachServer() {
		this.servers.form(3);
		this.servers.awaitLeader();
		for (Server server : this.servers.all()) {
			MeterRegistry registry = new SimpleMeterRegistry();
			new LeaderMetrics(server.leaderships(), "orders").bindTo(registry);
			TestServers.await().untilAsserted(() -> {
				assertThat(registry.get("muster.raft.term").gauge().value())
					.isEqualTo(server.leaderships().report().term())
					.isPositive();
				assertThat(registry.get("muster.raft.commit.lag").gauge().value()).isZero();
				assertThat(registry.get("muster.raft.leader.changes").functionCounter().count()).isPositive();
			});
		}
	}

	@Test
	void aServerThatYieldsHandsOverWithALargerToken() {
		this.servers.form(3);
		Server first = this.servers.awaitLeader();
		FencingToken token = Objects.requireNonNull(first.leadership().token());
		first.leadership().yield();
		assertThat(first.leadership().isLeader()).isFalse();
		Server second = this.servers.awaitLeader();
		assertThat(second).isNotSameAs(first);
		assertThat(second.leadership().token()).isGreaterThan(token);
	}

	@Test
	void aServerThatLeavesHandsOverBeforeItIsGone() throws Exception {
		this.servers.form(3);
		Server first = this.servers.awaitLeader();
		FencingToken token = Objects.requireNonNull(first.leadership().token());
		long start = System.nanoTime();
		first.leaderships().leave().get(2, TimeUnit.SECONDS);
		Server second = this.servers.awaitLeader();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		assertThat(second.leadership().token()).isGreaterThan(token);
		await().until(() -> !second.leaderships().report().voters().contains(first.engine().state().self()));
	}

	@Test
	void aSingleServerLeads() {
		this.servers.form(1);
		Server leader = this.servers.awaitLeader();
		assertThat(leader.leadership().token()).isNotNull();
	}

	@Test
	void aServerThatJoinsLaterBecomesAVoter() {
		this.servers.form(1);
		Server first = this.servers.awaitLeader();
		FencingToken token = first.leadership().token();
		this.servers.join();
		this.servers.join();
		TestServers.await()
			.untilAsserted(() -> assertThat(this.servers.all())
				.allSatisfy((server) -> assertThat(server.leaderships().report().voters()).hasSize(3)));
		assertThat(first.leadership().token()).isEqualTo(token);
	}

	@Test
	void withAServerThatWantsTheSafeChangeTheLeaderHasNoToken(CapturedOutput output) {
		this.servers.form(1);
		Server first = this.servers.awaitLeader();
		Server second = this.servers.start(LeaderChange.SAFE);
		second.engine().join(first.engine().address());
		TestEngines.awaitUp(first.engine(), second.engine());
		TestServers.await()
			.until(() -> this.servers.all()
				.stream()
				.allMatch((server) -> server.engine().state().leadership().change() == LeaderChange.SAFE));
		assertThat(output).contains("joins with muster.cluster.leader-change=safe, and this server has consensus");
		assertThat(this.servers.awaitLeader().leadership().token()).isNull();
	}

}

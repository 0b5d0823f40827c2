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

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import io.muster.cluster.LeaderChange;
import io.muster.cluster.pekko.TestEngines.TestEngine;
import io.muster.consensus.ConsensusSettings;
import io.muster.consensus.RaftStorage;
import io.muster.leader.EngineLeaderships;
import io.muster.leader.Leadership;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers with real engines that elect their leader.
 */
final class TestServers implements AutoCloseable {

	private final TestEngines engines = new TestEngines();

	private final List<Server> servers = new ArrayList<>();

	List<Server> all() {
		return this.servers;
	}

	/**
	 * Form a cluster.
	 */
	void form(int size) {
		for (int i = 0; i < size; i++) {
			if (i == 0) {
				start(LeaderChange.CONSENSUS).engine().engine().found(1);
			}
			else {
				join();
			}
		}
		TestEngines.awaitUp(this.servers.stream().map(Server::engine).toArray(TestEngine[]::new));
	}

	void join() {
		start(LeaderChange.CONSENSUS).engine().join(this.servers.get(0).engine().address());
	}

	Server start(LeaderChange change) {
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
	Server awaitLeader() {
		return await().until(() -> {
			List<Server> leaders = this.servers.stream().filter((server) -> server.leadership().isLeader()).toList();
			assertThat(leaders).hasSizeLessThan(2);
			return leaders.isEmpty() ? null : leaders.get(0);
		}, Objects::nonNull);
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
	}

	@Override
	public void close() {
		this.servers.forEach((server) -> server.leaderships().stop());
		this.engines.close();
	}

	/**
	 * A server of the cluster.
	 *
	 * @param engine its engine
	 * @param leaderships what it leads
	 */
	record Server(TestEngine engine, EngineLeaderships leaderships) {

		Leadership leadership() {
			return this.leaderships.of(Leadership.DEFAULT_ROLE);
		}

	}

}

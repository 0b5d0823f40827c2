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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.pekko.actor.ActorSystem;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.NodeAddress;
import io.muster.security.NodeTls;

/**
 * Engines in this JVM, each with an address of its own.
 */
final class TestEngines implements AutoCloseable {

	private final List<TestEngine> engines = new ArrayList<>();

	TestEngine start() {
		return start(Map.of());
	}

	TestEngine start(Map<String, Object> overrides) {
		return start(TestPekkoSettings.with("127.0.0." + (this.engines.size() + 1), 0, overrides));
	}

	/**
	 * Start an engine that talks to others with TLS.
	 */
	TestEngine start(NodeTls tls) {
		return start(prepare(TestPekkoSettings.with("127.0.0." + (this.engines.size() + 1), 0, Map.of()), tls));
	}

	/**
	 * Create an engine that is not started yet.
	 */
	TestEngine prepare(PekkoSettings settings) {
		return prepare(settings, null);
	}

	private TestEngine prepare(PekkoSettings settings, @Nullable NodeTls tls) {
		TestEngine engine = new TestEngine(
				new PekkoActorSystemFactory(settings, getClass().getClassLoader(), tls, () -> null));
		this.engines.add(engine);
		return engine;
	}

	TestEngine start(PekkoSettings settings) {
		return start(prepare(settings));
	}

	private static TestEngine start(TestEngine engine) {
		engine.engine.verify();
		engine.engine.start();
		return engine;
	}

	/**
	 * Start engines of which the first founds and the others join.
	 */
	List<TestEngine> form(int size, Map<String, Object> overrides) {
		List<TestEngine> result = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			result.add(start(overrides));
		}
		result.get(0).engine.found(1);
		result.stream().skip(1).forEach((engine) -> engine.join(result.get(0).address()));
		awaitUp(result.toArray(TestEngine[]::new));
		return result;
	}

	/**
	 * Wait until exactly the given engines are members, in the eyes of each of them.
	 */
	static void awaitUp(TestEngine... engines) {
		List<NodeAddress> addresses = Arrays.stream(engines).map(TestEngine::address).toList();
		for (TestEngine engine : engines) {
			engine.await().until(() -> {
				List<Member> members = engine.state().members();
				return members.size() == engines.length && members.stream()
					.allMatch((member) -> member.status() == MemberStatus.UP && addresses.contains(member.address()));
			});
		}
	}

	@Override
	public void close() {
		this.engines.parallelStream().forEach((engine) -> engine.engine.stop(Duration.ofSeconds(1)));
	}

	/**
	 * Engine that records its states and exposes its ActorSystem.
	 */
	static final class TestEngine {

		private final List<ClusterState> states = new CopyOnWriteArrayList<>();

		private final PekkoClusterEngine engine;

		private TestEngine(PekkoActorSystemFactory factory) {
			this.engine = new PekkoClusterEngine(factory);
			this.engine.addListener(this.states::add);
		}

		ClusterEngine engine() {
			return this.engine;
		}

		ActorSystem actorSystem() {
			return this.engine.actorSystem();
		}

		ClusterState state() {
			return this.engine.state();
		}

		List<ClusterState> states() {
			return this.states;
		}

		NodeAddress address() {
			return state().self().address();
		}

		void join(NodeAddress... seedNodes) {
			this.engine.join(List.of(seedNodes));
		}

		void await(EngineStatus status) {
			await().until(() -> state().status() == status);
		}

		private org.awaitility.core.ConditionFactory await() {
			return Awaitility.await(address().hostAndPort())
				.atMost(Duration.ofSeconds(30))
				.pollInterval(Duration.ofMillis(20));
		}

	}

}

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

package io.muster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.event.EventListener;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.event.OnGrantedEvent;
import org.springframework.integration.leader.event.OnRevokedEvent;

import io.muster.leader.FencingToken;
import io.muster.leader.integration.FencedLock;
import io.muster.leader.integration.MusterLockRegistry;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests locks and leaders of Spring Integration in three whole applications.
 */
@Tag("system")
final class SpringIntegrationAcrossNodesTests {

	private final List<Node> nodes = new ArrayList<>();

	@BeforeEach
	void formCluster() {
		TestRegistry registry = new TestRegistry();
		for (int i = 0; i < 3; i++) {
			this.nodes.add(Node.servlet(registry).required(3).sources(Leader.class).start());
		}
		Node.awaitOneCluster(this.nodes.toArray(Node[]::new));
		await().until(() -> leaders().size() == 1);
	}

	@AfterEach
	void close() {
		this.nodes.forEach(Node::close);
	}

	@Test
	void nodeThatWaitsTakesTheLockWhenItIsReleased() throws Exception {
		FencedLock first = lock(0);
		first.lock();
		FencingToken token = first.token();
		assertThat(lock(1).tryLock()).isFalse();
		FutureTask<FencingToken> waiting = new FutureTask<>(() -> {
			lock(1).lock();
			return lock(1).token();
		});
		new Thread(waiting).start();
		first.unlock();
		assertThat(waiting.get()).isGreaterThan(token);
		assertThat(first.tryLock()).isFalse();
	}

	@Test
	void lockOfANodeThatStopsIsFree() {
		lock(0).lock();
		this.nodes.remove(0).close();
		await().until(() -> lock(0).tryLock());
	}

	@Test
	void anotherNodeLeadsWhenTheLeaderYields() {
		Context leader = leaders().get(0);
		leader.yield();
		await().until(() -> leaders().size() == 1 && leaders().get(0) != leader);
		assertThat(leader.isLeader()).isFalse();
	}

	@Test
	void anotherNodeLeadsWhenTheLeaderStops() {
		Node leader = this.nodes.stream().filter((node) -> !leader(node).leading.isEmpty()).findAny().orElseThrow();
		this.nodes.remove(leader);
		Leader listener = leader(leader);
		leader.close();
		assertThat(listener.leading).isEmpty();
		await().until(() -> leaders().size() == 1);
	}

	private FencedLock lock(int node) {
		return this.nodes.get(node).context().getBean(MusterLockRegistry.class).obtain("order");
	}

	private List<Context> leaders() {
		return this.nodes.stream().flatMap((node) -> leader(node).leading.stream()).toList();
	}

	private static Leader leader(Node node) {
		return node.context().getBean(Leader.class);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1));
	}

	static class Leader {

		private final List<Context> leading = new CopyOnWriteArrayList<>();

		@EventListener
		void granted(OnGrantedEvent event) {
			this.leading.add(event.getContext());
		}

		@EventListener
		void revoked(OnRevokedEvent event) {
			this.leading.remove(event.getContext());
		}

	}

}

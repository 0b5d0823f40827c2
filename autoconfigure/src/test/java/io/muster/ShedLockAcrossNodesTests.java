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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.test.support.AbstractExtensibleLockProviderIntegrationTest;
import net.javacrumbs.shedlock.test.support.FuzzTester;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.muster.leader.HeldLock;
import io.muster.leader.Locks;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that ShedLock's provider passes the tests that ShedLock has for each provider,
 * with the locks of three whole applications.
 */
@Tag("system")
final class ShedLockAcrossNodesTests extends AbstractExtensibleLockProviderIntegrationTest {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static List<Node> nodes;

	@BeforeAll
	static void formCluster() {
		TestRegistry registry = new TestRegistry();
		nodes = List.of(Node.servlet(registry).required(3).start(), Node.servlet(registry).required(3).start(),
				Node.servlet(registry).required(3).start());
		Node.awaitOneCluster(nodes.toArray(Node[]::new));
		HeldLock lock = await().ignoreExceptions().until(() -> locks().tryLock("ready"), (taken) -> taken != null);
		lock.unlock();
	}

	@AfterAll
	static void close() {
		nodes.forEach(Node::close);
	}

	private static Locks locks() {
		return nodes.get(0).context().getBean(Locks.class);
	}

	/**
	 * Return a provider that locks for a second at least, in which the servers can agree.
	 */
	@Override
	protected ExtensibleLockProvider getLockProvider() {
		ExtensibleLockProvider provider = nodes.get(0).context().getBean(ExtensibleLockProvider.class);
		return (configuration) -> provider.lock(lockConfig(configuration.getName(),
				atLeastASecond(configuration.getLockAtMostFor()), configuration.getLockAtLeastFor()));
	}

	@Override
	protected void sleepFor(Duration duration) {
		super.sleepFor(atLeastASecond(duration));
	}

	@Override
	protected void doTestTimeout(Duration lockAtMostFor) throws InterruptedException {
		super.doTestTimeout(atLeastASecond(lockAtMostFor));
	}

	private static Duration atLeastASecond(Duration duration) {
		return (duration.compareTo(SECOND) < 0) ? SECOND : duration;
	}

	@Override
	protected void assertUnlocked(String lockName) {
		HeldLock lock = locks().tryLock(lockName);
		assertThat(lock).as("lock %s is free", lockName).isNotNull();
		lock.unlock();
	}

	@Override
	protected void assertLocked(String lockName) {
		assertThat(locks().tryLock(lockName)).as("lock %s is held", lockName).isNull();
	}

	@Test
	void callersOfAllNodesExcludeEachOther() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		LockProvider anyNode = (configuration) -> nodes.get(calls.getAndIncrement() % nodes.size())
			.context()
			.getBean(LockProvider.class)
			.lock(configuration);
		new FuzzTester(anyNode, Duration.ofMillis(1), Duration.ofMinutes(5), 20).doFuzzTest();
	}

}

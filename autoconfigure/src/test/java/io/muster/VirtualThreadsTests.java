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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.EngineStatus;
import io.muster.leader.FencingToken;
import io.muster.leader.HeldLock;
import io.muster.leader.Leadership;
import io.muster.leader.LockTerms;
import io.muster.leader.Locks;
import io.muster.leader.OnLeader;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@code spring.threads.virtual.enabled}: requests, jobs and tasks of the
 * application run in virtual threads, and use the cluster from them.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTests {

	private static final String PINNED = "jdk.VirtualThreadPinned";

	private static final Duration LONG = Duration.ofMillis(500);

	@Test
	void nodeFormsLeadsLocksAndStopsWithVirtualThreadsAndPinsNoneForLong(@TempDir Path directory) throws Exception {
		try (Recording recording = new Recording()) {
			recording.enable(PINNED).withThreshold(LONG).withStackTrace();
			recording.start();
			ClusterEngine engine = useCluster();
			assertThat(engine.state().status()).isEqualTo(EngineStatus.STOPPED);
			recording.stop();
			Path file = directory.resolve("pinned.jfr");
			recording.dump(file);
			assertThat(pinned(file)).isEmpty();
		}
	}

	private static ClusterEngine useCluster() throws Exception {
		try (Node node = Node.servlet(new TestRegistry())
			.required(1)
			.property("spring.threads.virtual.enabled", true)
			.sources(Beans.class)
			.start()) {
			Node.awaitOneCluster(node);
			Job job = node.context().getBean(Job.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> job.token() > 0);
			assertThat(job.thread()).startsWith("VirtualThread");
			assertThat(node.json("/bootstrap/seed-nodes").path("seedNodes").size()).isOne();
			Executor executor = node.context().getBean("applicationTaskExecutor", Executor.class);
			List<CompletableFuture<Long>> tasks = IntStream.range(0, 20)
				.mapToObj((number) -> CompletableFuture.supplyAsync(() -> lockedToken(node), executor))
				.toList();
			for (CompletableFuture<Long> task : tasks) {
				assertThat(task.get(30, TimeUnit.SECONDS)).isPositive();
			}
			assertThat(tasks.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
			return node.context().getBean(ClusterEngine.class);
		}
	}

	/**
	 * Take a lock that others want as well.
	 */
	private static long lockedToken(Node node) {
		assertThat(Thread.currentThread().toString()).startsWith("VirtualThread");
		assertThat(node.context().getBean(Leadership.class).isLeader()).isTrue();
		try (HeldLock lock = node.context()
			.getBean(Locks.class)
			.tryLock("report", LockTerms.whileAlive(), Duration.ofSeconds(20))) {
			return lock.token().value();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<RecordedEvent> pinned(Path file) throws IOException {
		assertThat(Files.size(file)).isPositive();
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().equals(PINNED))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Beans {

		@Bean
		Job job() {
			return new Job();
		}

	}

	/**
	 * Notes the token with which it led, and the thread in which it ran.
	 */
	static class Job {

		private volatile long token;

		private volatile String thread;

		@OnLeader
		@Scheduled(fixedDelay = 50)
		void run() {
			this.thread = Thread.currentThread().toString();
			this.token = FencingToken.current().value();
		}

		long token() {
			return this.token;
		}

		String thread() {
			return this.thread;
		}

	}

}

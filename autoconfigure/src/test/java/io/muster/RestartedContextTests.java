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
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import io.muster.leader.EngineLeaderships;
import io.muster.leader.FencingToken;
import io.muster.leader.Leadership;
import io.muster.leader.LockTerms;
import io.muster.leader.Locks;
import io.muster.leader.OnLeader;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for application contexts that are stopped and started again, or paused: with the
 * real engine, in a cluster of two.
 */
@Tag("system")
class RestartedContextTests {

	private final TestRegistry registry = new TestRegistry();

	@ParameterizedTest
	@EnumSource
	void nodeOfAStoppedContextLeavesAndComesBack(Restart restart) {
		try (Node one = node().start()) {
			await().atMost(Duration.ofSeconds(30)).until(() -> isLeader(one));
			try (Node two = node().start()) {
				Node.awaitOneCluster(one, two);
				awaitVoters(one, two);
				long before = token(one);
				restart.stop.accept(one.context());
				await().atMost(Duration.ofSeconds(30)).until(() -> two.members().size() == 1 && isLeader(two));
				assertThat(two.cluster().members()).hasSize(1);
				long meanwhile = token(two);
				restart.start.accept(one.context());
				Node.awaitOneCluster(one, two);
				awaitVoters(one, two);
				assertThat(isLeader(one)).isFalse();
				await().until(() -> !service(one).isRunning());
				assertThat(one.json("/bootstrap/seed-nodes").path("seedNodes").size()).isEqualTo(2);
				restart.stop.accept(two.context());
				await().atMost(Duration.ofSeconds(30))
					.until(() -> one.context().getBean(Job.class).token() > meanwhile);
				assertThat(meanwhile).isGreaterThan(before);
				await().until(() -> service(one).isRunning());
				assertThat(one.context().getBean(Locks.class).tryLock("job", LockTerms.whileAlive())).isNotNull();
				assertThat(one.exits()).isEmpty();
				assertThat(two.exits()).isEmpty();
				restart.start.accept(two.context());
				Node.awaitOneCluster(one, two);
			}
		}
	}

	/**
	 * As Spring's test framework does with contexts that no test uses.
	 */
	@Test
	void nodeOfAPausedContextStays() {
		try (Node one = node().start(); Node two = node().start()) {
			Node.awaitOneCluster(one, two);
			Set<String> before = one.members();
			one.context().pause();
			one.context().restart();
			Node.awaitOneCluster(one, two);
			assertThat(one.members()).isEqualTo(before);
			assertThat(two.cluster().members()).hasSize(2);
		}
	}

	private Node node() {
		return Node.servlet(this.registry)
			.required(1)
			.property("muster.cluster.port", Node.freePort())
			.property("server.port", Node.freePort())
			.sources(Beans.class);
	}

	/**
	 * A server takes over at once only when it votes.
	 */
	private static void awaitVoters(Node... nodes) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> Stream.of(nodes)
				.allMatch((node) -> node.context().getBean(EngineLeaderships.class).report().voters().size() == 2));
	}

	private static boolean isLeader(Node node) {
		return node.context().getBean(Leadership.class).isLeader();
	}

	private static Service service(Node node) {
		return node.context().getBean(Service.class);
	}

	private static long token(Node node) {
		Job job = node.context().getBean(Job.class);
		await().atMost(Duration.ofSeconds(30)).until(() -> job.token() > 0);
		return job.token();
	}

	/**
	 * How a context is stopped and started again.
	 */
	enum Restart {

		STOP_AND_RESTART(ConfigurableApplicationContext::stop, ConfigurableApplicationContext::restart),

		STOP_AND_START(ConfigurableApplicationContext::stop, ConfigurableApplicationContext::start),

		/**
		 * What Spring does before a checkpoint (CRaC) and after it: without any event.
		 */
		CHECKPOINT((context) -> processor(context).stop(), (context) -> processor(context).onRefresh());

		private final Consumer<ConfigurableApplicationContext> stop;

		private final Consumer<ConfigurableApplicationContext> start;

		Restart(Consumer<ConfigurableApplicationContext> stop, Consumer<ConfigurableApplicationContext> start) {
			this.stop = stop;
			this.start = start;
		}

		private static LifecycleProcessor processor(ConfigurableApplicationContext context) {
			return context.getBean("lifecycleProcessor", LifecycleProcessor.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Beans {

		@Bean
		Job job() {
			return new Job();
		}

		@Bean
		@OnLeader
		Service service() {
			return new Service();
		}

	}

	/**
	 * Notes the last token with which it led.
	 */
	static class Job {

		private volatile long token;

		@OnLeader
		@Scheduled(fixedDelay = 50)
		void run() {
			this.token = FencingToken.current().value();
		}

		long token() {
			return this.token;
		}

	}

	/**
	 * A bean that is started where the leader is.
	 */
	static class Service implements SmartLifecycle {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}

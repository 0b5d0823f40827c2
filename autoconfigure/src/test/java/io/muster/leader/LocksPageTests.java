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

package io.muster.leader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.integration.annotation.Role;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.support.SmartLifecycleRoleController;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import io.muster.autoconfigure.LeaderAutoConfiguration;
import io.muster.autoconfigure.ShedLockAutoConfiguration;
import io.muster.autoconfigure.SpringIntegrationAutoConfiguration;
import io.muster.leader.jdbc.JdbcFence;
import io.muster.leader.jdbc.StaleTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the examples of {@code locks.md} compile and do what the page says.
 */
final class LocksPageTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(.+?)```", Pattern.DOTALL);

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final AloneLocks locks = new AloneLocks();

	private final List<String> done = new CopyOnWriteArrayList<>();

	private final JdbcConnectionPool dataSource = JdbcConnectionPool.create("jdbc:h2:mem:locks", "sa", "");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LeaderAutoConfiguration.class, ShedLockAutoConfiguration.class,
				SpringIntegrationAutoConfiguration.class))
		.withBean(Leaderships.class, () -> this.leaderships)
		.withBean(Locks.class, () -> this.locks)
		.withBean(DataSource.class, () -> this.dataSource)
		.withBean(Work.class, () -> this.done::add)
		.withBean(Jobs.class)
		.withUserConfiguration(Application.class);

	LocksPageTests() {
		new ResourceDatabasePopulator(new ClassPathResource(JdbcFence.SCRIPT)).execute(this.dataSource);
	}

	@AfterEach
	void dispose() {
		this.dataSource.dispose();
	}

	@Test
	void eachExampleIsCodeOfThisClass() throws IOException {
		String code = normalized(
				Files.readString(Path.of("src", "test", "java", "io", "muster", "leader", "LocksPageTests.java")));
		List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "src", "docs", "locks.md")))
			.results()
			.map((example) -> normalized(example.group(1)))
			.toList();
		assertThat(examples).hasSize(8).allSatisfy((example) -> assertThat(code).contains(example));
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", " ");
	}

	@Test
	void eachJobRunsWhereItsLockIsTaken() {
		this.contextRunner.run((context) -> {
			Jobs jobs = context.getBean(Jobs.class);
			jobs.rebuild();
			jobs.importAll();
			jobs.report();
			jobs.ship(new Order(1));
			assertThat(this.done).containsExactly("rebuild", "import", "report", "ship 1");
			assertThat(List.of("index", "import", "order-1")).allSatisfy((name) -> assertFree(name));
			assertThat(this.locks.tryLock("report")).as("held for a minute at least").isNull();
		});
	}

	@Test
	void noJobRunsWhereAnotherHoldsItsLock() {
		this.contextRunner.run((context) -> {
			Jobs jobs = context.getBean(Jobs.class);
			this.locks.tryLock("index");
			this.locks.tryLock("report");
			jobs.rebuild();
			jobs.report();
			assertThat(this.done).isEmpty();
		});
	}

	@Test
	void endpointsRunOnTheServerThatLeads() {
		this.contextRunner.withBean(Endpoints.class).run((context) -> {
			SmartLifecycleRoleController controller = context.getBean(SmartLifecycleRoleController.class);
			this.leaderships.grant("leader");
			await().until(() -> controller.allEndpointsRunning("leader"));
		});
	}

	@Test
	void candidateStandsForItsRole() {
		this.contextRunner.withUserConfiguration(Billing.class)
			.run((context) -> assertThat(this.leaderships.roles()).contains("billing"));
	}

	@Test
	void databaseRefusesAnEarlierLeader() {
		this.contextRunner.run((context) -> {
			this.leaderships.grant("");
			Jobs jobs = context.getBean(Jobs.class);
			jobs.close();
			new JdbcTemplate(this.dataSource).update("update muster_fence set token = token + 1");
			assertThatExceptionOfType(StaleTokenException.class).isThrownBy(jobs::close);
			assertThat(this.done).containsExactly("close");
		});
	}

	private void assertFree(String name) {
		HeldLock lock = this.locks.tryLock(name);
		assertThat(lock).as("lock %s is free", name).isNotNull();
		lock.unlock();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	@EnableScheduling
	@EnableSchedulerLock(defaultLockAtMostFor = "10m")
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Application {

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		JdbcFence fence(JdbcOperations jdbc) {
			return new JdbcFence(jdbc);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Billing {

		@Bean
		Candidate billing() {
			return new DefaultCandidate("billing-candidate", "billing");
		}

	}

	public static class Jobs {

		private final Locks locks;

		private final LockRegistry<?> lockRegistry;

		private final JdbcFence fence;

		private final Index index;

		private final Imports imports;

		private final Reports reports;

		private final Shipping shipping;

		private final Accounts accounts;

		Jobs(Locks locks, LockRegistry<?> lockRegistry, JdbcFence fence, Work work) {
			this.locks = locks;
			this.lockRegistry = lockRegistry;
			this.fence = fence;
			this.index = () -> work.done("rebuild");
			this.imports = () -> work.done("import");
			this.reports = () -> work.done("report");
			this.shipping = (order) -> work.done("ship " + order.number());
			this.accounts = () -> work.done("close");
		}

		void rebuild() {
			try (HeldLock lock = this.locks.tryLock("index")) {
				if (lock != null) {
					this.index.rebuild();
				}
			}
		}

		void importAll() throws InterruptedException {
			LockTerms terms = LockTerms.atMostFor(Duration.ofMinutes(10));
			try (HeldLock lock = this.locks.tryLock("import", terms, Duration.ofSeconds(30))) {
				if (lock != null) {
					this.imports.run();
				}
			}
		}

		@Scheduled(cron = "0 0 3 * * *")
		@SchedulerLock(name = "report", lockAtMostFor = "10m", lockAtLeastFor = "1m")
		void report() {
			this.reports.send();
		}

		void ship(Order order) throws InterruptedException {
			this.lockRegistry.executeLocked("order-" + order.number(), () -> this.shipping.ship(order));
		}

		@OnLeader
		@Transactional
		@Scheduled(cron = "0 0 5 * * *")
		public void close() {
			this.fence.check("closing");
			this.accounts.close();
		}

	}

	static class Endpoints {

		private final Shipping shipping = (order) -> {
		};

		@ServiceActivator(inputChannel = "orders", autoStartup = "false")
		@Role("leader")
		void order(Order order) {
			this.shipping.ship(order);
		}

	}

	record Order(int number) {
	}

	/**
	 * Is told what has been done.
	 */
	interface Work {

		void done(String what);

	}

	interface Index {

		void rebuild();

	}

	interface Imports {

		void run();

	}

	interface Reports {

		void send();

	}

	interface Shipping {

		void ship(Order order);

	}

	interface Accounts {

		void close();

	}

}

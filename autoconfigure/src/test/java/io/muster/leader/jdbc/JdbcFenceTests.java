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

package io.muster.leader.jdbc;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

import io.muster.autoconfigure.LeaderAutoConfiguration;
import io.muster.leader.FakeLeaderships;
import io.muster.leader.FencingToken;
import io.muster.leader.Leaderships;
import io.muster.leader.OnLeader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link JdbcFence}.
 */
final class JdbcFenceTests {

	private static final FencingToken OLD = new FencingToken(1);

	private static final FencingToken NEW = new FencingToken(2);

	private final JdbcConnectionPool dataSource = JdbcConnectionPool
		.create("jdbc:h2:mem:fence;MODE=PostgreSQL;LOCK_TIMEOUT=60000", "sa", "");

	private final JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new DataSourceTransactionManager(this.dataSource));

	private final JdbcFence fence = new JdbcFence(this.jdbc);

	@BeforeEach
	void createTables() {
		this.jdbc.execute("drop all objects");
		populate(this.dataSource);
		this.jdbc.execute("create table report (token bigint)");
	}

	@AfterEach
	void dispose() {
		this.jdbc.execute("shutdown");
		this.dataSource.dispose();
	}

	@Test
	void leaderWritesAgainAndAgain() {
		write(OLD);
		write(OLD);
		write(NEW);
		write(NEW);
		assertThat(written()).containsExactly(1L, 1L, 2L, 2L);
	}

	@Test
	void earlierLeaderIsRefusedAndWritesNothing() {
		write(NEW);
		assertThatExceptionOfType(StaleTokenException.class).isThrownBy(() -> write(OLD))
			.withMessageContaining("'report' was written with token 2, and this is 1");
		assertThat(written()).containsExactly(2L);
	}

	@Test
	void namesAreIndependent() {
		write(NEW);
		this.transaction.executeWithoutResult((status) -> this.fence.check("export", OLD));
	}

	@Test
	void tokenOfATransactionThatIsRolledBackWasNotSeen() {
		this.transaction.executeWithoutResult((status) -> {
			this.fence.check("report", NEW);
			status.setRollbackOnly();
		});
		write(OLD);
		assertThat(written()).containsExactly(1L);
	}

	@Test
	void laterLeaderWaitsForAnEarlierOneThatIsAboutToCommit() throws Exception {
		write(OLD);
		CountDownLatch checked = new CountDownLatch(1);
		CountDownLatch commit = new CountDownLatch(1);
		FutureTask<Void> earlier = start(() -> this.transaction.executeWithoutResult((status) -> {
			this.fence.check("report", OLD);
			checked.countDown();
			await(commit);
			insertReport(OLD);
		}));
		await(checked);
		FutureTask<Void> later = start(() -> write(NEW));
		assertThat(later.isDone()).isFalse();
		commit.countDown();
		earlier.get();
		later.get();
		assertThat(written()).containsExactly(1L, 1L, 2L);
	}

	@Test
	void earlierLeaderThatWaitedForALaterOneIsRefused() throws Exception {
		write(OLD);
		CountDownLatch checked = new CountDownLatch(1);
		CountDownLatch commit = new CountDownLatch(1);
		FutureTask<Void> later = start(() -> this.transaction.executeWithoutResult((status) -> {
			this.fence.check("report", NEW);
			checked.countDown();
			await(commit);
		}));
		await(checked);
		CompletableFuture<Throwable> refused = new CompletableFuture<>();
		FutureTask<Void> earlier = start(() -> {
			try {
				write(OLD);
				refused.complete(null);
			}
			catch (RuntimeException ex) {
				refused.complete(ex);
			}
		});
		commit.countDown();
		later.get();
		earlier.get();
		assertThat(refused.get()).isInstanceOf(StaleTokenException.class);
	}

	@Test
	void twoThatAreTheFirstAtOneTimeBothCommit() throws Exception {
		CountDownLatch checked = new CountDownLatch(1);
		FutureTask<Void> first = start(() -> this.transaction.executeWithoutResult((status) -> {
			this.fence.check("report", OLD);
			checked.countDown();
			insertReport(OLD);
		}));
		await(checked);
		write(NEW);
		first.get();
		assertThat(written()).containsExactlyInAnyOrder(1L, 2L);
	}

	@Test
	void withoutATransactionNothingIsChecked() {
		assertThatIllegalStateException().isThrownBy(() -> this.fence.check("report", NEW))
			.withMessageContaining("no transaction");
	}

	@Test
	void transactionOfAnotherDatabaseIsNone() {
		JdbcConnectionPool other = JdbcConnectionPool.create("jdbc:h2:mem:other", "sa", "");
		populate(other);
		JdbcFence elsewhere = new JdbcFence(new JdbcTemplate(other));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> elsewhere.check("report", NEW)));
		other.dispose();
	}

	@Test
	void tokenIsThatOfTheMethodThatRunsOnTheLeader() {
		FakeLeaderships leaderships = new FakeLeaderships();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LeaderAutoConfiguration.class))
			.withBean(Leaderships.class, () -> leaderships)
			.withBean(Job.class,
					() -> new Job(() -> this.transaction.executeWithoutResult((status) -> this.fence.check("report"))))
			.run((context) -> {
				leaderships.grant("");
				context.getBean(Job.class).run();
				assertThat(this.jdbc.queryForList("select token from muster_fence", Long.class)).containsExactly(1L);
				write(NEW);
				assertThatExceptionOfType(StaleTokenException.class).isThrownBy(context.getBean(Job.class)::run);
			});
	}

	@Test
	void outsideOfSuchAMethodThereIsNoToken() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> this.fence.check("report")))
			.withMessageContaining("@OnLeader");
	}

	@Test
	void applicationWhoseDatabaseHasNoTableDoesNotStart() {
		this.jdbc.execute("drop table muster_fence");
		new ApplicationContextRunner().withBean(JdbcFence.class, () -> this.fence)
			.run((context) -> assertThat(context.getStartupFailure()).cause()
				.asInstanceOf(InstanceOfAssertFactories.type(FailureAnalyzedException.class))
				.satisfies((failure) -> assertThat(failure.analysis().getAction())
					.contains("classpath:io/muster/leader/jdbc/muster-fence.sql")));
	}

	@Test
	void applicationWhoseDatabaseHasTheTableStarts() {
		new ApplicationContextRunner().withBean(JdbcFence.class, () -> this.fence)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void write(FencingToken token) {
		this.transaction.executeWithoutResult((status) -> {
			this.fence.check("report", token);
			insertReport(token);
		});
	}

	private void insertReport(FencingToken token) {
		this.jdbc.update("insert into report (token) values (?)", token.value());
	}

	private List<Long> written() {
		return this.jdbc.queryForList("select token from report", Long.class);
	}

	private static void populate(DataSource dataSource) {
		new ResourceDatabasePopulator(new ClassPathResource(JdbcFence.SCRIPT)).execute(dataSource);
	}

	private static FutureTask<Void> start(Runnable runnable) {
		FutureTask<Void> task = new FutureTask<>(runnable, null);
		new Thread(task).start();
		return task;
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class Job {

		private final Runnable work;

		Job(Runnable work) {
			this.work = work;
		}

		@OnLeader
		void run() {
			this.work.run();
		}

	}

}

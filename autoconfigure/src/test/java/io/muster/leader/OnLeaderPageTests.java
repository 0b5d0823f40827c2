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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.muster.autoconfigure.LeaderAutoConfiguration;
import io.muster.leader.LeadershipEvent.LeadershipGranted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the examples in {@code src/docs/on-leader.md} are code of this class, and do
 * what the page says.
 */
final class OnLeaderPageTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(.+?)```", Pattern.DOTALL);

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final List<String> done = new CopyOnWriteArrayList<>();

	private final Export table = new Export();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LeaderAutoConfiguration.class))
		.withPropertyValues("region=east")
		.withBean(Leaderships.class, () -> this.leaderships)
		.withBean(Jobs.class, () -> new Jobs(this.table, this.done))
		.withUserConfiguration(Application.class);

	@Test
	void eachExampleIsCodeOfThisClass() throws IOException {
		String code = normalized(
				Files.readString(Path.of("src", "test", "java", "io", "muster", "leader", "OnLeaderPageTests.java")));
		List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("..", "src", "docs", "on-leader.md")))
			.results()
			.map((example) -> normalized(example.group(1)))
			.toList();
		assertThat(examples).hasSize(7).allSatisfy((example) -> assertThat(code).contains(example));
	}

	/**
	 * Return code without layout, up to what is left out.
	 */
	private static String normalized(String code) {
		return code.replaceAll("(?s)// \\.\\.\\..*", "").replaceAll("\\s+", " ").replace("static class", "class");
	}

	@Test
	void aMethodRunsOnceForAFiring() {
		this.contextRunner.withBean(Locks.class, AloneLocks::new).run((context) -> {
			this.leaderships.grant("");
			context.getBean(Jobs.class).remind();
			context.getBean(Jobs.class).remind();
			assertThat(this.done).containsOnlyOnce("reminder");
		});
	}

	@Test
	void methodsRunOnTheLeader() {
		this.contextRunner.run((context) -> {
			Jobs jobs = context.getBean(Jobs.class);
			jobs.report();
			assertThat(jobs.bill(new Order(1))).isEmpty();
			this.leaderships.grant("");
			this.leaderships.grant("billing-east");
			jobs.report();
			assertThat(jobs.bill(new Order(1))).contains(new Invoice(1));
			assertThat(this.done).contains("report");
			await().untilAsserted(
					() -> assertThat(this.done).contains("This server leads ", "This server leads billing-east"));
		});
	}

	@Test
	void staleTokenIsRefused() {
		this.contextRunner.run((context) -> {
			this.leaderships.grant("");
			context.getBean(Jobs.class).export();
			assertThat(this.table.fence).isEqualTo(1);
			this.table.fence = 2;
			assertThatIllegalStateException().isThrownBy(context.getBean(Jobs.class)::export)
				.withMessage("Another server leads since then");
		});
	}

	@Test
	void beansRunOnTheLeader() {
		this.contextRunner.run((context) -> {
			this.leaderships.grant("import");
			await().until(context.getBean(Importer.class)::isRunning);
			assertThat(context.getBean(ListenerContainer.class).isRunning()).isFalse();
			this.leaderships.grant("");
			await().until(context.getBean(ListenerContainer.class)::isRunning);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@Import(Importer.class)
	static class Application {

		@Bean
		@OnLeader
		ListenerContainer invoices() {
			return new ListenerContainer("invoices");
		}

	}

	public static class Jobs {

		private final Jdbc jdbc;

		private final Reports reports;

		private final Reports reminders;

		private final Billing billing = (order) -> new Invoice(order.number());

		private final TestLog log;

		Jobs(Jdbc jdbc, List<String> done) {
			this.jdbc = jdbc;
			this.reports = () -> done.add("report");
			this.reminders = () -> done.add("reminder");
			this.log = done::add;
		}

		@OnLeader
		@Scheduled(cron = "0 0 3 * * *")
		void report() {
			this.reports.send();
		}

		@OnLeader("billing-${region}")
		public Optional<Invoice> bill(Order order) {
			return Optional.of(this.billing.invoice(order));
		}

		@OnLeader(lockAtLeastFor = "1m")
		@Scheduled(cron = "0 0 5 * * *")
		void remind() {
			this.reminders.send();
		}

		@OnLeader
		@Scheduled(cron = "0 0 4 * * *")
		void export() {
			long token = FencingToken.current().value();
			int rows = this.jdbc.update("update export set day = ?, fence = ? where id = 1 and fence <= ?", today(),
					token, token);
			if (rows == 0) {
				throw new IllegalStateException("Another server leads since then");
			}
		}

		private String today() {
			return "2026-11-30";
		}

		@EventListener
		void on(LeadershipEvent event) {
			if (event instanceof LeadershipGranted granted) {
				this.log.info("This server leads " + granted.role());
			}
		}

	}

	@Component
	@OnLeader("import")
	static class Importer implements SmartLifecycle {

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

	static class ListenerContainer extends LeaderLifecycleTests.Container {

		ListenerContainer(String queue) {
			assertThat(queue).isNotEmpty();
		}

	}

	/**
	 * The table of the example, which has one row.
	 */
	private static final class Export implements Jdbc {

		private long fence;

		@Override
		public int update(String sql, Object... arguments) {
			if (this.fence > (Long) arguments[2]) {
				return 0;
			}
			this.fence = (Long) arguments[1];
			return 1;
		}

	}

	record Order(int number) {
	}

	record Invoice(int number) {
	}

	/**
	 * Stands for {@code JdbcTemplate}.
	 */
	interface Jdbc {

		int update(String sql, Object... arguments);

	}

	interface Reports {

		void send();

	}

	interface Billing {

		Invoice invoice(Order order);

	}

	interface TestLog {

		void info(String message);

	}

}

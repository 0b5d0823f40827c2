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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.muster.autoconfigure.LeaderAutoConfiguration;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.leader.LeadershipEvent.LeadershipGranted;
import io.muster.leader.LeadershipEvent.LeadershipRevoked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LeaderLifecycle}: lifecycle beans, events, and the end.
 */
@ExtendWith(OutputCaptureExtension.class)
final class LeaderLifecycleTests {

	/**
	 * A thread for each task: the common pool may have a single one, and tasks block.
	 */
	private static final Executor THREADS = (task) -> {
		Thread thread = new Thread(task, "test");
		thread.setDaemon(true);
		thread.start();
	};

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final List<String> history = new CopyOnWriteArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LeaderAutoConfiguration.class))
		.withBean(Leaderships.class, () -> this.leaderships);

	@Test
	void clusterIsLeftAfterwardsAndSchedulersWaitBefore() {
		assertThat(LeaderLifecycle.PHASE).isGreaterThan(ClusterLifecycle.PHASE)
			.isLessThan(SmartLifecycle.DEFAULT_PHASE);
	}

	@Test
	void beanStartsWhenTheRoleIsGrantedAndStopsWhenItIsRevoked() {
		this.contextRunner.withBean("importer", Importer.class, () -> new Importer(this.history)).run((context) -> {
			assertThat(this.leaderships.roles()).contains("billing");
			this.leaderships.grant("");
			this.leaderships.grant("billing");
			await().until(() -> this.history.equals(List.of("started by muster-leader")));
			this.leaderships.revoke("billing");
			await().until(() -> this.history.equals(List.of("started by muster-leader", "stopped by muster-leader")));
			this.leaderships.grant("billing");
			await().until(() -> this.history.size() == 3);
			assertThat(context.getBean(Importer.class).isRunning()).isTrue();
		});
		assertThat(this.history).hasSize(4).last().asString().startsWith("stopped");
	}

	@Test
	void serverThatRefusesTrafficLeadsNothingUntilItAcceptsItAgain() {
		this.leaderships.others(true);
		this.contextRunner.withBean("importer", Importer.class, () -> new Importer(this.history)).run((context) -> {
			this.leaderships.grant("billing");
			await().until(() -> this.history.size() == 1);
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			await().until(this.leaderships::isDown);
			assertThat(this.history).hasSize(2).last().asString().startsWith("stopped");
			this.leaderships.revoke("billing");
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(this.leaderships.isDown()).isFalse();
			this.leaderships.grant("billing");
			await().until(() -> this.history.size() == 3);
		});
	}

	@Test
	void whatRunsAsALeaderGoesOnWhenTheServerRefusesTrafficAndNothingNewBegins() {
		this.leaderships.others(true);
		this.contextRunner.withBean(Jobs.class, () -> new Jobs(this.history, this.end)).run((context) -> {
			Jobs jobs = context.getBean(Jobs.class);
			this.leaderships.grant("");
			CompletableFuture<Void> call = CompletableFuture.runAsync(jobs::interruptible, THREADS);
			await().until(() -> this.history.contains("begun"));
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			jobs.quick();
			assertThat(this.history).containsExactly("begun");
			assertThat(this.leaderships.isDown()).isFalse();
			this.end.countDown();
			call.join();
			await().until(this.leaderships::isDown);
			assertThat(this.history).containsExactly("begun", "ended");
		});
	}

	@Test
	void serverThatIsAloneLeadsAlsoWhenItRefusesTraffic() {
		this.contextRunner.withBean("importer", Importer.class, () -> new Importer(this.history)).run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			this.leaderships.grant("billing");
			await().until(() -> this.history.size() == 1);
			assertThat(this.leaderships.isDown()).isFalse();
		});
	}

	@Test
	void beanDoesNotStartByItself() {
		this.contextRunner.withBean(Importer.class, () -> new Importer(this.history))
			.run((context) -> assertThat(context.getBean(Importer.class).isAutoStartup()).isFalse());
		assertThat(this.history).isEmpty();
	}

	@Test
	void beanIsNotStartedWithAllOthersElsewhereThanOnTheLeader() {
		this.contextRunner.withBean(Importer.class, () -> new Importer(this.history)).run((context) -> {
			((ConfigurableApplicationContext) context.getSourceApplicationContext()).start();
			context.getBean(Importer.class).start();
			assertThat(this.history).isEmpty();
			this.leaderships.grant("billing");
			await().until(() -> this.history.contains("started by muster-leader"));
		});
	}

	@Test
	void containerWhoseMethodsAreFinalStopsAgainIfTheContextIsStartedElsewhere() {
		this.contextRunner.withUserConfiguration(BeanMethod.class).run((context) -> {
			((ConfigurableApplicationContext) context.getSourceApplicationContext()).start();
			await().until(() -> !context.getBean("container", Container.class).isRunning());
		});
	}

	@Test
	void annotationOnTheBeanMethodAppliesToTheLifecycleBean() {
		this.contextRunner.withUserConfiguration(BeanMethod.class).run((context) -> {
			assertThat(context.getBean("container", Container.class).isAutoStartup()).isFalse();
			this.leaderships.grant("export");
			await().until(() -> context.getBean("container", Container.class).isRunning());
			assertThat(context.getBean("plain", Container.class).isAutoStartup()).isTrue();
		});
	}

	@Test
	void beanWithASetterForItNeedsNoProxyAndMayHaveFinalMethods() {
		this.contextRunner.withUserConfiguration(BeanMethod.class)
			.run((context) -> assertThat(AopUtils.isAopProxy(context.getBean("container"))).isFalse());
	}

	@Test
	void factoryBeanThatIsALifecycleStartsAndStops() {
		this.contextRunner.withUserConfiguration(OfFactoryBean.class).run((context) -> {
			LifecycleFactory factory = context.getBean("&product", LifecycleFactory.class);
			assertThat(context.getBean("product")).isEqualTo("product");
			assertThat(factory.isRunning()).isFalse();
			this.leaderships.grant("");
			await().until(factory::isRunning);
			this.leaderships.revoke("");
			await().until(() -> !factory.isRunning());
		});
	}

	@Test
	void beansStartInTheOrderOfTheirPhasesAndStopInTheOpposite() {
		this.contextRunner.withBean("late", Phased.class, () -> new Phased("late", 2, this.history))
			.withBean("early", Phased.class, () -> new Phased("early", 1, this.history))
			.run((context) -> {
				this.leaderships.grant("");
				await().until(() -> this.history.size() == 2);
				this.leaderships.revoke("");
				await().until(() -> this.history.size() == 4);
				assertThat(this.history).containsExactly("early started", "late started", "late stopped",
						"early stopped");
			});
	}

	@Test
	void beanThatFailsToStartDoesNotKeepOthersFromStarting(CapturedOutput output) {
		this.contextRunner.withBean("broken", Broken.class, Broken::new)
			.withBean("late", Phased.class, () -> new Phased("late", 2, this.history))
			.run((context) -> {
				this.leaderships.grant("");
				await().until(() -> this.history.contains("late started"));
				assertThat(output).contains("Bean 'broken' could not be started. It stays stopped until this server "
						+ "begins to lead the application again");
			});
	}

	@Test
	void leadershipThatWasGrantedBeforeTheContextIsReadyStartsTheBeanThen() {
		this.leaderships.grant("billing");
		this.contextRunner.withBean(Importer.class, () -> new Importer(this.history))
			.run((context) -> await().until(() -> this.history.size() == 1));
	}

	@Test
	void beanStartsOnlyWhenAllOthersHaveStarted() {
		this.leaderships.grant("billing");
		this.contextRunner.withBean(Importer.class, () -> new Importer(this.history))
			.withBean(Slow.class, () -> new Slow(this.history))
			.run((context) -> {
				await().until(() -> this.history.size() == 2);
				assertThat(this.history).containsExactly("slow started", "started by muster-leader");
			});
	}

	@Test
	void eventsArePublishedInOrderByOneThread() {
		this.contextRunner.withBean(Events.class).run((context) -> {
			this.leaderships.grant("");
			this.leaderships.grant("billing");
			this.leaderships.revoke("");
			Events events = context.getBean(Events.class);
			await().until(() -> events.received.size() == 3);
			assertThat(events.received).containsExactly(new LeadershipGranted("", new FencingToken(1)),
					new LeadershipGranted("billing", new FencingToken(2)), new LeadershipRevoked(""));
			assertThat(events.threads).containsOnly("muster-leader daemon");
		});
	}

	@Test
	void listenerThatFailsDoesNotEndTheEvents(CapturedOutput output) {
		this.contextRunner.withBean(Events.class).run((context) -> {
			Events events = context.getBean(Events.class);
			events.failing = true;
			this.leaderships.grant("");
			await().until(() -> output.toString().contains("A listener failed on LeadershipGranted"));
			events.failing = false;
			this.leaderships.revoke("");
			await().until(() -> events.received.contains(new LeadershipRevoked("")));
		});
	}

	@Test
	void childContextHasItsOwnBeansAndPublishesNoEventTwice() {
		this.contextRunner.withBean(Events.class)
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(LeaderAutoConfiguration.class))
				.withBean(Importer.class, () -> new Importer(this.history))
				.run((child) -> {
					this.leaderships.grant("billing");
					await().until(() -> this.history.size() == 1);
					this.leaderships.grant("last");
					Events events = parent.getBean(Events.class);
					await().until(() -> events.received.contains(new LeadershipGranted("last", new FencingToken(2))));
					assertThat(events.received).hasSize(2);
				}));
	}

	@Test
	void endOfAChildContextIsNotTheEndOfItsParent() {
		this.contextRunner.withBean(Importer.class, () -> new Importer(this.history)).run((parent) -> {
			new ApplicationContextRunner().withParent(parent).run((child) -> assertThat(child.getParent()).isNotNull());
			this.leaderships.grant("billing");
			await().until(() -> this.history.size() == 1);
		});
	}

	@Test
	void stopInterruptsAndAwaitsWhatRunsBeforeTheClusterIsLeft() {
		this.contextRunner.withBean(Jobs.class, () -> new Jobs(this.history, this.end))
			.withBean(LastPhase.class, () -> new LastPhase(this.history))
			.run((context) -> {
				this.leaderships.grant("");
				Jobs jobs = context.getBean(Jobs.class);
				CompletableFuture.runAsync(jobs::interruptible, THREADS);
				await().until(() -> this.history.contains("begun"));
				((ConfigurableApplicationContext) context.getSourceApplicationContext()).close();
				assertThat(this.history).containsExactly("begun", "interrupted", "ended", "cluster left");
			});
	}

	@Test
	void stopAwaitsWhatIsNotToBeInterrupted() {
		this.contextRunner.withBean(Jobs.class, () -> new Jobs(this.history, this.end))
			.withBean(LastPhase.class, () -> new LastPhase(this.history))
			.run((context) -> {
				this.leaderships.grant("");
				Jobs jobs = context.getBean(Jobs.class);
				CompletableFuture.runAsync(jobs::steady, THREADS);
				await().until(() -> this.history.contains("begun"));
				CompletableFuture<Void> close = CompletableFuture
					.runAsync(((ConfigurableApplicationContext) context.getSourceApplicationContext())::close, THREADS);
				LeaderLifecycle lifecycle = context.getBean(LeaderLifecycle.class);
				await().until(() -> !lifecycle.isRunning());
				jobs.interruptible();
				assertThat(this.history).containsExactly("begun");
				this.end.countDown();
				close.get(5, TimeUnit.SECONDS);
				assertThat(this.history).containsExactly("begun", "ended", "cluster left");
			});
	}

	@Test
	void stopStopsBeansOfWhateverPhaseBeforeTheClusterIsLeft() {
		this.contextRunner.withBean(Phased.class, () -> new Phased("bean", 0, this.history))
			.withBean(LastPhase.class, () -> new LastPhase(this.history))
			.run((context) -> {
				this.leaderships.grant("");
				await().until(() -> this.history.contains("bean started"));
			});
		assertThat(this.history).containsExactly("bean started", "bean stopped", "cluster left");
	}

	@Test
	void stopWaitsNoLongerThanTheContextsTimeout(CapturedOutput output) {
		this.contextRunner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=100ms")
			.withBean(Jobs.class, () -> new Jobs(this.history, this.end))
			.withBean(LastPhase.class, () -> new LastPhase(this.history))
			.run((context) -> {
				this.leaderships.grant("");
				Jobs jobs = context.getBean(Jobs.class);
				CompletableFuture<Void> job = CompletableFuture.runAsync(jobs::steady, THREADS);
				await().until(() -> this.history.contains("begun"));
				((ConfigurableApplicationContext) context.getSourceApplicationContext()).close();
				assertThat(this.history).containsExactly("begun", "cluster left");
				assertThat(output).contains("Waiting for the end of [LeaderLifecycleTests.Jobs.steady()]");
				this.end.countDown();
				job.get();
			});
	}

	@Test
	void roleIsHandedOverWhenTheRunningMethodHasReturned() {
		this.contextRunner.withBean(Jobs.class, () -> new Jobs(this.history, this.end))
			.withBean(Phased.class, () -> new Phased("bean", 0, this.history))
			.run((context) -> {
				this.leaderships.grant("");
				await().until(() -> this.history.contains("bean started"));
				Jobs jobs = context.getBean(Jobs.class);
				CompletableFuture<Void> job = CompletableFuture.runAsync(jobs::steady, THREADS);
				await().until(() -> this.history.contains("begun"));
				context.getBean(LeaderLifecycle.class).handOver("");
				await().until(() -> this.history.contains("bean stopped"));
				jobs.quick();
				assertThat(this.leaderships.of("").isLeader()).isTrue();
				this.end.countDown();
				await().until(() -> !this.leaderships.of("").isLeader());
				job.get();
				assertThat(this.history).containsExactly("bean started", "begun", "bean stopped", "ended");
				this.leaderships.grant("");
				jobs.quick();
				assertThat(this.history).contains("quick");
			});
	}

	@Test
	void handOverInterruptsWhatRuns() {
		this.contextRunner.withBean(Jobs.class, () -> new Jobs(this.history, this.end)).run((context) -> {
			this.leaderships.grant("");
			Jobs jobs = context.getBean(Jobs.class);
			CompletableFuture.runAsync(jobs::interruptible, THREADS);
			await().until(() -> this.history.contains("begun"));
			context.getBean(LeaderLifecycle.class).handOver("");
			await().until(() -> !this.leaderships.of("").isLeader());
			assertThat(this.history).containsExactly("begun", "interrupted", "ended");
		});
	}

	@Test
	void serverThatDoesNotLeadHandsNothingOver() {
		this.contextRunner.withBean(Jobs.class, () -> new Jobs(this.history, this.end)).run((context) -> {
			context.getBean(LeaderLifecycle.class).handOver("");
			this.leaderships.grant("");
			context.getBean(Jobs.class).quick();
			assertThat(this.history).containsExactly("quick");
		});
	}

	@Test
	void contextThatIsStartedAgainLeadsAgain() {
		this.contextRunner.withBean(Jobs.class, () -> new Jobs(this.history, this.end))
			.withBean(Importer.class, () -> new Importer(this.history))
			.run((context) -> {
				this.leaderships.grant("");
				this.leaderships.grant("billing");
				await().until(() -> this.history.size() == 1);
				ConfigurableApplicationContext source = (ConfigurableApplicationContext) context
					.getSourceApplicationContext();
				source.stop();
				context.getBean(Jobs.class).quick();
				assertThat(this.history).hasSize(2).last().asString().startsWith("stopped");
				source.start();
				context.getBean(Jobs.class).quick();
				assertThat(this.history).contains("quick");
				assertThat(context.getBean(Importer.class).isRunning()).isTrue();
			});
	}

	@OnLeader("billing")
	static class Importer implements SmartLifecycle {

		private final List<String> history;

		private volatile boolean running;

		Importer(List<String> history) {
			this.history = history;
		}

		@Override
		public void start() {
			this.running = true;
			this.history.add("started by " + Thread.currentThread().getName());
		}

		@Override
		public void stop() {
			this.running = false;
			this.history.add("stopped by " + Thread.currentThread().getName());
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	/**
	 * As the containers of Spring for Apache Kafka.
	 */
	public static class Container implements SmartLifecycle {

		private boolean autoStartup = true;

		private volatile boolean running;

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

		@Override
		public boolean isAutoStartup() {
			return this.autoStartup;
		}

		@Override
		public final void start() {
			this.running = true;
		}

		@Override
		public final void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	@Configuration
	static class BeanMethod {

		@Bean
		@OnLeader("export")
		Container container() {
			return new Container();
		}

		@Bean
		Container plain() {
			return new Container();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfFactoryBean {

		@Bean
		@OnLeader
		LifecycleFactory product() {
			return new LifecycleFactory();
		}

	}

	/**
	 * As Quartz's {@code SchedulerFactoryBean}.
	 */
	static class LifecycleFactory extends Container implements FactoryBean<String> {

		@Override
		public String getObject() {
			return "product";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

	@OnLeader
	static class Phased implements SmartLifecycle {

		private final String name;

		private final int phase;

		private final List<String> history;

		private volatile boolean running;

		Phased(String name, int phase, List<String> history) {
			this.name = name;
			this.phase = phase;
			this.history = history;
		}

		@Override
		public void start() {
			this.running = true;
			this.history.add(this.name + " started");
		}

		@Override
		public void stop() {
			this.running = false;
			this.history.add(this.name + " stopped");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

	@OnLeader
	static class Broken implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("broken");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

	static class Events {

		private final List<LeadershipEvent> received = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private volatile boolean failing;

		@EventListener
		void on(LeadershipEvent event) {
			if (this.failing) {
				throw new IllegalStateException("listener is broken");
			}
			Thread thread = Thread.currentThread();
			this.threads.add(thread.getName() + (thread.isDaemon() ? " daemon" : ""));
			this.received.add(event);
		}

	}

	static class Jobs {

		private final List<String> history;

		private final CountDownLatch end;

		Jobs(List<String> history, CountDownLatch end) {
			this.history = history;
			this.end = end;
		}

		@OnLeader
		void interruptible() {
			this.history.add("begun");
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				this.history.add("interrupted");
			}
			this.history.add("ended");
		}

		@OnLeader(interrupt = false)
		void steady() {
			this.history.add("begun");
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				this.history.add("interrupted");
			}
			this.history.add("ended");
		}

		@OnLeader
		void quick() {
			this.history.add("quick");
		}

	}

	/**
	 * Starts after {@link LeaderLifecycle}, and takes its time.
	 */
	static class Slow extends LastPhase {

		private final List<String> history;

		Slow(List<String> history) {
			super(history);
			this.history = history;
		}

		@Override
		public void start() {
			await().during(Duration.ofMillis(100)).until(this.history::isEmpty);
			this.history.add("slow started");
			super.start();
		}

		@Override
		public int getPhase() {
			return SmartLifecycle.DEFAULT_PHASE;
		}

	}

	/**
	 * Stands for the cluster.
	 */
	static class LastPhase implements SmartLifecycle {

		private final List<String> history;

		private volatile boolean running;

		LastPhase(List<String> history) {
			this.history = history;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.history.add("cluster left");
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return ClusterLifecycle.PHASE;
		}

	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aop.ClassFilter;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import io.muster.autoconfigure.LeaderAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link OnLeader @OnLeader} on methods, and on classes for their methods.
 */
final class OnLeaderTests {

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LeaderAutoConfiguration.class))
		.withBean(Leaderships.class, () -> this.leaderships);

	@Test
	void methodRunsOnTheLeaderAndNowhereElse() {
		this.contextRunner.withBean(Reports.class).run((context) -> {
			Reports reports = context.getBean(Reports.class);
			reports.run();
			assertThat(reports.runs()).isZero();
			this.leaderships.grant("");
			reports.run();
			assertThat(reports.runs()).isEqualTo(1);
			this.leaderships.revoke("");
			reports.run();
			assertThat(reports.runs()).isEqualTo(1);
		});
	}

	@Test
	void methodRunsOnceForAFiringAlsoIfAnotherServerHasRunIt() {
		AloneLocks locks = new AloneLocks();
		this.contextRunner.withBean(QuickReports.class).withBean(Locks.class, () -> locks).run((context) -> {
			this.leaderships.grant("");
			QuickReports reports = context.getBean(QuickReports.class);
			assertThat(reports.run()).hasValue(1);
			assertThat(reports.run()).isEmpty();
		});
		// Another server, whose clock is a little late.
		this.contextRunner.withBean(QuickReports.class).withBean(Locks.class, () -> locks).run((context) -> {
			this.leaderships.grant("");
			assertThat(context.getBean(QuickReports.class).run()).isEmpty();
		});
	}

	@Test
	void methodRunsAgainWhenItsTimeHasPassed() {
		this.contextRunner.withBean(QuickReports.class)
			.withBean(Locks.class, AloneLocks::new)
			.withPropertyValues("interval=50ms")
			.run((context) -> {
				this.leaderships.grant("");
				QuickReports reports = context.getBean(QuickReports.class);
				assertThat(reports.run()).isPresent();
				await().until(() -> reports.run().isPresent());
			});
	}

	@Test
	void methodDoesNotTakeTheLockElsewhere() {
		AloneLocks locks = new AloneLocks();
		this.contextRunner.withBean(QuickReports.class).withBean(Locks.class, () -> locks).run((context) -> {
			QuickReports reports = context.getBean(QuickReports.class);
			assertThat(reports.run()).isEmpty();
			this.leaderships.grant("");
			assertThat(reports.run()).isPresent();
		});
	}

	@Test
	void methodWithoutTheAnnotationRunsEverywhere() {
		this.contextRunner.withBean(Reports.class)
			.run((context) -> assertThat(context.getBean(Reports.class).everywhere()).isEqualTo("here"));
	}

	@Test
	void elsewhereTheCallReturnsAnEmptyResult() {
		this.contextRunner.withBean(Results.class).run((context) -> {
			Results results = context.getBean(Results.class);
			assertThat(results.text()).isNull();
			assertThat(results.number()).isNull();
			assertThat(results.list()).isNull();
			assertThat(results.optional()).isEmpty();
			assertThat(results.future().get()).isNull();
			assertThat(results.stage().toCompletableFuture().get()).isNull();
			assertThat(results.plainFuture().get()).isNull();
			this.leaderships.grant("");
			assertThat(results.text()).isEqualTo("text");
			assertThat(results.number()).isEqualTo(1);
			assertThat(results.list()).containsExactly("element");
			assertThat(results.optional()).contains("value");
			assertThat(results.future().get()).isEqualTo("value");
		});
	}

	@Test
	void tokenOfTheTermIsBoundDuringTheCall() {
		this.contextRunner.withBean(Tokens.class).run((context) -> {
			this.leaderships.grant("");
			this.leaderships.revoke("");
			this.leaderships.grant("");
			assertThat(context.getBean(Tokens.class).token()).isEqualTo(new FencingToken(2));
			assertThatIllegalStateException().isThrownBy(FencingToken::current);
		});
	}

	@Test
	void roleCanBeGivenAsValueOrAsRoleAndWithAPlaceholder() {
		this.contextRunner.withBean(Roles.class).withPropertyValues("region=east").run((context) -> {
			assertThat(this.leaderships.roles()).contains("billing", "export", "region-east");
			Roles roles = context.getBean(Roles.class);
			this.leaderships.grant("billing");
			assertThat(List.of(roles.billing(), roles.export(), roles.region())).containsExactly(Optional.of(1),
					Optional.empty(), Optional.empty());
			this.leaderships.grant("export");
			this.leaderships.grant("region-east");
			assertThat(List.of(roles.billing(), roles.export(), roles.region())).containsExactly(Optional.of(1),
					Optional.of(2), Optional.of(3));
		});
	}

	@Test
	void roleWithAnUnknownPlaceholderStopsTheApplication() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
			.withBean(Roles.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("region"));
	}

	@Test
	void annotationOnTheClassAppliesToItsPublicMethods() {
		this.contextRunner.withBean(WholeClass.class).run((context) -> {
			WholeClass bean = context.getBean(WholeClass.class);
			assertThat(bean.one()).isNull();
			assertThat(bean.two()).isNull();
			assertThat(bean.notPublic()).isEqualTo(3);
			assertThat(bean).hasToString("whole");
			this.leaderships.grant("billing");
			assertThat(bean.one()).isEqualTo(1);
			assertThat(bean.two()).isNull();
			this.leaderships.grant("export");
			assertThat(bean.two()).isEqualTo(2);
		});
	}

	@Test
	void annotationOnTheMethodOfAnInterfaceApplies() {
		this.contextRunner.withBean(Job.class, JobOfAnInterface::new).run((context) -> {
			assertThat(context.getBean(Job.class).job()).isNull();
			assertThat(context.getBean(JobOfAnInterface.class)).isNotNull();
			this.leaderships.grant("");
			assertThat(context.getBean(Job.class).job()).isEqualTo("done");
		});
	}

	@Test
	void methodThatIsCalledThroughAGenericInterfaceIsIntercepted() {
		this.contextRunner.withBean(TextConsumer.class).run((context) -> {
			@SuppressWarnings("unchecked")
			Consumer<Object> consumer = context.getBean(Consumer.class);
			consumer.accept("text");
			assertThat(context.getBean(TextConsumer.class).accepted()).isEmpty();
			this.leaderships.grant("");
			consumer.accept("text");
			assertThat(context.getBean(TextConsumer.class).accepted()).containsExactly("text");
		});
	}

	@Test
	void beanMethodsOfAConfigurationClassAreNoneOfTheMethods() {
		this.contextRunner.withUserConfiguration(AnnotatedConfiguration.class).run((context) -> {
			assertThat(context.getBean(StringBuilder.class)).isNotNull();
			assertThat(context.getBean(AnnotatedConfiguration.class).job()).isNull();
		});
	}

	@Test
	void beanWithoutTheAnnotationGetsNoProxy() {
		this.contextRunner.withBean(String.class, () -> "bean")
			.withBean(Object.class, Object::new)
			.run((context) -> assertThat(AopUtils.isAopProxy(context.getBean("object"))).isFalse());
	}

	@Test
	void beanThatHasAProxyAlreadyIsAdvisedBeforeIt() {
		AtomicInteger advised = new AtomicInteger();
		this.contextRunner.withBean(Reports.class).withBean(DefaultAdvisorAutoProxyCreator.class, () -> {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			// as that of transactions
			creator.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return creator;
		})
			.withBean(DefaultPointcutAdvisor.class,
					() -> new DefaultPointcutAdvisor(
							new ComposablePointcut((ClassFilter) (type) -> type == Reports.class),
							(MethodInterceptor) (call) -> {
								advised.incrementAndGet();
								return call.proceed();
							}))
			.run((context) -> {
				context.getBean(Reports.class).run();
				assertThat(advised).hasValue(0);
				this.leaderships.grant("");
				context.getBean(Reports.class).run();
				assertThat(advised).hasValue(1);
			});
	}

	@Test
	void scheduledMethodIsCalledEverywhereAndRunsOnTheLeader() {
		this.contextRunner.withUserConfiguration(Scheduling.class).run((context) -> {
			Schedule schedule = context.getBean(Schedule.class);
			await().until(() -> schedule.everywhereRuns().get() > 3);
			assertThat(schedule.onLeaderRuns()).hasValue(0);
			this.leaderships.grant("");
			await().until(() -> schedule.onLeaderRuns().get() > 3);
			this.leaderships.revoke("");
			int runs = schedule.everywhereRuns().get();
			await().until(() -> schedule.everywhereRuns().get() > runs + 3);
			int last = schedule.onLeaderRuns().get();
			await().until(() -> schedule.everywhereRuns().get() > runs + 6);
			assertThat(schedule.onLeaderRuns()).hasValue(last);
		});
	}

	@Test
	void asynchronousMethodAsksOnTheThreadThatRunsIt() {
		this.contextRunner.withUserConfiguration(Asynchronous.class).run((context) -> {
			AsyncJob job = context.getBean(AsyncJob.class);
			assertThat(job.token().get()).isNull();
			this.leaderships.grant("");
			assertThat(job.token().get()).isEqualTo(new FencingToken(1));
		});
	}

	@Test
	void eachAttemptOfAMethodThatIsTriedAgainAsksAgain() {
		this.contextRunner.withUserConfiguration(Retrying.class).run((context) -> {
			this.leaderships.grant("");
			FlakyJob job = context.getBean(FlakyJob.class);
			assertThat(job.run((attempt) -> {
				this.leaderships.revoke("");
				throw new UnsupportedOperationException("attempt " + attempt);
			})).isNull();
			assertThat(job.attempts()).isEqualTo(1);
		});
	}

	@Test
	void methodIsInterruptedWhenTheLeadershipIsLost() {
		this.contextRunner.withBean(Patient.class).run((context) -> {
			this.leaderships.grant("");
			Patient patient = context.getBean(Patient.class);
			CompletableFuture<String> result = CompletableFuture.supplyAsync(patient::run);
			await().until(patient::isRunning);
			this.leaderships.revoke("");
			assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo("interrupted");
		});
	}

	static class QuickReports {

		private final AtomicInteger runs = new AtomicInteger();

		@OnLeader(lockAtLeastFor = "${interval:1m}")
		Optional<Integer> run() {
			return Optional.of(this.runs.incrementAndGet());
		}

	}

	static class Reports {

		private final AtomicInteger runs = new AtomicInteger();

		@OnLeader
		void run() {
			this.runs.incrementAndGet();
		}

		int runs() {
			return this.runs.get();
		}

		String everywhere() {
			return "here";
		}

	}

	static class Results {

		@OnLeader
		@Nullable String text() {
			return "text";
		}

		@OnLeader
		@Nullable Integer number() {
			return 1;
		}

		@OnLeader
		@Nullable List<String> list() {
			return List.of("element");
		}

		@OnLeader
		Optional<String> optional() {
			return Optional.of("value");
		}

		@OnLeader
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture("value");
		}

		@OnLeader
		CompletionStage<String> stage() {
			return CompletableFuture.completedFuture("value");
		}

		@OnLeader
		Future<String> plainFuture() {
			return CompletableFuture.completedFuture("value");
		}

	}

	static class Tokens {

		@OnLeader
		@Nullable FencingToken token() {
			return FencingToken.current();
		}

	}

	static class Roles {

		@OnLeader("billing")
		Optional<Integer> billing() {
			return Optional.of(1);
		}

		@OnLeader(role = "export")
		Optional<Integer> export() {
			return Optional.of(2);
		}

		@OnLeader("region-${region}")
		Optional<Integer> region() {
			return Optional.of(3);
		}

	}

	@OnLeader("billing")
	public static class WholeClass {

		public @Nullable Integer one() {
			return 1;
		}

		@OnLeader("export")
		public @Nullable Integer two() {
			return 2;
		}

		Integer notPublic() {
			return 3;
		}

		@Override
		public String toString() {
			return "whole";
		}

	}

	interface Job {

		@OnLeader
		@Nullable String job();

	}

	static class JobOfAnInterface implements Job {

		@Override
		public @Nullable String job() {
			return "done";
		}

	}

	static class TextConsumer implements Consumer<String> {

		private final List<String> accepted = new ArrayList<>();

		@Override
		@OnLeader
		public void accept(String text) {
			this.accepted.add(text);
		}

		List<String> accepted() {
			return this.accepted;
		}

	}

	@OnLeader
	@Configuration
	public static class AnnotatedConfiguration {

		@Bean
		public StringBuilder text() {
			return new StringBuilder();
		}

		public @Nullable String job() {
			return "done";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Bean
		Schedule schedule() {
			return new Schedule();
		}

	}

	static class Schedule {

		private final AtomicInteger everywhere = new AtomicInteger();

		private final AtomicInteger onLeader = new AtomicInteger();

		@Scheduled(fixedDelay = 1)
		void everywhere() {
			this.everywhere.incrementAndGet();
		}

		@OnLeader
		@Scheduled(fixedDelay = 1)
		void onLeader() {
			this.onLeader.incrementAndGet();
		}

		AtomicInteger everywhereRuns() {
			return this.everywhere;
		}

		AtomicInteger onLeaderRuns() {
			return this.onLeader;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class Asynchronous {

		@Bean
		AsyncJob job() {
			return new AsyncJob();
		}

	}

	static class AsyncJob {

		@Async
		@OnLeader
		CompletableFuture<FencingToken> token() {
			return CompletableFuture.completedFuture(FencingToken.current());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods(proxyTargetClass = true)
	static class Retrying {

		@Bean
		FlakyJob job() {
			return new FlakyJob();
		}

	}

	static class FlakyJob {

		private final AtomicInteger attempts = new AtomicInteger();

		@Retryable(delay = 0)
		@OnLeader
		@Nullable String run(Function<Integer, String> attempt) {
			return attempt.apply(this.attempts.incrementAndGet());
		}

		int attempts() {
			return this.attempts.get();
		}

	}

	static class Patient {

		private final CountDownLatch begun = new CountDownLatch(1);

		@OnLeader
		@Nullable String run() {
			this.begun.countDown();
			try {
				new CountDownLatch(1).await();
				return "ended";
			}
			catch (InterruptedException ex) {
				return "interrupted";
			}
		}

		boolean isRunning() {
			return this.begun.getCount() == 0;
		}

	}

}

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

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.muster.autoconfigure.LeaderAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the application does not start where {@link OnLeader @OnLeader} cannot be
 * kept, and that it says why and what to do.
 */
final class OnLeaderRefusalTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LeaderAutoConfiguration.class));

	@Test
	void primitiveReturnType() {
		assertRefused(new PrimitiveResult(), "PrimitiveResult.count of the bean 'job': it returns int",
				"Return void, Optional, or the type's wrapper");
	}

	@Test
	void reactiveReturnType() {
		assertRefused(new ReactiveResult(), "ReactiveResult.run of the bean 'job': it returns reactor.core.publisher."
				+ "Mono, whose work begins after the method has returned", "Annotate a method that blocks");
	}

	@Test
	void lockAtLeastForThatIsNoTime() {
		assertRefused(new NoTime(), "of the bean 'job': lockAtLeastFor = \"soon\" is no positive time",
				"Write a time such as 30s");
	}

	@Test
	void finalMethod() {
		assertRefused(new FinalMethod(), "FinalMethod.run of the bean 'job': it is final", "Remove 'final'");
	}

	@Test
	void privateMethod() {
		assertRefused(new PrivateMethod(), "PrivateMethod.run of the bean 'job': it is private", "Make it public");
	}

	@Test
	void staticMethod() {
		assertRefused(new StaticMethod(), "StaticMethod.run of the bean 'job': it is static",
				"Make it a method of the bean");
	}

	@Test
	void finalClass() {
		assertRefused(new FinalClass(), "FinalClass.run of the bean 'job': its class is final",
				"Remove 'final' from the class");
	}

	@Test
	void finalClassThatIsAnnotatedItself() {
		assertRefused(new AnnotatedRecord(), "AnnotatedRecord.run of the bean 'job': its class is final",
				"make the record a class");
	}

	@Test
	void beanMethodOfABeanThatIsNoLifecycle() {
		FailureAnalysis analysis = analysis(this.contextRunner.withUserConfiguration(NoLifecycle.class)
			.withBean(Leaderships.class, FakeLeaderships::new));
		assertThat(analysis.getDescription())
			.contains("the @Bean method job has no effect, because the bean 'job' is no SmartLifecycle");
		assertThat(analysis.getAction()).contains("Put @OnLeader on the class java.lang.StringBuilder");
	}

	@Test
	void lifecycleBeanThatCannotBeKeptFromStarting() {
		FailureAnalysis analysis = analysis(this.contextRunner.withBean("job", FinalStart.class, FinalStart::new)
			.withBean(Leaderships.class, FakeLeaderships::new));
		assertThat(analysis.getDescription()).contains("cannot keep the bean 'job' from starting",
				"FinalStart.start() is final");
		assertThat(analysis.getAction()).contains("Have isAutoStartup() of the bean return false");
	}

	@Test
	void nobodyWhoCouldLead() {
		FailureAnalysis analysis = analysis(
				this.contextRunner.withBean("job", OnLeaderTests.Reports.class, OnLeaderTests.Reports::new));
		assertThat(analysis.getDescription()).contains("'job' uses @OnLeader", "no bean of type",
				"nobody would ever lead");
		assertThat(analysis.getAction()).contains("muster.enabled=false");
	}

	private void assertRefused(Object bean, String description, String action) {
		@SuppressWarnings("unchecked")
		Class<Object> type = (Class<Object>) bean.getClass();
		Supplier<Object> supplier = () -> bean;
		FailureAnalysis analysis = analysis(
				this.contextRunner.withBean(Leaderships.class, FakeLeaderships::new).withBean("job", type, supplier));
		assertThat(analysis.getDescription()).contains("@OnLeader cannot be kept for the method", description);
		assertThat(analysis.getAction()).contains(action);
	}

	private static FailureAnalysis analysis(ApplicationContextRunner runner) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		runner.run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context).getFailure().rootCause().isInstanceOf(FailureAnalyzedException.class);
			Throwable cause = context.getStartupFailure();
			while (cause.getCause() != null) {
				cause = cause.getCause();
			}
			analysis[0] = ((FailureAnalyzedException) cause).analysis();
		});
		return analysis[0];
	}

	static class NoTime {

		@OnLeader(lockAtLeastFor = "soon")
		void run() {
		}

	}

	static class PrimitiveResult {

		@OnLeader
		int count() {
			return 1;
		}

	}

	static class ReactiveResult {

		@OnLeader
		Mono<Void> run() {
			return Mono.empty();
		}

	}

	static class FinalMethod {

		@OnLeader
		final void run() {
		}

	}

	static class PrivateMethod {

		@OnLeader
		private void run() {
		}

	}

	static class StaticMethod {

		@OnLeader
		static void run() {
		}

	}

	static final class FinalClass implements Runnable {

		@Override
		@OnLeader
		public void run() {
		}

	}

	@OnLeader
	record AnnotatedRecord() implements Runnable {

		@Override
		public void run() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoLifecycle {

		@Bean
		@OnLeader
		StringBuilder job() {
			return new StringBuilder();
		}

	}

	@OnLeader
	static class FinalStart implements SmartLifecycle {

		@Override
		public final void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

}

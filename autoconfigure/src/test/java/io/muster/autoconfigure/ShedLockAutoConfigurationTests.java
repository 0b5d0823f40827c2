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

package io.muster.autoconfigure;

import net.javacrumbs.shedlock.core.LockAssert;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import io.muster.leader.HeldLock;
import io.muster.leader.Locks;
import io.muster.leader.shedlock.MusterLockProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ShedLockAutoConfiguration}.
 */
final class ShedLockAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AloneAutoConfiguration.class, LeaderAutoConfiguration.class,
				ShedLockAutoConfiguration.class));

	@Test
	void annotatedMethodsTakeTheLocksOfTheCluster() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.withUserConfiguration(Scheduling.class)
			.withBean(Job.class)
			.run((context) -> {
				Job job = context.getBean(Job.class);
				job.run();
				HeldLock lock = context.getBean(Locks.class).tryLock("report");
				assertThat(lock).isNotNull();
				job.run();
				assertThat(job.runs()).isEqualTo(1);
				lock.unlock();
				job.run();
				assertThat(job.runs()).isEqualTo(2);
			});
	}

	@Test
	void providerOfTheApplicationIsUsed() {
		LockProvider own = mock(LockProvider.class);
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.withBean(LockProvider.class, () -> own)
			.run((context) -> assertThat(context.getBean(LockProvider.class)).isSameAs(own));
	}

	@Test
	void withoutLocksThereIsNoProvider() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LockProvider.class));
	}

	@Test
	void withoutShedLockThereIsNoProvider() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.withClassLoader(new FilteredClassLoader("net.javacrumbs.shedlock"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MusterLockProvider.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableSchedulerLock(defaultLockAtMostFor = "10m")
	static class Scheduling {

	}

	static class Job {

		private int runs;

		@SchedulerLock(name = "report")
		void run() {
			LockAssert.assertLocked();
			this.runs++;
		}

		int runs() {
			return this.runs;
		}

	}

}

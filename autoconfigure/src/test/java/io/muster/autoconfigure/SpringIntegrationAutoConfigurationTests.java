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

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import io.muster.leader.Locks;
import io.muster.leader.integration.MusterLockRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringIntegrationAutoConfiguration}.
 */
final class SpringIntegrationAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(LeaderAutoConfiguration.class, SpringIntegrationAutoConfiguration.class));

	@Test
	void locksAreThoseOfTheCluster() {
		this.contextRunner.withPropertyValues("muster.enabled=false").run((context) -> {
			LockRegistry<?> registry = context.getBean(LockRegistry.class);
			registry.executeLocked("order", () -> assertThat(context.getBean(Locks.class).tryLock("order")).isNull());
		});
	}

	@Test
	void registryOfTheApplicationIsUsed() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.withBean(DefaultLockRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(LockRegistry.class)
				.hasSingleBean(DefaultLockRegistry.class));
	}

	@Test
	void withoutLocksThereIsNoRegistry() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LockRegistry.class));
	}

	@Test
	void withoutSpringIntegrationThereIsNoRegistry() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MusterLockRegistry.class));
	}

}

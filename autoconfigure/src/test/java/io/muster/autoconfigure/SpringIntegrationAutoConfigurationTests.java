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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.integration.annotation.Role;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.leader.event.AbstractLeaderEvent;
import org.springframework.integration.leader.event.OnRevokedEvent;
import org.springframework.integration.support.SmartLifecycleRoleController;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import io.muster.leader.FakeLeaderships;
import io.muster.leader.Leaderships;
import io.muster.leader.Locks;
import io.muster.leader.integration.MusterLeaderInitiator;
import io.muster.leader.integration.MusterLockRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SpringIntegrationAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
final class SpringIntegrationAutoConfigurationTests {

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AloneAutoConfiguration.class, LeaderAutoConfiguration.class,
				SpringIntegrationAutoConfiguration.class));

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

	@Test
	void endpointsWithARoleRunWhereItIsLed() {
		this.contextRunner.withBean(Leaderships.class, () -> this.leaderships)
			.withUserConfiguration(Endpoints.class)
			.run((context) -> {
				SmartLifecycleRoleController controller = context.getBean(SmartLifecycleRoleController.class);
				assertThat(this.leaderships.roles()).contains("leader");
				assertThat(controller.noEndpointsRunning("leader")).isTrue();
				this.leaderships.grant("leader");
				await().until(() -> controller.allEndpointsRunning("leader"));
				assertThat(controller.noEndpointsRunning("billing")).isTrue();
				this.leaderships.revoke("leader");
				await().until(() -> controller.noEndpointsRunning("leader"));
			});
	}

	@Test
	void candidatesNameOtherRoles() {
		this.contextRunner.withBean(Leaderships.class, () -> this.leaderships)
			.withBean(Candidate.class, () -> new DefaultCandidate("me", "billing"))
			.withUserConfiguration(Endpoints.class)
			.run((context) -> {
				SmartLifecycleRoleController controller = context.getBean(SmartLifecycleRoleController.class);
				this.leaderships.grant("billing");
				await().until(() -> controller.allEndpointsRunning("billing"));
				assertThat(this.leaderships.roles()).contains("billing").doesNotContain("leader");
			});
	}

	@Test
	void saysForWhichRolesOfEndpointsNobodyStands(CapturedOutput output) {
		this.contextRunner.withBean(Leaderships.class, () -> this.leaderships)
			.withUserConfiguration(Endpoints.class)
			.run((context) -> assertThat(output)
				.containsOnlyOnce("Leading starts no endpoints with a role of [billing], "
						+ "because no bean of type Candidate stands for it"));
	}

	@Test
	void endpointsStopBeforeTheApplicationLeavesTheCluster() {
		List<Boolean> running = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(Leaderships.class, () -> this.leaderships)
			.withUserConfiguration(Endpoints.class)
			.run((context) -> {
				SmartLifecycleRoleController controller = context.getBean(SmartLifecycleRoleController.class);
				this.leaderships.grant("leader");
				await().until(() -> controller.allEndpointsRunning("leader"));
				context.addApplicationListener((OnRevokedEvent event) -> running.add(event.getContext().isLeader()));
				context.stop();
				assertThat(controller.noEndpointsRunning("leader")).isTrue();
				assertThat(running).containsExactly(false);
			});
	}

	@Test
	void listenersOfSpringIntegrationsEventsAreTold() {
		this.contextRunner.withBean(Leaderships.class, () -> this.leaderships)
			.withBean(LeaderListener.class)
			.run((context) -> {
				LeaderListener listener = context.getBean(LeaderListener.class);
				this.leaderships.grant("leader");
				await().untilAsserted(() -> assertThat(listener.events).containsExactly("OnGrantedEvent leader true"));
				this.leaderships.revoke("leader");
				await().untilAsserted(() -> assertThat(listener.events).containsExactly("OnGrantedEvent leader true",
						"OnRevokedEvent leader false"));
			});
	}

	@Test
	void serverDoesNotStandForALeaderThatNobodyAwaits() {
		this.contextRunner.withBean(Leaderships.class, () -> this.leaderships)
			.withBean("any", ApplicationListener.class, () -> (event) -> {
			})
			.withUserConfiguration(Empty.class)
			.run((context) -> assertThat(this.leaderships.roles()).doesNotContain("leader"));
	}

	@Test
	void initiatorOfTheApplicationIsUsed() {
		this.contextRunner.withBean(Leaderships.class, () -> this.leaderships)
			.withBean(LockRegistryLeaderInitiator.class,
					() -> new LockRegistryLeaderInitiator(new DefaultLockRegistry()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MusterLeaderInitiator.class));
	}

	@Test
	void withoutLeadershipsThereIsNoInitiator() {
		this.contextRunner
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MusterLeaderInitiator.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Endpoints {

		@ServiceActivator(inputChannel = "orders", autoStartup = "false")
		@Role("leader")
		void order(String order) {
		}

		@ServiceActivator(inputChannel = "invoices", autoStartup = "false")
		@Role("billing")
		void invoice(String invoice) {
		}

	}

	static class LeaderListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(AbstractLeaderEvent event) {
			this.events.add("%s %s %s".formatted(event.getClass().getSimpleName(), event.getRole(),
					event.getContext().isLeader()));
		}

	}

}

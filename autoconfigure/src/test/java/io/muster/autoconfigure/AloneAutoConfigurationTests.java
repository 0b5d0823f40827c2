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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;

import io.muster.actuate.ClusterEndpoint;
import io.muster.actuate.ClusterHealthIndicator;
import io.muster.actuate.ClusterInfoContributor;
import io.muster.actuate.LeadershipEndpoint;
import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.cluster.AloneEngine;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEvent;
import io.muster.cluster.ClusterEvent.ClusterFormed;
import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.MemberUp;
import io.muster.cluster.Member;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.web.SeedNodesController;
import io.muster.leader.LeadershipEvent.LeadershipGranted;
import io.muster.leader.OnLeader;
import io.muster.operations.ClusterOperations;
import io.muster.operations.OperationRefusedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AloneAutoConfiguration}: an application with {@code muster.enabled}
 * set to {@code false}.
 */
class AloneAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(AloneAutoConfiguration.class,
			ClusterAutoConfiguration.class, BootstrapAutoConfiguration.class, LeaderAutoConfiguration.class,
			ClusterEndpointAutoConfiguration.class, ClusterHealthContributorAutoConfiguration.class,
			ClusterMetricsAutoConfiguration.class, ClusterInfoContributorAutoConfiguration.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("spring.application.name=orders", "muster.enabled=false",
				"management.endpoints.web.exposure.include=*");

	@Test
	void isAClusterOfOneThatItLeads() {
		this.contextRunner.run((context) -> {
			Cluster cluster = context.getBean(Cluster.class);
			Member self = cluster.self();
			assertThat(self).isNotNull();
			assertThat(cluster.name()).isEqualTo("orders");
			assertThat(cluster.members()).containsExactly(self);
			assertThat(cluster.unreachable()).isEmpty();
			assertThat(cluster.leader()).isEqualTo(self);
			assertThat(cluster.oldest(null)).isEqualTo(self);
			assertThat(cluster.isLeader()).isTrue();
			assertThat(cluster.isLeader("default")).isTrue();
			assertThat(cluster.isLeader("other")).isFalse();
		});
	}

	/**
	 * As Spring's test framework does with contexts that no test uses.
	 */
	@Test
	void pauseOfTheContextChangesNothing() {
		List<Object> events = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(LeadingService.class)
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof PayloadApplicationEvent<?> payload) {
					events.add(payload.getPayload());
				}
			}))
			.run((context) -> {
				LeadingService service = context.getBean(LeadingService.class);
				await().until(service::isRunning);
				await().untilAsserted(() -> assertThat(events).hasAtLeastOneElementOfType(LeadershipGranted.class)
					.hasAtLeastOneElementOfType(ClusterFormed.class));
				List<Object> before = List.copyOf(events);
				context.getSourceApplicationContext().pause();
				assertThat(context.getBean(Cluster.class).isLeader()).isTrue();
				context.getSourceApplicationContext().restart();
				assertThat(context.getBean(Cluster.class).members()).hasSize(1);
				await().until(service::isRunning);
				assertThat(events).isEqualTo(before);
			});
	}

	@Test
	void stoppedContextLeadsAgainWhenItIsStartedAgain() {
		this.contextRunner.withBean(LeadingService.class).run((context) -> {
			LeadingService service = context.getBean(LeadingService.class);
			await().until(service::isRunning);
			context.getSourceApplicationContext().stop();
			assertThat(service.isRunning()).isFalse();
			assertThat(context.getBean(Cluster.class).isLeader()).isFalse();
			context.getSourceApplicationContext().restart();
			assertThat(context.getBean(Cluster.class).isLeader()).isTrue();
			await().until(service::isRunning);
		});
	}

	@Test
	void hasTheRolesTheNameAndTheDataCenterThatAreConfigured() {
		this.contextRunner
			.withPropertyValues("muster.cluster.roles=billing", "muster.cluster.node-name=one",
					"muster.cluster.data-center=west")
			.run((context) -> {
				Cluster cluster = context.getBean(Cluster.class);
				Member self = cluster.self();
				assertThat(self).isNotNull();
				assertThat(self.name()).isEqualTo("one");
				assertThat(self.roles()).containsExactly("billing");
				assertThat(cluster.isLeader("west")).isTrue();
				assertThat(cluster.oldest("billing")).isEqualTo(self);
			});
	}

	@Test
	void aChildThatIsToBeANodeDoesNotTakeItsParentForACluster() {
		this.contextRunner.run((parent) -> new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withParent(parent)
			.withPropertyValues("muster.enabled=true")
			.run((child) -> assertThat(child).getFailure()
				.rootCause()
				.hasMessageStartingWith("muster.enabled is true in this context and false in its parent")));
	}

	@Test
	void aChildThatIsNotToBeANodeUsesTheNodeOfItsParent() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(UtilAutoConfiguration.class))
			.withPropertyValues("muster.enabled=true", "muster.cluster.host=127.0.0.1", "muster.cluster.port=0",
					"muster.bootstrap.enabled=false")
			.run((parent) -> this.contextRunner.withParent(parent).run((child) -> {
				assertThat(child).hasNotFailed().doesNotHaveBean(AloneEngine.class);
				assertThat(child.getBean(Cluster.class)).isSameAs(parent.getBean(Cluster.class));
			}));
	}

	@Test
	void aChildOfAContextThatIsAloneIsAloneWithIt() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent)
			.run((child) -> assertThat(child.getBean(Cluster.class)).isSameAs(parent.getBean(Cluster.class))));
	}

	@Test
	void hasTheWebAddressThatIsConfiguredAlsoWithoutAWebServer() {
		this.contextRunner.withPropertyValues("muster.cluster.web-address=https://orders.example.com/orders")
			.run((context) -> assertThat(context.getBean(Cluster.class).self()).extracting(Member::webAddress)
				.isEqualTo(URI.create("https://orders.example.com/orders")));
	}

	@Test
	void bindsNothingAndAsksNobody() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class))
			.withPropertyValues("muster.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(AloneEngine.class)
				.doesNotHaveBean(ActorSystem.class)
				.doesNotHaveBean(BootstrapCoordinator.class)
				.doesNotHaveBean(ContactPointSource.class)
				.doesNotHaveBean(ClusterLifecycle.class)
				.doesNotHaveBean(SeedNodesController.class));
	}

	@Test
	void needsNoName() {
		this.contextRunner.withPropertyValues("spring.application.name=")
			.run((context) -> assertThat(context.getBean(Cluster.class).name()).isEqualTo("application"));
	}

	@Test
	void misspelledPropertiesAreRefusedAsElsewhere() {
		this.contextRunner.withPropertyValues("muster.clutser.port=0")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("muster.clutser.port"));
	}

	@Test
	void publishesThatTheClusterFormedAgainAfterARestartOfTheContext() {
		List<Object> events = new CopyOnWriteArrayList<>();
		this.contextRunner.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof PayloadApplicationEvent<?> payload && payload.getPayload() instanceof ClusterEvent) {
				events.add(payload.getPayload().getClass());
			}
		})).run((context) -> {
			List<Class<?>> formed = List.of(ClusterFormed.class, MemberUp.class, LeaderChanged.class);
			await().atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(events).containsOnlyOnceElementsOf(formed));
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			source.stop();
			assertThat(context.getBean(Cluster.class).isLeader()).isFalse();
			await().atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(events).endsWith(LeaderChanged.class, LeaderChanged.class));
			events.clear();
			source.start();
			assertThat(context.getBean(Cluster.class).isLeader()).isTrue();
			await().atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(events).containsOnlyOnceElementsOf(formed));
		});
	}

	@Test
	void showsItselfAtTheEndpointsAndInHealth() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(ClusterEndpoint.class).cluster(null, null, null).members()).singleElement()
				.satisfies((member) -> assertThat(member.leader()).isTrue());
			assertThat(context.getBean(LeadershipEndpoint.class).leadership().roles()).singleElement()
				.satisfies((role) -> assertThat(role.self()).isTrue());
			Health health = context.getBean(ClusterHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void tellsOfTheClusterAtInfoWhereThatIsEnabled() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(ClusterInfoContributor.class));
		this.contextRunner.withPropertyValues("management.info.cluster.enabled=true", "muster.cluster.node-name=one")
			.run((context) -> {
				Info.Builder info = new Info.Builder();
				context.getBean(ClusterInfoContributor.class).contribute(info);
				assertThat(info.build().getDetails()).containsOnlyKeys("cluster")
					.containsEntry("cluster",
							Map.of("name", "orders", "members", 1, "self", "one", "leader", "one", "leading", true));
			});
	}

	@Test
	void refusesToJoinAndSaysWhy() {
		this.contextRunner.run((context) -> {
			NodeAddress other = NodeAddress.parse("pekko://orders@127.0.0.1:25520");
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Cluster.class).join(List.of(other)));
			assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean(ClusterEngine.class).join(List.of(other)))
				.withMessageContaining("muster.enabled is false");
			ClusterOperations operations = context.getBean(ClusterOperations.class);
			assertThatExceptionOfType(OperationRefusedException.class)
				.isThrownBy(() -> operations.join(List.of("127.0.0.1:8080")))
				.withMessage("This node is alone, and neither joins a cluster nor leaves one: muster.enabled is false");
			assertThatExceptionOfType(OperationRefusedException.class).isThrownBy(operations::leave);
		});
	}

	@Test
	void leavingByTheApplicationItselfChangesNothing() {
		this.contextRunner.run((context) -> {
			Cluster cluster = context.getBean(Cluster.class);
			cluster.leave();
			assertThat(cluster.isLeader()).isTrue();
		});
	}

	@Test
	void applicationsOwnEngineIsUsed() {
		this.contextRunner
			.withBean("engine", ClusterEngine.class,
					() -> new AloneEngine("mine", null, java.util.Set.of(), "default", () -> null,
							java.time.Clock.systemUTC()))
			.run((context) -> assertThat(context.getBean(Cluster.class).name()).isEqualTo("mine"));
	}

	/**
	 * A bean that is started where the leader is.
	 */
	@OnLeader
	static class LeadingService implements SmartLifecycle {

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

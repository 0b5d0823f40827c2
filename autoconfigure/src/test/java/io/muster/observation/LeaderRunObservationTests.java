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

package io.muster.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.muster.autoconfigure.ClusterObservationAutoConfiguration;
import io.muster.autoconfigure.LeaderAutoConfiguration;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.TestClusterEngine;
import io.muster.leader.AloneLocks;
import io.muster.leader.FakeLeaderships;
import io.muster.leader.Leaderships;
import io.muster.leader.Locks;
import io.muster.leader.OnLeader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the observations of methods that run as the leader.
 */
final class LeaderRunObservationTests {

	private final FakeLeaderships leaderships = new FakeLeaderships();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(LeaderAutoConfiguration.class, ClusterObservationAutoConfiguration.class))
		.withBean(ClusterEngine.class, TestClusterEngine::new)
		.withBean(ObservationRegistry.class, () -> this.registry)
		.withBean(Leaderships.class, () -> this.leaderships)
		.withBean(Locks.class, AloneLocks::new)
		.withBean(Jobs.class, () -> new Jobs(this.leaderships, this.registry));

	@Test
	void aRunOnTheLeaderIsOneObservation() {
		this.contextRunner.run((context) -> {
			this.leaderships.grant("");
			context.getBean(Jobs.class).report();
			assertThatRuns().hasNumberOfObservationsWithNameEqualTo("muster.leader.run", 1)
				.hasObservationWithNameEqualTo("muster.leader.run")
				.that()
				.hasBeenStarted()
				.hasBeenStopped()
				.hasContextualNameEqualTo("leader jobs.report")
				.hasLowCardinalityKeyValue("cluster", "orders")
				.hasLowCardinalityKeyValue("role", "application")
				.hasLowCardinalityKeyValue("code.function", "report")
				.hasLowCardinalityKeyValue("code.namespace", Jobs.class.getCanonicalName())
				.hasLowCardinalityKeyValue("exception", "none")
				.hasLowCardinalityKeyValue("outcome", "SUCCESS");
		});
	}

	@Test
	void aCallElsewhereThanOnTheLeaderIsNone() {
		this.contextRunner.run((context) -> {
			context.getBean(Jobs.class).report();
			assertThatRuns().doesNotHaveAnyObservation();
		});
	}

	@Test
	void aCallThatDoesNotRunAgainBecauseOfItsLockIsNone() {
		this.contextRunner.run((context) -> {
			this.leaderships.grant("");
			context.getBean(Jobs.class).remind();
			context.getBean(Jobs.class).remind();
			assertThatRuns().hasNumberOfObservationsWithNameEqualTo("muster.leader.run", 1);
		});
	}

	@Test
	void whatTheMethodThrowsIsInTheObservation() {
		this.contextRunner.run((context) -> {
			this.leaderships.grant("billing");
			assertThatIllegalStateException().isThrownBy(context.getBean(Jobs.class)::fail);
			assertThatRuns().hasObservationWithNameEqualTo("muster.leader.run")
				.that()
				.hasError()
				.hasLowCardinalityKeyValue("role", "billing")
				.hasLowCardinalityKeyValue("exception", "IllegalStateException")
				.hasLowCardinalityKeyValue("outcome", "ERROR");
		});
	}

	@Test
	void aRunThatOutlastsItsTermIsLost() {
		this.contextRunner.run((context) -> {
			this.leaderships.grant("");
			context.getBean(Jobs.class).outlast();
			assertThatRuns().hasObservationWithNameEqualTo("muster.leader.run")
				.that()
				.hasLowCardinalityKeyValue("outcome", "LOST");
		});
	}

	@Test
	void whatTheMethodObservesIsWithinItsRun() {
		this.contextRunner.run((context) -> {
			this.leaderships.grant("");
			assertThat(context.getBean(Jobs.class).parent()).isEqualTo("muster.leader.run");
		});
	}

	@Test
	void theApplicationMayHaveItsOwnConvention() {
		this.contextRunner
			.withBean(LeaderRunObservationConvention.class, () -> new DefaultLeaderRunObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(LeaderRunObservationContext context) {
					return KeyValues.of("method", context.getMethod().getName());
				}

			})
			.run((context) -> {
				this.leaderships.grant("");
				context.getBean(Jobs.class).report();
				assertThatRuns().hasObservationWithNameEqualTo("muster.leader.run")
					.that()
					.hasLowCardinalityKeyValue("method", "report")
					.doesNotHaveLowCardinalityKeyValueWithKey("outcome");
			});
	}

	@Test
	void methodsRunWithoutMicrometer() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withConfiguration(
					AutoConfigurations.of(LeaderAutoConfiguration.class, ClusterObservationAutoConfiguration.class))
			.withBean(ClusterEngine.class, TestClusterEngine::new)
			.withBean(Leaderships.class, () -> this.leaderships)
			.withBean(Jobs.class, () -> new Jobs(this.leaderships, null))
			.run((context) -> {
				this.leaderships.grant("billing");
				assertThatIllegalStateException().isThrownBy(context.getBean(Jobs.class)::fail);
			});
	}

	private TestObservationRegistryAssert assertThatRuns() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

	public static class Jobs {

		private final FakeLeaderships leaderships;

		private final ObservationRegistry registry;

		Jobs(FakeLeaderships leaderships, ObservationRegistry registry) {
			this.leaderships = leaderships;
			this.registry = registry;
		}

		@OnLeader
		public void report() {
		}

		@OnLeader(lockAtLeastFor = "1m")
		public void remind() {
		}

		@OnLeader("billing")
		public void fail() {
			throw new IllegalStateException("failed");
		}

		@OnLeader
		public void outlast() {
			this.leaderships.revoke("");
			this.leaderships.grant("");
		}

		@OnLeader
		public String parent() {
			return this.registry.getCurrentObservation().getContext().getName();
		}

	}

}

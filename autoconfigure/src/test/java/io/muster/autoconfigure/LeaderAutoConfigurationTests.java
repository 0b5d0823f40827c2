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

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.muster.leader.AloneLeaderships;
import io.muster.leader.FakeLeaderships;
import io.muster.leader.FencingToken;
import io.muster.leader.Leadership;
import io.muster.leader.LeadershipEvent.LeadershipGranted;
import io.muster.leader.Leaderships;
import io.muster.leader.OnLeader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LeaderAutoConfiguration}.
 */
final class LeaderAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AloneAutoConfiguration.class, LeaderAutoConfiguration.class));

	@Test
	void leadershipOfTheApplicationIsABean() {
		FakeLeaderships leaderships = new FakeLeaderships();
		this.contextRunner.withBean(Leaderships.class, () -> leaderships)
			.run((context) -> assertThat(context.getBean(Leadership.class))
				.isSameAs(leaderships.of(Leadership.DEFAULT_ROLE)));
	}

	@Test
	void leadershipOfTheApplicationIsLeftToTheApplication() {
		FakeLeaderships leaderships = new FakeLeaderships();
		this.contextRunner.withBean(Leaderships.class, () -> leaderships)
			.withBean("mine", Leadership.class, () -> leaderships.of("mine"))
			.run((context) -> assertThat(context.getBean(Leadership.class).role()).isEqualTo("mine"));
	}

	@Test
	void withoutLeadershipsNothingIsMissedUntilTheyAreUsed() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Leadership.class));
	}

	@Test
	void applicationThatIsNoNodeLeadsEachRole() {
		List<Object> events = new CopyOnWriteArrayList<>();
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.withBean(Job.class)
			.withInitializer((context) -> context.addApplicationListener((event) -> events.add(event)))
			.run((context) -> {
				assertThat(context.getBean(Job.class).name()).isEqualTo("job");
				assertThat(context.getBean(Leadership.class).isLeader()).isTrue();
				FencingToken token = context.getBean(Leadership.class).token();
				assertThat(token).isNotNull();
				assertThat(context.getBean(Leaderships.class).holders()).extracting(Leaderships.Holder::role)
					.containsExactly("", "billing");
				await().untilAsserted(() -> assertThat(events).map(LeaderAutoConfigurationTests::payload)
					.contains(new LeadershipGranted("", token), new LeadershipGranted("billing", token)));
			});
	}

	private static Object payload(Object event) {
		return (event instanceof org.springframework.context.PayloadApplicationEvent<?> payload) ? payload.getPayload()
				: event;
	}

	@Test
	void applicationThatIsNoNodeHasAToken() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.withBean(Job.class)
			.run((context) -> assertThat(context.getBean(Job.class).token())
				.isEqualTo(context.getBean(Leadership.class).token()));
	}

	@Test
	void applicationsOwnLeadershipsAreUsedAlsoAlone() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.withBean(Leaderships.class, FakeLeaderships::new)
			.run((context) -> assertThat(context).doesNotHaveBean(AloneLeaderships.class)
				.hasSingleBean(FakeLeaderships.class));
	}

	static class Job {

		@OnLeader("billing")
		String name() {
			return "job";
		}

		@OnLeader
		FencingToken token() {
			return FencingToken.current();
		}

	}

}

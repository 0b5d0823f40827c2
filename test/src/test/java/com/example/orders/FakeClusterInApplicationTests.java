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

package com.example.orders;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.MemberUnreachable;
import io.muster.cluster.ClusterEvent.MemberUp;
import io.muster.cluster.Member;
import io.muster.leader.Leadership;
import io.muster.leader.LeadershipEvent.LeadershipGranted;
import io.muster.leader.LeadershipEvent.LeadershipRevoked;
import io.muster.test.fake.AutoConfigureFakeCluster;
import io.muster.test.fake.FakeCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AutoConfigureFakeCluster @AutoConfigureFakeCluster}.
 */
@AutoConfigureFakeCluster
class FakeClusterInApplicationTests {

	@Nested
	@SpringBootTest(properties = "invoices.every=1h")
	class WholeApplication {

		@Autowired
		private FakeCluster cluster;

		@Autowired
		private InvoiceJob job;

		@Autowired
		private ClusterLog log;

		@Test
		void isTheOnlyCluster(@Autowired ApplicationContext context) {
			assertThat(context.getBean(Cluster.class)).isSameAs(this.cluster);
			assertThat(this.cluster.members()).singleElement().extracting(Member::name).isEqualTo("self");
			assertThat(this.cluster.isLeader()).isFalse();
		}

		@Test
		void jobFollowsTheLeadershipAndTokensGrow() {
			int before = this.job.runs();
			this.job.run();
			assertThat(this.job.runs()).isEqualTo(before);
			this.cluster.lead();
			this.job.run();
			assertThat(this.job.runs()).isEqualTo(before + 1);
			long token = this.job.token();
			this.cluster.loseLeadership();
			this.job.run();
			assertThat(this.job.runs()).isEqualTo(before + 1);
			this.cluster.lead();
			this.job.run();
			assertThat(this.job.token()).isGreaterThan(token);
		}

		@Test
		void eventsArriveAtOnceAndThoseOfLeadershipsSoon() {
			this.log.events().clear();
			Member other = this.cluster.memberUp("other");
			this.cluster.memberUnreachable("other");
			this.cluster.lead();
			assertThat(this.log.events()).hasAtLeastOneElementOfType(MemberUnreachable.class)
				.contains(new MemberUp(other), new LeaderChanged(this.cluster.self(), true));
			this.cluster.loseLeadership();
			await().untilAsserted(() -> assertThat(this.log.events()).contains(new LeadershipRevoked(""))
				.hasAtLeastOneElementOfType(LeadershipGranted.class));
		}

		@Test
		void applicationThatRefusesTrafficHandsOver(@Autowired ApplicationContext context) {
			this.cluster.memberUp("other");
			this.cluster.lead();
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			await().until(() -> !context.getBean(Leadership.class).isLeader());
			Member leader = this.cluster.leader();
			assertThat(leader).isNotNull();
			assertThat(leader.name()).isEqualTo("other");
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			this.cluster.lead();
			assertThat(context.getBean(Leadership.class).isLeader()).isTrue();
		}

	}

	@Nested
	@WebMvcTest(OrderController.class)
	class Slice {

		@Test
		void answersAsTheFakeSays(@Autowired FakeCluster cluster, @Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/leader")).hasBodyTextEqualTo("follower");
			cluster.lead();
			assertThat(mvc.get().uri("/leader")).hasBodyTextEqualTo("leader");
		}

	}

}

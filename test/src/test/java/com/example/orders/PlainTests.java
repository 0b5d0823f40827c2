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

import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEvent.ClusterFormed;
import io.muster.leader.LeadershipEvent.LeadershipGranted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for tests that say nothing of Muster: the application is alone, and leads.
 */
class PlainTests {

	private static void assertAlone(ApplicationContext context) {
		Cluster cluster = context.getBean(Cluster.class);
		assertThat(cluster.isLeader()).isTrue();
		assertThat(cluster.members()).singleElement().isEqualTo(cluster.leader());
		assertThat(context.getBeanNamesForType(ActorSystem.class)).isEmpty();
		assertThat(context.getBeanNamesForType(BootstrapCoordinator.class)).isEmpty();
		assertThat(context.getBeanNamesForType(ClusterLifecycle.class)).isEmpty();
	}

	@Nested
	@SpringBootTest
	class WholeApplication {

		@Test
		void isAloneAndLeads(@Autowired ApplicationContext context) {
			assertAlone(context);
		}

		@Test
		void runsItsJobsAndHearsOfIt(@Autowired InvoiceJob job, @Autowired ClusterLog log) {
			await().until(() -> job.runs() > 0 && job.token() > 0);
			await().untilAsserted(() -> assertThat(log.events()).hasAtLeastOneElementOfType(ClusterFormed.class)
				.hasAtLeastOneElementOfType(LeadershipGranted.class));
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
	class WithWebServer {

		@Test
		void isAloneAndLeads(@Autowired ApplicationContext context) {
			assertAlone(context);
		}

	}

	@Nested
	@WebMvcTest(OrderController.class)
	class Slice {

		@Test
		void isAloneAndLeads(@Autowired ApplicationContext context, @Autowired MockMvcTester mvc) {
			assertAlone(context);
			assertThat(mvc.get().uri("/leader")).hasBodyTextEqualTo("leader");
		}

	}

	/**
	 * The test itself decides.
	 */
	@Nested
	@SpringBootTest(properties = { "muster.enabled=true", "muster.bootstrap.enabled=false" })
	@TestPropertySource(properties = { "muster.cluster.host=127.0.0.1", "muster.cluster.port=0" })
	class SwitchedOnByTheTest {

		@Test
		void isANode(@Autowired ApplicationContext context, @Autowired Environment environment) {
			assertThat(environment.getProperty("muster.enabled", Boolean.class)).isTrue();
			assertThat(context.getBeanNamesForType(ClusterLifecycle.class)).hasSize(1);
		}

	}

}

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

package io.muster;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.muster.leader.OnLeader;
import io.muster.testsupport.Node;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the observations of a whole application are timers of its actuator.
 */
@Tag("system")
final class ObservationsOnNodesTests {

	@Test
	void whatRunsAsTheLeaderAndHowTheNodeJoinedAreTimers() {
		try (Node node = Node.servlet(null)
			.contactPoints("127.0.0.1:" + Node.freePort())
			.required(1)
			.sources(Application.class)
			.start()) {
			Node.awaitOneCluster(node);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> node.context().getBean(Job.class).run() != null);
			assertThat(node.get("/actuator/metrics/muster.leader.run?tag=outcome:SUCCESS&tag=role:application").body())
				.contains("\"COUNT\",\"value\":1.0");
			assertThat(node.get("/actuator/metrics/muster.bootstrap.join?tag=entry:founded&tag=cluster:orders").body())
				.contains("\"COUNT\",\"value\":1.0");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Job job() {
			return new Job();
		}

	}

	static class Job {

		@OnLeader
		String run() {
			return "done";
		}

	}

}

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

package io.muster.sample.it;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a process that is started again while all others of its cluster are
 * suspended.
 */
@Tag("system")
class RestartOfMinorityIT {

	private static final Duration STANDSTILL = Duration.ofSeconds(5);

	@RegisterExtension
	final Processes processes = new Processes();

	@RegisterExtension
	final Watch watch = new Watch();

	@Test
	void aNodeThatIsStartedAgainWhileTheOthersStandStillWaitsForThemAndJoinsThem() {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3, 2);
		this.watch.over(nodes);
		nodes.forEach(SampleNode::start);
		OneCluster.await(nodes);
		SampleNode minority = nodes.get(0);
		List<SampleNode> majority = nodes.subList(1, 3);
		majority.forEach((node) -> node.process().pause());
		minority.restart();
		minority.awaitServer();
		Awaitility.await().during(STANDSTILL).atMost(STANDSTILL.plusSeconds(20)).untilAsserted(() -> {
			assertThat(minority.cluster().members()).isEmpty();
			assertThat(minority.bootstrap().path("phase").asString("")).isEqualTo("PROBING");
			assertThat(minority.bootstrap().path("waitingFor").asString("")).contains("expecting 2 nodes, found 1",
					Integer.toString(majority.get(0).port()), Integer.toString(majority.get(1).port()));
		});
		majority.forEach((node) -> node.process().resume());
		OneCluster.await(nodes);
	}

}

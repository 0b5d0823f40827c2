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
 * Tests an application context that was processed ahead of time, which only the profile
 * {@code system} of the build does.
 */
@Tag("system")
class AotIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	void nodesThatWereProcessedAheadOfTimeFormOneClusterAndRunTheJobOnOne() {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3);
		nodes.forEach(
				(node) -> node.withOptions("-Dspring.aot.enabled=true").with("--sample.report-interval=100ms").start());
		OneCluster.await(nodes);
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> writers(nodes) > 0);
		assertThat(writers(nodes)).isEqualTo(1);
		assertThat(nodes).allSatisfy(
				(node) -> assertThat(node.process().log()).contains("Starting AOT-processed SampleApplication"));
	}

	private static long writers(List<SampleNode> nodes) {
		return nodes.stream().filter((node) -> node.process().log().contains("wrote its report")).count();
	}

}

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

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;

/**
 * Tests for a process that is killed while it forms a cluster with others, and started
 * again.
 */
@Tag("system")
class DeathWhileFormingIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@RegisterExtension
	final Watch watch = new Watch();

	@ParameterizedTest
	@CsvSource({ "NOT_STARTED, Tomcat started on port", "PROBING, Bootstrap of cluster", "FOUNDING, founds cluster",
			"JOINING, Joining cluster", "MEMBER, is a member of cluster" })
	void aNodeThatIsKilledInAnyPhaseAndStartedAgainIsInTheOneCluster(String phase, String line) {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3, 2);
		this.watch.over(nodes);
		nodes.forEach((node) -> node.withQuickDowning().start());
		SampleNode victim = SampleNode.awaitLine(nodes, line);
		victim.restart();
		OneCluster.awaitRecovered(nodes);
	}

}

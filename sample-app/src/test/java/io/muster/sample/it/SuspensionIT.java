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
import io.muster.sample.it.Schedule.Action;

/**
 * Tests for processes that are suspended for a while when they form a cluster.
 */
@Tag("system")
class SuspensionIT {

	// each of three nodes is suspended at some time, and they resume one after the other
	private static final long SEED = 13;

	// longer than the vote timeout
	private static final Duration SUSPENSION = Duration.ofSeconds(15);

	@RegisterExtension
	final Processes processes = new Processes();

	@RegisterExtension
	final Network network = new Network();

	@RegisterExtension
	final Watch watch = new Watch();

	@Test
	void nodesThatAreSuspendedWhileTheyFormAreOneClusterWhenTheyResume() {
		Schedule schedule = ScheduleGenerator.generate(SEED, Action.SUSPEND, Action.RESUME);
		ScheduledNodes scheduled = new ScheduledNodes(schedule, this.processes, this.network);
		this.watch.over(scheduled.nodes());
		scheduled.run();
		scheduled.heal();
		OneCluster.awaitRecovered(scheduled.nodes());
	}

	/**
	 * The others drop their votes for the founder after the vote timeout, and found
	 * without it. What it had founded must never count.
	 */
	@Test
	void aFounderThatIsSuspendedRightAfterItsDecisionJoinsTheClusterOfTheOthers() {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3, 2);
		this.watch.over(nodes);
		nodes.forEach((node) -> node.with(SampleNode.DISCOVERY + "contact-with-all-contact-points=false"));
		nodes.forEach(SampleNode::start);
		SampleNode founder = SampleNode.awaitLine(nodes, "This node founds cluster");
		founder.process().pause();
		long suspendedAt = System.nanoTime();
		List<SampleNode> others = nodes.stream().filter((node) -> node != founder).toList();
		OneCluster.await(others);
		Awaitility.await()
			.atMost(SUSPENSION.multipliedBy(2))
			.until(() -> System.nanoTime() - suspendedAt > SUSPENSION.toNanos());
		founder.process().resume();
		OneCluster.await(nodes);
	}

}

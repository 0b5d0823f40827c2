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
import java.util.stream.LongStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.sample.it.Schedule.Action;

/**
 * Tests that processes never form two clusters, whatever happens to them, and that they
 * are one cluster afterwards. {@code -Dmuster.schedules=50} runs more schedules,
 * {@code -Dmuster.schedules.seed=42} begins with another one.
 */
@Tag("system")
class SchedulesIT {

	private static final int COUNT = Integer.getInteger("muster.schedules", 2);

	private static final long FIRST = Long.getLong("muster.schedules.seed", 1);

	@RegisterExtension
	final Processes processes = new Processes();

	@RegisterExtension
	final Network network = new Network();

	@RegisterExtension
	final Watch watch = new Watch();

	@ParameterizedTest
	@MethodSource("seeds")
	void nodesAreNeverTwoClustersAndBecomeOneWhateverHappensToThem(long seed) {
		Schedule schedule = ScheduleGenerator.generate(seed, Action.values());
		ScheduledNodes scheduled = new ScheduledNodes(schedule, this.processes, this.network);
		this.watch.over(scheduled.nodes());
		scheduled.run();
		scheduled.heal();
		long healed = System.nanoTime();
		List<String> restarts = OneCluster.awaitRecovered(scheduled.nodes());
		System.out.printf("Schedule %d, %d nodes, %d required: one cluster %d ms after the end, started again: %s%n",
				seed, schedule.nodes(), schedule.required(), Duration.ofNanos(System.nanoTime() - healed).toMillis(),
				restarts);
	}

	static LongStream seeds() {
		return LongStream.range(FIRST, FIRST + COUNT);
	}

}

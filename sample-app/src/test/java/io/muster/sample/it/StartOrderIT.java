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
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.muster.processes.OneCluster;
import io.muster.processes.Ports;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that processes form one cluster in whatever order and with whatever delay they
 * start.
 */
@Tag("system")
class StartOrderIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@ParameterizedTest
	@CsvSource({ "1, 2, 3", "1, 3, 2", "2, 1, 3", "2, 3, 1", "3, 1, 2", "3, 2, 1" })
	void processesThatStartInAnyOrderFormOneCluster(int first, int second, int third) {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3);
		// this test is about the order, not about the margin
		nodes.forEach((node) -> node.with(SampleNode.DISCOVERY + "stable-margin=1s"));
		nodes.get(first - 1).start().awaitServer();
		nodes.get(second - 1).start().awaitServer();
		nodes.get(third - 1).start();
		OneCluster.await(nodes);
		assertThat(this.processes.warnings()).isEmpty();
	}

	@Test
	void processesThatStartTwentySecondsApartFormOneClusterAndAFourthIsAMemberInThreeSeconds() {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3);
		Duration apart = Duration.ofSeconds(20);
		nodes.get(1).start();
		pass(apart);
		assertThat(nodes.get(1).cluster().members()).isEmpty();
		nodes.get(2).start();
		pass(apart);
		assertThat(nodes.get(2).cluster().members()).isEmpty();
		nodes.get(0).start();
		OneCluster.await(nodes);
		List<Integer> contactPoints = new ArrayList<>(nodes.stream().map(SampleNode::port).toList());
		contactPoints.add(Ports.find());
		SampleNode fourth = new SampleNode(this.processes, "node-4", contactPoints.get(3), contactPoints).require(3);
		nodes.add(fourth.start().awaitServer());
		long accepting = System.nanoTime();
		fourth.awaitMember();
		assertThat(Duration.ofNanos(System.nanoTime() - accepting)).isLessThan(Duration.ofSeconds(3));
		OneCluster.await(nodes);
		assertThat(this.processes.warnings()).isEmpty();
	}

	private static void pass(Duration time) {
		long begin = System.nanoTime();
		Awaitility.await().atMost(time.plusSeconds(5)).until(() -> System.nanoTime() - begin >= time.toNanos());
	}

}

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
import java.util.Set;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.ClusterView;
import io.muster.processes.ClusterView.Departed;
import io.muster.processes.OneCluster;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the members notice whether a process left or failed, and that it can join
 * again.
 */
@Tag("system")
class DepartureIT {

	@RegisterExtension
	final Processes processes = new Processes();

	private List<SampleNode> nodes;

	private List<SampleNode> others;

	private SampleNode leader;

	@BeforeEach
	void formCluster() {
		this.nodes = SampleNode.replicas(this.processes, 3);
		this.nodes.forEach((node) -> node.with(SampleNode.DISCOVERY + "stable-margin=1s").withQuickDowning().start());
		OneCluster.await(this.nodes);
		String address = this.nodes.get(0).cluster().leader();
		this.leader = this.nodes.stream().filter((node) -> node.address().equals(address)).findAny().orElseThrow();
		this.others = this.nodes.stream().filter((node) -> node != this.leader).toList();
	}

	@Test
	void aKilledProcessIsUnreachableThenFailedAndJoinsWhenItIsStartedAgain() {
		this.leader.process().kill();
		awaitOthers(Duration.ofSeconds(20),
				(view) -> assertThat(view.unreachable()).containsExactly(this.leader.address()));
		awaitOthers(Duration.ofSeconds(20), (view) -> assertDeparted(view, "FAILED"));
		this.leader.start();
		OneCluster.await(this.nodes);
	}

	@Test
	void aTerminatedProcessLeavesWithinThreeSecondsWithoutWarnings() {
		this.leader.process().terminate();
		awaitOthers(Duration.ofSeconds(3), (view) -> assertDeparted(view, "LEFT"));
		assertThat(this.leader.process().awaitExit()).isEqualTo(128 + 15);
		OneCluster.await(this.others);
		this.leader.start();
		OneCluster.await(this.nodes);
		this.nodes.forEach((node) -> node.process().terminate());
		assertThat(this.nodes).allSatisfy((node) -> assertThat(node.process().awaitExit()).isEqualTo(128 + 15));
		assertThat(this.processes.warnings()).isEmpty();
	}

	@Test
	void aPausedProcessIsUnreachableAndReachableAgain() {
		Set<String> before = this.others.get(0).cluster().nodes();
		this.leader.process().pause();
		awaitOthers(Duration.ofSeconds(20),
				(view) -> assertThat(view.unreachable()).containsExactly(this.leader.address()));
		this.leader.process().resume();
		OneCluster.await(this.nodes);
		assertThat(this.others.get(0).cluster().nodes()).isEqualTo(before);
	}

	private void assertDeparted(ClusterView view, String kind) {
		assertThat(view.members()).hasSize(2);
		assertThat(view.departed()).filteredOn((departed) -> departed.address().equals(this.leader.address()))
			.map(Departed::kind)
			.containsExactly(kind);
	}

	private void awaitOthers(Duration timeout, Consumer<ClusterView> assertion) {
		Awaitility.await()
			.atMost(timeout)
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(
					() -> assertThat(this.others).map(SampleNode::cluster).doesNotContainNull().allSatisfy(assertion));
	}

}

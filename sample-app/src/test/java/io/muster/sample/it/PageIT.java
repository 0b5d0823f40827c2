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
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.testsupport.Browser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what the page of a node shows while the process of another one is killed, without
 * being loaded again.
 */
@Tag("system")
class PageIT {

	private static final String WROTE = "This node wrote its report";

	@RegisterExtension
	final Processes processes = new Processes();

	private final Browser browser = new Browser();

	@AfterEach
	void stop() {
		this.browser.close();
	}

	@Test
	void aKilledLeaderIsUnreachableThenGoneAndWhatRanOnItRunsElsewhere() {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3);
		nodes.forEach(
				(node) -> node.with("--muster.cluster.node-name=" + name(nodes, node), "--sample.report-interval=500ms")
					.withQuickDowning()
					.start());
		OneCluster.await(nodes);
		SampleNode leader = leader(nodes, nodes.get(0));
		SampleNode watched = nodes.get((nodes.indexOf(leader) + 1) % nodes.size());
		String killed = name(nodes, leader);
		this.browser.open(watched.contactPoint() + "/actuator/cluster", 1280, "light");
		this.browser.await("#sentence", "One cluster of 3, led by " + killed);
		this.browser.await("#leading-body", killed);
		Awaitility.await().until(() -> leader.process().log().contains(WROTE));
		assertThat(nodes).filteredOn((node) -> node != leader)
			.noneMatch((node) -> node.process().log().contains(WROTE));

		leader.process().kill();
		this.browser.await("#sentence", "1 member unreachable: " + killed);
		this.browser.await("#departed", killed);
		this.browser.await("#sentence", "One cluster of 2, led by ");
		List<SampleNode> rest = nodes.stream().filter((node) -> node != leader).toList();
		OneCluster.await(rest);
		SampleNode successor = leader(rest, watched);
		this.browser.await("#sentence", "led by " + name(nodes, successor));
		this.browser.await("#leading-body", name(nodes, successor));
		assertThat(this.browser.text("#leading-body")).doesNotContain(killed);
		Awaitility.await().until(() -> successor.process().log().contains(WROTE));
		assertThat(this.browser.problems()).isEmpty();
	}

	private static String name(List<SampleNode> nodes, SampleNode node) {
		return "orders-" + (nodes.indexOf(node) + 1);
	}

	private static SampleNode leader(List<SampleNode> nodes, SampleNode asked) {
		String address = Objects.requireNonNull(asked.cluster()).leader();
		return nodes.stream().filter((node) -> node.address().equals(address)).findAny().orElseThrow();
	}

}

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Serf's "Join a Cluster", with processes: two agents at two loopback addresses
 * are each in a cluster of its own, until an operator has one join the other.
 */
@Tag("system")
class SerfJoinIT {

	private static final String JOINED = "Successfully joined cluster by contacting 1 nodes.";

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	@Tag("S1")
	@Tag("S3")
	@Tag("S5")
	@Tag("S6")
	@Tag("S7")
	@Tag("S8")
	@Tag("S9")
	@Tag("S10")
	@Tag("S11")
	@Tag("S12")
	@Tag("S14")
	void twoAgentsJoinAndOneLeavesAndFails() {
		List<OperatedNode> agents = OperatedNode.create(this.processes, 10, "agent-one", "agent-two");
		OperatedNode one = agents.get(0);
		OperatedNode two = agents.get(1);
		agents.forEach((agent) -> agent.start(1));
		one.awaitMembers(one.row("Up"));
		two.awaitMembers(two.row("Up"));
		assertThat(one.join(two)).isEqualTo(JOINED);
		for (OperatedNode agent : agents) {
			agent.awaitMembers(one.row("Up"), two.row("Up"));
			agent.awaitLog("agent-one at " + one.engine() + " is up", "agent-two at " + two.engine() + " is up");
		}
		two.process().interrupt();
		one.awaitMembers(one.row("Up"), two.row("left"));
		assertThat(two.process().awaitExit()).isEqualTo(128 + 2);
		two.start(1);
		two.awaitMembers(two.row("Up"));
		assertThat(one.join(two)).isEqualTo(JOINED);
		agents.forEach((agent) -> agent.awaitMembers(one.row("Up"), two.row("Up")));
		two.process().kill();
		one.awaitMembers(one.row("Up"), two.row("failed"));
	}

}

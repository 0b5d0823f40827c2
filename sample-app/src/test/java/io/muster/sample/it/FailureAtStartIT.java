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

import io.muster.processes.Ports;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application that cannot be a node of a cluster ends at once, and says
 * why.
 */
@Tag("system")
class FailureAtStartIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@Test
	void aPortInUseEndsTheApplicationAndTheMessageNamesTheWayOut() {
		SampleNode node = SampleNode.replicas(this.processes, 1).get(0).start().awaitServer();
		node.awaitMember();
		SampleNode second = new SampleNode(this.processes, "node-2", Ports.find(), List.of(node.port()))
			.with("--muster.cluster.port=" + node.enginePort())
			.start();
		assertThat(second.process().awaitExit()).isOne();
		assertThat(second.process().log()).contains("APPLICATION FAILED TO START")
			.contains("muster.cluster.port")
			.contains("cannot listen on " + SampleNode.HOST + ":" + node.enginePort())
			.doesNotContain("\tat ");
	}

	@Test
	void aMisspeltPropertyEndsTheApplicationAndTheMessageNamesIt() {
		SampleNode node = SampleNode.replicas(this.processes, 1)
			.get(0)
			.with("--muster.bootstrap.contact-point.probe-intervall=1s")
			.start();
		assertThat(node.process().awaitExit()).isOne();
		assertThat(node.process().log()).contains("APPLICATION FAILED TO START")
			.contains("muster.bootstrap.contact-point.probe-intervall")
			.doesNotContain("\tat ");
	}

	@Test
	void aNodeThatTheClusterRefusesEnds() {
		SampleNode node = SampleNode.replicas(this.processes, 1).get(0).start().awaitServer();
		node.awaitMember();
		SampleNode stranger = new SampleNode(this.processes, "node-2", Ports.find(), List.of(node.port())).require(2)
			.with("--muster.pekko.cluster.split-brain-resolver.active-strategy=keep-oldest")
			.start();
		assertThat(stranger.process().awaitExit()).isOne();
		assertThat(stranger.process().log()).contains("incompatible cluster configuration");
		assertThat(node.cluster().members()).hasSize(1);
	}

}

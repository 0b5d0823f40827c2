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

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that processes that start together form one cluster.
 */
class FormationIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 5 })
	void processesThatStartTogetherFormOneCluster(int count) {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, count);
		nodes.forEach(SampleNode::start);
		OneCluster.await(nodes);
		assertThat(nodes)
			.allSatisfy((node) -> assertThat(node.bootstrap().path("phase").asString()).isEqualTo("MEMBER"));
		assertThat(nodes).filteredOn((node) -> node.history().stream().anyMatch((text) -> text.contains("founds")))
			.hasSize(1);
		// a single node logs a warning that it is alone
		assertThat(this.processes.warnings()).hasSize((count == 1) ? 1 : 0);
	}

}

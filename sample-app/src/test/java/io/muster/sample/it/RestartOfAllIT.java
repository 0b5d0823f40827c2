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
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.JavaProcess;
import io.muster.processes.OneCluster;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that processes that have all ended form one cluster again when they are started
 * again.
 */
@Tag("system")
class RestartOfAllIT {

	@RegisterExtension
	final Processes processes = new Processes();

	@RegisterExtension
	final Watch watch = new Watch();

	@Test
	void nodesThatAllDieOrAllEndFormOneClusterWhenTheyAreStartedAgain() {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3);
		this.watch.over(nodes);
		nodes.forEach(SampleNode::start);
		OneCluster.await(nodes);
		endAndStartAgain(nodes, JavaProcess::kill);
		endAndStartAgain(nodes, JavaProcess::terminate);
	}

	private static void endAndStartAgain(List<SampleNode> nodes, Consumer<JavaProcess> end) {
		Set<String> before = nodes.get(0).cluster().nodes();
		nodes.forEach((node) -> end.accept(node.process()));
		nodes.forEach((node) -> node.process().awaitExit());
		nodes.forEach(SampleNode::start);
		OneCluster.await(nodes);
		assertThat(nodes.get(0).cluster().nodes()).doesNotContainAnyElementsOf(before);
	}

}

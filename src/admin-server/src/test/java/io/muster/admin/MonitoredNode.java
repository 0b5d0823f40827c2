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

package io.muster.admin;

import java.util.List;
import java.util.stream.IntStream;

import io.muster.processes.ClusterNode;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.processes.QuickStart;

/**
 * The sample application in a process of its own. Its configuration lists the others.
 */
final class MonitoredNode extends ClusterNode<MonitoredNode> {

	private static final QuickStart APPLICATION = new QuickStart("sample.jar", MEMBER);

	private MonitoredNode(Processes processes, int index, List<Integer> ports) {
		super(processes, "node-" + (index + 1), ports.get(index));
		with("--muster.cluster.node-name=orders-" + (index + 1));
		for (int i = 0; i < ports.size(); i++) {
			with("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=http://%s:%d".formatted(CLUSTER, i, HOST,
					ports.get(i)));
		}
		require(ports.size());
	}

	/**
	 * Create nodes that know each other. They are not started yet.
	 */
	static List<MonitoredNode> replicas(Processes processes, int count) {
		List<Integer> ports = Ports.find(count);
		return IntStream.range(0, count).mapToObj((index) -> new MonitoredNode(processes, index, ports)).toList();
	}

	@Override
	protected List<String> application() {
		return APPLICATION.arguments(alone(List.of()));
	}

}

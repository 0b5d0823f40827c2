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

package io.muster.registries.dns;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.processes.RegistryNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are replaced one by one while DNS is behind.
 */
class DnsReplacementIT {

	@RegisterExtension
	final Processes processes = new Processes();

	private DnsServer server;

	@AfterEach
	void stopServer() {
		if (this.server != null) {
			this.server.stop();
		}
	}

	@Test
	void nodesThatAreReplacedOneByOneStayOneCluster(@TempDir Path directory) {
		this.server = new DnsServer(directory);
		this.server.start();
		List<RegistryNode> nodes = new ArrayList<>(start("old-1", "old-2", "old-3"));
		OneCluster.await(nodes);
		for (String name : List.of("new-1", "new-2", "new-3")) {
			RegistryNode old = nodes.remove(0);
			nodes.addAll(start(name));
			nodes.get(2).awaitMember();
			old.process().terminate();
			OneCluster.await(nodes);
			this.server.remove(old);
		}
		assertThat(nodes).flatMap(RegistryNode::history).noneMatch((text) -> text.contains("This node founds"));
	}

	private List<RegistryNode> start(String... names) {
		List<RegistryNode> nodes = RegistryNode.of(this.processes, this.server, names);
		nodes.forEach(RegistryNode::start);
		return nodes;
	}

}

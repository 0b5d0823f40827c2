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
import java.util.List;

import io.muster.processes.ClusterNode;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.processes.QuickStart;
import io.muster.processes.Registry;
import io.muster.processes.RegistryNode;
import io.muster.testsupport.KnotServer;

/**
 * A DNS server with the addresses of all nodes as records of one name. All nodes listen
 * at the same port. Records are added when nodes are created, and stay when the nodes
 * have ended.
 */
final class DnsServer implements Registry {

	private static final QuickStart APPLICATION = new QuickStart("application.jar", ClusterNode.MEMBER);

	private final KnotServer server;

	private final int port = Ports.find();

	private int nodes;

	DnsServer(Path directory) {
		this.server = new KnotServer(directory);
	}

	@Override
	public void start() {
		this.server.start();
	}

	@Override
	public void stop() {
		this.server.close();
	}

	@Override
	public void awaitMissed(RegistryNode node) {
		node.awaitWaitingFor("refused: no process listens there for orders.test");
	}

	@Override
	public RegistryNode node(Processes processes, String name) {
		String host = "127.0.1." + ++this.nodes;
		this.server.add("orders A " + host);
		return new RegistryNode(processes, name, this, host, this.port);
	}

	@Override
	public boolean hasPaths() {
		return false;
	}

	@Override
	public QuickStart application() {
		return APPLICATION;
	}

	@Override
	public List<String> arguments() {
		return List.of(ClusterNode.DISCOVERY + "discovery-method=dns",
				ClusterNode.DISCOVERY + "effective-name=orders.test.",
				ClusterNode.DISCOVERY + "name-servers=" + this.server.address());
	}

}

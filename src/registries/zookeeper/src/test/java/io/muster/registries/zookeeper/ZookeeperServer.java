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

package io.muster.registries.zookeeper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

import io.muster.processes.ClusterNode;
import io.muster.processes.Ports;
import io.muster.processes.QuickStart;
import io.muster.processes.Registry;
import io.muster.processes.RegistryNode;

/**
 * A ZooKeeper server in this process. Sessions survive a restart of the server. They
 * outlive killed nodes for so long that these are listed while their successors form a
 * cluster, even on a busy machine.
 */
final class ZookeeperServer implements Registry {

	private static final QuickStart APPLICATION = new QuickStart("application.jar", ClusterNode.MEMBER);

	private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(3);

	private final InstanceSpec spec;

	private TestingServer server;

	ZookeeperServer(Path directory) {
		this.spec = new InstanceSpec(
				directory.toFile(), Ports.find(), -1, -1, false, -1, -1, -1, Map.of("clientPortAddress",
						ClusterNode.HOST, "maxSessionTimeout", Long.toString(SESSION_TIMEOUT.toMillis())),
				ClusterNode.HOST);
	}

	@Override
	public void start() {
		try {
			this.server = new TestingServer(this.spec, true);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void stop() {
		try {
			this.server.stop();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait until the node logs that it cannot connect. Applications wait for ZooKeeper
	 * when they start, and end after half a minute, before Muster starts.
	 */
	@Override
	public void awaitMissed(RegistryNode node) {
		ClusterNode.awaitLine(List.of(node), "Connection refused");
	}

	@Override
	public QuickStart application() {
		return APPLICATION;
	}

	@Override
	public List<String> arguments() {
		return List.of("--spring.cloud.zookeeper.connect-string=" + ClusterNode.HOST + ":" + this.spec.getPort(),
				"--spring.cloud.zookeeper.session-timeout=" + SESSION_TIMEOUT,
				"--spring.cloud.zookeeper.discovery.instance-host=" + ClusterNode.HOST,
				"--spring.cloud.zookeeper.discovery.metadata.color=blue");
	}

}

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

package io.muster.registries.eureka;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.Processes;
import io.muster.processes.RegistryNode;

/**
 * Tests for nodes that report their health to Eureka and are not UP before they are in
 * the cluster.
 */
@Tag("system")
class ReadinessIT {

	@RegisterExtension
	final Processes processes = new Processes();

	private EurekaServer server;

	@BeforeEach
	void startServer() {
		this.server = new EurekaServer(this.processes, true);
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.server.stop();
	}

	@Test
	void aNodeThatIsNotListedSaysWhatToSet() {
		RegistryNode node = RegistryNode.of(this.processes, this.server, "node").get(0);
		node.with("--eureka.client.healthcheck.enabled=true")
			.start()
			.awaitWaitingFor("expecting 3 nodes, found 1", "Set eureka.client.filter-only-up-instances");
	}

}

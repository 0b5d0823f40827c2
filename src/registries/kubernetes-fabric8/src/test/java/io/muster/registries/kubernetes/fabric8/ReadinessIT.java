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

package io.muster.registries.kubernetes.fabric8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.Processes;
import io.muster.registries.kubernetes.KubernetesApi;

/**
 * Tests for processes that are ready only after they have joined the cluster, while
 * Kubernetes lists them only after they are ready.
 */
@Tag("system")
class ReadinessIT {

	@RegisterExtension
	final Processes processes = new Processes();

	private final KubernetesApi api = Fabric8IT.api();

	@BeforeEach
	void startApi() {
		this.api.start();
	}

	@AfterEach
	void stopApi() {
		this.api.stop();
	}

	@Test
	void aNodeThatIsNotListedSaysWhatToSet() {
		this.api.node(this.processes, "node")
			.with("--%s=false".formatted(KubernetesApi.INCLUDE_NOT_READY))
			.start()
			.awaitWaitingFor("expecting 3 nodes, found 1", "Set %s to true".formatted(KubernetesApi.INCLUDE_NOT_READY));
	}

}

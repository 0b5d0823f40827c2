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

package io.muster.sample.demo;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DemoNode}.
 */
class DemoNodeTests {

	private final DemoNode one = new DemoNode(1, 8081, 25521, Path.of("node-1.log"));

	private final DemoNode two = new DemoNode(2, 8082, 25522, Path.of("node-2.log"));

	@Test
	void hasArgumentsForItsPortsAndAllNodes() {
		assertThat(this.two.arguments(List.of(this.one, this.two), "jdbc:h2:mem:sample")).contains("--server.port=8082",
				"--sample.database=jdbc:h2:mem:sample", "--muster.cluster.port=25522",
				"--muster.bootstrap.contact-point-discovery.required-contact-point-nr=2",
				"--spring.cloud.discovery.client.simple.instances.sample[0].uri=http://127.0.0.1:8081",
				"--spring.cloud.discovery.client.simple.instances.sample[1].uri=http://127.0.0.1:8082");
	}

	@Test
	void hasTheAddressThatItsEngineGivesItself() {
		assertThat(this.one.address()).isEqualTo("pekko://sample@127.0.0.1:25521");
	}

	@Test
	void isNotAliveBeforeItIsStarted() {
		assertThat(this.one.isAlive()).isFalse();
		assertThat(this.one.describe()).isEqualTo("node 1 (not started)");
	}

}

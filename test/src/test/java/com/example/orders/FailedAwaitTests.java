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

package com.example.orders;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import io.muster.test.ClusterTest;
import io.muster.test.TestCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for a cluster that cannot form: what fails says why. The nodes run with WebFlux.
 */
@ClusterTest(nodes = 2, start = false, properties = "spring.main.web-application-type=reactive")
class FailedAwaitTests {

	private final TestCluster cluster;

	FailedAwaitTests(TestCluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void saysWhatEachNodeWaitsFor() {
		this.cluster.node(1).start();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.cluster.awaitFormed(Duration.ofMillis(1500)))
			.withMessageStartingWith("The cluster has not formed within 1500 ms.%nnode 1 is STARTED%n".formatted())
			.withMessageContaining("waiting: expecting 2 nodes, found 1: waiting for 1 more")
			.withMessageContaining("the test lists no other node")
			.withMessageContaining("to do: start the missing nodes")
			.withMessageEndingWith("node 2 does not run");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.cluster.awaitLeader("", Duration.ofMillis(10)))
			.withMessageStartingWith("No node leads the application within 10 ms.");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.cluster).isFormed())
			.withMessageContaining("Expected one cluster of [node 1], but:");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.cluster).hasMembers(1))
			.withMessageContaining("sees 1 members Up and reachable, but:");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.cluster).hasOneLeader())
			.withMessageContaining("Expected that one node leads the application, but none does:");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.cluster).isLedBy(this.cluster.node(1)))
			.withMessageContaining("but none does");
		assertThat(this.cluster).hasNoLeader();
	}

	@Test
	void noNodeRunsWhenATestBegins() {
		assertThat(this.cluster.connectedNodes()).isEmpty();
		assertThat(this.cluster.isFormed()).isFalse();
		assertThat(this.cluster.leader()).isNull();
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.node(1).isolate())
			.withMessage("node 1 does not run");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.node(3))
			.withMessage("There is no node 3: nodes are numbered from 1 to 2");
	}

	@Test
	void formsWhenAllNodesHaveStarted() {
		this.cluster.start();
		this.cluster.awaitFormed();
		assertThat(this.cluster).hasMembers(2);
		assertThat(this.cluster.node(1)
			.context()
			.getEnvironment()
			.getProperty("spring.main.web-application-type", WebApplicationType.class))
			.isEqualTo(WebApplicationType.REACTIVE);
		this.cluster.awaitLeader();
		assertThat(this.cluster).hasOneLeader();
	}

}

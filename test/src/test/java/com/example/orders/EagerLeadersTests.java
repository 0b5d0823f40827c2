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

import org.junit.jupiter.api.Test;

import io.muster.test.ClusterTest;
import io.muster.test.LeaderWatch;
import io.muster.test.TestCluster;
import io.muster.test.TestNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a watch of leaders notices two at one moment: {@code leader-change=eager}
 * allows that.
 */
@ClusterTest(nodes = 2, properties = { "muster.cluster.leader-change=eager", "invoices.every=1h",
		"muster.pekko.cluster.split-brain-resolver.stable-after=30s" })
class EagerLeadersTests {

	@Test
	void twoLeadersAreSeen(TestCluster cluster) {
		LeaderWatch watch = cluster.watchLeaders();
		cluster.node(1).isolate();
		await().until(() -> cluster.holders("").size() == 2);
		await().untilAsserted(() -> assertThat(watch.terms()).extracting(LeaderWatch.Term::node).contains(1, 2));
		await().untilAsserted(() -> assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(watch).hasNeverTwoLeaders())
			.withMessageContaining("Two nodes led the application at one moment"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(cluster::leader)
			.withMessage("[node 1, node 2] lead the application");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(cluster).hasOneLeader())
			.withMessageContaining("but [node 1, node 2] do");
		assertThat(cluster.nodes()).allMatch(TestNode::isLeader);
		cluster.node(1).kill();
		assertThat(cluster.node(1).isRunning()).isFalse();
		assertThat(cluster.node(1).isLeader()).isFalse();
		assertThat(cluster.leader()).isSameAs(cluster.node(2));
	}

}

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
import static org.awaitility.Awaitility.await;

/**
 * Example of the page on tests: a cluster.
 */
@ClusterTest(nodes = 3)
class InvoiceClusterTests {

	@Test
	void jobMovesWhenItsNodeDies(TestCluster cluster) {
		LeaderWatch watch = cluster.watchLeaders();
		TestNode first = cluster.awaitLeader();
		first.kill();
		TestNode second = cluster.awaitLeader();
		await().until(() -> second.bean(InvoiceJob.class).runs() > 0);
		cluster.awaitFormed();
		assertThat(cluster).hasMembers(2).isLedBy(second);
		assertThat(watch).hasNeverTwoLeaders();
	}

}

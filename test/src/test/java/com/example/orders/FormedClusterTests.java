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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.muster.cluster.Cluster;
import io.muster.cluster.Member;
import io.muster.leader.Leadership;
import io.muster.test.ClusterTest;
import io.muster.test.LeaderWatch;
import io.muster.test.TestCluster;
import io.muster.test.TestNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a cluster of three nodes in this JVM, and what a test can do to them.
 */
@ClusterTest
class FormedClusterTests {

	private final TestCluster cluster;

	FormedClusterTests(TestCluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void isFormedAndLedByOneNodeWhenATestBegins(TestCluster cluster) throws Exception {
		assertThat(cluster).isSameAs(this.cluster).isFormed().hasMembers(3).hasOneLeader();
		assertThat(cluster.nodes()).extracting(TestNode::name).containsExactly("node-1", "node-2", "node-3");
		for (TestNode node : cluster.nodes()) {
			assertThat(get(node, "/leader")).isEqualTo(node.isLeader() ? "leader" : "follower");
			assertThat(get(node, "/members")).isEqualTo("3");
		}
	}

	@Test
	void jobRunsOnTheLeaderAlone() {
		TestNode leader = this.cluster.awaitLeader();
		int before = leader.bean(InvoiceJob.class).runs();
		await().until(() -> leader.bean(InvoiceJob.class).runs() > before + 3);
		assertThat(this.cluster.nodes()).filteredOn((node) -> node != leader)
			.allSatisfy((node) -> assertThat(node.bean(InvoiceJob.class).runs()).isZero());
	}

	@Test
	void leaderThatIsCutOffLeadsNoMore() {
		TestNode first = this.cluster.awaitLeader();
		LeaderWatch watch = this.cluster.watchLeaders();
		long token = first.bean(InvoiceJob.class).token();
		first.isolate();
		assertThat(first.isIsolated()).isTrue();
		assertThat(first.isRunning()).isTrue();
		TestNode second = this.cluster.awaitLeader();
		assertThat(second).isNotSameAs(first);
		assertThat(first.isLeader()).isFalse();
		assertThat(first.bean(Leadership.class).isLeader()).isFalse();
		await().until(() -> second.bean(InvoiceJob.class).token() > token);
		assertThat(watch).hasNeverTwoLeaders().hasLeaders(first, second);
		this.cluster.awaitFormed();
		assertThat(this.cluster).hasMembers(2);
		first.heal();
		this.cluster.awaitFormed();
		assertThat(this.cluster).hasMembers(3).hasOneLeader();
		assertThat(watch).hasNeverTwoLeaders();
	}

	@Test
	void cutIsInBothDirections() {
		TestNode cutOff = this.cluster.node(2);
		this.cluster.partition(cutOff);
		assertThat(this.cluster.connectedNodes()).containsExactly(this.cluster.node(1), this.cluster.node(3));
		await().until(() -> !reachable(this.cluster.node(1)).contains("node-2"));
		// it says so for a moment only: then it leaves its side, to join again when it is
		// heard
		await().until(() -> Collections.disjoint(reachable(cutOff), List.of("node-1", "node-3")));
		this.cluster.heal();
		this.cluster.awaitFormed();
		assertThat(this.cluster).hasMembers(3);
	}

	@Test
	void nodeThatStopsHandsOver() {
		TestNode first = this.cluster.awaitLeader();
		LeaderWatch watch = this.cluster.watchLeaders();
		first.stop();
		assertThatIllegalStateException().isThrownBy(first::context).withMessage(first + " does not run");
		TestNode second = this.cluster.awaitLeader("", Duration.ofSeconds(2));
		this.cluster.awaitFormed(Duration.ofSeconds(2));
		assertThat(this.cluster).hasMembers(2).isLedBy(second);
		assertThat(watch).hasNeverTwoLeaders().hasLeaders(first, second);
		first.start();
		this.cluster.awaitFormed();
		assertThat(this.cluster).hasMembers(3).isLedBy(second);
	}

	private static List<String> reachable(TestNode node) {
		Cluster cluster = node.cluster();
		return cluster.members()
			.stream()
			.filter((member) -> !cluster.unreachable().contains(member))
			.map(Member::name)
			.toList();
	}

	private static String get(TestNode node, String path) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(node.url() + path)).build(), BodyHandlers.ofString())
			.body();
	}

}

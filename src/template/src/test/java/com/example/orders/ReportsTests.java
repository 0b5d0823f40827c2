package com.example.orders;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.muster.test.ClusterTest;
import io.muster.test.TestCluster;
import io.muster.test.TestNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * In a cluster of three, one node writes reports, and another one when that is killed.
 */
@ClusterTest(properties = "orders.report-interval=100ms")
class ReportsTests {

	@Test
	void oneNodeWritesReports(TestCluster cluster) {
		TestNode leader = cluster.awaitLeader();
		await().until(() -> written(leader) > 1);
		List<TestNode> others = cluster.nodes().stream().filter((node) -> node != leader).toList();
		assertThat(others).allSatisfy((node) -> assertThat(written(node)).isZero());
	}

	@Test
	void anotherNodeWritesReportsWhenTheFirstIsKilled(TestCluster cluster) {
		cluster.awaitLeader().kill();
		TestNode next = cluster.awaitLeader();
		await().until(() -> written(next) > 1);
	}

	private static int written(TestNode node) {
		return node.bean(Reports.class).written();
	}

}

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

package io.muster.processes;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Waits until nodes have formed one cluster.
 */
public final class OneCluster {

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private OneCluster() {
	}

	/**
	 * Wait until each of the nodes shows exactly these nodes as working members with the
	 * same leader.
	 * @param nodes the nodes
	 */
	public static void await(Collection<? extends ClusterNode<?>> nodes) {
		await(nodes, Set.of());
	}

	/**
	 * Wait until each of the nodes shows exactly these nodes and the further ones as
	 * working members with the same leader.
	 * @param nodes the nodes
	 * @param others addresses of further nodes
	 */
	public static void await(Collection<? extends ClusterNode<?>> nodes, Set<String> others) {
		await(nodes, () -> assertOneCluster(nodes, others));
	}

	/**
	 * Wait until all nodes have formed one cluster and none waits any more. Nodes that do
	 * not recover by themselves are started again.
	 * @param nodes the nodes
	 * @return which nodes were started again, and why
	 */
	public static List<String> awaitRecovered(Collection<? extends ClusterNode<?>> nodes) {
		Recovery recovery = new Recovery();
		await(nodes, () -> {
			recovery.attendTo(nodes);
			assertOneCluster(nodes, Set.of());
			assertThat(nodes).map(ClusterNode::bootstrap).allSatisfy((bootstrap) -> {
				assertThat(bootstrap.path("phase").asString("")).isEqualTo("MEMBER");
				assertThat(bootstrap.path("waitingFor").asString("")).isEmpty();
			});
		});
		return recovery.restarts();
	}

	private static void await(Collection<? extends ClusterNode<?>> nodes, ThrowingRunnable assertion) {
		try {
			Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError(ex.getMessage() + "\n" + explanations(nodes), ex);
		}
	}

	private static String explanations(Collection<? extends ClusterNode<?>> nodes) {
		return nodes.stream().map(ClusterNode::explanation).collect(Collectors.joining("\n"));
	}

	private static void assertOneCluster(Collection<? extends ClusterNode<?>> nodes, Set<String> others) {
		List<ClusterView> views = nodes.stream().map(ClusterNode::cluster).toList();
		assertThat(views).doesNotContainNull().allMatch(ClusterView::isMember);
		assertThat(views).map(ClusterView::nodes).containsOnly(views.get(0).nodes());
		assertThat(views.get(0).addresses()).hasSize(nodes.size() + others.size())
			.containsAll(others)
			.containsAll(nodes.stream().map(ClusterNode::address).toList());
		assertThat(views).flatMap(ClusterView::members)
			.allMatch((member) -> member.status().equals("Up") && member.reachable());
		assertThat(views).map(ClusterView::leader).doesNotContainNull().containsOnly(views.get(0).leader());
		assertThat(views).allSatisfy((view) -> assertThat(view.members()).filteredOn(ClusterView.Member::leader)
			.map(ClusterView.Member::address)
			.containsExactly(view.leader()));
	}

}

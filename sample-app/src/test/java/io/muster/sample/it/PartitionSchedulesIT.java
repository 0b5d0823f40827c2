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

package io.muster.sample.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.muster.processes.ClusterNode;
import io.muster.processes.ClusterView;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that processes become one cluster whatever happened to them, their links, disks
 * and registries, by themselves and within a limit, and that two never act as the leader
 * at one moment. Each has a network namespace of its own, which needs Linux and root.
 * {@code -Dmuster.partitions=50} runs more schedules, {@code -Dmuster.partitions.seed=42}
 * begins with another one, {@code -Dmuster.partitions.fault=FOUNDER} takes only those
 * that show a kind whose name begins so, and {@code -Dmuster.partitions.limit=120} is the
 * limit in seconds.
 */
@Tag("system")
class PartitionSchedulesIT {

	private static final int COUNT = Integer.getInteger("muster.partitions", 3);

	private static final long FIRST = Long.getLong("muster.partitions.seed", 1);

	private static final String FAULT = System.getProperty("muster.partitions.fault", "");

	private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("muster.partitions.limit", 120));

	private static final Map<String, List<Long>> times = new TreeMap<>();

	// The namespaces are there until the processes in them have ended.
	@RegisterExtension
	final Namespaces namespaces = new Namespaces();

	@RegisterExtension
	final Processes processes = new Processes();

	@ParameterizedTest
	@MethodSource("seeds")
	void nodesBecomeOneClusterByThemselvesOnceEverythingIsHealedAndNeverHaveTwoLeaders(long seed) throws IOException {
		PartitionSchedule schedule = PartitionSchedule.generate(seed);
		PartitionedNodes nodes = new PartitionedNodes(schedule, this.processes, this.namespaces);
		try (ClusterHistory history = new ClusterHistory(nodes.nodes())) {
			List<String> failures = new ArrayList<>();
			try {
				nodes.run(history::note);
				nodes.heal();
				history.note("everything is healed");
				failures.addAll(recover(nodes, schedule.kind()));
				Awaitility.await("a leader").atMost(LIMIT).until(() -> LeaderRecord.isActing(leaderRecords(nodes)));
			}
			catch (RuntimeException | AssertionError ex) {
				failures.add(ex.toString());
			}
			failures.addAll(history.complaints());
			failures.addAll(LeaderRecord.complaints(leaderRecords(nodes)));
			nodes.ended().forEach((ended) -> failures.add(ended + " by itself"));
			this.processes.note("history", String.join("\n", history.lines()));
			System.out.printf("Schedule %s%ntwo clusters for at most %d ms; %s%n", schedule, history.longestApart(),
					failures.isEmpty() ? "all is well" : String.join("\n", failures));
			assertThat(failures).as("%s", schedule).isEmpty();
		}
	}

	private static List<Path> leaderRecords(PartitionedNodes nodes) {
		return nodes.nodes().stream().map(NamespaceNode::leaderRecord).toList();
	}

	private static List<String> recover(PartitionedNodes nodes, String kind) {
		long healed = System.nanoTime();
		try {
			Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
				nodes.supervise();
				return isOneCluster(nodes.nodes());
			});
			long millis = Duration.ofNanos(System.nanoTime() - healed).toMillis();
			times.computeIfAbsent(kind, (key) -> new ArrayList<>()).add(millis);
			return List.of();
		}
		catch (ConditionTimeoutException ex) {
			times.computeIfAbsent(kind, (key) -> new ArrayList<>()).add(-1L);
			return List.of("No cluster of all within %d s:\n%s".formatted(LIMIT.toSeconds(),
					nodes.nodes().stream().map(ClusterNode::explanation).collect(Collectors.joining("\n"))));
		}
	}

	/**
	 * Return whether all nodes show one cluster of all of them, with one leader, and none
	 * waits for anything.
	 */
	private static boolean isOneCluster(List<NamespaceNode> nodes) {
		List<ClusterView> views = new ArrayList<>();
		for (NamespaceNode node : nodes) {
			ClusterView view = node.clusterIfAny().orElse(null);
			if (view == null || !view.isWorking()
					|| !view.members().stream().allMatch((member) -> member.reachable() && member.status().equals("Up"))
					|| view.addresses().size() != nodes.size() || view.members().size() != nodes.size()) {
				return false;
			}
			views.add(view);
		}
		return views.stream().map(ClusterView::nodes).distinct().count() == 1
				&& views.stream().map(ClusterView::leader).distinct().count() == 1 && views.get(0).leader() != null
				&& nodes.stream().allMatch(PartitionSchedulesIT::isContent);
	}

	private static boolean isContent(NamespaceNode node) {
		return node.bootstrapIfAny().path("phase").asString("").equals("MEMBER")
				&& node.bootstrapIfAny().path("waitingFor").asString("").isEmpty()
				&& node.seedNodesIfAny().path("seedNodes").size() > 0;
	}

	static LongStream seeds() {
		return LongStream.iterate(FIRST, (seed) -> seed + 1)
			.filter((seed) -> PartitionSchedule.generate(seed).kind().startsWith(FAULT))
			.limit(COUNT);
	}

	/**
	 * Print how long it took from healing to one cluster, -1 where there was none.
	 */
	@AfterAll
	static void printTimes() {
		System.out.printf("%-40s %9s %9s %9s %9s%n", "Fault", "Schedules", "Failed", "Median ms", "Most ms");
		times.forEach((kind, all) -> {
			List<Long> sorted = all.stream().filter((time) -> time >= 0).sorted().toList();
			System.out.printf("%-40s %9d %9d %9s %9s%n", kind, all.size(), all.size() - sorted.size(),
					sorted.isEmpty() ? "-" : sorted.get(sorted.size() / 2),
					sorted.isEmpty() ? "-" : sorted.get(sorted.size() - 1));
		});
	}

}

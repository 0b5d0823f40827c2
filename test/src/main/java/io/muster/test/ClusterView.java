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

package io.muster.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.cluster.ClusterState;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.leader.Leadership;

/**
 * What some nodes see of their cluster.
 *
 * @param nodes the nodes
 */
record ClusterView(List<TestNode> nodes) {

	/**
	 * Return a role as the object of a sentence.
	 */
	static String describe(String role) {
		return role.equals(Leadership.DEFAULT_ROLE) ? "the application" : "the role '" + role + "'";
	}

	/**
	 * Return whether these nodes are one cluster, and nobody else is in it.
	 */
	boolean isFormed() {
		Set<@Nullable Node> selves = new HashSet<>();
		List<Set<Node>> views = new ArrayList<>();
		for (TestNode node : this.nodes) {
			ClusterState state = node.state();
			if (state == null || !state.members().stream().allMatch(ClusterView::isWorking)) {
				return false;
			}
			selves.add(state.self());
			views.add(state.members().stream().map(Member::node).collect(Collectors.toSet()));
		}
		return !this.nodes.isEmpty() && views.stream().allMatch(selves::equals);
	}

	/**
	 * Return how many members a node sees that are Up and reachable.
	 */
	static int working(TestNode node) {
		ClusterState state = node.state();
		return (state != null) ? (int) state.members().stream().filter(ClusterView::isWorking).count() : 0;
	}

	private static boolean isWorking(Member member) {
		return member.status() == MemberStatus.UP && member.reachable();
	}

	/**
	 * Return what each node sees, and what it waits for.
	 */
	String describe() {
		return this.nodes.stream().map(ClusterView::describe).collect(Collectors.joining("%n".formatted()));
	}

	private static String describe(TestNode node) {
		ClusterState state = node.state();
		if (state == null) {
			return node + " does not run";
		}
		List<String> lines = new ArrayList<>();
		lines.add("%s%s is %s%s".formatted(node, node.isIsolated() ? ", which is cut off," : "", state.status(),
				members(state)));
		String obstacle = state.leaderObstacle();
		if (state.selfMember() != null && obstacle != null) {
			lines.add("it sees no leader at work: " + obstacle);
		}
		node.context()
			.getBeanProvider(BootstrapCoordinator.class)
			.ifAvailable((coordinator) -> addReasons(lines, coordinator.report()));
		return String.join("%n  ".formatted(), lines);
	}

	private static String members(ClusterState state) {
		return state.members().isEmpty() ? ""
				: state.members()
					.stream()
					.map((member) -> "%s %s%s".formatted(member.name(), member.status().text(),
							member.reachable() ? "" : " (unreachable)"))
					.collect(Collectors.joining(", ", ", and sees ", ""));
	}

	private static void addReasons(List<String> lines, BootstrapReport report) {
		if (report.waitingFor() != null) {
			lines.add("waiting: " + report.waitingFor());
		}
		lines.addAll(report.explanations());
		if (report.wayOut() != null) {
			lines.add("to do: " + report.wayOut());
		}
		if (report.split() != null) {
			lines.add("split: " + report.split());
		}
	}

}

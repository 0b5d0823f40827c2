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

package io.muster.actuate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.actuate.ClusterDescriptor.DepartedDescriptor;
import io.muster.actuate.ClusterDescriptor.MemberDescriptor;

/**
 * A cluster as text, as {@code serf members} and {@code consul members} print it: a line
 * for each member and for each former member, and below them a summary of this node's
 * view. The table comes first, so that scripts written for those commands find it.
 */
final class ClusterText {

	private static final List<String> HEADER = List.of("Node", "Address", "Status", "Reachable", "Self", "Leader", "DC",
			"Since", "Roles");

	private ClusterText() {
	}

	static String of(ClusterDescriptor cluster) {
		List<List<String>> rows = new ArrayList<>();
		rows.add(HEADER);
		cluster.members().forEach((member) -> rows.add(row(member)));
		cluster.departed().forEach((departed) -> rows.add(row(departed)));
		return TextTable.of(rows) + "\n" + TextTable.of(summary(cluster));
	}

	private static List<String> row(MemberDescriptor member) {
		return List.of(member.name(), node(member.address()), member.status(), member.reachable() ? "yes" : "no",
				mark(member.self()), mark(member.leader()), member.dataCenter(), time(member.since()),
				roles(member.roles()));
	}

	private static List<String> row(DepartedDescriptor departed) {
		return List.of(departed.name(), node(departed.address()), departed.kind().name().toLowerCase(Locale.ROOT),
				TextTable.NONE, mark(false), mark(false), departed.dataCenter(), time(departed.at()),
				roles(departed.roles()));
	}

	/**
	 * The numbers count the lines that are shown, with a filter fewer than all.
	 */
	private static List<List<@Nullable String>> summary(ClusterDescriptor cluster) {
		long unreachable = cluster.members().stream().filter((member) -> !member.reachable()).count();
		String shown = "members %s, unreachable %s, departed %s".formatted(cluster.members().size(), unreachable,
				cluster.departed().size());
		List<List<@Nullable String>> summary = new ArrayList<>(List.of(pair("Cluster", cluster.name()),
				pair("Status", cluster.status().name()), pair("Self", cluster.self()), pair("Leader", leaders(cluster)),
				pair("Oldest", node(cluster.oldest()))));
		cluster.members()
			.stream()
			.filter((member) -> member.unreachableBy() != null)
			.forEach((member) -> summary.add(pair("Cut off", cut(member))));
		summary.add(pair("Shown", shown));
		return summary;
	}

	/**
	 * Return a member that others do not reach, and who they are.
	 */
	private static String cut(MemberDescriptor member) {
		return node(member.address()) + " from "
				+ Objects.requireNonNull(member.unreachableBy())
					.stream()
					.map(ClusterText::node)
					.collect(Collectors.joining(", "));
	}

	/**
	 * Return the leader, and that of each data center if there are several.
	 */
	private static String leaders(ClusterDescriptor cluster) {
		String obstacle = cluster.leaderObstacle();
		String leader = node(cluster.leader());
		if (obstacle != null) {
			leader += (cluster.leader() != null) ? ", but does not act: " + obstacle : ": " + obstacle;
		}
		return (cluster.dataCenters().size() < 2) ? leader
				: leader + cluster.dataCenters()
					.stream()
					.map((dataCenter) -> "; %s leads in %s".formatted(node(dataCenter.leader()), dataCenter.name()))
					.collect(Collectors.joining());
	}

	private static List<@Nullable String> pair(String name, @Nullable String value) {
		return Arrays.asList(name, value);
	}

	/**
	 * Return host and port: the rest is the same in all addresses of a cluster.
	 */
	private static String node(@Nullable String address) {
		return (address != null) ? address.substring(address.lastIndexOf('@') + 1) : TextTable.NONE;
	}

	private static String mark(boolean marked) {
		return marked ? "*" : TextTable.NONE;
	}

	private static String time(Instant instant) {
		return instant.truncatedTo(ChronoUnit.SECONDS).toString();
	}

	private static String roles(Collection<String> roles) {
		return String.join(",", roles);
	}

}

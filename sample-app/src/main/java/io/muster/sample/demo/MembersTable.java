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

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.util.StringUtils;

import io.muster.sample.demo.ClusterView.Departed;
import io.muster.sample.demo.ClusterView.Member;

/**
 * Table of the members as the nodes show them. It has a row for each member, with the
 * number of nodes that show it like this.
 */
final class MembersTable {

	private static final String[] HEAD = { "NODE", "ADDRESS", "STATUS", "LEADER", "REACHABLE", "SHOWN BY" };

	private final Map<String, String> names;

	/**
	 * Create a table.
	 * @param names the names of the nodes, by address
	 */
	MembersTable(Map<String, String> names) {
		this.names = names;
	}

	/**
	 * Return the lines of the table.
	 * @param views the cluster as each node that answered shows it
	 * @return the lines, empty if there are no members
	 */
	List<String> lines(Collection<ClusterView> views) {
		Map<Row, Integer> rows = new TreeMap<>();
		views.forEach((view) -> rows(view).forEach((row) -> rows.merge(row, 1, Integer::sum)));
		if (rows.isEmpty()) {
			return List.of();
		}
		List<String[]> table = new ArrayList<>();
		table.add(HEAD);
		rows.forEach((row, count) -> table.add(new String[] { row.node(), row.address(), row.status(), row.leader(),
				row.reachable(), count + " of " + views.size() }));
		return align(table);
	}

	private Collection<Row> rows(ClusterView view) {
		Map<String, Row> rows = new LinkedHashMap<>();
		for (Departed departed : view.departed()) {
			String kind = StringUtils.capitalize(departed.kind().toLowerCase(Locale.ROOT));
			rows.put(departed.address(), new Row(name(departed.address()), departed.address(), kind, "", ""));
		}
		for (Member member : view.members()) {
			String leader = member.address().equals(view.leader()) ? "*" : "";
			rows.put(member.address(), new Row(name(member.address()), member.address(), member.status(), leader,
					member.reachable() ? "yes" : "NO"));
		}
		return rows.values();
	}

	private String name(String address) {
		return this.names.getOrDefault(address, "?");
	}

	private static List<String> align(List<String[]> table) {
		int[] widths = new int[HEAD.length];
		for (String[] row : table) {
			for (int i = 0; i < widths.length; i++) {
				widths[i] = Math.max(widths[i], row[i].length() + 2);
			}
		}
		return table.stream().map((row) -> align(row, widths)).toList();
	}

	private static String align(String[] row, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < widths.length; i++) {
			line.append(row[i]).append(" ".repeat(widths[i] - row[i].length()));
		}
		return line.toString().stripTrailing();
	}

	/**
	 * A member as a node shows it.
	 */
	private record Row(String node, String address, String status, String leader,
			String reachable) implements Comparable<Row> {

		@Override
		public int compareTo(Row other) {
			return toString().compareTo(other.toString());
		}

	}

}

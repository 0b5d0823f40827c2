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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.muster.sample.demo.ClusterView.Departed;
import io.muster.sample.demo.ClusterView.Member;

/**
 * The members in one line, or in one line for each different view of the nodes. The page
 * shows more.
 */
final class MembersLine {

	private final Map<String, String> names;

	/**
	 * Create a line.
	 * @param names the names of the nodes, by address
	 */
	MembersLine(Map<String, String> names) {
		this.names = names;
	}

	/**
	 * Return what the nodes show.
	 * @param views the cluster as each node that answered shows it
	 * @return the lines, empty if there are no members
	 */
	List<String> of(Collection<ClusterView> views) {
		Map<String, Integer> lines = new TreeMap<>();
		views.stream()
			.map(this::line)
			.filter((line) -> !line.isEmpty())
			.forEach((line) -> lines.merge(line, 1, Integer::sum));
		return lines.entrySet()
			.stream()
			.map((line) -> (line.getValue() == views.size()) ? line.getKey()
					: "%s (as %d of %d nodes show)".formatted(line.getKey(), line.getValue(), views.size()))
			.toList();
	}

	private String line(ClusterView view) {
		Map<String, String> words = new LinkedHashMap<>();
		for (Departed departed : view.departed()) {
			words.put(departed.address(), departed.kind().toLowerCase(Locale.ROOT));
		}
		for (Member member : view.members()) {
			words.put(member.address(), member.reachable() ? member.status() : "unreachable");
		}
		return words.entrySet()
			.stream()
			.map((word) -> this.names.getOrDefault(word.getKey(), word.getKey()) + " " + word.getValue())
			.sorted()
			.collect(Collectors.joining(", "));
	}

}

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

package io.muster.benchmark.startup;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.muster.benchmark.report.Series;

/**
 * Threads by their names without numbers: those that an application has with the starter
 * only.
 */
final class ThreadGroups {

	private ThreadGroups() {
	}

	static Map<String, Integer> of(List<String> threads) {
		Map<String, Integer> groups = new TreeMap<>();
		threads.forEach((name) -> groups.merge(name.replaceAll("(?<![A-Za-z])\\d+|\\d+$", "#"), 1, Integer::sum));
		return groups;
	}

	/**
	 * Return how many threads of each group there are more.
	 * @param subject the groups with the starter, one map per round
	 * @param baseline the groups without
	 * @return lines with a group each, those with the most first; none for groups that
	 * are the same
	 */
	static List<String> differences(List<Map<String, Integer>> subject, List<Map<String, Integer>> baseline) {
		TreeSet<String> names = new TreeSet<>();
		subject.forEach((groups) -> names.addAll(groups.keySet()));
		baseline.forEach((groups) -> names.addAll(groups.keySet()));
		Map<String, Double> differences = new TreeMap<>();
		names.forEach((name) -> differences.put(name, median(subject, name) - median(baseline, name)));
		return differences.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != 0)
			.sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
			.map((entry) -> "  %+d  %s".formatted(Math.round(entry.getValue()), entry.getKey()))
			.toList();
	}

	private static double median(List<Map<String, Integer>> rounds, String name) {
		return Series.of(rounds, (groups) -> groups.getOrDefault(name, 0)).median();
	}

}

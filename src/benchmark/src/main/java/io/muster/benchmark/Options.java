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

package io.muster.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the command line says.
 *
 * @param rounds how many rounds count
 * @param startup whether to measure the cost of the starter
 * @param http whether to measure the seed-nodes route
 * @param formation whether to measure how fast clusters are formed
 * @param tunedPeer whether also to measure that against a tuned peer
 * @param json whether to print one line of JSON in place of tables
 * @param quiet how long a process is left alone before its memory and threads are read
 * @param load how long a route is loaded to warm up, and then again to be measured
 * @param root the directory of the project
 */
record Options(int rounds, boolean startup, boolean http, boolean formation, boolean tunedPeer, boolean json,
		Duration quiet, Duration load, Path root) {

	private static final String ROUNDS = "--rounds";

	private static final String ONLY = "--only";

	private static final String QUIET = "--quiet";

	private static final String LOAD = "--load";

	private static final String TUNED_PEER = "--tuned-peer";

	private static final String JSON = "--json";

	private static final List<String> VALUES = List.of(ROUNDS, ONLY, QUIET, LOAD);

	private static final List<String> FLAGS = List.of(TUNED_PEER, JSON);

	private static final List<String> PARTS = List.of("startup", "http", "formation");

	static final String USAGE = """
			usage: src/benchmark/run [options]
			  --rounds N           rounds that count, 7 by default
			  --only PART          startup, what the starter costs; http, the seed-nodes route;
			                       or formation, how fast clusters are formed
			  --quiet SECONDS      rest before memory and threads are read, 15 by default
			  --load SECONDS       warm-up of the route, and as much again to measure, 10 by default
			  --tuned-peer         formation also against the peer with margin and intervals of 100 ms
			  --json               one line of JSON in place of tables""";

	static Options parse(String... arguments) {
		Map<String, String> values = values(arguments);
		String only = values.get(ONLY);
		if (only != null && !PARTS.contains(only)) {
			throw new IllegalArgumentException(ONLY + " takes one of " + String.join(", ", PARTS));
		}
		List<String> parts = (only != null) ? List.of(only) : PARTS;
		return new Options(positive(values, ROUNDS, 7), parts.contains("startup"), parts.contains("http"),
				parts.contains("formation"), values.containsKey(TUNED_PEER), values.containsKey(JSON),
				Duration.ofSeconds(positive(values, QUIET, 15)), Duration.ofSeconds(positive(values, LOAD, 10)),
				Path.of(System.getProperty("benchmark.root", "")).toAbsolutePath());
	}

	private static Map<String, String> values(String... arguments) {
		Map<String, String> values = new HashMap<>();
		Deque<String> left = new ArrayDeque<>(List.of(arguments));
		while (!left.isEmpty()) {
			String option = left.pop();
			boolean flag = FLAGS.contains(option);
			if (!flag && !VALUES.contains(option)) {
				throw new IllegalArgumentException("Unknown option " + option);
			}
			if (!flag && left.isEmpty()) {
				throw new IllegalArgumentException(option + " takes a value");
			}
			values.put(option, flag ? "" : left.pop());
		}
		return values;
	}

	private static int positive(Map<String, String> values, String option, int otherwise) {
		String value = values.getOrDefault(option, String.valueOf(otherwise));
		if (!value.matches("[1-9]\\d{0,4}")) {
			throw new IllegalArgumentException(option + " takes a positive number");
		}
		return Integer.parseInt(value);
	}

}

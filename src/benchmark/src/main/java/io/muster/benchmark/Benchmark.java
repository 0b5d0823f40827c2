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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures, in one run, what the starter costs an application, and how fast its route and
 * the forming of a cluster are beside the peer's, and prints all as ratios.
 */
public final class Benchmark {

	private static final String CAVEAT = "Ratios hold for this run on this machine only";

	private Benchmark() {
	}

	public static void main(String[] args) {
		if (List.of(args).contains("--help")) {
			System.out.println(Options.USAGE);
			return;
		}
		Options options;
		try {
			options = Options.parse(args);
		}
		catch (IllegalArgumentException ex) {
			Progress.say(ex.getMessage() + System.lineSeparator() + Options.USAGE);
			System.exit(2);
			return;
		}
		run(options);
	}

	private static void run(Options options) {
		Machine machine = Machine.current();
		Progress.say(machine.text());
		List<Report> reports = new ArrayList<>();
		if (options.startup()) {
			reports.add(new StartupBenchmark(options).run());
		}
		if (options.http()) {
			reports.add(new HttpBenchmark(options).run());
		}
		if (options.formation()) {
			reports.addAll(new FormationBenchmark(options).run());
		}
		System.out.println(options.json() ? json(options, machine, reports) : text(options, machine, reports));
	}

	private static String text(Options options, Machine machine, List<Report> reports) {
		StringBuilder text = new StringBuilder();
		text.append("%d rounds by turns, median (lowest-highest); %s%n".formatted(options.rounds(), machine.text()));
		reports.forEach((report) -> text.append(System.lineSeparator()).append(report.text()));
		return text.append(System.lineSeparator()).append(CAVEAT).toString();
	}

	private static String json(Options options, Machine machine, List<Report> reports) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("rounds", options.rounds());
		json.put("machine", machine.json());
		json.put("reports", reports.stream().map(Report::json).toList());
		json.put("caveat", CAVEAT);
		return Json.write(json);
	}

}

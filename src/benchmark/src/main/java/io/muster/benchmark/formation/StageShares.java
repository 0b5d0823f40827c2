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

package io.muster.benchmark.formation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How large a share of the time each stage takes, all rounds taken together.
 */
final class StageShares {

	private static final String NAME = "  %-36s";

	private static final String COLUMN = "%16s";

	private final Map<FormationScenario, List<Timeline>> timelines;

	StageShares(Map<FormationScenario, List<Timeline>> timelines) {
		this.timelines = timelines;
	}

	List<String> lines() {
		List<String> lines = new ArrayList<>();
		StringBuilder head = new StringBuilder(NAME.formatted("share of Muster's time until"));
		this.timelines.keySet().forEach((scenario) -> head.append(COLUMN.formatted(scenario.label())));
		lines.add(head.toString());
		for (Stage stage : Stage.values()) {
			StringBuilder line = new StringBuilder(NAME.formatted(stage.end()));
			this.timelines.values().forEach((rounds) -> line.append(COLUMN.formatted(share(stage, rounds))));
			lines.add(line.toString());
		}
		return lines;
	}

	private static String share(Stage stage, List<Timeline> rounds) {
		double part = rounds.stream().mapToLong((timeline) -> timeline.stages().getOrDefault(stage, 0L)).sum() / 1e3;
		double whole = rounds.stream().mapToDouble(Timeline::seconds).sum();
		return String.format(Locale.ROOT, "%.0f %%", 100 * part / whole);
	}

}

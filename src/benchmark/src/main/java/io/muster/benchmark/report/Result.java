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

package io.muster.benchmark.report;

import java.util.List;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the benchmark found.
 *
 * @param rounds how many rounds count
 * @param machine where it ran
 * @param reports what each of its parts found
 * @param caveat what to bear in mind, in words
 */
public record Result(int rounds, Machine machine, List<Report> reports, String caveat) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
		.build();

	/**
	 * Create a result.
	 * @param rounds how many rounds count
	 * @param machine where it ran
	 * @param reports what each of its parts found
	 */
	public Result(int rounds, Machine machine, List<Report> reports) {
		this(rounds, machine, reports, "Ratios hold for this run on this machine only");
	}

	/**
	 * Return all as tables.
	 * @return several lines
	 */
	public String text() {
		StringBuilder text = new StringBuilder();
		text.append("%d rounds by turns, median (lowest-highest); %s%n".formatted(this.rounds, this.machine.text()));
		this.reports.forEach((report) -> text.append(System.lineSeparator()).append(report.text()));
		return text.append(System.lineSeparator()).append(this.caveat).toString();
	}

	/**
	 * Return all as JSON.
	 * @return one line
	 */
	public String json() {
		return JSON.writeValueAsString(this);
	}

}

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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.OtherWork;
import io.muster.benchmark.report.Comparing;
import io.muster.benchmark.report.Figure;
import io.muster.benchmark.report.Progress;
import io.muster.benchmark.report.Report;
import io.muster.benchmark.report.Series;

/**
 * What a token and TLS cost nodes that form a cluster: new processes in each round, with
 * and without by turns.
 */
public final class SecuredFormationBenchmark {

	private static final double AIM = 1.3;

	private final Launcher launcher;

	private final int rounds;

	private final OtherWork others = new OtherWork();

	private final Map<FormationContender, Map<FormationScenario, List<Timeline>>> timelines = new EnumMap<>(
			FormationContender.class);

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 */
	public SecuredFormationBenchmark(Launcher launcher, int rounds) {
		this.launcher = launcher;
		this.rounds = rounds;
	}

	/**
	 * Measure.
	 * @return what was measured
	 */
	public Report run() {
		for (int round = 1; round <= this.rounds; round++) {
			measure(round, FormationContender.SECURED);
			measure(round, FormationContender.MUSTER);
		}
		List<Figure> figures = new ArrayList<>();
		for (FormationScenario scenario : of(FormationContender.SECURED).keySet()) {
			figures.add(new Figure(scenario.label(), "s", 2, Comparing.RATIO,
					seconds(FormationContender.SECURED, scenario), seconds(FormationContender.MUSTER, scenario), AIM));
		}
		return new Report("Forming a cluster", "token and TLS", "neither", figures,
				new StageShares(of(FormationContender.SECURED)).lines(), this.others.processors());
	}

	private void measure(int round, FormationContender contender) {
		try (FormingCluster cluster = new FormingCluster(this.launcher, contender,
				new Packed(contender.archive(), List.of()), 3)) {
			note(round, contender, FormationScenario.THREE_FOUND, cluster.found());
			note(round, contender, FormationScenario.FOURTH_JOINS, cluster.join());
		}
	}

	private void note(int round, FormationContender contender, FormationScenario scenario, Timeline timeline) {
		of(contender).computeIfAbsent(scenario, (key) -> new ArrayList<>()).add(timeline);
		Progress.say(String.format(Locale.ROOT, "security, round %d, %s: %s, %.3f s", round, contender.label(),
				scenario.label(), timeline.seconds()));
	}

	private Map<FormationScenario, List<Timeline>> of(FormationContender contender) {
		return this.timelines.computeIfAbsent(contender, (key) -> new EnumMap<>(FormationScenario.class));
	}

	private Series seconds(FormationContender contender, FormationScenario scenario) {
		return Series.of(of(contender).getOrDefault(scenario, List.of()), Timeline::seconds);
	}

}

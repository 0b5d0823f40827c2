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

import org.jspecify.annotations.Nullable;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.OtherWork;
import io.muster.benchmark.report.Comparing;
import io.muster.benchmark.report.Figure;
import io.muster.benchmark.report.Progress;
import io.muster.benchmark.report.Report;
import io.muster.benchmark.report.Series;

/**
 * How fast nodes form a cluster beside plain Pekko Management nodes: real processes, new
 * ones in each round, by turns.
 */
public final class FormationBenchmark {

	private static final String TUNED = "Tuned: stable margin, intervals of lookups and of probes 100 ms. Its stable margin "
			+ "is what keeps the peer from founding two clusters.";

	private final Launcher launcher;

	private final int rounds;

	private final boolean tunedPeer;

	private final OtherWork others = new OtherWork();

	private final Map<FormationContender, Map<FormationScenario, List<Timeline>>> timelines = new EnumMap<>(
			FormationContender.class);

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 * @param tunedPeer whether to measure a tuned peer as well
	 */
	public FormationBenchmark(Launcher launcher, int rounds, boolean tunedPeer) {
		this.launcher = launcher;
		this.rounds = rounds;
		this.tunedPeer = tunedPeer;
	}

	/**
	 * Measure.
	 * @return what was measured: a report for each peer
	 */
	public List<Report> run() {
		List<FormationContender> contenders = new ArrayList<>(
				List.of(FormationContender.MUSTER, FormationContender.PEER));
		if (this.tunedPeer) {
			contenders.add(FormationContender.TUNED_PEER);
		}
		for (int round = 1; round <= this.rounds; round++) {
			for (FormationContender contender : contenders) {
				run(round, contender);
			}
		}
		double others = this.others.processors();
		List<Report> reports = new ArrayList<>();
		reports
			.add(report(FormationContender.PEER, true, new StageShares(of(FormationContender.MUSTER)).lines(), others));
		if (this.tunedPeer) {
			reports.add(report(FormationContender.TUNED_PEER, false, List.of(TUNED), others));
		}
		return reports;
	}

	private void run(int round, FormationContender contender) {
		try (FormingCluster cluster = new FormingCluster(this.launcher, contender, 3)) {
			note(round, contender, FormationScenario.THREE_FOUND, cluster.found());
			note(round, contender, FormationScenario.FOURTH_JOINS, cluster.join());
		}
		try (FormingCluster cluster = new FormingCluster(this.launcher, contender, 5)) {
			note(round, contender, FormationScenario.FIVE_FOUND, cluster.found());
		}
	}

	private void note(int round, FormationContender contender, FormationScenario scenario, Timeline timeline) {
		of(contender).computeIfAbsent(scenario, (key) -> new ArrayList<>()).add(timeline);
		Progress.say(String.format(Locale.ROOT, "formation, round %d, %s: %s, %.3f s", round, contender.label(),
				scenario.label(), timeline.seconds()));
	}

	private Map<FormationScenario, List<Timeline>> of(FormationContender contender) {
		return this.timelines.computeIfAbsent(contender, (key) -> new EnumMap<>(FormationScenario.class));
	}

	private Report report(FormationContender baseline, boolean aims, List<String> notes, double others) {
		List<Figure> figures = new ArrayList<>();
		for (FormationScenario scenario : FormationScenario.values()) {
			@Nullable Double aim = aims ? scenario.aim() : null;
			figures.add(new Figure(scenario.label(), "s", 2, Comparing.RATIO,
					seconds(FormationContender.MUSTER, scenario), seconds(baseline, scenario), aim));
		}
		return new Report("Forming a cluster", FormationContender.MUSTER.label(), baseline.label(), figures, notes,
				others);
	}

	private Series seconds(FormationContender contender, FormationScenario scenario) {
		return Series.of(of(contender).getOrDefault(scenario, List.of()), Timeline::seconds);
	}

}

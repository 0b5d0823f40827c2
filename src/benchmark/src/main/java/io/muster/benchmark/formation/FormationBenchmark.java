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
import java.util.function.ToDoubleFunction;

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

	private final FormationSetting setting;

	private final OtherWork others = new OtherWork();

	private final Map<FormationContender, Packed> packed = new EnumMap<>(FormationContender.class);

	private final Map<FormationContender, Map<FormationScenario, List<Timeline>>> timelines = new EnumMap<>(
			FormationContender.class);

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 * @param setting how processes are started, and what they do
	 */
	public FormationBenchmark(Launcher launcher, int rounds, FormationSetting setting) {
		this.launcher = launcher;
		this.rounds = rounds;
		this.setting = setting;
	}

	/**
	 * Measure.
	 * @return what was measured: a report for each peer
	 */
	public List<Report> run() {
		for (FormationContender contender : this.setting.contenders()) {
			this.packed.put(contender,
					new PackagedApplication(this.launcher, contender).packed(this.setting.packaging()));
		}
		for (int round = 1; round <= this.rounds; round++) {
			for (FormationContender contender : this.setting.contenders()) {
				run(round, contender);
			}
		}
		double others = this.others.processors();
		List<Report> reports = new ArrayList<>();
		for (FormationContender contender : this.setting.contenders()) {
			if (contender != FormationContender.MUSTER) {
				reports.add(report(contender, others));
			}
		}
		return reports;
	}

	private void run(int round, FormationContender contender) {
		run(round, contender, 3, FormationScenario.THREE_FOUND, FormationScenario.FOURTH_JOINS);
		run(round, contender, 5, FormationScenario.FIVE_FOUND, null);
		run(round, contender, 20, FormationScenario.TWENTY_FOUND, null);
	}

	private void run(int round, FormationContender contender, int founders, FormationScenario found,
			@Nullable FormationScenario join) {
		if (this.setting.aim(found) == null) {
			return;
		}
		try (FormingCluster cluster = new FormingCluster(this.launcher, contender, packed(contender), founders)) {
			note(round, contender, found, cluster.found());
			if (join != null) {
				note(round, contender, join, cluster.join());
			}
		}
	}

	private Packed packed(FormationContender contender) {
		Packed packed = this.packed.get(contender);
		if (packed == null) {
			throw new IllegalArgumentException(contender + " does not take part");
		}
		return packed;
	}

	private void note(int round, FormationContender contender, FormationScenario scenario, Timeline timeline) {
		of(contender).computeIfAbsent(scenario, (key) -> new ArrayList<>()).add(timeline);
		Progress.say(String.format(Locale.ROOT, "formation, %s, round %d, %s: %s, %.3f s, %.3f s from start",
				this.setting.label(), round, contender.label(), scenario.label(), timeline.seconds(),
				timeline.secondsFromStart()));
	}

	private Map<FormationScenario, List<Timeline>> of(FormationContender contender) {
		return this.timelines.computeIfAbsent(contender, (key) -> new EnumMap<>(FormationScenario.class));
	}

	private Report report(FormationContender baseline, double others) {
		boolean tuned = baseline == FormationContender.TUNED_PEER;
		Map<FormationScenario, List<Timeline>> subject = of(FormationContender.MUSTER);
		List<Figure> figures = new ArrayList<>();
		for (FormationScenario scenario : subject.keySet()) {
			@Nullable Double aim = tuned ? null : this.setting.aim(scenario);
			figures.add(figure(scenario.label(), baseline, scenario, Timeline::seconds, aim));
			figures.add(figure("  from the start of processes", baseline, scenario, Timeline::secondsFromStart, null));
			figures.add(figure("  processor time of all nodes", baseline, scenario, Timeline::processorSeconds, null));
		}
		return new Report("Forming a cluster: " + this.setting.label(), FormationContender.MUSTER.label(),
				baseline.label(), figures, tuned ? List.of(TUNED) : new StageShares(subject).lines(), others);
	}

	private Figure figure(String name, FormationContender baseline, FormationScenario scenario,
			ToDoubleFunction<Timeline> value, @Nullable Double aim) {
		return new Figure(name, "s", 2, Comparing.RATIO, series(FormationContender.MUSTER, scenario, value),
				series(baseline, scenario, value), aim);
	}

	private Series series(FormationContender contender, FormationScenario scenario, ToDoubleFunction<Timeline> value) {
		return Series.of(of(contender).getOrDefault(scenario, List.of()), value);
	}

}

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
 * How long three processes take from their start until all show all up, by how the
 * application is packaged: new processes in each round, by turns.
 */
public final class PackagingBenchmark {

	private static final int NODES = 3;

	private static final double KILOBYTES = 1024;

	private final Launcher launcher;

	private final int rounds;

	private final OtherWork others = new OtherWork();

	private final Map<Packaging, List<Sample>> samples = new EnumMap<>(Packaging.class);

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 */
	public PackagingBenchmark(Launcher launcher, int rounds) {
		this.launcher = launcher;
		this.rounds = rounds;
	}

	/**
	 * Measure.
	 * @return what was measured: a report for each way but the executable jar
	 */
	public List<Report> run() {
		PackagedApplication application = new PackagedApplication(this.launcher, FormationContender.MUSTER);
		// in the first round, all files come from the disk
		for (int round = 0; round <= this.rounds; round++) {
			for (Packaging packaging : Packaging.values()) {
				Sample sample = measure(application, packaging);
				if (round > 0) {
					this.samples.computeIfAbsent(packaging, (key) -> new ArrayList<>()).add(sample);
				}
				Progress
					.say(String.format(Locale.ROOT, "packaging, round %d, %s: %.2f s, %.2f s of processors, %.0f MB",
							round, packaging.label(), sample.up(), sample.cpu(), sample.rss()));
			}
		}
		double others = this.others.processors();
		return this.samples.keySet()
			.stream()
			.filter((packaging) -> packaging != Packaging.JAR)
			.map((packaging) -> report(packaging, others))
			.toList();
	}

	private Sample measure(PackagedApplication application, Packaging packaging) {
		try (FormingCluster cluster = new FormingCluster(this.launcher, FormationContender.MUSTER,
				application.packed(packaging), NODES)) {
			Timeline timeline = cluster.found();
			return new Sample(timeline.secondsFromStart(), timeline.processorSeconds(), cluster.rss() / KILOBYTES);
		}
	}

	private Report report(Packaging packaging, double others) {
		List<Sample> subject = this.samples.getOrDefault(packaging, List.of());
		List<Sample> baseline = this.samples.getOrDefault(Packaging.JAR, List.of());
		List<Figure> figures = List.of(
				new Figure("from process start until three show three up", "s", 2, Comparing.RATIO,
						Series.of(subject, Sample::up), Series.of(baseline, Sample::up), null),
				new Figure("processor time of the three until then", "s", 2, Comparing.RATIO,
						Series.of(subject, Sample::cpu), Series.of(baseline, Sample::cpu), null),
				new Figure("resident memory of each then", "MB", 0, Comparing.RATIO, Series.of(subject, Sample::rss),
						Series.of(baseline, Sample::rss), null));
		String archive = PackagedApplication.hasAotCache() ? "The archive is an AOT cache."
				: "The archive is one of classes (AppCDS).";
		return new Report("Packaging", packaging.label(), Packaging.JAR.label(), figures,
				packaging.isArchived() ? List.of(archive) : List.of(), others);
	}

	/**
	 * What one start showed.
	 *
	 * @param up seconds from the start of the first process until all three show all up
	 * @param cpu seconds of processors that they took until then
	 * @param rss megabytes of resident memory of each, on average
	 */
	private record Sample(double up, double cpu, double rss) {
	}

}

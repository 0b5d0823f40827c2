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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * What the starter costs an application: the same one is started with it and without it
 * by turns.
 */
final class StartupBenchmark {

	private static final Duration PROBING = Duration.ofMillis(20);

	private static final double MEGABYTE = 1024;

	private final Options options;

	private final OtherWork others = new OtherWork();

	private final List<StartupSample> with = new ArrayList<>();

	private final List<StartupSample> without = new ArrayList<>();

	StartupBenchmark(Options options) {
		this.options = options;
	}

	Report run() {
		List<String> added = new ArchiveDifference(Contender.archive(this.options.root(), "with"),
				Contender.archive(this.options.root(), "without"))
			.added();
		for (int round = 0; round <= this.options.rounds(); round++) {
			// in the first one, the archives come from the disk
			boolean counts = round > 0;
			run(round, Contender.WITH, counts ? this.with : new ArrayList<>());
			run(round, Contender.WITHOUT, counts ? this.without : new ArrayList<>());
		}
		return report(added);
	}

	private void run(int round, Contender contender, List<StartupSample> samples) {
		StartupSample sample = measure(contender);
		samples.add(sample);
		Progress.say(String.format(Locale.ROOT,
				"startup, round %s, %-7s: ready after %.3f s, RSS %.1f MB, %d threads; then %.3f s until settled",
				(round > 0) ? String.valueOf(round) : "for warm-up", contender.name().toLowerCase(Locale.ROOT),
				sample.ready(), sample.settled().rss() / MEGABYTE, sample.settled().threads(), sample.member()));
	}

	private StartupSample measure(Contender contender) {
		int port = FreePorts.next();
		try (JavaProcess process = contender.start(this.options.root(), port)) {
			double ready = Double.parseDouble(process.await().group(1));
			double cpuReady = seconds(process.cpu());
			SeedNodesRoute route = new SeedNodesRoute(port);
			process.await("to become a member", route::isSettled, PROBING);
			double member = seconds(Duration.ofNanos(System.nanoTime() - process.readyAt()));
			Waiting.until(System.nanoTime() + this.options.quiet().toNanos());
			double cpuSettled = seconds(process.cpu());
			ProcessStatus settled = ProcessStatus.of(process.pid());
			Jcmd jcmd = new Jcmd(process.pid());
			jcmd.collectGarbage();
			ProcessStatus collected = ProcessStatus.of(process.pid());
			return new StartupSample(ready, cpuReady, member, cpuSettled, settled, collected, jcmd.heapUsed(),
					ThreadGroups.of(jcmd.threads()));
		}
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	private Report report(List<String> added) {
		List<Figure> figures = List.of(
				compare("time to application ready", "s", 3, Comparing.PERCENT, StartupSample::ready, 10.0),
				compare("  processor time until then", "s", 2, Comparing.PERCENT, StartupSample::cpuReady, null),
				compare("resident memory", "MB", 1, Comparing.DIFFERENCE, (sample) -> sample.settled().rss() / MEGABYTE,
						60.0),
				compare("  without shared pages (PSS)", "MB", 1, Comparing.DIFFERENCE,
						(sample) -> sample.settled().pss() / MEGABYTE, null),
				compare("  after a garbage collection", "MB", 1, Comparing.DIFFERENCE,
						(sample) -> sample.collected().rss() / MEGABYTE, 60.0),
				compare("  heap in use after it", "MB", 1, Comparing.DIFFERENCE, (sample) -> sample.heap() / MEGABYTE,
						null),
				compare("threads", "", 0, Comparing.DIFFERENCE, (sample) -> sample.settled().threads(), 15.0),
				compare("processor time until settled", "s", 2, Comparing.DIFFERENCE, StartupSample::cpuSettled, null),
				new Figure("from ready to member", "s", 3, Comparing.DIFFERENCE,
						series(this.with, StartupSample::member), null, null));
		List<String> notes = new ArrayList<>();
		notes.add("Threads that the starter adds:");
		notes.addAll(ThreadGroups.differences(this.with.stream().map(StartupSample::threads).toList(),
				this.without.stream().map(StartupSample::threads).toList()));
		notes.add("Archives that the starter adds (%d): %s".formatted(added.size(), String.join(", ", added)));
		return new Report("What the starter costs", "with", "without", figures, notes, this.others.processors());
	}

	private Figure compare(String name, String unit, int digits, Comparing comparing,
			ToDoubleFunction<StartupSample> value, @Nullable Double aim) {
		return new Figure(name, unit, digits, comparing, series(this.with, value), series(this.without, value), aim);
	}

	private static Series series(List<StartupSample> samples, ToDoubleFunction<StartupSample> value) {
		return new Series(samples.stream().map(value::applyAsDouble).toList());
	}

}

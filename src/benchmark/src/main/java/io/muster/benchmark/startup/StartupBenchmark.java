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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.muster.benchmark.measure.Contender;
import io.muster.benchmark.measure.Jcmd;
import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.benchmark.measure.OtherWork;
import io.muster.benchmark.measure.ProcessStatus;
import io.muster.benchmark.measure.SeedNodesRoute;
import io.muster.benchmark.measure.ThreadTimes;
import io.muster.benchmark.report.Comparing;
import io.muster.benchmark.report.Figure;
import io.muster.benchmark.report.Progress;
import io.muster.benchmark.report.Report;
import io.muster.benchmark.report.Series;
import io.muster.processes.Ports;

/**
 * What the starter costs an application: the same one is started with it and without it
 * by turns.
 */
public final class StartupBenchmark {

	/**
	 * Boot's own line, with when it was written, and how long the process has run.
	 */
	private static final Pattern STARTED = Pattern
		.compile("^(\\S+) .*Started \\S+ in [\\d.]+ seconds \\(process running for ([\\d.]+)\\)$");

	private static final Duration LOOKING = Duration.ofMillis(10);

	private static final Duration PROBING = Duration.ofMillis(20);

	private static final double MEGABYTE = 1024;

	/**
	 * A collector that takes no more memory than what is used, so that what a collector
	 * thinks of the future does not count.
	 */
	private static final String[] SERIAL = { "-XX:+UseSerialGC", "-Xms32m" };

	/**
	 * Nothing is collected, so that what is in use is all that was allocated.
	 */
	private static final String[] NO_COLLECTOR = { "-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx1g" };

	private static final String CLASSES = "-Xlog:class+load:file=%s:uptime";

	private static final Pattern LOADED = Pattern.compile("^\\[([\\d.]+)s\\].*");

	private final Launcher launcher;

	private final int rounds;

	private final Duration quiet;

	private final OtherWork others = new OtherWork();

	private final List<StartupSample> with = new ArrayList<>();

	private final List<StartupSample> without = new ArrayList<>();

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 * @param quiet how long a process is left alone before its memory and threads are
	 * read
	 */
	public StartupBenchmark(Launcher launcher, int rounds, Duration quiet) {
		this.launcher = launcher;
		this.rounds = rounds;
		this.quiet = quiet;
	}

	/**
	 * Measure.
	 * @return what was measured
	 * @throws IllegalStateException if the archives differ in anything but libraries
	 */
	public Report run() {
		List<String> added = new ArchiveDifference(this.launcher.resolve(Contender.archive("with")),
				this.launcher.resolve(Contender.archive("without")))
			.added();
		for (int round = 0; round <= this.rounds; round++) {
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
		Detail detail = detail(contender);
		ProcessStatus serial = rested(contender, (process) -> ProcessStatus.of(process.pid()), SERIAL);
		int port = Ports.find();
		try (MeasuredProcess process = contender.start(this.launcher, port);
				SeedNodesRoute route = new SeedNodesRoute(port, 1)) {
			MatchResult started = awaitStart(process);
			double ready = Double.parseDouble(started.group(2));
			double cpuReady = seconds(process.cpu());
			double mainReady = ThreadTimes.main(process.pid()) / 1e9;
			process.await("its membership", PROBING, route::isSettled, Boolean::booleanValue);
			double member = seconds(
					Duration.between(OffsetDateTime.parse(started.group(1)).toInstant(), Instant.now()));
			process.rest(this.quiet);
			double cpuSettled = seconds(process.cpu());
			ProcessStatus settled = ProcessStatus.of(process.pid());
			Jcmd jcmd = new Jcmd(process.pid());
			jcmd.collectGarbage();
			ProcessStatus collected = ProcessStatus.of(process.pid());
			return new StartupSample(ready, cpuReady, mainReady, member, cpuSettled, settled, collected,
					jcmd.heapUsed(), ThreadGroups.of(jcmd.threads()), detail.classes(), detail.allocated(), serial);
		}
	}

	/**
	 * Count, in a process of its own: to count takes time.
	 */
	private Detail detail(Contender contender) {
		Path log = this.launcher.resolve("src/benchmark/target/classes-loaded.log");
		String[] options = Stream.concat(Stream.of(NO_COLLECTOR), Stream.of(CLASSES.formatted(log)))
			.toArray(String[]::new);
		return rested(contender, (process) -> {
			double ready = Double.parseDouble(awaitStart(process).group(2));
			return new Detail(loaded(log, ready), new Jcmd(process.pid()).heapUsed());
		}, options);
	}

	private static long loaded(Path log, double seconds) {
		try (Stream<String> lines = Files.lines(log)) {
			return lines.map(LOADED::matcher)
				.filter((matcher) -> matcher.matches() && Double.parseDouble(matcher.group(1)) <= seconds)
				.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private <T> T rested(Contender contender, Function<MeasuredProcess, T> reader, String... options) {
		int port = Ports.find();
		try (MeasuredProcess process = contender.start(this.launcher, port, options);
				SeedNodesRoute route = new SeedNodesRoute(port, 1)) {
			awaitStart(process);
			process.await("its membership", PROBING, route::isSettled, Boolean::booleanValue);
			process.rest(this.quiet);
			return reader.apply(process);
		}
	}

	private static MatchResult awaitStart(MeasuredProcess process) {
		return process.await("the end of its start", LOOKING, () -> started(process), Optional::isPresent)
			.orElseThrow();
	}

	private static Optional<MatchResult> started(MeasuredProcess process) {
		return process.lines().map(STARTED::matcher).filter(Matcher::matches).map(Matcher::toMatchResult).findFirst();
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	private Report report(List<String> added) {
		List<Figure> figures = List.of(
				compare("time to application ready", "s", 3, Comparing.PERCENT, StartupSample::ready, 10.0),
				compare("  processor time until then", "s", 2, Comparing.PERCENT, StartupSample::cpuReady, null),
				compare("  of the thread main", "s", 2, Comparing.PERCENT, StartupSample::mainReady, 5.0),
				compare("  classes loaded until then", "", 0, Comparing.DIFFERENCE, StartupSample::classes, 350.0),
				compare("resident memory", "MB", 1, Comparing.DIFFERENCE, (sample) -> sample.settled().rss() / MEGABYTE,
						60.0),
				compare("  without shared pages (PSS)", "MB", 1, Comparing.DIFFERENCE,
						(sample) -> sample.settled().pss() / MEGABYTE, null),
				compare("  after a garbage collection", "MB", 1, Comparing.DIFFERENCE,
						(sample) -> sample.collected().rss() / MEGABYTE, 60.0),
				compare("  heap in use after it", "MB", 1, Comparing.DIFFERENCE, (sample) -> sample.heap() / MEGABYTE,
						null),
				compare("  with -XX:+UseSerialGC -Xms32m", "MB", 1, Comparing.DIFFERENCE,
						(sample) -> sample.serial().rss() / MEGABYTE, 50.0),
				compare("allocated until settled", "MB", 1, Comparing.DIFFERENCE,
						(sample) -> sample.allocated() / MEGABYTE, 40.0),
				compare("threads", "", 0, Comparing.DIFFERENCE, (sample) -> sample.settled().threads(), 15.0),
				compare("processor time until settled", "s", 2, Comparing.DIFFERENCE, StartupSample::cpuSettled, null),
				new Figure("from ready to member", "s", 3, Comparing.DIFFERENCE,
						Series.of(this.with, StartupSample::member), null, null));
		List<String> notes = new ArrayList<>();
		notes.add("Threads that the starter adds:");
		notes.addAll(ThreadGroups.differences(this.with.stream().map(StartupSample::threads).toList(),
				this.without.stream().map(StartupSample::threads).toList()));
		notes.add("Archives that the starter adds (%d): %s".formatted(added.size(), String.join(", ", added)));
		return new Report("What the starter costs", "with", "without", figures, notes, this.others.processors());
	}

	private Figure compare(String name, String unit, int digits, Comparing comparing,
			ToDoubleFunction<StartupSample> value, @Nullable Double aim) {
		return new Figure(name, unit, digits, comparing, Series.of(this.with, value), Series.of(this.without, value),
				aim);
	}

	/**
	 * What was counted.
	 *
	 * @param classes how many classes were loaded when it was ready
	 * @param allocated the kilobytes that were allocated after the rest
	 */
	private record Detail(long classes, long allocated) {

	}

}

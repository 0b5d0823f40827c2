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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import io.muster.benchmark.engine.GateBenchmark;
import io.muster.benchmark.formation.FormationBenchmark;
import io.muster.benchmark.formation.FormationSetting;
import io.muster.benchmark.formation.PackagingBenchmark;
import io.muster.benchmark.formation.SecuredFormationBenchmark;
import io.muster.benchmark.http.HttpBenchmark;
import io.muster.benchmark.http.SecuredHttpBenchmark;
import io.muster.benchmark.leadership.LeadershipBenchmark;
import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.report.Machine;
import io.muster.benchmark.report.Progress;
import io.muster.benchmark.report.Report;
import io.muster.benchmark.report.Result;
import io.muster.benchmark.startup.StartupBenchmark;

/**
 * Measures, in one run, what the starter costs an application, and how fast its route and
 * the forming of a cluster are beside the peer's, and prints all as ratios.
 */
@Command(name = "src/benchmark/run", abbreviateSynopsis = true, sortOptions = false,
		description = "Measures what the starter costs an application.")
public final class Benchmark implements Callable<Integer> {

	@Option(names = "--rounds", paramLabel = "N", converter = PositiveNumber.class,
			description = "rounds that count, 11 by default")
	private int rounds = 11;

	@Option(names = "--only", paramLabel = "PART",
			description = "startup, what the starter costs; http, the seed-nodes route; "
					+ "formation, how fast clusters are formed; scale, the same with twenty nodes, only if asked for; "
					+ "packaging, how fast from process start; "
					+ "leadership, how long nobody leads; or security, what the token and TLS cost")
	private @Nullable Part only;

	@Option(names = "--quiet", paramLabel = "SECONDS", converter = Seconds.class,
			description = "rest before memory and threads are read, 15 by default")
	private Duration quiet = Duration.ofSeconds(15);

	@Option(names = "--load", paramLabel = "SECONDS", converter = Seconds.class,
			description = "warm-up of the route, and as much again to measure, 10 by default")
	private Duration load = Duration.ofSeconds(10);

	@Option(names = "--idle", paramLabel = "SECONDS", converter = Seconds.class,
			description = "leadership: how long processes are left alone to see what they need, 5 by default")
	private Duration idle = Duration.ofSeconds(5);

	@Option(names = "--json", description = "one line of JSON in place of tables")
	private boolean json;

	@Option(names = "--help", usageHelp = true, description = "this text")
	private boolean help;

	private Benchmark() {
	}

	public static void main(String[] args) {
		System.exit(new CommandLine(new Benchmark()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
	}

	@Override
	public Integer call() throws Exception {
		Launcher launcher = new Launcher(Path.of(System.getProperty("benchmark.root", "")).toAbsolutePath());
		Machine machine = Machine.current();
		Progress.say(machine.text());
		List<Report> reports = new ArrayList<>();
		if (includes(Part.STARTUP)) {
			reports.add(new StartupBenchmark(launcher, this.rounds, this.quiet).run());
		}
		if (includes(Part.HTTP)) {
			reports.add(new HttpBenchmark(launcher, this.rounds, this.load).run());
		}
		if (includes(Part.FORMATION)) {
			reports.addAll(new FormationBenchmark(launcher, this.rounds, FormationSetting.PLAIN).run());
			reports.addAll(new FormationBenchmark(launcher, this.rounds, FormationSetting.ARCHIVED).run());
		}
		if (this.only == Part.SCALE) {
			// Too much for many machines: it must not cost the results of the other
			// parts.
			reports.addAll(new FormationBenchmark(launcher, this.rounds, FormationSetting.MANY).run());
		}
		if (includes(Part.PACKAGING)) {
			reports.addAll(new PackagingBenchmark(launcher, this.rounds).run());
		}
		if (includes(Part.LEADERSHIP)) {
			reports.addAll(new LeadershipBenchmark(launcher, this.rounds, this.idle).run());
		}
		if (includes(Part.SECURITY)) {
			reports.add(new SecuredFormationBenchmark(launcher, this.rounds).run());
			reports.addAll(new SecuredHttpBenchmark(launcher, this.rounds, this.load).run());
			reports.add(new GateBenchmark(launcher, this.rounds, this.load).run());
		}
		Result result = new Result(this.rounds, machine, reports);
		System.out.println(this.json ? result.json() : result.text());
		return 0;
	}

	private boolean includes(Part part) {
		return this.only == null || this.only == part;
	}

	/**
	 * What can be measured alone.
	 */
	private enum Part {

		STARTUP, HTTP, FORMATION, SCALE, PACKAGING, LEADERSHIP, SECURITY

	}

	/**
	 * Reads a number from 1 to 99999.
	 */
	private static final class PositiveNumber implements ITypeConverter<Integer> {

		@Override
		public Integer convert(String value) {
			if (!value.matches("[1-9]\\d{0,4}")) {
				throw new TypeConversionException("'" + value + "' is not a positive number");
			}
			return Integer.valueOf(value);
		}

	}

	/**
	 * Reads a positive number of seconds.
	 */
	private static final class Seconds implements ITypeConverter<Duration> {

		@Override
		public Duration convert(String value) {
			return Duration.ofSeconds(new PositiveNumber().convert(value));
		}

	}

}

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

package io.muster.benchmark.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

import io.muster.benchmark.measure.Contender;
import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.benchmark.measure.OtherWork;
import io.muster.benchmark.measure.SeedNodesRoute;
import io.muster.benchmark.report.Comparing;
import io.muster.benchmark.report.Figure;
import io.muster.benchmark.report.Progress;
import io.muster.benchmark.report.Report;
import io.muster.benchmark.report.Series;
import io.muster.processes.Ports;

/**
 * How fast the seed-nodes route is beside that of a plain Pekko Management node. In each
 * round, both are started, warmed up and measured by turns.
 */
public final class HttpBenchmark {

	private static final Duration PROBING = Duration.ofMillis(100);

	private final Launcher launcher;

	private final int rounds;

	private final Duration load;

	private final OtherWork others = new OtherWork();

	private final List<LoadSample> muster = new ArrayList<>();

	private final List<LoadSample> peer = new ArrayList<>();

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 * @param load how long to warm up the route, and then again to measure it
	 */
	public HttpBenchmark(Launcher launcher, int rounds, Duration load) {
		this.launcher = launcher;
		this.rounds = rounds;
		this.load = load;
	}

	/**
	 * Measure.
	 * @return what was measured
	 * @throws InterruptedException if the thread is interrupted
	 * @throws ExecutionException if a request failed
	 */
	public Report run() throws InterruptedException, ExecutionException {
		for (int round = 1; round <= this.rounds; round++) {
			run(round, Contender.WITH, this.muster);
			run(round, Contender.PEER, this.peer);
		}
		List<Figure> figures = List.of(compare("requests per second", "1/s", 0, LoadSample::requests),
				compare("p50", "us", 0, LoadSample::p50), compare("p99", "us", 0, LoadSample::p99),
				compare("processor time per request", "us", 1, LoadSample::cpu),
				compare("  the client's", "us", 1, LoadSample::clientCpu));
		return new Report("GET " + SeedNodesRoute.PATH, "Muster", "Pekko Management", figures,
				List.of("%d connections, kept alive as long as the server lets them; the client shares the processors."
					.formatted(Load.CLIENTS)),
				this.others.processors());
	}

	private void run(int round, Contender contender, List<LoadSample> samples)
			throws InterruptedException, ExecutionException {
		int port = Ports.find();
		try (MeasuredProcess process = contender.start(this.launcher, port);
				SeedNodesRoute route = new SeedNodesRoute(port, Load.CLIENTS)) {
			process.await("its membership", PROBING, route::isSettled, Boolean::booleanValue);
			LoadSample sample = new Load(process, route).run(this.load);
			samples.add(sample);
			Progress.say(String.format(Locale.ROOT, "http, round %d, %-7s: %.0f requests per second, p99 %.0f us",
					round, (contender == Contender.WITH) ? "Muster" : "Pekko", sample.requests(), sample.p99()));
		}
	}

	private Figure compare(String name, String unit, int digits, ToDoubleFunction<LoadSample> value) {
		return new Figure(name, unit, digits, Comparing.RATIO, Series.of(this.muster, value),
				Series.of(this.peer, value), null);
	}

}

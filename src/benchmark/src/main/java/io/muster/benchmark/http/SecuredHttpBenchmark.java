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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

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
 * What the token and TLS cost the seed-nodes route. In each round, a node with neither,
 * one with the token and one with both are started, warmed up and measured by turns.
 */
public final class SecuredHttpBenchmark {

	private static final Duration PROBING = Duration.ofMillis(100);

	private static final double AIM = 1.5;

	private final Launcher launcher;

	private final int rounds;

	private final Duration load;

	private final OtherWork others = new OtherWork();

	private final Map<RouteSecurity, List<LoadSample>> samples = new EnumMap<>(RouteSecurity.class);

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 * @param load how long to warm up the route, and then again to measure it
	 */
	public SecuredHttpBenchmark(Launcher launcher, int rounds, Duration load) {
		this.launcher = launcher;
		this.rounds = rounds;
		this.load = load;
	}

	/**
	 * Measure.
	 * @return what was measured: a report for the token, and one for the token with TLS
	 * @throws InterruptedException if the thread is interrupted
	 * @throws ExecutionException if a request failed
	 */
	public List<Report> run() throws InterruptedException, ExecutionException {
		for (int round = 1; round <= this.rounds; round++) {
			for (RouteSecurity security : RouteSecurity.values()) {
				LoadSample sample = measure(security);
				of(security).add(sample);
				Progress.say(String.format(Locale.ROOT, "security, round %d, %s: %.0f requests per second, p99 %.0f us",
						round, security.label(), sample.requests(), sample.p99()));
			}
		}
		double others = this.others.processors();
		return Stream.of(RouteSecurity.TOKEN, RouteSecurity.TOKEN_AND_TLS)
			.map((security) -> report(security, others))
			.toList();
	}

	private LoadSample measure(RouteSecurity security) throws InterruptedException, ExecutionException {
		int port = Ports.find();
		try (MeasuredProcess process = security.start(this.launcher, port);
				SeedNodesRoute route = security.route(this.launcher, port)) {
			process.await("its membership", PROBING, route::isSettled, Boolean::booleanValue);
			return new Load(process, route).run(this.load);
		}
	}

	private List<LoadSample> of(RouteSecurity security) {
		return this.samples.computeIfAbsent(security, (key) -> new ArrayList<>());
	}

	private Report report(RouteSecurity security, double others) {
		List<Figure> figures = List.of(compare(security, "requests per second", "1/s", 0, LoadSample::requests, null),
				compare(security, "p50", "us", 0, LoadSample::p50, null),
				compare(security, "p99", "us", 0, LoadSample::p99, AIM),
				compare(security, "processor time per request", "us", 1, LoadSample::cpu, null),
				compare(security, "  the client's", "us", 1, LoadSample::clientCpu, null));
		return new Report("GET " + SeedNodesRoute.PATH, security.label(), RouteSecurity.NONE.label(), figures,
				List.of("%d connections, kept alive; the client shares the processors.".formatted(Load.CLIENTS)),
				others);
	}

	private Figure compare(RouteSecurity security, String name, String unit, int digits,
			ToDoubleFunction<LoadSample> value, @Nullable Double aim) {
		return new Figure(name, unit, digits, Comparing.RATIO, Series.of(of(security), value),
				Series.of(of(RouteSecurity.NONE), value), aim);
	}

}

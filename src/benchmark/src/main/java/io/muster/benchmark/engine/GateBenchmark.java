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

package io.muster.benchmark.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.muster.benchmark.engine.EngineTraffic.Size;
import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.benchmark.measure.OtherWork;
import io.muster.benchmark.report.Comparing;
import io.muster.benchmark.report.Figure;
import io.muster.benchmark.report.Progress;
import io.muster.benchmark.report.Report;
import io.muster.benchmark.report.Series;
import io.muster.processes.Ports;

/**
 * How many messages the engines of two nodes exchange with the gate before their ports,
 * and without. New processes in each round, by turns.
 */
public final class GateBenchmark {

	private static final String ARCHIVE = "sample-app/target/muster-sample-app.jar";

	private static final String NAME = "benchmark";

	private static final Duration LOOKING = Duration.ofMillis(200);

	private static final double MEGABYTE = 1e6;

	private final Launcher launcher;

	private final int rounds;

	private final Duration load;

	private final OtherWork others = new OtherWork();

	private final Map<Size, List<Double>> with = new EnumMap<>(Size.class);

	private final Map<Size, List<Double>> without = new EnumMap<>(Size.class);

	/**
	 * Create a benchmark. How busy the machine is with other work counts from now on.
	 * @param launcher starts processes
	 * @param rounds how many rounds to measure
	 * @param load how long to count messages of each size
	 */
	public GateBenchmark(Launcher launcher, int rounds, Duration load) {
		this.launcher = launcher;
		this.rounds = rounds;
		this.load = load;
	}

	/**
	 * Measure.
	 * @return what was measured
	 */
	public Report run() {
		for (int round = 1; round <= this.rounds; round++) {
			measure(round, true, this.with);
			measure(round, false, this.without);
		}
		List<Figure> figures = List.of(
				new Figure("messages of 1 KB", "1/s", 0, Comparing.RATIO, series(this.with, Size.SMALL, 1),
						series(this.without, Size.SMALL, 1), null),
				new Figure("messages of 100 KB", "MB/s", 0, Comparing.RATIO,
						series(this.with, Size.LARGE, Size.LARGE.bytes() / MEGABYTE),
						series(this.without, Size.LARGE, Size.LARGE.bytes() / MEGABYTE), null));
		return new Report("Messages from one engine to another", "with the gate", "without", figures,
				List.of("Both nodes share the processors, and the gate takes its part of them."),
				this.others.processors());
	}

	private static Series series(Map<Size, List<Double>> messages, Size size, double factor) {
		return Series.of(messages.getOrDefault(size, List.of()), (count) -> count * factor);
	}

	private void measure(int round, boolean gate, Map<Size, List<Double>> messages) {
		int receiver = Ports.find();
		int sender = Ports.find();
		List<Integer> servers = Ports.find(2);
		List<MeasuredProcess> nodes = new ArrayList<>();
		try {
			nodes.add(start(servers, 0, receiver, gate, List.of()));
			nodes.add(start(servers, 1, sender, gate,
					List.of("--traffic.to=pekko://%s@127.0.0.1:%d".formatted(NAME, receiver),
							"--traffic.seconds=" + this.load.toSeconds())));
			for (Size size : Size.values()) {
				double count = count(nodes.get(1), size);
				messages.computeIfAbsent(size, (key) -> new ArrayList<>()).add(count);
				Progress.say(String.format(Locale.ROOT,
						"security, round %d, %s the gate: %.0f messages of %d bytes " + "per second", round,
						gate ? "with" : "without", count, size.bytes()));
			}
		}
		finally {
			MeasuredProcess.kill(nodes);
		}
	}

	private MeasuredProcess start(List<Integer> servers, int node, int enginePort, boolean gate, List<String> more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + NAME,
				"--spring.main.banner-mode=off", "--spring.main.sources=" + EngineTraffic.class.getName(),
				"--server.address=127.0.0.1", "--server.port=" + servers.get(node), "--muster.cluster.host=127.0.0.1",
				"--muster.cluster.port=" + enginePort, "--muster.security.guard-engine-port=" + gate,
				"--muster.bootstrap.contact-point-discovery.required-contact-point-nr=" + servers.size()));
		for (int i = 0; i < servers.size(); i++) {
			arguments.add("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=http://127.0.0.1:%d"
				.formatted(NAME, i, servers.get(i)));
		}
		arguments.addAll(more);
		return this.launcher.start("traffic, node " + (node + 1), ARCHIVE,
				List.of("-Dloader.path=" + this.launcher.resolve("src/benchmark/target/classes")), arguments);
	}

	private static double count(MeasuredProcess sender, Size size) {
		String begin = EngineTraffic.LINE + size.bytes() + " bytes: ";
		return sender
			.await("messages of %d bytes".formatted(size.bytes()), LOOKING,
					() -> sender.lines().filter((line) -> line.startsWith(begin)).findFirst(), Optional::isPresent)
			.map((line) -> Double.parseDouble(line.substring(begin.length()).split(" ")[0]))
			.orElseThrow();
	}

}

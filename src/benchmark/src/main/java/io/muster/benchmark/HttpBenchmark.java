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

/**
 * How fast the seed-nodes route is beside that of a plain Pekko Management node. Both are
 * started anew, warmed up and measured by turns.
 */
final class HttpBenchmark {

	private static final Duration PROBING = Duration.ofMillis(100);

	private final Options options;

	private final OtherWork others = new OtherWork();

	private final List<LoadSample> muster = new ArrayList<>();

	private final List<LoadSample> peer = new ArrayList<>();

	HttpBenchmark(Options options) {
		this.options = options;
	}

	Report run() {
		for (int round = 1; round <= this.options.rounds(); round++) {
			run(round, Contender.WITH, this.muster);
			run(round, Contender.PEER, this.peer);
		}
		List<Figure> figures = List.of(compare("requests per second", "1/s", 0, LoadSample::requests),
				compare("p50", "us", 0, LoadSample::p50), compare("p99", "us", 0, LoadSample::p99),
				compare("processor time per request", "us", 1, LoadSample::cpu),
				compare("  the client's", "us", 1, LoadSample::clientCpu));
		return new Report("GET " + SeedNodesRoute.PATH, "Muster", "Pekko Management", figures,
				List.of("%d connections, kept alive as long as the server lets them; the client shares the processors."
					.formatted(Load.CONNECTIONS)),
				this.others.processors());
	}

	private void run(int round, Contender contender, List<LoadSample> samples) {
		int port = FreePorts.next();
		try (JavaProcess process = contender.start(this.options.root(), port)) {
			process.await();
			process.await("to become a member", new SeedNodesRoute(port)::isSettled, PROBING);
			LoadSample sample = new Load(process, port).run(this.options.load());
			samples.add(sample);
			Progress.say(String.format(Locale.ROOT, "http, round %d, %-7s: %.0f requests per second, p99 %.0f us",
					round, (contender == Contender.WITH) ? "Muster" : "Pekko", sample.requests(), sample.p99()));
		}
	}

	private Figure compare(String name, String unit, int digits, ToDoubleFunction<LoadSample> value) {
		return new Figure(name, unit, digits, Comparing.RATIO, series(this.muster, value), series(this.peer, value),
				null);
	}

	private static Series series(List<LoadSample> samples, ToDoubleFunction<LoadSample> value) {
		return new Series(samples.stream().map(value::applyAsDouble).toList());
	}

}

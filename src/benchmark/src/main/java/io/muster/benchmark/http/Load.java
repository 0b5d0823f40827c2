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

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.HdrHistogram.Histogram;
import org.apache.hc.core5.http.HttpException;

import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.benchmark.measure.SeedNodesRoute;

/**
 * Loads the seed-nodes route of a process by several clients at once. Each asks again as
 * soon as it is answered: a slow server is asked less often, which the number of requests
 * shows.
 */
final class Load {

	static final int CLIENTS = 8;

	private static final int SIGNIFICANT_DIGITS = 3;

	private final MeasuredProcess process;

	private final SeedNodesRoute route;

	Load(MeasuredProcess process, SeedNodesRoute route) {
		this.process = process;
		this.route = route;
	}

	/**
	 * Load the route for some time to warm it up, then for as long to measure it.
	 * @param duration how long
	 * @return what was measured
	 * @throws InterruptedException if the thread is interrupted
	 * @throws ExecutionException if a request failed
	 */
	LoadSample run(Duration duration) throws InterruptedException, ExecutionException {
		ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
		try {
			run(executor, duration);
			Duration server = this.process.cpu();
			Duration client = ownCpu();
			long start = System.nanoTime();
			Histogram latencies = run(executor, duration);
			Duration time = Duration.ofNanos(System.nanoTime() - start);
			return LoadSample.of(latencies, time, this.process.cpu().minus(server), ownCpu().minus(client));
		}
		finally {
			executor.shutdownNow();
		}
	}

	private Histogram run(ExecutorService executor, Duration duration) throws InterruptedException, ExecutionException {
		long end = System.nanoTime() + duration.toNanos();
		Callable<Histogram> client = () -> askUntil(end);
		Histogram all = new Histogram(SIGNIFICANT_DIGITS);
		for (Future<Histogram> future : executor.invokeAll(Collections.nCopies(CLIENTS, client))) {
			all.add(future.get());
		}
		return all;
	}

	/**
	 * Ask until the time is over. A request that is answered only then counts as well:
	 * otherwise slow ones would be missing.
	 * @return how long each request took, in nanoseconds
	 */
	private Histogram askUntil(long end) throws IOException, HttpException {
		Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
		for (long start = System.nanoTime(); start - end < 0; start = System.nanoTime()) {
			SeedNodesRoute.Answer answer = this.route.get();
			latencies.recordValue(System.nanoTime() - start);
			if (answer.status() != 200 || answer.body().isEmpty()) {
				throw new IllegalStateException("Unexpected: " + answer);
			}
		}
		return latencies;
	}

	private static Duration ownCpu() {
		return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
	}

}

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

package io.muster.sample.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures what the page costs a node while all is well: each browser asks for the
 * cluster every two seconds, and less often for the rest.
 */
@Tag("system")
class PageCostIT {

	private static final int BROWSERS = 20;

	private static final int PERIOD_MILLIS = 2_000;

	private static final int POLLS = 4_000;

	private static final Duration MEASURED = Duration.ofSeconds(30);

	/**
	 * Of how many polls one asks an endpoint.
	 */
	private static final Map<String, Integer> ASKED = Map.of("/actuator/cluster", 1, "/actuator/leadership", 3,
			"/actuator/bootstrap", 5);

	@RegisterExtension
	final Processes processes = new Processes();

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	@Test
	void twentyBrowsersCostANodeLessThanTwoPercentOfACore() {
		List<SampleNode> nodes = SampleNode.replicas(this.processes, 3);
		nodes.forEach((node) -> node.withOptions("-XX:TieredStopAtLevel=4").start());
		OneCluster.await(nodes);
		SampleNode node = nodes.get(0);
		HttpClient client = HttpClient.newHttpClient();
		polls(node, client);
		double idle = share(node, PageCostIT::pass);
		double calculated = cost(node, client, idle) * BROWSERS * 1000 / PERIOD_MILLIS;
		double measured = measured(node) - idle;
		System.out.printf(
				"The page in %d browsers costs %.2f %% of a core by the cost of a poll, "
						+ "and %.2f %% as measured for %d s, beside %.2f %% without%n",
				BROWSERS, 100 * calculated, 100 * measured, MEASURED.toSeconds(), 100 * idle);
		assertThat(calculated).isPositive().isLessThan(0.02);
	}

	/**
	 * Return what a poll costs, from many in a row: other work on the machine disturbs
	 * that less than polls now and then.
	 * @return the time of a processor in seconds
	 */
	private static double cost(SampleNode node, HttpClient client, double idle) {
		long start = System.nanoTime();
		double share = share(node, () -> polls(node, client));
		return (share - idle) * (System.nanoTime() - start) / 1e9 / POLLS;
	}

	private double measured(SampleNode node) {
		IntStream.range(0, BROWSERS).forEach((i) -> {
			HttpClient browser = HttpClient.newHttpClient();
			AtomicInteger turn = new AtomicInteger(i);
			this.executor.scheduleAtFixedRate(() -> poll(node, browser, turn.getAndIncrement()),
					i * PERIOD_MILLIS / BROWSERS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
		});
		return share(node, PageCostIT::pass);
	}

	private static void polls(SampleNode node, HttpClient client) {
		IntStream.range(0, POLLS).forEach((i) -> poll(node, client, i));
	}

	private static void pass() {
		Awaitility.await().timeout(MEASURED.multipliedBy(2)).pollDelay(MEASURED).until(() -> true);
	}

	/**
	 * Return how much of a processor a node uses meanwhile.
	 */
	private static double share(SampleNode node, Runnable meanwhile) {
		Duration before = cpu(node);
		long start = System.nanoTime();
		meanwhile.run();
		return (double) cpu(node).minus(before).toNanos() / (System.nanoTime() - start);
	}

	private static void poll(SampleNode node, HttpClient browser, int turn) {
		ASKED.forEach((path, polls) -> {
			if (turn % polls == 0) {
				ask(node, browser, path);
			}
		});
	}

	private static void ask(SampleNode node, HttpClient browser, String path) {
		URI uri = URI.create("http://%s:%d%s".formatted(node.host(), node.port(), path));
		HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
		try {
			HttpResponse<String> answer = browser.send(request, BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo(200);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static Duration cpu(SampleNode node) {
		return ProcessHandle.of(node.process().pid())
			.flatMap((process) -> process.info().totalCpuDuration())
			.orElseThrow();
	}

}

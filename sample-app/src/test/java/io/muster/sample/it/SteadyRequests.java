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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.muster.processes.ClusterView;
import io.muster.processes.ClusterView.Departed;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks nodes steadily, as a load balancer and other nodes do, and keeps what they show of
 * the cluster meanwhile.
 */
final class SteadyRequests implements AutoCloseable {

	/**
	 * The result of a request that was answered with status 200.
	 */
	static final String ANSWERED = "answered";

	/**
	 * The result of a request to a node that gave no sign, as one that does not run.
	 */
	static final String SILENT = "silent";

	private static final long INTERVAL_MILLIS = 25;

	private final Map<String, AtomicInteger> results = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> complaints = new ConcurrentHashMap<>();

	private final Map<String, String> departures = new ConcurrentHashMap<>();

	private final ConcurrentSkipListSet<Integer> working = new ConcurrentSkipListSet<>();

	private final ConcurrentSkipListSet<String> unreachable = new ConcurrentSkipListSet<>();

	private final ScheduledExecutorService executor;

	SteadyRequests(List<SecuredNode> nodes) {
		this.executor = Executors.newScheduledThreadPool(nodes.size());
		for (int i = 0; i < nodes.size(); i++) {
			SecuredNode node = nodes.get(i);
			SecuredNode other = nodes.get((i + 1) % nodes.size());
			this.executor.scheduleWithFixedDelay(() -> ask(node, other), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void ask(SecuredNode node, SecuredNode other) {
		count(node, SecuredNode.SEED_NODES, seedNodes(node, other));
		ClusterView view = node.clusterIfAny().orElse(null);
		count(node, "/actuator/cluster", (view != null) ? ANSWERED : SILENT);
		if (view != null) {
			note(view);
		}
	}

	private static String seedNodes(SecuredNode node, SecuredNode other) {
		try {
			int status = node.askedBy(other).statusCode();
			return (status == 200) ? ANSWERED : String.valueOf(status);
		}
		catch (IOException ex) {
			return SILENT;
		}
		catch (RuntimeException ex) {
			return ex.toString();
		}
	}

	private void count(SecuredNode node, String path, String result) {
		this.results.computeIfAbsent(result, (key) -> new AtomicInteger()).incrementAndGet();
		if (!result.equals(ANSWERED)) {
			this.complaints.computeIfAbsent(node + " " + path + " " + result, (key) -> new AtomicInteger())
				.incrementAndGet();
		}
	}

	private void note(ClusterView view) {
		view.departed().forEach((departed) -> this.departures.put(node(departed), departed.kind()));
		if (view.isWorking()) {
			this.unreachable.addAll(view.unreachable());
			this.working.add((int) view.members()
				.stream()
				.filter((member) -> member.status().equals("Up") && member.reachable())
				.count());
		}
	}

	private static String node(Departed departed) {
		return departed.address() + "#" + departed.uid();
	}

	/**
	 * Return the nodes that departed, each with how.
	 */
	Map<String, String> departures() {
		return Map.copyOf(this.departures);
	}

	/**
	 * Return the fewest reachable members in status Up that a working member has shown.
	 */
	int fewestWorking() {
		return this.working.first();
	}

	/**
	 * Return with what requests ended: {@value #ANSWERED}, {@value #SILENT}, or in words.
	 */
	Set<String> results() {
		return Set.copyOf(this.results.keySet());
	}

	@Override
	public String toString() {
		return "%s, in detail %s; unreachable at some time %s; numbers of working members %s; departures %s"
			.formatted(this.results, new TreeMap<>(this.complaints), this.unreachable, this.working, this.departures);
	}

	@Override
	public void close() {
		this.executor.shutdown();
		try {
			assertThat(this.executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import io.muster.processes.ClusterView;

/**
 * What nodes show of themselves, as long as a schedule runs, and what is wrong with that.
 * A node is in the cluster of which it says that it is a working member; only that counts
 * as a cluster, and not what the engine has begun.
 */
final class ClusterHistory implements AutoCloseable {

	private static final long INTERVAL_MILLIS = 500;

	/**
	 * How long two nodes may show two clusters. The split brain resolver needs that long
	 * to remove what is cut off, and a node that was suspended to learn that it was.
	 */
	private static final Duration OVERLAP = Duration.ofSeconds(20);

	/**
	 * How long a node may wait without a reason, between two steps.
	 */
	private static final Duration SILENCE = Duration.ofSeconds(3);

	private final List<NamespaceNode> nodes;

	private final long begin = System.nanoTime();

	private final Map<NamespaceNode, ClusterView> latest = new ConcurrentHashMap<>();

	private final Map<NamespaceNode, String> shown = new HashMap<>();

	private final Map<NamespaceNode, Long> speechlessSince = new HashMap<>();

	private final Map<NamespaceNode, Long> strayingSince = new HashMap<>();

	private final Map<Set<String>, Long> apartSince = new HashMap<>();

	private final Map<Object, String> complaints = new ConcurrentHashMap<>();

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService executor;

	private volatile long longestApart;

	ClusterHistory(List<NamespaceNode> nodes) {
		this.nodes = nodes;
		this.executor = Executors.newScheduledThreadPool(nodes.size());
		nodes.forEach((node) -> this.executor.scheduleWithFixedDelay(() -> look(node), 0, INTERVAL_MILLIS,
				TimeUnit.MILLISECONDS));
	}

	void note(String what) {
		this.lines.add("%7d        %s".formatted(now(), what));
	}

	private long now() {
		return (System.nanoTime() - this.begin) / 1_000_000;
	}

	private void look(NamespaceNode node) {
		try {
			Optional<ClusterView> view = node.clusterIfAny();
			JsonNode bootstrap = node.bootstrapIfAny();
			JsonNode answer = node.seedNodesIfAny();
			take(node, view.orElse(null), bootstrap, answer);
		}
		catch (RuntimeException ex) {
			this.complaints.putIfAbsent(node + " " + ex.getClass(), now() + " could not look at " + node + ": " + ex);
		}
	}

	private synchronized void take(NamespaceNode node, ClusterView view, JsonNode bootstrap, JsonNode answer) {
		long now = now();
		String shows = describe(view, bootstrap, answer);
		if (!shows.equals(this.shown.put(node, shows))) {
			this.lines.add("%7d %s %s".formatted(now, node, shows));
		}
		if (view != null) {
			this.latest.put(node, view);
		}
		else {
			this.latest.remove(node);
		}
		lookForSplits(now);
		String waitingFor = bootstrap.path("waitingFor").asString("");
		boolean outside = Set.of("PROBING", "JOINING", "BYPASSED", "REMOVED")
			.contains(bootstrap.path("phase").asString(""));
		persists(node, this.speechlessSince, outside && waitingFor.isBlank(), SILENCE, now,
				"waits and does not say what for: " + shows);
		boolean member = view == null || view.isMember();
		boolean forming = bootstrap.path("phase").asString("").equals("FORMING");
		persists(node, this.strayingSince, !member && !forming && !answer.path("seedNodes").isEmpty(), SILENCE, now,
				"is no member and names seed nodes: " + shows);
	}

	private void persists(NamespaceNode node, Map<NamespaceNode, Long> since, boolean wrong, Duration limit, long now,
			String what) {
		if (!wrong) {
			since.remove(node);
		}
		else if (now - since.computeIfAbsent(node, (key) -> now) > limit.toMillis()) {
			this.complaints.putIfAbsent(node + what.substring(0, 10), now + " " + node + " " + what);
		}
	}

	private static String describe(ClusterView view, JsonNode bootstrap, JsonNode answer) {
		if (view == null && bootstrap.isMissingNode()) {
			return "does not answer";
		}
		String members = (view != null)
				? view.members().stream().map(ClusterHistory::describe).collect(Collectors.joining(", ")) : "?";
		return "%s %s [%s] vote %s, seed nodes %d, waiting for: %s %s".formatted((view != null) ? view.status() : "?",
				bootstrap.path("phase").asString("?"), members,
				bootstrap.path("vote").path("node").asString("-").replaceAll(".*@", ""),
				answer.path("seedNodes").size(), bootstrap.path("waitingFor").asString("-"),
				bootstrap.path("storage").asString(""));
	}

	private static String describe(ClusterView.Member member) {
		String host = member.address().replaceAll(".*@.*\\.(\\d+):.*", "$1");
		String uid = member.uid().substring(Math.max(0, member.uid().length() - 4));
		return "%s#%s %s%s%s".formatted(host, uid, member.status(), member.reachable() ? "" : "(unreachable)",
				member.leader() ? "(leader)" : "");
	}

	private void lookForSplits(long now) {
		Set<Set<String>> apart = new HashSet<>();
		for (ClusterView one : this.latest.values()) {
			this.latest.values()
				.stream()
				.filter(one::isApartFrom)
				.forEach((other) -> apart.add(Set.of(one.selfNode(), other.selfNode())));
		}
		this.apartSince.keySet().retainAll(apart);
		for (Set<String> pair : apart) {
			long duration = now - this.apartSince.computeIfAbsent(pair, (key) -> now);
			this.longestApart = Math.max(this.longestApart, duration);
			if (duration > OVERLAP.toMillis()) {
				this.complaints.putIfAbsent("two clusters", "%d two clusters for more than %d ms: %s".formatted(now,
						OVERLAP.toMillis(), new TreeSet<>(pair)));
			}
		}
	}

	/**
	 * Return how long two nodes showed two clusters at most, in milliseconds.
	 */
	long longestApart() {
		return this.longestApart;
	}

	/**
	 * Return what is wrong.
	 */
	List<String> complaints() {
		return new ArrayList<>(this.complaints.values());
	}

	List<String> lines() {
		return this.lines;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}

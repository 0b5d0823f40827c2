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

package io.muster.processes;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;

import org.awaitility.Awaitility;

/**
 * Times that three nodes that are started together take to form one cluster, according to
 * their logs.
 *
 * @param start from the start of the last process to the last node's first lookup, which
 * is the time that applications take to start
 * @param registry from there until the last node knows all three, which is the time that
 * the registry and its clients take
 * @param muster from there until the last node knows that all three are up
 */
public record FormationTimes(Duration start, Duration registry, Duration muster) {

	/**
	 * The system property that enables tests that only measure.
	 */
	public static final String PROPERTY = "muster.registries.times";

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	/**
	 * Start nodes and measure.
	 * @param processes starts their processes
	 * @param registry the registry that they use, started
	 * @return the times
	 */
	public static FormationTimes measure(Processes processes, Registry registry) {
		List<RegistryNode> nodes = RegistryNode.of(processes, registry, "node-1", "node-2", "node-3");
		nodes.forEach(RegistryNode::application);
		nodes.forEach(RegistryNode::start);
		Instant started = Instant.now();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> nodes.stream().allMatch((node) -> node.process().log().contains("is up; 3 members")));
		OneCluster.await(nodes);
		Instant begun = last(nodes, "Bootstrap of cluster", true);
		Instant listed = max(begun, last(nodes, " : 3 contact points: ", true));
		Instant up = last(nodes, "is up; 3 members", false);
		return new FormationTimes(Duration.between(started, begun), Duration.between(begun, listed),
				Duration.between(listed, up));
	}

	/**
	 * Return when the last of the nodes logged a line.
	 * @param first whether the first such line of each node counts rather than the last
	 */
	private static Instant last(List<RegistryNode> nodes, String line, boolean first) {
		return nodes.stream().map((node) -> {
			List<Instant> times = node.process()
				.log()
				.lines()
				.filter((text) -> text.contains(line))
				.map((text) -> OffsetDateTime.parse(text.substring(0, text.indexOf(' '))).toInstant())
				.toList();
			return times.get(first ? 0 : times.size() - 1);
		}).max(Comparator.naturalOrder()).orElseThrow();
	}

	private static Instant max(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	/**
	 * Print the times as a row of a table.
	 * @param registry name of the registry
	 */
	public void print(String registry) {
		System.out.printf("| %s | %.1f s | %.1f s | %.1f s | %.1f s |%n", registry, seconds(this.start),
				seconds(this.registry), seconds(this.muster),
				seconds(this.start.plus(this.registry).plus(this.muster)));
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

}

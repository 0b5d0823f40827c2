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

import java.time.LocalTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;

import io.muster.processes.ClusterNode;
import io.muster.processes.ClusterView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches the nodes of a test. It fails the test if there were two clusters at any time,
 * or if a node waited without showing what for.
 */
final class Watch implements BeforeEachCallback, AfterTestExecutionCallback {

	private static final long INTERVAL_MILLIS = 250;

	private final List<ClusterNode<?>> nodes = new CopyOnWriteArrayList<>();

	private final Map<Object, String> complaints = new ConcurrentHashMap<>();

	private ScheduledExecutorService executor;

	private Set<Set<String>> suspected = Set.of();

	@Override
	public void beforeEach(ExtensionContext context) {
		this.executor = Executors.newSingleThreadScheduledExecutor();
		this.executor.scheduleWithFixedDelay(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Watch nodes until the test ends.
	 * @param nodes the nodes
	 */
	void over(Collection<? extends ClusterNode<?>> nodes) {
		this.nodes.addAll(nodes);
	}

	private void look() {
		try {
			lookForSplits(this.nodes.stream().map(ClusterNode::clusterIfAny).flatMap(Optional::stream).toList());
			this.nodes.forEach(this::lookForExplanation);
		}
		catch (RuntimeException ex) {
			complain(ex.getClass(), "could not look: " + ex);
		}
	}

	/**
	 * Check for a split. Views are taken one after the other rather than at one moment,
	 * so only a split in two consecutive checks counts.
	 */
	private void lookForSplits(List<ClusterView> views) {
		Set<Set<String>> apart = new HashSet<>();
		for (ClusterView one : views) {
			views.stream().filter(one::isApartFrom).forEach((other) -> {
				Set<String> pair = Set.of(one.selfNode(), other.selfNode());
				apart.add(pair);
				if (this.suspected.contains(pair)) {
					complain(pair, "two clusters: " + one + " and " + other);
				}
			});
		}
		this.suspected = apart;
	}

	private void lookForExplanation(ClusterNode<?> node) {
		JsonNode bootstrap = node.bootstrapIfAny();
		if (bootstrap.path("phase").asString("").equals("PROBING")
				&& bootstrap.path("waitingFor").asString("").isBlank()) {
			complain(node, "no explanation: " + node + " " + bootstrap);
		}
	}

	/**
	 * Report the same problem once.
	 */
	private void complain(Object of, String complaint) {
		this.complaints.putIfAbsent(of, LocalTime.now() + " " + complaint);
	}

	@Override
	public void afterTestExecution(ExtensionContext context) throws InterruptedException {
		this.executor.shutdown();
		assertThat(this.executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.complaints.values()).isEmpty();
	}

}

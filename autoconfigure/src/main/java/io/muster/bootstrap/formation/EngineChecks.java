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

package io.muster.bootstrap.formation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.BootstrapCommand.CheckEngine;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChecked;
import io.muster.cluster.NodeAddress;

/**
 * Checks whether the ports of engines take connections, where a join does not complete.
 * HTTP may work between two nodes whose engines cannot connect, in one direction or in
 * both. A joining node checks its seed nodes. A member checks the nodes that probe it and
 * are no members.
 * <p>
 * Any sender may claim to be a prober. So a member connects only to the address that the
 * probe came from, and keeps few of them.
 */
final class EngineChecks {

	/**
	 * The most nodes that are checked.
	 */
	static final int MAX = 10;

	/**
	 * How long a join may take before anything is checked, in milliseconds. Most joins
	 * complete before.
	 */
	static final long PATIENCE_MILLIS = 2_000;

	private static final long INTERVAL_MILLIS = 5_000;

	/**
	 * How long a prober is checked after its last probe, in milliseconds. A node that
	 * joins probes only when a join has failed.
	 */
	private static final long ALIVE_MILLIS = 60_000;

	private final Map<NodeAddress, Check> checks = new LinkedHashMap<>();

	private final int max;

	EngineChecks() {
		this(MAX);
	}

	/**
	 * Create checks of more or fewer engines.
	 * @param max the most engines that are checked
	 */
	EngineChecks(int max) {
		this.max = max;
	}

	/**
	 * Check the seed nodes of a join, and nothing else.
	 */
	void joining(Collection<NodeAddress> seedNodes, long now) {
		this.checks.keySet().retainAll(seedNodes);
		seedNodes.stream()
			.limit(MAX)
			.forEach((seedNode) -> this.checks.computeIfAbsent(seedNode,
					(key) -> new Check(null, now + PATIENCE_MILLIS)));
	}

	/**
	 * Check these engines from now on, and no others.
	 */
	void watch(Collection<NodeAddress> engines, long now) {
		if (engines.isEmpty()) {
			clear();
			return;
		}
		this.checks.keySet().retainAll(engines);
		engines.stream()
			.limit(this.max)
			.forEach((engine) -> this.checks.computeIfAbsent(engine, (key) -> new Check(null, now)));
	}

	/**
	 * Return the last outcome for an engine, {@code null} if there is none.
	 */
	@Nullable EngineReach reach(NodeAddress engine) {
		Check check = this.checks.get(engine);
		return (check != null) ? check.reach : null;
	}

	/**
	 * Check a node that probed this one and is no member.
	 * @param node its engine address
	 * @param from the IP address that its probe came from
	 */
	void probed(NodeAddress node, String from, long now) {
		this.checks.values().removeIf((check) -> now - check.heardAt > ALIVE_MILLIS);
		Check check = this.checks.get(node);
		if ((check == null || !from.equals(check.from)) && (check != null || this.checks.size() < MAX)) {
			check = new Check(from, now + PATIENCE_MILLIS);
			this.checks.put(node, check);
		}
		if (check != null) {
			check.heardAt = now;
		}
	}

	/**
	 * Check no node any more that has become a member.
	 */
	void joined(Collection<NodeAddress> members) {
		this.checks.keySet().removeAll(members);
	}

	void clear() {
		this.checks.clear();
	}

	/**
	 * Take the checks that are due.
	 */
	List<CheckEngine> take(long now) {
		List<CheckEngine> due = new ArrayList<>();
		this.checks.forEach((node, check) -> {
			if (!check.asking && check.due <= now && (check.from == null || now - check.heardAt <= ALIVE_MILLIS)) {
				check.asking = true;
				due.add(new CheckEngine(node, check.from));
			}
		});
		return due;
	}

	void checked(EngineChecked event, long now) {
		Check check = this.checks.get(event.node());
		if (check != null) {
			check.asking = false;
			check.due = now + INTERVAL_MILLIS;
			check.reach = (event.reach() != null) ? event.reach() : check.reach;
		}
	}

	/**
	 * Call back with the nodes that were checked, and the last outcome of each.
	 */
	void forEach(BiConsumer<NodeAddress, EngineReach> callback) {
		this.checks.forEach((node, check) -> {
			if (check.reach != null) {
				callback.accept(node, check.reach);
			}
		});
	}

	long nextDue(long now) {
		long due = Long.MAX_VALUE;
		for (Check check : this.checks.values()) {
			if (!check.asking && (check.from == null || now - check.heardAt <= ALIVE_MILLIS)) {
				due = Math.min(due, check.due);
			}
		}
		return due;
	}

	private static final class Check {

		private final @Nullable String from;

		private long due;

		private long heardAt;

		private boolean asking;

		private @Nullable EngineReach reach;

		private Check(@Nullable String from, long due) {
			this.from = from;
			this.due = due;
		}

	}

}

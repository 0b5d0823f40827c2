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

package io.muster.sample.demo;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Watches the nodes, and prints changes.
 */
final class Watch {

	private final List<DemoNode> nodes;

	private final NodeClient client;

	private final Console console;

	private final MembersLine members;

	private final Set<DemoNode> alive = new HashSet<>();

	private List<String> shown = List.of();

	private @Nullable String waiting;

	private @Nullable String leader;

	private boolean formed;

	private boolean stopping;

	Watch(List<DemoNode> nodes, NodeClient client, Console console) {
		this.nodes = nodes;
		this.client = client;
		this.console = console;
		this.members = new MembersLine(nodes.stream().collect(Collectors.toMap(DemoNode::address, DemoNode::name)));
	}

	/**
	 * Check all nodes once, and print what has changed.
	 */
	void look() {
		Map<DemoNode, ClusterView> views = new LinkedHashMap<>();
		for (DemoNode node : this.nodes) {
			ClusterView view = node.isAlive() ? this.client.cluster(node) : null;
			if (view != null) {
				views.put(node, view);
			}
		}
		views.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().members().isEmpty())
			.findFirst()
			.ifPresent((entry) -> sayWhatItWaitsFor(entry.getKey()));
		show(views.values());
		sayWhetherTheyAgree(views.values());
		this.nodes.forEach(this::sayIfItEnded);
	}

	private void sayWhatItWaitsFor(DemoNode node) {
		String text = this.client.waitingFor(node);
		if (text != null && !text.equals(this.waiting)) {
			this.console.say(node.name() + " waits: " + text);
			this.waiting = text;
		}
	}

	private void show(Collection<ClusterView> views) {
		List<String> lines = this.members.of(views);
		if (!lines.isEmpty() && !lines.equals(this.shown)) {
			lines.forEach(this.console::say);
			this.shown = lines;
		}
	}

	private void sayWhetherTheyAgree(Collection<ClusterView> views) {
		int running = (int) this.nodes.stream().filter(DemoNode::isAlive).count();
		String leader = Agreement.leader(views, running);
		if (leader != null && !leader.equals(this.leader) && !this.stopping) {
			this.console.say(
					"One cluster of %d, led by %s: every node shows the same members".formatted(running, name(leader)));
			if (!this.formed) {
				this.console.say("Ctrl-C stops all nodes. kill -9 on the pid of a node shows how the others notice it");
			}
			this.formed = true;
		}
		this.leader = leader;
	}

	private String name(String address) {
		return this.nodes.stream()
			.filter((node) -> node.address().equals(address))
			.map(DemoNode::name)
			.findAny()
			.orElse(address);
	}

	private void sayIfItEnded(DemoNode node) {
		if (node.isAlive()) {
			this.alive.add(node);
		}
		else if (this.alive.remove(node)) {
			this.console.say(this.stopping ? node.name() + " has ended" : node.describe());
		}
	}

	/**
	 * Expect the nodes to end from now on.
	 */
	void expectTheEnd() {
		this.stopping = true;
	}

	/**
	 * Return whether all nodes have formed one cluster.
	 * @return {@code true} if they have
	 */
	boolean hasFormed() {
		return this.formed;
	}

}

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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;

import io.muster.processes.OneCluster;
import io.muster.processes.Processes;
import io.muster.sample.it.Namespaces.Cut;
import io.muster.sample.it.PartitionSchedule.Step;

/**
 * Nodes in namespaces to which the faults of a schedule happen. It is also their
 * supervisor: it starts a process again that has ended by itself, and counts that.
 */
final class PartitionedNodes {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final long FLAP = 1500;

	private final PartitionSchedule schedule;

	private final Namespaces namespaces;

	private final List<NamespaceNode> nodes;

	private final PriorityQueue<Action> agenda = new PriorityQueue<>(
			Comparator.comparingLong(Action::at).thenComparingInt(Action::sequence));

	private final Set<NamespaceNode> suspended = new HashSet<>();

	private final List<String> ended = new ArrayList<>();

	private int required;

	private int sequence;

	PartitionedNodes(PartitionSchedule schedule, Processes processes, Namespaces namespaces) {
		this.schedule = schedule;
		this.namespaces = namespaces;
		this.required = schedule.required();
		namespaces.create(schedule.nodes());
		this.nodes = IntStream.range(0, schedule.nodes())
			.mapToObj((index) -> new NamespaceNode(processes, namespaces, index).withQuickDowning()
				.require(schedule.required())
				.with(NamespaceNode.DISCOVERY + "contact-with-all-contact-points=" + schedule.contactWithAll()))
			.toList();
		if (schedule.dataDirectories()) {
			this.nodes.forEach((node) -> node.withDataDirectory(namespaces));
		}
		this.nodes.forEach((node) -> node.finds(contactPoints()));
		processes.note("schedule", schedule.toString());
	}

	List<NamespaceNode> nodes() {
		return this.nodes;
	}

	/**
	 * Return the number that is required at the end.
	 */
	int required() {
		return this.required;
	}

	/**
	 * Return which processes ended by themselves, and how.
	 */
	List<String> ended() {
		return this.ended;
	}

	private List<String> contactPoints() {
		return IntStream.range(0, this.schedule.nodes()).mapToObj(this::contactPoint).toList();
	}

	private String contactPoint(int node) {
		return "http://" + this.namespaces.address(node) + ":" + NamespaceNode.PORT;
	}

	/**
	 * Start the nodes, and let everything happen to them.
	 * @param notes takes what happens
	 */
	void run(Consumer<String> notes) {
		this.nodes.forEach(NamespaceNode::start);
		if (this.schedule.formed()) {
			OneCluster.await(this.nodes);
		}
		else if (this.schedule.steps().get(0).fault().isAtFounding()) {
			await(() -> founder() != null);
		}
		else {
			await(() -> this.nodes.stream()
				.anyMatch((node) -> node.bootstrapIfAny().path("phase").asString("").equals("PROBING")));
		}
		long begin = System.nanoTime();
		this.schedule.steps().forEach((step) -> {
			at(step.at().toMillis(), () -> notes.accept(step.fault() + " begins"));
			plan(step);
			at(step.at().plus(step.length()).toMillis(), () -> notes.accept(step.fault() + " ends"));
		});
		while (!this.agenda.isEmpty()) {
			Action action = this.agenda.remove();
			await(() -> (System.nanoTime() - begin) / 1_000_000 >= action.at());
			action.what().run();
		}
	}

	private void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
			supervise();
			return condition.call();
		});
	}

	/**
	 * Start processes again that have ended by themselves.
	 */
	void supervise() {
		for (NamespaceNode node : this.nodes) {
			if (node.isWanted() && !node.process().isAlive()) {
				this.ended.add(node + " ended with exit code " + node.process().awaitExit());
				node.start();
			}
		}
	}

	private NamespaceNode founder() {
		return this.nodes.stream()
			.filter((node) -> node.process().log().contains("This node founds cluster"))
			.findFirst()
			.orElse(null);
	}

	private void plan(Step step) {
		long from = step.at().toMillis();
		long to = from + step.length().toMillis();
		NamespaceNode node = this.nodes.get(step.order().get(0));
		switch (step.fault()) {
			case PARTITION -> cut(from, to, between(one(step), other(step), 0));
			case BRIDGE -> cut(from, to, between(step.order().subList(0, 2), step.order().subList(3, 5), 0));
			case ONE_WAY -> cut(from, to, List.of(new Cut(step.order().get(0), step.order().get(1))));
			case MUTE -> cut(from, to, others(node).stream().map((other) -> new Cut(node.index(), other)).toList());
			case DEAF -> cut(from, to, others(node).stream().map((other) -> new Cut(other, node.index())).toList());
			case FLAPPING -> {
				for (long at = from; at < to; at += 2 * FLAP) {
					cut(at, at + FLAP / 2 + step.variant(), between(List.of(node.index()), others(node), 0));
				}
			}
			case ENGINES -> cut(from, to, engines(one(step), other(step)));
			case FOUNDER_CUT -> at(from, () -> cutFounder(step, to));
			case FOUNDER_SUSPENDED -> at(from, () -> suspendFounder(step, to));
			case SUSPENDED -> {
				at(from, () -> suspend(node));
				at(to, () -> resume(node));
			}
			case KILLED -> restart(node, from, to, true, () -> {
			});
			case TERMINATED -> restart(node, from, to, false, () -> {
			});
			case ALL_KILLED -> this.nodes
				.forEach((each) -> restart(each, from + each.index() * 100, to + each.index() * 300, true, () -> {
				}));
			case DISK_FULL -> {
				at(from, node::fillDisk);
				restart(node, from + 3000, from + 4000, true, () -> {
				});
				at(to, node::makeSpace);
			}
			case DISK_LOST -> restart(node, from, to, true, node::loseDisk);
			case DISK_DAMAGED -> restart(node, from, to, true, node::damageDisk);
			case DISCOVERY -> {
				at(from, () -> lie(step));
				at(to, () -> this.nodes.forEach((each) -> each.finds(contactPoints())));
			}
			case NUMBER -> at(from, () -> changeNumber(step));
		}
	}

	private void at(long at, Runnable what) {
		this.agenda.add(new Action(at, this.sequence++, what));
	}

	private void cut(long from, long to, List<Cut> cuts) {
		at(from, () -> cuts.forEach(this.namespaces::cut));
		at(to, () -> cuts.forEach(this.namespaces::heal));
	}

	private static List<Integer> one(Step step) {
		return step.order().subList(0, step.side());
	}

	private static List<Integer> other(Step step) {
		return step.order().subList(step.side(), step.order().size());
	}

	private List<Integer> others(NamespaceNode node) {
		return IntStream.range(0, this.nodes.size()).filter((index) -> index != node.index()).boxed().toList();
	}

	private static List<Cut> between(List<Integer> ones, List<Integer> others, int port) {
		List<Cut> cuts = new ArrayList<>();
		for (int one : ones) {
			for (int other : others) {
				cuts.add(new Cut(one, other, port, true));
				cuts.add(new Cut(other, one, port, true));
			}
		}
		return cuts;
	}

	private List<Cut> engines(List<Integer> ones, List<Integer> others) {
		List<Cut> cuts = new ArrayList<>();
		for (int one : ones) {
			for (int other : others) {
				cuts.add(new Cut(one, other, this.nodes.get(other).enginePort(), true));
				cuts.add(new Cut(other, one, this.nodes.get(one).enginePort(), true));
			}
		}
		return cuts;
	}

	/**
	 * Cut the founder off, or have every second registry drop it as well.
	 */
	private void cutFounder(Step step, long to) {
		NamespaceNode founder = founder();
		if (step.variant() % 2 == 0) {
			unlist(founder, to);
		}
		cut(0, to, between(List.of(founder.index()), others(founder), 0));
	}

	private void suspendFounder(Step step, long to) {
		NamespaceNode founder = founder();
		suspend(founder);
		if (step.variant() % 2 == 0) {
			unlist(founder, to);
		}
		at(to, () -> resume(founder));
	}

	private void unlist(NamespaceNode node, long to) {
		List<String> rest = others(node).stream().map(this::contactPoint).toList();
		this.nodes.forEach((each) -> each.finds(rest));
		at(to, () -> this.nodes.forEach((each) -> each.finds(contactPoints())));
	}

	/**
	 * Let registries fail, list a contact point where nothing is, or list one side only.
	 */
	private void lie(Step step) {
		for (NamespaceNode node : this.nodes) {
			List<String> found = new ArrayList<>(contactPoints());
			switch ((step.variant() + node.index()) % 4) {
				case 0 -> found.add("http://" + this.namespaces.nowhere() + ":" + NamespaceNode.PORT);
				case 1 -> found.add(contactPoint(node.index()).replace(":" + NamespaceNode.PORT, ":8081"));
				case 2 -> found.retainAll(one(step).stream().map(this::contactPoint).toList());
				default -> found.clear();
			}
			if (found.isEmpty() && step.variant() % 2 == 0) {
				node.findsNothing();
			}
			else {
				node.finds(found);
			}
		}
	}

	private void changeNumber(Step step) {
		int size = this.nodes.size();
		int majority = size / 2 + 1;
		this.required = (this.required == size) ? majority : majority + step.variant() % (size - majority) + 1;
		for (int index : step.order()) {
			NamespaceNode node = this.nodes.get(index);
			node.stop(false);
			node.process().awaitExit();
			node.require(this.required).start();
			node.awaitServer();
		}
	}

	private void suspend(NamespaceNode node) {
		if (node.process().isRunning()) {
			node.process().pause();
			this.suspended.add(node);
		}
	}

	private void resume(NamespaceNode node) {
		if (this.suspended.remove(node)) {
			node.process().resume();
		}
	}

	private void restart(NamespaceNode node, long from, long to, boolean kill, Runnable meanwhile) {
		at(from, () -> {
			if (node.isWanted()) {
				node.stop(kill);
			}
		});
		at(to, () -> {
			if (!node.isWanted()) {
				resume(node);
				node.process().awaitExit();
				meanwhile.run();
				node.start();
			}
		});
	}

	/**
	 * Undo everything that can prevent one cluster.
	 */
	void heal() {
		this.namespaces.healAll();
		List.copyOf(this.suspended).forEach(this::resume);
		this.nodes.forEach((node) -> node.finds(contactPoints()));
		this.nodes.forEach(NamespaceNode::makeSpace);
		this.nodes.stream().filter((node) -> !node.isWanted()).forEach((node) -> {
			node.process().awaitExit();
			node.start();
		});
	}

	private record Action(long at, int sequence, Runnable what) {
	}

}

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

package io.muster.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

import io.muster.leader.FencingToken;
import io.muster.leader.Leadership;

/**
 * A watch over who leads a role. It asks each node every few milliseconds by
 * {@link Leadership#isLeader()}, and writes down for each term of a leader the time
 * between the first and the last answer that it leads. So a term lasted at least that
 * long, and two terms of different nodes that overlap prove that two led at one moment.
 * That two led for less than some milliseconds may remain unseen.
 * <p>
 * All methods may be called from any thread.
 */
public final class LeaderWatch implements AssertProvider<LeaderWatchAssert>, AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMillis(5);

	private final String role;

	private final List<TestNode> nodes;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "muster-leader-watch");
		thread.setDaemon(true);
		return thread;
	});

	private final long origin = System.nanoTime();

	private final List<Observation> observations = new ArrayList<>();

	private final List<@Nullable Observation> current;

	/**
	 * Create a watch.
	 * @param role the role
	 * @param nodes the nodes to watch
	 */
	LeaderWatch(String role, List<TestNode> nodes) {
		this.role = role;
		this.nodes = List.copyOf(nodes);
		this.current = new ArrayList<>();
		this.nodes.forEach((node) -> this.current.add(null));
	}

	/**
	 * Begin to watch.
	 */
	void start() {
		look();
		this.executor.scheduleAtFixedRate(this::look, INTERVAL.toNanos(), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Ask each node now.
	 */
	synchronized void look() {
		for (int i = 0; i < this.nodes.size(); i++) {
			this.current.set(i, look(this.nodes.get(i), this.current.get(i)));
		}
	}

	private @Nullable Observation look(TestNode node, @Nullable Observation last) {
		Leadership leadership = node.leadership(this.role);
		long before = System.nanoTime() - this.origin;
		if (leadership == null || !leadership.isLeader()) {
			return null;
		}
		FencingToken token = leadership.token();
		if (token == null && !leadership.isLeader()) {
			return null;
		}
		if (last != null && last.leadership == leadership && Objects.equals(last.token, token)) {
			last.until = before;
			return last;
		}
		Observation observation = new Observation(node, leadership, token, System.nanoTime() - this.origin);
		this.observations.add(observation);
		return observation;
	}

	/**
	 * Return the role.
	 * @return the role
	 */
	public String role() {
		return this.role;
	}

	/**
	 * Return the terms that this watch has seen.
	 * @return the terms in the order in which they began
	 */
	public synchronized List<Term> terms() {
		return this.observations.stream().map(Observation::term).toList();
	}

	/**
	 * End this watch. What it has seen remains.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	@Override
	public LeaderWatchAssert assertThat() {
		return new LeaderWatchAssert(this);
	}

	/**
	 * A term of a leader, as far as it was seen.
	 *
	 * @param node the number of the node
	 * @param token the token of the term, {@code null} if it has none
	 * @param from when it led for certain, since the watch began
	 * @param until until when it led for certain, since the watch began; not after
	 * {@code from} if it was seen only once
	 */
	public record Term(int node, @Nullable FencingToken token, Duration from, Duration until) {

		/**
		 * Return whether this term and another one certainly lasted at one moment.
		 */
		boolean overlaps(Term other) {
			return this.from.compareTo(this.until) < 0 && other.from.compareTo(other.until) < 0
					&& this.from.compareTo(other.until) < 0 && other.from.compareTo(this.until) < 0;
		}

		@Override
		public String toString() {
			return "node %d from %d ms to %d ms (token %s)".formatted(this.node, this.from.toMillis(),
					this.until.toMillis(), this.token);
		}

	}

	/**
	 * A term that may go on.
	 */
	private static final class Observation {

		private final TestNode node;

		private final Leadership leadership;

		private final @Nullable FencingToken token;

		private final long from;

		private long until;

		private Observation(TestNode node, Leadership leadership, @Nullable FencingToken token, long from) {
			this.node = node;
			this.leadership = leadership;
			this.token = token;
			this.from = from;
			this.until = from;
		}

		private Term term() {
			return new Term(this.node.number(), this.token, Duration.ofNanos(this.from), Duration.ofNanos(this.until));
		}

	}

}

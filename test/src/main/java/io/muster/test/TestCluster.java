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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import org.assertj.core.api.AssertProvider;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.FileSystemUtils;

import io.muster.leader.Leadership;

/**
 * The nodes of a {@link ClusterTest @ClusterTest}. AssertJ's {@code assertThat(cluster)}
 * has assertions for it.
 * <p>
 * Methods that wait fail with an {@link AssertionError} that says what each node waits
 * for. All methods may be called from any thread.
 */
public final class TestCluster implements AssertProvider<TestClusterAssert> {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final TestNetwork network = new TestNetwork();

	private final List<TestNode> nodes = new ArrayList<>();

	private final List<LeaderWatch> watches = new CopyOnWriteArrayList<>();

	private final Path directory;

	private volatile boolean disturbed;

	/**
	 * Create a cluster whose nodes do not run yet.
	 * @param nodes the number of nodes
	 * @param application what they run
	 */
	TestCluster(int nodes, NodeApplication application) {
		try {
			this.directory = Files.createTempDirectory("muster-test");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (int number = 1; number <= nodes; number++) {
			this.nodes.add(new TestNode(number, nodes, application, this.network, this.directory, this::disturb));
		}
	}

	private void disturb() {
		this.disturbed = true;
	}

	/**
	 * Return whether a test has stopped, killed or isolated a node.
	 */
	boolean isDisturbed() {
		return this.disturbed;
	}

	/**
	 * Return all nodes.
	 * @return the nodes by number, also those that do not run
	 */
	public List<TestNode> nodes() {
		return List.copyOf(this.nodes);
	}

	/**
	 * Return a node.
	 * @param number its number, from 1
	 * @return the node
	 * @throws IllegalArgumentException if there is no such node
	 */
	public TestNode node(int number) {
		Assert.isTrue(number >= 1 && number <= this.nodes.size(),
				() -> "There is no node %d: nodes are numbered from 1 to %d".formatted(number, this.nodes.size()));
		return this.nodes.get(number - 1);
	}

	/**
	 * Return the nodes that run and are not cut off.
	 * @return the nodes by number
	 */
	public List<TestNode> connectedNodes() {
		return this.nodes.stream().filter((node) -> node.isRunning() && !node.isIsolated()).toList();
	}

	/**
	 * Start all nodes that do not run, and return when their applications have started.
	 */
	public void start() {
		this.nodes.forEach(TestNode::start);
	}

	/**
	 * Cut nodes off from all others, in both directions. Among themselves they hear each
	 * other.
	 * @param nodes the nodes
	 * @throws IllegalStateException if one of them does not run
	 */
	public void partition(TestNode... nodes) {
		disturb();
		this.network.separate(Arrays.stream(nodes).map(TestNode::number).toList());
	}

	/**
	 * Connect all nodes again.
	 */
	public void heal() {
		this.network.reunite(this.nodes.stream().map(TestNode::number).toList());
	}

	/**
	 * Return whether the nodes that run and are not cut off are one cluster at this
	 * moment: each has each other as a reachable member that is Up, and has no other
	 * members.
	 * @return {@code false} also if there are no such nodes
	 */
	public boolean isFormed() {
		return new ClusterView(connectedNodes()).isFormed();
	}

	/**
	 * Wait for at most 30 s until {@link #isFormed()}.
	 */
	public void awaitFormed() {
		awaitFormed(PATIENCE);
	}

	/**
	 * Wait until {@link #isFormed()}.
	 * @param timeout how long at most
	 */
	public void awaitFormed(Duration timeout) {
		await(timeout, this::isFormed, "The cluster has not formed");
	}

	/**
	 * Return the node that leads the application at this moment.
	 * @return the node or {@code null} if none does
	 * @throws AssertionError if several do
	 */
	public @Nullable TestNode leader() {
		return leader(Leadership.DEFAULT_ROLE);
	}

	/**
	 * Return the node that leads a role at this moment.
	 * @param role the role
	 * @return the node or {@code null} if none does
	 * @throws AssertionError if several do
	 */
	public @Nullable TestNode leader(String role) {
		List<TestNode> holders = holders(role);
		if (holders.size() > 1) {
			throw new AssertionError("%s lead %s".formatted(holders, ClusterView.describe(role)));
		}
		return holders.isEmpty() ? null : holders.get(0);
	}

	/**
	 * Return the nodes that lead a role at this moment, each asked one after the other.
	 * @param role the role, {@link Leadership#DEFAULT_ROLE} for the application
	 * @return none, or one: if there are more, two were leaders at almost the same time
	 */
	public List<TestNode> holders(String role) {
		return this.nodes.stream().filter((node) -> node.isLeader(role)).toList();
	}

	/**
	 * Wait for at most 30 s until a node that is not cut off leads the application.
	 * @return the node
	 */
	public TestNode awaitLeader() {
		return awaitLeader(Leadership.DEFAULT_ROLE);
	}

	/**
	 * Wait for at most 30 s until a node that is not cut off leads a role. Some node must
	 * stand for it.
	 * @param role the role
	 * @return the node
	 */
	public TestNode awaitLeader(String role) {
		return awaitLeader(role, PATIENCE);
	}

	/**
	 * Wait until a node that is not cut off leads a role.
	 * @param role the role, {@link Leadership#DEFAULT_ROLE} for the application
	 * @param timeout how long at most
	 * @return the node
	 */
	public TestNode awaitLeader(String role, Duration timeout) {
		List<TestNode> leaders = new ArrayList<>();
		await(timeout, () -> {
			connectedNodes().stream().filter((node) -> node.isLeader(role)).forEach(leaders::add);
			return !leaders.isEmpty();
		}, "No node leads " + ClusterView.describe(role));
		return leaders.get(0);
	}

	/**
	 * Watch from now on who leads the application.
	 * @return the watch, which ends with the test
	 */
	public LeaderWatch watchLeaders() {
		return watchLeaders(Leadership.DEFAULT_ROLE);
	}

	/**
	 * Watch from now on who leads a role.
	 * @param role the role
	 * @return the watch, which ends with the test
	 */
	public LeaderWatch watchLeaders(String role) {
		LeaderWatch watch = new LeaderWatch(role, this.nodes);
		this.watches.add(watch);
		watch.start();
		return watch;
	}

	/**
	 * Return what each node sees, and what it waits for.
	 * @return a few lines for each node
	 */
	public String describe() {
		return new ClusterView(this.nodes).describe();
	}

	private void await(Duration timeout, BooleanSupplier condition, String failure) {
		try {
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(20))
				.atMost(timeout)
				.until(condition::getAsBoolean);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError("%s within %s.%n%s".formatted(failure, text(timeout), describe()));
		}
	}

	private static String text(Duration timeout) {
		return (timeout.toMillis() % 1000 == 0) ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
	}

	@Override
	public TestClusterAssert assertThat() {
		return new TestClusterAssert(this);
	}

	/**
	 * End the watches of a test.
	 */
	void closeWatches() {
		this.watches.forEach(LeaderWatch::close);
		this.watches.clear();
	}

	/**
	 * Stop all nodes. Those of a cluster that was disturbed may not be able to leave it.
	 */
	void stop() {
		this.nodes.forEach((node) -> node.end(this.disturbed));
		this.disturbed = false;
	}

	/**
	 * Stop for good.
	 */
	void close() {
		closeWatches();
		stop();
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

	@Override
	public String toString() {
		return "cluster of " + this.nodes;
	}

}

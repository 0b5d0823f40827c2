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

package io.muster.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * {@link ClusterEngine} that records its calls and has the state that a test sets.
 */
public final class TestClusterEngine implements ClusterEngine {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final List<Consumer<ClusterState>> listeners = new CopyOnWriteArrayList<>();

	private volatile ClusterState state = ClusterState.NEW;

	private volatile @Nullable RuntimeException failure;

	private volatile Map<Node, Set<Node>> unreachable = Map.of();

	private volatile boolean restartable = true;

	private volatile int required;

	/**
	 * Report members as unreachable from now on.
	 * @param unreachable which members do not reach a member
	 */
	public void report(Map<Node, Set<Node>> unreachable) {
		this.unreachable = unreachable;
	}

	@Override
	public Map<Node, Set<Node>> unreachable() {
		return this.unreachable;
	}

	/**
	 * Refuse to be restarted from now on.
	 */
	public void notRestartable() {
		this.restartable = false;
	}

	/**
	 * Fail from now on when asked to join or to found.
	 * @param failure the failure
	 */
	public void failWith(RuntimeException failure) {
		this.failure = failure;
	}

	private void call(String call) {
		this.calls.add(call);
		if (this.failure != null) {
			throw this.failure;
		}
	}

	/**
	 * Return the recorded calls.
	 * @return the calls, each as a text
	 */
	public List<String> calls() {
		return this.calls;
	}

	/**
	 * Return how many members the cluster had to have in the last call to found or join.
	 * @return the number
	 */
	public int required() {
		return this.required;
	}

	/**
	 * Return how many listeners are added at this moment.
	 * @return the number of listeners
	 */
	public int listeners() {
		return this.listeners.size();
	}

	/**
	 * Change the state and notify the listeners.
	 * @param state the new state
	 */
	public synchronized void become(ClusterState state) {
		this.state = state;
		this.listeners.forEach((listener) -> listener.accept(state));
	}

	@Override
	public String name() {
		return "orders";
	}

	@Override
	public void start() {
		this.calls.add("start");
	}

	@Override
	public boolean isRestartable() {
		return this.restartable;
	}

	@Override
	public void restart() {
		call("restart");
	}

	@Override
	public boolean isLeader() {
		return this.state.leadership().acting();
	}

	@Override
	public boolean isLeader(String dataCenter) {
		Member self = this.state.selfMember();
		return isLeader() && self != null && self.dataCenter().equals(dataCenter);
	}

	@Override
	public ClusterState state() {
		return this.state;
	}

	@Override
	public synchronized Registration addListener(Consumer<ClusterState> listener) {
		this.listeners.add(listener);
		listener.accept(this.state);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public void found(int required) {
		call("found");
		this.required = required;
	}

	@Override
	public void join(Collection<NodeAddress> seedNodes, int required) {
		call("join " + seedNodes);
		this.required = required;
	}

	@Override
	public void leave() {
		this.calls.add("leave");
	}

	@Override
	public void leave(NodeAddress address) {
		this.calls.add("leave " + address);
	}

	@Override
	public void down(NodeAddress address) {
		this.calls.add("down " + address);
	}

	@Override
	public void stop(Duration leaveTimeout) {
		this.calls.add("stop");
	}

}

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

package io.muster.test.fake;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.NodeAddress;

/**
 * {@link ClusterEngine} that has the state of a {@link FakeCluster}, so that health and
 * endpoints show it.
 */
final class FakeEngine implements ClusterEngine {

	private final FakeCluster cluster;

	private final List<Consumer<ClusterState>> listeners = new CopyOnWriteArrayList<>();

	FakeEngine(FakeCluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Tell the listeners of a change.
	 */
	void changed(ClusterState state) {
		this.listeners.forEach((listener) -> listener.accept(state));
	}

	@Override
	public String name() {
		return this.cluster.name();
	}

	@Override
	public void start() {
	}

	@Override
	public ClusterState state() {
		return this.cluster.state();
	}

	@Override
	public boolean isLeader() {
		return this.cluster.isLeader();
	}

	@Override
	public boolean isLeader(String dataCenter) {
		return this.cluster.isLeader(dataCenter);
	}

	@Override
	public Registration addListener(Consumer<ClusterState> listener) {
		this.listeners.add(listener);
		listener.accept(state());
		return () -> this.listeners.remove(listener);
	}

	@Override
	public void found(int required) {
		throw new IllegalStateException("A FakeCluster is founded already");
	}

	@Override
	public void join(Collection<NodeAddress> seedNodes, int required) {
		this.cluster.join(seedNodes);
	}

	@Override
	public void leave() {
		this.cluster.leave();
	}

	@Override
	public void leave(NodeAddress address) {
		this.cluster.leave(address);
	}

	@Override
	public void down(NodeAddress address) {
		this.cluster.down(address);
	}

	@Override
	public void stop(Duration leaveTimeout) {
	}

}

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

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link Cluster} on a {@link ClusterEngine}.
 */
public final class EngineCluster implements Cluster {

	private final ClusterEngine engine;

	private final Consumer<List<NodeAddress>> joined;

	/**
	 * Create a cluster.
	 * @param engine its engine
	 * @param joined takes the seed nodes of an explicit join that the engine has begun
	 */
	public EngineCluster(ClusterEngine engine, Consumer<List<NodeAddress>> joined) {
		this.engine = engine;
		this.joined = joined;
	}

	@Override
	public String name() {
		return this.engine.name();
	}

	@Override
	public @Nullable Member self() {
		return this.engine.state().selfMember();
	}

	@Override
	public List<Member> members() {
		return this.engine.state().members();
	}

	@Override
	public List<Member> unreachable() {
		return members().stream().filter((member) -> !member.reachable()).toList();
	}

	@Override
	public @Nullable Member leader() {
		ClusterState state = this.engine.state();
		return state.member(state.leader());
	}

	@Override
	public @Nullable Member leader(String dataCenter) {
		return this.engine.state().leader(dataCenter);
	}

	@Override
	public boolean isLeader() {
		return this.engine.isLeader();
	}

	@Override
	public boolean isLeader(String dataCenter) {
		return this.engine.isLeader(dataCenter);
	}

	@Override
	public @Nullable Member oldest(@Nullable String role) {
		return this.engine.state().oldest(role);
	}

	@Override
	public void join(Collection<NodeAddress> seedNodes) {
		EngineStatus status = this.engine.state().status();
		Assert.state(status == EngineStatus.NEW || status == EngineStatus.STARTED || status == EngineStatus.JOINING,
				() -> "This node cannot join: its engine is " + status);
		this.engine.join(seedNodes);
		this.joined.accept(List.copyOf(seedNodes));
	}

	@Override
	public void leave() {
		this.engine.leave();
	}

	@Override
	public void leave(NodeAddress address) {
		assertMember(address);
		this.engine.leave(address);
	}

	@Override
	public void down(NodeAddress address) {
		assertMember(address);
		this.engine.down(address);
	}

	private void assertMember(NodeAddress address) {
		Assert.isTrue(members().stream().anyMatch((member) -> member.address().equals(address)),
				() -> "There is no member " + address + " in cluster '" + name() + "'");
	}

}

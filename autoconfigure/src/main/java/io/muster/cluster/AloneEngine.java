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

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The engine of an application that is no node of a cluster ({@code muster.enabled} is
 * {@code false}): a cluster of one, which this node leads. It listens at no port and
 * talks to nobody, so it starts and stops at once. Its address has the port 0. It may be
 * started again.
 */
public final class AloneEngine implements ClusterEngine {

	/**
	 * The protocol of the address, which no other node can connect to.
	 */
	static final String PROTOCOL = "alone";

	private final String name;

	private final @Nullable String nodeName;

	private final Set<String> roles;

	private final String dataCenter;

	private final Supplier<@Nullable URI> webAddress;

	private final Clock clock;

	private final List<Consumer<ClusterState>> listeners = new ArrayList<>();

	private volatile ClusterState state = ClusterState.NEW;

	/**
	 * Create an engine.
	 * @param name the name of the cluster
	 * @param nodeName the name of this node; {@code null} for cluster, host and port
	 * @param roles the roles of this node
	 * @param dataCenter the data center that it runs in
	 * @param webAddress returns the base URL at which the application answers,
	 * {@code null} if that is not known; asked when the engine starts
	 * @param clock tells since when it is a member
	 */
	public AloneEngine(String name, @Nullable String nodeName, Set<String> roles, String dataCenter,
			Supplier<@Nullable URI> webAddress, Clock clock) {
		this.name = name;
		this.nodeName = nodeName;
		this.roles = Set.copyOf(roles);
		this.dataCenter = dataCenter;
		this.webAddress = webAddress;
		this.clock = clock;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public synchronized void start() {
		if (this.state.status() != EngineStatus.MEMBER) {
			Node self = new Node(new NodeAddress(PROTOCOL, this.name, "localhost", 0), 1);
			Member member = member(self);
			publish(new ClusterState(EngineStatus.MEMBER, self, List.of(member), self, List.of()));
		}
	}

	private Member member(Node self) {
		Member member = new Member(self, MemberStatus.UP, this.roles, this.dataCenter, true, this.clock.instant());
		return ((this.nodeName == null) ? member : new Member(self, this.nodeName, member.status(), member.roles(),
				member.dataCenter(), true, member.since()))
			.withWebAddress(this.webAddress.get());
	}

	@Override
	public ClusterState state() {
		return this.state;
	}

	@Override
	public boolean isLeader() {
		return this.state.status() == EngineStatus.MEMBER;
	}

	@Override
	public boolean isLeader(String dataCenter) {
		return isLeader() && dataCenter.equals(this.dataCenter);
	}

	@Override
	public synchronized Registration addListener(Consumer<ClusterState> listener) {
		this.listeners.add(listener);
		if (this.state.status() != EngineStatus.NEW) {
			listener.accept(this.state);
		}
		return () -> remove(listener);
	}

	private synchronized void remove(Consumer<ClusterState> listener) {
		this.listeners.remove(listener);
	}

	private void publish(ClusterState state) {
		this.state = state;
		List.copyOf(this.listeners).forEach((listener) -> listener.accept(state));
	}

	/**
	 * Do nothing: this node has a cluster of its own.
	 */
	@Override
	public void found(int required) {
	}

	/**
	 * Refuse.
	 * @throws IllegalStateException always
	 */
	@Override
	public void join(Collection<NodeAddress> seedNodes, int required) {
		throw new IllegalStateException("This node joins no other, because muster.enabled is false. "
				+ "Set it to true to have it join " + seedNodes);
	}

	/**
	 * Do nothing: nobody would notice.
	 */
	@Override
	public void leave() {
	}

	@Override
	public void leave(NodeAddress address) {
	}

	@Override
	public void down(NodeAddress address) {
	}

	@Override
	public synchronized void stop(Duration leaveTimeout) {
		publish(new ClusterState(EngineStatus.STOPPED, this.state.self(), List.of(), null, List.of()));
	}

}

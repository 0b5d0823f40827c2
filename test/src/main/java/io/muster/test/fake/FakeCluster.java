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

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterEvent;
import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.MemberFailed;
import io.muster.cluster.ClusterEvent.MemberJoined;
import io.muster.cluster.ClusterEvent.MemberLeft;
import io.muster.cluster.ClusterEvent.MemberReachable;
import io.muster.cluster.ClusterEvent.MemberRemoved;
import io.muster.cluster.ClusterEvent.MemberUnreachable;
import io.muster.cluster.ClusterEvent.MemberUp;
import io.muster.cluster.ClusterLeader;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;

/**
 * A {@link Cluster} in which happens what a test says, at once and on the thread of the
 * test. At first, it has one member, {@link #self() this node}, which leads nothing. Each
 * term of a leader has a token larger than those before.
 * <p>
 * Without Spring, create one with the consumer of its events. In an application context,
 * {@link AutoConfigureFakeCluster @AutoConfigureFakeCluster} makes it a bean, with the
 * {@link Leaderships} that belong to it: methods with {@code @OnLeader} follow it. There,
 * {@code LeadershipEvent}s and the start and stop of beans of the leader come a moment
 * later, on a thread of Muster's.
 * <p>
 * All methods may be called from any thread.
 */
public final class FakeCluster implements Cluster {

	private static final String NAME = "test";

	private static final String DATA_CENTER = "default";

	private static final int FIRST_PORT = 25520;

	private final Consumer<? super ClusterEvent> listener;

	private final FakeLeaderships leaderships = new FakeLeaderships(this);

	private final FakeEngine engine = new FakeEngine(this);

	private final Map<String, Member> otherHolders = new HashMap<>();

	private int nodes;

	private volatile ClusterState state;

	/**
	 * Create a cluster whose events nobody hears.
	 */
	public FakeCluster() {
		this((event) -> {
		});
	}

	/**
	 * Create a cluster.
	 * @param listener gets each event, on the thread that causes it
	 */
	public FakeCluster(Consumer<? super ClusterEvent> listener) {
		this.listener = listener;
		this.state = initial();
	}

	private ClusterState initial() {
		Member self = member("self", Set.of());
		return new ClusterState(EngineStatus.MEMBER, self.node(), List.of(self), leader(null, false), List.of(), null);
	}

	private Member member(String name, Set<String> roles) {
		this.nodes++;
		Node node = new Node(new NodeAddress("pekko", NAME, "127.0.0.1", FIRST_PORT + this.nodes), this.nodes);
		return new Member(node, name, MemberStatus.UP, roles, DATA_CENTER, true, Instant.now());
	}

	private static ClusterLeader leader(@Nullable Node node, boolean acting) {
		return new ClusterLeader(LeaderChange.CONSENSUS, node, acting,
				(node != null) ? null : "the test has no server lead", true);
	}

	/**
	 * Have this node lead the application, in a new term.
	 * @throws IllegalStateException if it has left, or the application refuses traffic
	 */
	public void lead() {
		lead(Leadership.DEFAULT_ROLE);
	}

	/**
	 * Have this node lead a role, in a new term.
	 * @param role the role
	 * @throws IllegalStateException if it has left, or the application refuses traffic
	 */
	public void lead(String role) {
		Member self = self();
		Assert.state(self != null, "This node has left the cluster, and leads nothing any more");
		Assert.state(!this.leaderships.isDown(),
				"This node stands for nothing, because the application refuses traffic: it has to accept it first");
		loseLeadership(role, null);
		this.leaderships.grant(role);
		if (role.equals(Leadership.DEFAULT_ROLE)) {
			change((state) -> withLeader(state, self.node(), true));
			publish(new LeaderChanged(self, true));
		}
	}

	/**
	 * Have this node lead the application no more: the oldest other member does, if there
	 * is one.
	 */
	public void loseLeadership() {
		loseLeadership(Leadership.DEFAULT_ROLE);
	}

	/**
	 * Have this node lead a role no more: the oldest other member does, if there is one.
	 * Does nothing if this node does not lead it.
	 * @param role the role
	 */
	public void loseLeadership(String role) {
		if (this.leaderships.of(role).isLeader()) {
			loseLeadership(role, oldestOther());
		}
	}

	/**
	 * Have another member lead the application.
	 * @param name the name of the member
	 * @throws IllegalArgumentException if there is no such member
	 */
	public void memberLeads(String name) {
		loseLeadership(Leadership.DEFAULT_ROLE, find(name));
	}

	private void loseLeadership(String role, @Nullable Member successor) {
		this.leaderships.revoke(role);
		boolean changed;
		synchronized (this) {
			changed = !Objects.equals(this.otherHolders.get(role), successor) || successor == null;
			if (successor != null) {
				this.otherHolders.put(role, successor);
			}
			else {
				this.otherHolders.remove(role);
			}
		}
		boolean led = this.state.leader() != null || successor != null;
		if (role.equals(Leadership.DEFAULT_ROLE) && changed && led) {
			change((state) -> withLeader(state, (successor != null) ? successor.node() : null, false));
			publish(new LeaderChanged(successor, false));
		}
	}

	private @Nullable Member oldestOther() {
		return others().filter((member) -> member.reachable()).findFirst().orElse(null);
	}

	private Stream<Member> others() {
		Node self = this.state.self();
		return members().stream().filter((member) -> !member.node().equals(self));
	}

	/**
	 * Return who leads a role.
	 */
	@Nullable Member holder(String role) {
		if (this.leaderships.of(role).isLeader()) {
			return self();
		}
		synchronized (this) {
			return this.otherHolders.get(role);
		}
	}

	/**
	 * Have another node join, and become Up.
	 * @param name its name, which no member has
	 * @param roles its roles
	 * @return the member
	 * @throws IllegalArgumentException if there is such a member
	 */
	public Member memberUp(String name, String... roles) {
		return memberUp(name, null, roles);
	}

	/**
	 * Have another node join, and become Up, whose application answers requests.
	 * @param name its name, which no member has
	 * @param webAddress the base URL at which its application answers, {@code null} if it
	 * has no web server
	 * @param roles its roles
	 * @return the member
	 * @throws IllegalArgumentException if there is such a member
	 */
	public Member memberUp(String name, @Nullable URI webAddress, String... roles) {
		Assert.isTrue(members().stream().noneMatch((member) -> member.name().equals(name)),
				() -> "There is a member '%s' already".formatted(name));
		Member member;
		synchronized (this) {
			member = member(name, Set.of(roles)).withWebAddress(webAddress);
		}
		change((state) -> {
			List<Member> members = new ArrayList<>(state.members());
			members.add(member);
			return withMembers(state, members);
		});
		publish(new MemberJoined(member));
		publish(new MemberUp(member));
		return member;
	}

	/**
	 * Have a member become unreachable.
	 * @param name the name of the member
	 * @throws IllegalArgumentException if there is no such member
	 */
	public void memberUnreachable(String name) {
		publish(new MemberUnreachable(reachable(name, false)));
	}

	/**
	 * Have a member become reachable again.
	 * @param name the name of the member
	 * @throws IllegalArgumentException if there is no such member
	 */
	public void memberReachable(String name) {
		publish(new MemberReachable(reachable(name, true)));
	}

	private Member reachable(String name, boolean reachable) {
		Member last = find(name);
		Member member = new Member(last.node(), last.name(), last.status(), last.roles(), last.dataCenter(), reachable,
				Instant.now())
			.withWebAddress(last.webAddress());
		change((state) -> withMembers(state,
				state.members().stream().map((other) -> other.equals(last) ? member : other).toList()));
		return member;
	}

	/**
	 * Have a member leave gracefully.
	 * @param name the name of the member
	 * @throws IllegalArgumentException if there is no such member
	 */
	public void memberLeft(String name) {
		Member member = find(name);
		remove(member, new MemberLeft(member));
	}

	/**
	 * Have a member be declared failed.
	 * @param name the name of the member
	 * @throws IllegalArgumentException if there is no such member
	 */
	public void memberFailed(String name) {
		Member member = find(name);
		remove(member, new MemberFailed(member));
	}

	private void remove(Member member, ClusterEvent event) {
		boolean led = member.node().equals(this.state.leader());
		synchronized (this) {
			this.otherHolders.values().removeIf((holder) -> holder.node().equals(member.node()));
		}
		change((state) -> withMembers(led ? withLeader(state, null, false) : state,
				state.members().stream().filter((other) -> !other.node().equals(member.node())).toList()));
		publish(event);
		publish(new MemberRemoved(member));
		if (led) {
			publish(new LeaderChanged(null, false));
		}
	}

	private Member find(String name) {
		return others().filter((member) -> member.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no other member '%s': the members are %s"
				.formatted(name, members().stream().map(Member::name).toList())));
	}

	/**
	 * Publish an event, whatever it is. The members do not change.
	 * @param event the event
	 */
	public void publish(ClusterEvent event) {
		this.listener.accept(event);
	}

	/**
	 * Go back to the beginning: one member, which leads nothing. No {@link ClusterEvent}
	 * is published. Between the tests of an application context, this is done by itself.
	 */
	public void reset() {
		this.leaderships.reset();
		synchronized (this) {
			this.otherHolders.clear();
			this.nodes = 0;
		}
		change((state) -> initial());
	}

	private void change(UnaryOperator<ClusterState> change) {
		ClusterState state;
		synchronized (this) {
			state = change.apply(this.state);
			this.state = state;
		}
		this.engine.changed(state);
	}

	private static ClusterState withLeader(ClusterState state, @Nullable Node node, boolean acting) {
		return new ClusterState(state.status(), state.self(), state.members(), leader(node, acting), state.departed(),
				null);
	}

	private static ClusterState withMembers(ClusterState state, List<Member> members) {
		return new ClusterState(state.status(), state.self(), members, state.leadership(), state.departed(), null);
	}

	/**
	 * Return the leaderships that belong to this cluster.
	 * @return the leaderships, always the same
	 */
	public Leaderships leaderships() {
		return this.leaderships;
	}

	/**
	 * Return the engine with the state of this cluster.
	 */
	ClusterEngine engine() {
		return this.engine;
	}

	/**
	 * Return the state of this cluster.
	 */
	ClusterState state() {
		return this.state;
	}

	@Override
	public String name() {
		return NAME;
	}

	/**
	 * Return this node, whose name is {@code self}.
	 */
	@Override
	public @Nullable Member self() {
		return this.state.selfMember();
	}

	@Override
	public List<Member> members() {
		return this.state.members();
	}

	@Override
	public List<Member> unreachable() {
		return members().stream().filter((member) -> !member.reachable()).toList();
	}

	@Override
	public @Nullable Member leader() {
		ClusterState state = this.state;
		return state.member(state.leader());
	}

	@Override
	public @Nullable Member leader(String dataCenter) {
		return dataCenter.equals(DATA_CENTER) ? leader() : null;
	}

	@Override
	public boolean isLeader() {
		return this.leaderships.of(Leadership.DEFAULT_ROLE).isLeader();
	}

	@Override
	public boolean isLeader(String dataCenter) {
		return dataCenter.equals(DATA_CENTER) && isLeader();
	}

	@Override
	public @Nullable Member oldest(@Nullable String role) {
		return this.state.oldest(role);
	}

	@Override
	public void join(Collection<NodeAddress> seedNodes) {
		throw new IllegalStateException("This node cannot join: it is a member of a FakeCluster");
	}

	@Override
	public void leave() {
		Member self = self();
		if (self != null) {
			leaveItself(self);
		}
	}

	private void leaveItself(Member self) {
		this.leaderships.reset();
		change((state) -> new ClusterState(EngineStatus.REMOVED, state.self(), List.of(), leader(null, false),
				List.of(), null));
		publish(new MemberLeft(self));
		publish(new MemberRemoved(self));
	}

	@Override
	public void leave(NodeAddress address) {
		Member member = find(address);
		if (member.node().equals(this.state.self())) {
			leave();
		}
		else {
			remove(member, new MemberLeft(member));
		}
	}

	@Override
	public void down(NodeAddress address) {
		Member member = find(address);
		remove(member, new MemberFailed(member));
	}

	private Member find(NodeAddress address) {
		return members().stream()
			.filter((member) -> member.address().equals(address))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no member " + address));
	}

	@Override
	public String toString() {
		return "FakeCluster of " + members().stream().map(Member::name).toList();
	}

}

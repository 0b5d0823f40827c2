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

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The cluster as this node sees it at one moment. Immutable.
 *
 * @param status status of this node's engine
 * @param self this node, {@code null} until the engine has started
 * @param members the members, oldest first
 * @param leadership who leads the cluster
 * @param departed former members, the latest last
 * @param forming the cluster that this node has founded or joined and that does not have
 * enough members yet, {@code null} if there is none. The members are empty then
 */
public record ClusterState(EngineStatus status, @Nullable Node self, List<Member> members, ClusterLeader leadership,
		List<DepartedMember> departed, @Nullable FormingCluster forming) {

	/**
	 * The state before the engine has started.
	 */
	public static final ClusterState NEW = new ClusterState(EngineStatus.NEW, null, List.of(), ClusterLeader.NONE,
			List.of(), null);

	public ClusterState {
		members = List.copyOf(members);
		departed = List.copyOf(departed);
	}

	/**
	 * Create a state without a cluster that is forming.
	 * @param status status of this node's engine
	 * @param self this node
	 * @param members the members, oldest first
	 * @param leader the leader, which acts as such if it is this node
	 * @param departed former members, the latest last
	 */
	public ClusterState(EngineStatus status, @Nullable Node self, List<Member> members, @Nullable Node leader,
			List<DepartedMember> departed) {
		this(status, self, members,
				new ClusterLeader(LeaderChange.SAFE, leader, leader != null && leader.equals(self), null, true),
				departed, null);
	}

	/**
	 * Return the leader of the cluster.
	 * @return the leader or {@code null} while there is none
	 */
	public @Nullable Node leader() {
		return this.leadership.node();
	}

	/**
	 * Return the given node as a member.
	 * @param node the node, may be {@code null}
	 * @return the member or {@code null} if the node is not a member
	 */
	public @Nullable Member member(@Nullable Node node) {
		return first((member) -> member.node().equals(node));
	}

	/**
	 * Return this node as a member.
	 * @return the member or {@code null} if this node is not a member
	 */
	public @Nullable Member selfMember() {
		return member(this.self);
	}

	/**
	 * Return the oldest working member.
	 * @param role the role that the member must have, {@code null} for any
	 * @return the member or {@code null} if there is none
	 */
	public @Nullable Member oldest(@Nullable String role) {
		return first((member) -> member.status() != MemberStatus.JOINING && member.status() != MemberStatus.DOWN
				&& (role == null || member.roles().contains(role)));
	}

	/**
	 * Return the data centers that members run in.
	 * @return their names, sorted
	 */
	public Set<String> dataCenters() {
		return this.members.stream().map(Member::dataCenter).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return the leader of a data center.
	 * @param dataCenter the name of the data center
	 * @return the member or {@code null} if there is none
	 */
	public @Nullable Member leader(String dataCenter) {
		return member(this.leadership.change().leader(dataCenter, this.members, this.self));
	}

	/**
	 * Return why the leader does not act as such, as far as this node knows.
	 * @return the reason, for a message; {@code null} if nothing is known against it
	 */
	public @Nullable String leaderObstacle() {
		Member leader = member(leader());
		boolean unreachable = leader != null && !leader.node().equals(this.self) && !leader.reachable();
		return unreachable ? "it is unreachable: another server leads " + this.leadership.change().successor()
				: this.leadership.obstacle();
	}

	/**
	 * Return whether a server, this node included, is a reachable member through which
	 * other nodes can join.
	 * @return {@code false} if there is none, or only clients
	 */
	public boolean hasServer() {
		return this.members.stream()
			.anyMatch((member) -> !member.isClient() && member.reachable() && member.status().isJoinable());
	}

	private @Nullable Member first(Predicate<Member> predicate) {
		return this.members.stream().filter(predicate).findFirst().orElse(null);
	}

	/**
	 * Return whether this node has left the cluster gracefully.
	 * @return {@code false} while it is a member, or if it was declared failed
	 */
	public boolean hasLeft() {
		return this.status == EngineStatus.REMOVED && this.departed.stream()
			.anyMatch((departed) -> departed.kind() == DepartedMember.Kind.LEFT
					&& departed.member().node().equals(this.self));
	}

	/**
	 * Return the same state with another engine status.
	 * @param status the status
	 * @return the state
	 */
	public ClusterState withStatus(EngineStatus status) {
		return new ClusterState(status, this.self, this.members, this.leadership, this.departed, this.forming);
	}

}

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
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.DepartedMember.Kind;

/**
 * Collects what an engine reports about its members, and makes a {@link ClusterState} of
 * it. Not thread-safe.
 */
public final class Membership {

	private final Node self;

	private final Duration departedRetention;

	private final Clock clock;

	private final LeaderClaims leaderClaims;

	private final Map<Node, Entry> members = new HashMap<>();

	private final Deque<DepartedMember> departed = new ArrayDeque<>();

	private EngineStatus status = EngineStatus.STARTED;

	private int required;

	private boolean complete;

	/**
	 * The members that know that enough are Up.
	 */
	private final Set<NodeAddress> knowing = new HashSet<>();

	/**
	 * Who has seen the members as they are now, as far as is known.
	 */
	private Set<NodeAddress> seenBy = Set.of();

	/**
	 * Create a membership without members.
	 * @param self this node
	 * @param departed former members that are known already, the latest last
	 * @param departedRetention how long former members are kept
	 * @param clock the clock for the times of changes
	 * @param leaderClaims decides who leads
	 */
	public Membership(Node self, List<DepartedMember> departed, Duration departedRetention, Clock clock,
			LeaderClaims leaderClaims) {
		this.self = self;
		this.departed.addAll(departed);
		this.departedRetention = departedRetention;
		this.clock = clock;
		this.leaderClaims = leaderClaims;
	}

	/**
	 * Return the former members that the next incarnation of a node knows. If the last
	 * incarnation was no more than joining, how it went matters only until the next
	 * begins.
	 * @param last the last state of the last incarnation
	 * @return the former members, the latest last
	 */
	public static List<DepartedMember> departedBefore(ClusterState last) {
		return last.departed()
			.stream()
			.filter((departed) -> departed.member().status() != MemberStatus.JOINING
					|| !departed.member().node().equals(last.self()))
			.toList();
	}

	/**
	 * Record that this node is founding or joining a cluster.
	 * @param required how many working members that may found the cluster must have had
	 * at one moment, before this node counts as a member of it
	 */
	public void joining(int required) {
		if (this.status == EngineStatus.STARTED) {
			this.status = EngineStatus.JOINING;
		}
		if (!this.members.containsKey(this.self)) {
			this.required = required;
		}
	}

	/**
	 * Record a new member, or a new status of a known one, whose web address is not
	 * known.
	 * @param node the node
	 * @param name its configured name, {@code null} if it has none
	 * @param status its status
	 * @param roles its roles
	 * @param dataCenter its data center
	 * @param age its rank by age; lower is older
	 * @param mayFound whether it may found a cluster
	 * @param leaderChange when another server becomes the leader, as the node wants it
	 */
	public void put(Node node, @Nullable String name, MemberStatus status, Set<String> roles, String dataCenter,
			int age, boolean mayFound, LeaderChange leaderChange) {
		put(node, name, status, roles, dataCenter, age, mayFound, leaderChange, null);
	}

	/**
	 * Record a new member, or a new status of a known one.
	 * @param node the node
	 * @param name its configured name, {@code null} if it has none
	 * @param status its status
	 * @param roles its roles
	 * @param dataCenter its data center
	 * @param age its rank by age; lower is older
	 * @param mayFound whether it may found a cluster, so that it counts for a cluster
	 * that is forming
	 * @param leaderChange when another server becomes the leader, as the node wants it
	 * @param webAddress the base URL at which its application answers, {@code null} if it
	 * is not known
	 */
	public void put(Node node, @Nullable String name, MemberStatus status, Set<String> roles, String dataCenter,
			int age, boolean mayFound, LeaderChange leaderChange, @Nullable URI webAddress) {
		this.seenBy = Set.of();
		Entry known = this.members.get(node);
		boolean reachable = known == null || known.member.reachable();
		Instant since = (known != null && known.member.status() == status) ? known.member.since()
				: this.clock.instant();
		Member member = (name != null) ? new Member(node, name, status, roles, dataCenter, reachable, since)
				: new Member(node, status, roles, dataCenter, reachable, since);
		this.members.put(node, new Entry(member.withWebAddress(webAddress), age, mayFound, leaderChange));
		if (node.equals(this.self)) {
			this.complete |= this.required <= 1;
			this.status = (status.isJoinable()) ? EngineStatus.MEMBER : EngineStatus.LEAVING;
		}
	}

	/**
	 * Record which members have seen the members as they are now. A cluster is complete
	 * when enough members are Up, and as many of them have seen that. To be Up is not
	 * enough: the leader makes a member Up without waiting for it to see anything. What a
	 * member has seen, it remembers. A cluster that was complete once stays so when it
	 * shrinks.
	 * @param seenBy the addresses of the members that have
	 */
	public void seen(Set<NodeAddress> seenBy) {
		this.seenBy = Set.copyOf(seenBy);
		Set<NodeAddress> up = this.members.values()
			.stream()
			.filter((entry) -> entry.mayFound && entry.member.status() == MemberStatus.UP)
			.map((entry) -> entry.member.node().address())
			.collect(Collectors.toSet());
		if (up.size() >= this.required) {
			this.knowing.addAll(seenBy);
		}
		this.complete |= up.stream().filter(this.knowing::contains).count() >= this.required;
	}

	/**
	 * Return whether this node is in a cluster that is still forming.
	 * @return whether it is
	 */
	public boolean isForming() {
		return this.members.containsKey(this.self) && !this.complete;
	}

	/**
	 * Return how many members are known.
	 * @return the number of members, whatever their status
	 */
	public int size() {
		return this.members.size();
	}

	/**
	 * Return whether no member is about to get another status.
	 * @return whether all members are Up
	 */
	public boolean isSettled() {
		return this.members.values().stream().allMatch((entry) -> entry.member.status() == MemberStatus.UP);
	}

	/**
	 * Record whether a member can be reached.
	 * @param node the node
	 * @param reachable whether it can be reached
	 */
	public void reachable(Node node, boolean reachable) {
		this.members.computeIfPresent(node,
				(key, entry) -> new Entry(entry.member.withReachable(reachable, this.clock.instant()), entry.age,
						entry.mayFound, entry.leaderChange));
	}

	/**
	 * Record that a member was removed.
	 * @param node the node
	 * @param kind whether it left or failed
	 */
	public void removed(Node node, Kind kind) {
		this.seenBy = Set.of();
		Entry entry = this.members.remove(node);
		this.knowing.remove(node.address());
		// What leaves a cluster that is forming was no member, but this node has to know
		// its own fate.
		if (entry != null && (this.complete || node.equals(this.self))) {
			Member member = this.complete ? entry.member : entry.member.asJoining();
			this.departed.addLast(new DepartedMember(member, kind, this.clock.instant()));
		}
		if (node.equals(this.self)) {
			this.status = EngineStatus.REMOVED;
			this.members.clear();
		}
	}

	/**
	 * Return the current state, without former members whose retention has ended.
	 * @return the state
	 */
	public ClusterState state() {
		Instant oldest = this.clock.instant().minus(this.departedRetention);
		while (!this.departed.isEmpty() && this.departed.getFirst().at().isBefore(oldest)) {
			this.departed.removeFirst();
		}
		List<Member> byAge = this.members.values()
			.stream()
			.sorted(Comparator.comparingInt(Entry::age).thenComparing((entry) -> entry.member.node()))
			.map(Entry::member)
			.toList();
		boolean forming = isForming();
		List<Member> members = forming ? List.of() : byAge;
		return new ClusterState((forming && this.status == EngineStatus.MEMBER) ? EngineStatus.JOINING : this.status,
				this.self, members, this.leaderClaims.check(leaderChange(), members, this.self, this.seenBy),
				List.copyOf(this.departed), forming ? new FormingCluster(byAge, this.required) : null);
	}

	/**
	 * Return when another server becomes the leader. If the servers want different
	 * changes, all of them change safely, because one that does otherwise could lead
	 * beside another.
	 */
	private LeaderChange leaderChange() {
		Set<LeaderChange> wanted = this.members.values()
			.stream()
			.filter((entry) -> !entry.member.isClient())
			.map(Entry::leaderChange)
			.collect(Collectors.toSet());
		return (wanted.size() == 1) ? wanted.iterator().next() : LeaderChange.SAFE;
	}

	private record Entry(Member member, int age, boolean mayFound, LeaderChange leaderChange) {
	}

}

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

package io.muster.bootstrap.formation.simulation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * A cluster in a {@link Simulation}. Its members are one list, and each member learns of
 * a change as soon as another that knows it reaches it. Where the world has a split brain
 * resolver, it is Pekko's {@code keep-majority}: when some members have been out of reach
 * for a while, the majority, or the half with the lowest address, removes the others; all
 * others are downed. A member that joined while others were unreachable does not count
 * for that.
 * <p>
 * A member is Joining at first. It becomes Up when all that are Up have seen it. The
 * cluster is complete from the moment that one of its processes knows that enough members
 * are Up and know it.
 */
final class SimulationCluster {

	/**
	 * How long the others take to notice that a member is dead, and to decide.
	 */
	private static final long FAILURE_DETECTION = 5000;

	private static final long CHECK = 1000;

	private final Simulation world;

	private final SimulationProcess founder;

	private final @Nullable Vote vote;

	private final List<Member> members = new ArrayList<>();

	private final Set<Node> counted = new HashSet<>();

	private final Map<Integer, SimulationProcess> everMembers = new HashMap<>();

	private long version;

	private boolean over;

	private boolean complete;

	private boolean promoting;

	private boolean telling;

	private List<Set<Node>> sides = List.of();

	private long sidesSince;

	SimulationCluster(Simulation world, SimulationProcess founder, @Nullable Vote vote) {
		this.world = world;
		this.founder = founder;
		this.vote = vote;
		this.members.add(new Member(founder, founder.self()));
		this.everMembers.put(founder.node().index(), founder);
		this.counted.add(founder.self());
	}

	SimulationCluster begin() {
		changed(this.founder);
		this.world.in(CHECK, this.world.plan().downing ? this::supervise : this::removeTheDeadWhileForming);
		return this;
	}

	/**
	 * Return whether a process can join through a member now.
	 */
	boolean admits(SimulationProcess seed, SimulationProcess process) {
		if (!this.world.plan().downing) {
			return true;
		}
		return !this.over && contains(seed) && this.members.stream()
			.noneMatch((member) -> member.node().address().equals(process.self().address()));
	}

	/**
	 * Add a member. It and the one that it joined through know it at once.
	 */
	void add(SimulationProcess seed, SimulationProcess process) {
		this.members.removeIf((member) -> member.node().address().equals(process.self().address()));
		this.members.add(new Member(process, process.self()));
		this.everMembers.put(process.node().index(), process);
		changed(seed, process);
	}

	/**
	 * Remove members, and inform the others.
	 */
	private void remove(Set<Node> removed) {
		this.members.removeIf((member) -> removed.contains(member.node()));
		this.over |= this.members.isEmpty();
		changed();
	}

	void leave(SimulationProcess process) {
		remove(Set.of(process.self()));
	}

	private void changed(SimulationProcess... first) {
		this.version++;
		for (SimulationProcess process : first) {
			process.members(this.version, nodes(), counted());
		}
		promoteSoon();
		tellWhoHasSeenSoon();
		this.members.stream()
			.filter(Member::isCurrent)
			.forEach((member) -> this.world.in(this.world.delay(), () -> inform(member)));
	}

	private void inform(Member member) {
		SimulationProcess process = member.process();
		long latest = this.version;
		if (!member.isCurrent() || process.membersVersion() >= latest || !this.members.contains(member)) {
			return;
		}
		List<Member> informed = this.members.stream()
			.filter((other) -> other.isCurrent() && other.process().membersVersion() >= latest)
			.toList();
		if (informed.isEmpty()
				|| informed.stream().anyMatch((other) -> isLinked(other.process().node(), process.node()))) {
			process.members(latest, nodes(), counted());
			promoteSoon();
		}
		else {
			this.world.in(500, () -> inform(member));
		}
	}

	/**
	 * Pekko's resolver counts members with a role, and Muster has it count servers.
	 */
	private List<Node> servers() {
		return this.members.stream().filter((member) -> !member.process().isClient()).map(Member::node).toList();
	}

	private List<Node> nodes() {
		return this.members.stream().map(Member::node).toList();
	}

	/**
	 * Remove dead members where the world has no resolver, as long as a member does not
	 * know that this cluster is complete: without a resolver, no member becomes Up beside
	 * a dead one.
	 */
	private void removeTheDeadWhileForming() {
		boolean forming = this.members.stream()
			.anyMatch((member) -> member.isCurrent() && !member.process().isComplete());
		if (this.members.isEmpty()) {
			return;
		}
		this.world.in(CHECK, this::removeTheDeadWhileForming);
		if (forming) {
			Set<Node> dead = this.members.stream()
				.filter(this::isKnownToBeUnreachable)
				.map(Member::node)
				.collect(Collectors.toSet());
			if (!dead.isEmpty()) {
				remove(dead);
			}
		}
	}

	/**
	 * Find the unreachable members, and decide when they have not changed for long
	 * enough.
	 */
	private void supervise() {
		if (this.over) {
			return;
		}
		this.world.in(CHECK, this::supervise);
		List<Set<Node>> sides = sides();
		if (!sides.equals(this.sides)) {
			this.sides = sides;
			this.sidesSince = this.world.now();
		}
		if (sides.size() == 1 && sides.get(0).size() == this.members.size()) {
			promoteSoon();
		}
		else if (this.world.now() - this.sidesSince >= FAILURE_DETECTION) {
			resolve(sides);
		}
	}

	private void resolve(List<Set<Node>> sides) {
		Set<Node> survivors = sides.stream().filter(this::isMajority).findFirst().orElse(Set.of());
		Set<Node> removed = new HashSet<>(nodes());
		removed.removeAll(survivors);
		this.world.tell(null, () -> "the cluster of %s removes %s".formatted(this.founder,
				removed.stream().map((node) -> node.address().host()).sorted().toList()));
		down(removed);
	}

	/**
	 * Remove members, which notice a little later.
	 */
	void down(Set<Node> nodes) {
		List<Member> downed = this.members.stream().filter((member) -> nodes.contains(member.node())).toList();
		if (downed.size() == this.members.size()) {
			// No member is left to remove another: each sees all others as members to the
			// end.
			this.over = true;
		}
		else {
			remove(nodes);
		}
		downed.forEach((member) -> this.world.in(this.world.random().nextLong(2000), () -> {
			if (member.isCurrent()) {
				member.process().downed();
			}
		}));
	}

	/**
	 * Return the members that reach each other, directly or not.
	 */
	private List<Set<Node>> sides() {
		List<Member> left = new ArrayList<>(
				this.members.stream().filter((member) -> member.isCurrent() && !member.process().isPaused()).toList());
		List<Set<Node>> sides = new ArrayList<>();
		while (!left.isEmpty()) {
			Set<Node> side = new HashSet<>();
			Deque<Member> next = new ArrayDeque<>(List.of(left.remove(0)));
			while (!next.isEmpty()) {
				Member member = next.remove();
				side.add(member.node());
				List<Member> linked = left.stream()
					.filter((other) -> isLinked(member.process().node(), other.process().node()))
					.toList();
				left.removeAll(linked);
				next.addAll(linked);
			}
			sides.add(side);
		}
		return sides;
	}

	private boolean isLinked(SimulationNode one, SimulationNode other) {
		return this.world.network().isLinked(one, other);
	}

	private List<Node> counted() {
		return nodes().stream().filter(this.counted::contains).toList();
	}

	private boolean isMajority(Set<Node> side) {
		List<Node> all = counted();
		long number = all.stream().filter(side::contains).count();
		return 2 * number > all.size() || (2 * number == all.size()
				&& all.stream().min(Comparator.naturalOrder()).filter(side::contains).isPresent());
	}

	/**
	 * Return whether it will last: members run, and not only such as will be downed.
	 */
	boolean isLasting() {
		if (!this.world.plan().downing) {
			return alive() > 0;
		}
		Set<Node> running = new HashSet<>();
		this.members.stream().filter(Member::isCurrent).forEach((member) -> running.add(member.node()));
		return !this.over && !running.isEmpty() && isMajority(running);
	}

	/**
	 * Return whether a process is a member that was not removed.
	 */
	boolean contains(SimulationProcess process) {
		return !this.over && this.members.contains(new Member(process, process.self()));
	}

	/**
	 * Let the members that all have seen become Up, as the leader does.
	 */
	private void promoteSoon() {
		if (!this.promoting) {
			this.promoting = true;
			this.world.in(this.world.delay(), () -> {
				this.promoting = false;
				promote();
			});
		}
	}

	private void promote() {
		// Pekko's leader does not wait for members that are Joining.
		boolean seen = this.members.stream()
			.allMatch((member) -> !isKnownToBeUnreachable(member)
					&& (!this.counted.contains(member.node()) || hasSeen(member, this.version)));
		SimulationProcess leader = this.members.stream()
			.filter((member) -> member.isCurrent() && !member.process().isPaused())
			.min(Comparator.comparing(Member::node))
			.map(Member::process)
			.orElse(null);
		if (seen && !this.over && leader != null && this.counted.addAll(servers())) {
			changed(leader);
		}
	}

	private boolean hasSeen(Member member, long version) {
		return member.process().self().equals(member.node()) && member.process().membersVersion() >= version;
	}

	/**
	 * Let the members learn who has seen what they know, as gossip tells them.
	 */
	private void tellWhoHasSeen() {
		this.telling = false;
		List<Member> forming = this.members.stream()
			.filter((member) -> member.isCurrent() && !member.process().isComplete())
			.toList();
		for (Member member : forming) {
			SimulationProcess process = member.process();
			if (!process.isPaused()) {
				process.seenBy(this.members.stream()
					.filter((other) -> hasSeen(other, process.membersVersion())
							&& (other.equals(member) || isLinked(other.process().node(), process.node())))
					.map(Member::node)
					.toList());
			}
		}
		if (!forming.isEmpty()) {
			tellWhoHasSeenSoon();
		}
	}

	private void tellWhoHasSeenSoon() {
		if (!this.telling) {
			this.telling = true;
			this.world.in(100 + this.world.random().nextLong(300), this::tellWhoHasSeen);
		}
	}

	private boolean isKnownToBeUnreachable(Member member) {
		return !member.process().isRunning()
				&& this.world.now() - member.process().node().diedAt() >= FAILURE_DETECTION;
	}

	/**
	 * Note that a process knows that this cluster is complete.
	 * @return whether none has known before
	 */
	boolean complete() {
		boolean first = !this.complete;
		this.complete = true;
		return first;
	}

	boolean isComplete() {
		return this.complete;
	}

	/**
	 * Return whether a process may know, or may soon know, that this cluster is complete.
	 */
	boolean mayBeComplete() {
		return this.complete
				|| this.members.stream().filter((member) -> this.world.mayFound(member.node())).count() >= this.founder
					.required();
	}

	/**
	 * Return the last process of each node that was ever a member, by the index of the
	 * node.
	 */
	Map<Integer, SimulationProcess> everMembers() {
		return this.everMembers;
	}

	/**
	 * Return the nodes whose processes are members.
	 */
	List<SimulationNode> nodesOfMembers() {
		return this.members.stream().filter(Member::isCurrent).map((member) -> member.process().node()).toList();
	}

	/**
	 * Return the members that run.
	 */
	Set<Node> running() {
		Set<Node> running = new HashSet<>();
		this.members.stream().filter(Member::isCurrent).forEach((member) -> running.add(member.node()));
		return running;
	}

	SimulationProcess founder() {
		return this.founder;
	}

	/**
	 * Return the vote on which it was founded.
	 */
	@Nullable Vote vote() {
		return this.vote;
	}

	/**
	 * Return how many of its members run.
	 */
	long alive() {
		return this.members.stream().filter(Member::isCurrent).count();
	}

	/**
	 * Return the members that a member knows, the oldest first. Those that died are
	 * reachable until the failure detector finds out.
	 */
	List<io.muster.cluster.Member> seenBy(SimulationProcess member) {
		return member.members().stream().map((node) -> seen(node, member.counted().contains(node))).toList();
	}

	private io.muster.cluster.Member seen(Node node, boolean counted) {
		SimulationNode host = Objects.requireNonNull(this.world.network().node(node.address()));
		SimulationProcess process = host.process();
		boolean runs = process != null && process.self().equals(node);
		boolean client = this.world.plan().clients.contains(host.index());
		MemberStatus status = (counted || client) ? MemberStatus.UP : MemberStatus.JOINING;
		return new io.muster.cluster.Member(node, status, client ? Set.of(NodeProfile.CLIENT_ROLE) : Set.of(),
				NodeProfile.DEFAULT.dataCenter(), runs || this.world.now() - host.diedAt() < FAILURE_DETECTION,
				Instant.EPOCH);
	}

	/**
	 * A member.
	 *
	 * @param process its process
	 * @param node the incarnation of it that is the member
	 */
	private record Member(SimulationProcess process, Node node) {

		boolean isCurrent() {
			return this.process.isRunning() && this.process.cluster() != null && this.process.self().equals(this.node);
		}

	}

}

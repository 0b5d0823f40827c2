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
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether this node acts as the leader at a moment. To be the leader is not
 * enough for that. Only its process knows whether it reaches the others, and whether it
 * was suspended. With {@link LeaderChange#SAFE}, it acts while all of this is true:
 * <ul>
 * <li>It is the leader, and Up.</li>
 * <li>It reaches a majority of the servers of its data center, itself included. A leader
 * that is cut off stops as soon as its failure detector reports that, long before the
 * others remove it. Other data centers do not remove it.</li>
 * <li>Its process was not suspended lately. After a pause, what it knows of the others is
 * old, and the failure detectors have to work again first.</li>
 * <li>The last leader has left on purpose, or was reachable last so long ago that it has
 * stopped, however it was removed. If it is still there, because this node is in a new
 * data center that precedes its own, it knows that this node leads.</li>
 * </ul>
 * Times are nanoseconds of a monotonic clock. One thread at a time may
 * {@link #check(LeaderChange, List, Node, Set, long) check}. Any thread may ask.
 */
final class LeaderClaim {

	private final long pause;

	private final long guard;

	private @Nullable Node leader;

	private long leaderReachedAt;

	/**
	 * Whether another leader may be there and not know this one yet: the last leader is
	 * still a member, or all servers were eager until now.
	 */
	private boolean overtaking;

	private volatile LeaderChange change = LeaderChange.SAFE;

	private long barredAt;

	private @Nullable String barredBy;

	private @Nullable String obstacle;

	private volatile boolean acting;

	private volatile long checkedAt;

	/**
	 * Create the claim of a node that begins.
	 * @param failureDetection the longest time for which a node that gives no sign of
	 * life is taken for reachable
	 * @param now when
	 */
	LeaderClaim(Duration failureDetection, long now) {
		this.pause = failureDetection.toNanos();
		this.guard = 2 * failureDetection.toNanos();
		this.checkedAt = now;
		this.leaderReachedAt = now;
	}

	/**
	 * Check whether this node acts as the leader from now on. Must be called at each
	 * change of the members, and regularly.
	 * @param change when another server becomes the leader
	 * @param members the members among which there is one leader, oldest first
	 * @param self this node
	 * @param seenBy who has seen the members as they are now, as far as is known
	 * @param now when
	 */
	void check(LeaderChange change, List<Member> members, Node self, Set<NodeAddress> seenBy, long now) {
		Node leader = change.leader(members, self);
		if (change != this.change) {
			this.change = change;
			this.leader = null;
			this.overtaking = true;
		}
		if (change == LeaderChange.CONSENSUS) {
			this.checkedAt = now;
			this.obstacle = null;
			this.acting = false;
			settle(members, self, seenBy);
			return;
		}
		if (change == LeaderChange.EAGER) {
			this.checkedAt = now;
			this.obstacle = null;
			this.acting = self.equals(leader) && isIn(members, self, MemberStatus.UP);
			return;
		}
		if (isSuspended(now)) {
			// Before the time of this check, from which others conclude that it is valid.
			this.acting = false;
			bar("its process was suspended: it waits until it knows again which servers it reaches", now);
		}
		this.checkedAt = now;
		if (!Objects.equals(leader, this.leader)) {
			follow(leader, members, now);
		}
		if (members.stream().anyMatch((member) -> member.node().equals(leader) && member.reachable())) {
			this.leaderReachedAt = now;
		}
		settle(members, self, seenBy);
		if (this.barredBy != null && now - this.barredAt >= this.guard) {
			this.barredBy = null;
		}
		this.obstacle = self.equals(leader) ? obstacle(members, self) : null;
		this.acting = self.equals(leader) && this.obstacle == null;
	}

	/**
	 * Note whether all servers know the members as they are now.
	 */
	private void settle(List<Member> members, Node self, Set<NodeAddress> seenBy) {
		boolean known = members.stream().anyMatch((member) -> member.node().equals(self))
				&& members.stream().filter(LeaderChange::mayLead).map(Member::address).allMatch(seenBy::contains);
		this.overtaking = this.overtaking && !known;
	}

	/**
	 * Note another leader. If it is this node, it waits until the last one has stopped.
	 */
	private void follow(@Nullable Node leader, List<Member> members, long now) {
		Node last = this.leader;
		if (last != null) {
			boolean isMember = members.stream().anyMatch((member) -> member.node().equals(last));
			this.overtaking |= isMember && !isIn(members, last, MemberStatus.EXITING);
			if (!isMember) {
				bar("the last leader may not have stopped yet", this.leaderReachedAt);
			}
		}
		this.leader = leader;
		this.leaderReachedAt = now;
	}

	/**
	 * Have this node not act as the leader until the failure detectors had their time.
	 */
	private void bar(String reason, long since) {
		if (this.barredBy == null || since - this.barredAt > 0) {
			this.barredBy = reason;
			this.barredAt = since;
		}
	}

	private static boolean isIn(List<Member> members, Node node, MemberStatus status) {
		return members.stream().anyMatch((member) -> member.node().equals(node) && member.status() == status);
	}

	private @Nullable String obstacle(List<Member> members, Node self) {
		if (!isIn(members, self, MemberStatus.UP)) {
			return "it leaves";
		}
		if (this.overtaking) {
			return "it waits until all servers know that it is the leader";
		}
		String dataCenter = dataCenter(members, self);
		List<Member> servers = members.stream()
			.filter((member) -> LeaderChange.mayLead(member) && member.dataCenter().equals(dataCenter))
			.toList();
		long reached = servers.stream().filter((member) -> member.reachable() || member.node().equals(self)).count();
		return (2 * reached > servers.size()) ? this.barredBy
				: "it reaches %d of %d servers, itself included, which is no majority".formatted(reached,
						servers.size());
	}

	private static String dataCenter(List<Member> members, Node self) {
		return members.stream()
			.filter((member) -> member.node().equals(self))
			.map(Member::dataCenter)
			.findFirst()
			.orElse("");
	}

	/**
	 * Return whether all servers know when another server becomes the leader.
	 */
	boolean isSettled() {
		return !this.overtaking;
	}

	/**
	 * Return why this node does not act as the leader although it is the leader.
	 * @return the reason, for a message; {@code null} if it acts, or is not the leader
	 */
	@Nullable String obstacle() {
		return this.obstacle;
	}

	/**
	 * Return whether this node acts as the leader at this moment: it did when it was
	 * checked last, and its process was not suspended since.
	 * @param now when
	 * @return whether it does
	 */
	boolean isActing(long now) {
		return this.acting && !(this.change == LeaderChange.SAFE && isSuspended(now));
	}

	private boolean isSuspended(long now) {
		return now - this.checkedAt > this.pause;
	}

}

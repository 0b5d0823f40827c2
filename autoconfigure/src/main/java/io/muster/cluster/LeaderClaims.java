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
import java.util.Set;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Decides which server leads the cluster and each data center, and whether this node acts
 * as such a leader. An engine keeps it for each incarnation of the node.
 */
public final class LeaderClaims {

	private final LongSupplier clock;

	private final LeaderElection election;

	private volatile boolean elected;

	private final LeaderClaim cluster;

	private final LeaderClaim ownDataCenter;

	private volatile @Nullable String dataCenter;

	/**
	 * Create the claims of a node that begins.
	 * @param failureDetection the longest time for which a node that gives no sign of
	 * life is taken for reachable
	 * @param clock a monotonic clock, in nanoseconds
	 * @param election elects the leader of the cluster if all servers want that
	 */
	public LeaderClaims(Duration failureDetection, LongSupplier clock, LeaderElection election) {
		this.clock = clock;
		this.election = election;
		this.cluster = new LeaderClaim(failureDetection, clock.getAsLong());
		this.ownDataCenter = new LeaderClaim(failureDetection, clock.getAsLong());
	}

	/**
	 * Take the members as they are now. Must be called at each change, and at least twice
	 * in the time of failure detection, by one thread at a time.
	 * @param change when another server becomes the leader
	 * @param members the members, oldest first
	 * @param self this node
	 * @param seenBy who has seen the members as they are now, as far as is known
	 * @return who leads the cluster
	 */
	ClusterLeader check(LeaderChange change, List<Member> members, Node self, Set<NodeAddress> seenBy) {
		long now = this.clock.getAsLong();
		this.cluster.check(change, members, self, seenBy, now);
		members.stream()
			.filter((member) -> member.node().equals(self))
			.findFirst()
			.ifPresent((member) -> this.dataCenter = member.dataCenter());
		this.ownDataCenter.check((change == LeaderChange.CONSENSUS) ? LeaderChange.SAFE : change,
				members.stream().filter((member) -> member.dataCenter().equals(this.dataCenter)).toList(), self, seenBy,
				now);
		this.elected = change == LeaderChange.CONSENSUS;
		return this.elected ? elected(members, self) : new ClusterLeader(change, change.leader(members, self),
				this.cluster.isActing(now), this.cluster.obstacle(), this.cluster.isSettled());
	}

	private ClusterLeader elected(List<Member> members, Node self) {
		boolean settled = this.cluster.isSettled();
		String obstacle = settled ? this.election.obstacle()
				: "not all servers know yet that the leader is elected by consensus";
		boolean member = members.stream().anyMatch((candidate) -> candidate.node().equals(self));
		return new ClusterLeader(LeaderChange.CONSENSUS, this.election.leader(), this.election.isLeader(),
				member ? obstacle : null, settled);
	}

	/**
	 * Return whether this node acts as the leader of the cluster at this moment. Never
	 * blocks. May be called by any thread.
	 * @return whether it does
	 */
	public boolean isLeader() {
		return this.elected ? this.election.isLeader() : this.cluster.isActing(this.clock.getAsLong());
	}

	/**
	 * Return whether this node acts as the leader of a data center at this moment. Never
	 * blocks. May be called by any thread.
	 * @param dataCenter the name of the data center
	 * @return whether it does
	 */
	public boolean isLeader(String dataCenter) {
		return dataCenter.equals(this.dataCenter) && this.ownDataCenter.isActing(this.clock.getAsLong());
	}

}

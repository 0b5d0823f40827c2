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

package io.muster.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.muster.cluster.ClusterState;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.Node;
import io.muster.consensus.AgreedLocks;
import io.muster.consensus.ConsensusReport;
import io.muster.leader.FencingToken;
import io.muster.leader.Leaderships;
import io.muster.leader.Leaderships.Holder;

/**
 * JSON form of the leaderships of the cluster.
 *
 * @param change how the leader is chosen
 * @param problem why there is no agreement, and until when; {@code null} if there is one,
 * or the leader is not elected by consensus
 * @param roles the roles that have a leader
 * @param locks the locks that are held, kept free or waited for; {@code null} if the
 * leader is not elected by consensus
 * @param raft the Raft group, {@code null} if the leader is not elected by consensus
 * @param operations the names of the operations that are open over HTTP, {@code null} if
 * none is, or this is not an answer over HTTP
 */
public record LeadershipDescriptor(LeaderChange change, @Nullable String problem, List<RoleDescriptor> roles,
		@Nullable List<LockDescriptor> locks, @Nullable RaftDescriptor raft,
		@Nullable List<String> operations) implements OperationResponseBody {

	static LeadershipDescriptor of(ClusterState state, Leaderships leaderships, @Nullable ConsensusReport report) {
		LeaderChange change = state.leadership().change();
		ConsensusReport known = (change == LeaderChange.CONSENSUS) ? report : null;
		List<RoleDescriptor> roles = leaderships.holders()
			.stream()
			.map((holder) -> RoleDescriptor.of(holder, state.self(), known))
			.toList();
		return (known != null)
				? new LeadershipDescriptor(change, known.problem(), roles, locks(known, state.self()),
						RaftDescriptor.of(known, state.self()), null)
				: new LeadershipDescriptor(change, null, roles, null, null, null);
	}

	LeadershipDescriptor withOperations(@Nullable List<String> operations) {
		return new LeadershipDescriptor(this.change, this.problem, this.roles, this.locks, this.raft, operations);
	}

	private static List<LockDescriptor> locks(ConsensusReport report, @Nullable Node self) {
		List<LockDescriptor> locks = new ArrayList<>();
		report.state().locks().locks().forEach((name, lock) -> {
			AgreedLocks.Holder holder = lock.holder();
			locks.add((holder != null)
					? new LockDescriptor(name, address(holder.server()), holder.server().equals(self),
							Long.toString(holder.token()), lock.waiting().size())
					: new LockDescriptor(name, null, false, null, lock.waiting().size()));
		});
		return locks;
	}

	private static @Nullable String address(@Nullable Node node) {
		return (node != null) ? node.address().toString() : null;
	}

	/**
	 * JSON form of the leadership of a role.
	 *
	 * @param role the role, empty for that of the application
	 * @param leader the engine address of the server that leads it
	 * @param self whether that is this server
	 * @param token the fencing token of its term, as text because not every JSON parser
	 * keeps so large a number; {@code null} if the leader is not elected by consensus
	 * @param since when this node learned of that term, by its wall clock; {@code null}
	 * if the leader is not elected by consensus
	 * @param standing the engine addresses of the servers that stand for the role, the
	 * first for the longest time
	 */
	public record RoleDescriptor(String role, String leader, boolean self, @Nullable String token,
			@Nullable Instant since, List<String> standing) {

		static RoleDescriptor of(Holder holder, @Nullable Node self, @Nullable ConsensusReport report) {
			FencingToken token = holder.token();
			var agreed = (report != null) ? report.state().roles().get(holder.role()) : null;
			return new RoleDescriptor(holder.role(), holder.member().address().toString(),
					holder.member().node().equals(self), (token != null) ? token.toString() : null, holder.since(),
					(agreed != null) ? agreed.standing().stream().map((server) -> server.address().toString()).toList()
							: List.of());
		}

	}

	/**
	 * JSON form of a lock.
	 *
	 * @param name the name of the lock
	 * @param holder the engine address of the server that holds it, or held it when it
	 * ended: a lock with a time is kept until then; {@code null} if nobody holds it, and
	 * nobody may take it yet
	 * @param self whether that is this server
	 * @param token the fencing token, as text as above
	 * @param waiting how many servers wait for it
	 */
	public record LockDescriptor(String name, @Nullable String holder, boolean self, @Nullable String token,
			int waiting) {
	}

	/**
	 * JSON form of the Raft group. The names are those of {@code consul info}.
	 *
	 * @param state {@code Leader}, {@code Follower}, or {@code Standby} for a server that
	 * is no voter
	 * @param epoch the number of the group, which increases each time that it is founded
	 * @param term the term of the Raft leader, 0 on a standby
	 * @param leader the engine address of the Raft leader, {@code null} if none is known
	 * @param voters the engine addresses of the voters
	 * @param numPeers how many other voters there are
	 * @param lastLogIndex the index of the last entry of the log
	 * @param commitIndex the index of the last entry that a majority has
	 * @param lastContactMillis how long ago this server heard of the Raft leader, in
	 * milliseconds; {@code null} on the leader itself
	 * @param durable whether this server keeps the log on a disk
	 * @param warning what an operator has to do about this server, {@code null} if
	 * nothing
	 */
	public record RaftDescriptor(String state, long epoch, long term, @Nullable String leader, List<String> voters,
			int numPeers, long lastLogIndex, long commitIndex, @Nullable Long lastContactMillis, boolean durable,
			@Nullable String warning) {

		static RaftDescriptor of(ConsensusReport report, @Nullable Node self) {
			boolean voter = self != null && report.voters().contains(self);
			String state = voter ? "Follower" : "Standby";
			if (voter && Objects.equals(self, report.leader())) {
				state = "Leader";
			}
			return new RaftDescriptor(state, report.epoch(), report.term(), address(report.leader()),
					report.voters().stream().map((server) -> server.address().toString()).toList(),
					report.voters().size() - (voter ? 1 : 0), report.lastLogIndex(), report.commitIndex(),
					(report.lastContact() != null) ? report.lastContact().toMillis() : null, report.durable(),
					report.warning());
		}

	}

}

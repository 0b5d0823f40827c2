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

package io.muster.consensus;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;

/**
 * What a server sends another. Each message names the epoch of the group that it is
 * about.
 */
public sealed interface ConsensusMessage {

	/**
	 * Return the epoch.
	 * @return the epoch of the group, 0 if the sender knows none
	 */
	long epoch();

	/**
	 * A message of the Raft protocol.
	 */
	sealed interface RaftMessage extends ConsensusMessage {

		/**
		 * Return the term of the sender.
		 * @return the term
		 */
		long term();

	}

	/**
	 * Asks for a vote.
	 *
	 * @param epoch the epoch
	 * @param term the term for which the sender stands
	 * @param trial whether it only asks what the answer would be
	 * @param lastIndex the index of its last entry
	 * @param lastTerm the term of its last entry
	 */
	record VoteRequest(long epoch, long term, boolean trial, long lastIndex, long lastTerm) implements RaftMessage {
	}

	/**
	 * Answers a request for a vote.
	 *
	 * @param epoch the epoch
	 * @param term the term that was asked for, or the larger one of the sender
	 * @param trial whether the request was a trial
	 * @param granted whether the sender votes
	 * @param sinceAcknowledged how long ago, in nanoseconds, the sender acknowledged a
	 * Raft leader last; negative if it never has
	 */
	record VoteReply(long epoch, long term, boolean trial, boolean granted,
			long sinceAcknowledged) implements RaftMessage {
	}

	/**
	 * Hands out entries, and is a sign of life of the leader.
	 *
	 * @param epoch the epoch
	 * @param term the term
	 * @param previousIndex the index of the entry before the first one
	 * @param previousTerm the term of that entry
	 * @param entries the entries
	 * @param commit the index of the last committed entry
	 * @param round a number that increases with each round of messages of this leader
	 * @param time the time of the group
	 * @param founder the server that founded the group: another group may have the same
	 * epoch
	 */
	record Append(long epoch, long term, long previousIndex, long previousTerm, List<LogEntry> entries, long commit,
			long round, long time, Node founder) implements RaftMessage {

		public Append {
			entries = List.copyOf(entries);
			Objects.requireNonNull(founder, "'founder' is missing");
		}

	}

	/**
	 * Hands out the state instead of entries that are not kept any more.
	 *
	 * @param epoch the epoch
	 * @param term the term
	 * @param index the index of the last entry that the state contains
	 * @param indexTerm the term of that entry
	 * @param voters the voters at that entry
	 * @param state the state
	 * @param round as in {@link Append}
	 * @param time as in {@link Append}
	 * @param founder as in {@link Append}
	 */
	record Install(long epoch, long term, long index, long indexTerm, List<Node> voters, AgreedState state, long round,
			long time, Node founder) implements RaftMessage {

		public Install {
			voters = List.copyOf(voters);
			Objects.requireNonNull(founder, "'founder' is missing");
		}

	}

	/**
	 * Acknowledges an {@link Append} or {@link Install}.
	 *
	 * @param epoch the epoch
	 * @param term the term of the sender
	 * @param accepted whether the entries follow what the sender has
	 * @param index the last index that agrees with the leader and is stored; if not
	 * accepted, one from which it may try, negative if the sender takes no part in the
	 * group
	 * @param round the round of the message
	 */
	record AppendReply(long epoch, long term, boolean accepted, long index, long round) implements RaftMessage {
	}

	/**
	 * Asks a voter to stand for Raft leader at once, because the leader leaves.
	 *
	 * @param epoch the epoch
	 * @param term the term
	 */
	record StandNow(long epoch, long term) implements RaftMessage {
	}

	/**
	 * Asks to promise a new group.
	 *
	 * @param epoch the epoch of the new group
	 * @param servers all servers, as the sender knows them
	 * @param voters the voters of the group
	 */
	record Found(long epoch, Set<Node> servers, List<Node> voters) implements ConsensusMessage {

		public Found {
			servers = Set.copyOf(servers);
			voters = List.copyOf(voters);
		}

	}

	/**
	 * Answers {@link Found}.
	 *
	 * @param epoch the epoch of the new group
	 * @param granted whether the sender takes part in no older group from now on
	 * @param known the epoch of the group that it knows, 0 if none
	 * @param knownIndex the index of the entry up to which it knows that group
	 * @param knownVoters the voters of that group
	 * @param promised the largest epoch that it has promised, or that it cannot promise
	 * any more
	 * @param log what it remembers of the last group that it knew; nothing if it does not
	 * promise
	 */
	record Promise(long epoch, boolean granted, long known, long knownIndex, List<Node> knownVoters, long promised,
			StoredLog log) implements ConsensusMessage {

		public Promise {
			knownVoters = List.copyOf(knownVoters);
			Objects.requireNonNull(log, "'log' is missing");
		}

	}

	/**
	 * Takes back {@link Found}: that group was not founded and never will be.
	 *
	 * @param epoch the epoch of that group
	 */
	record Abandon(long epoch) implements ConsensusMessage {
	}

	/**
	 * Keeps the session of the sender alive, and says what it wants.
	 *
	 * @param epoch the epoch
	 * @param term the term of the Raft leader that the sender knows, 0 if it knows none:
	 * what a server wanted of an earlier leader may come late, and is void
	 * @param sequence the number of the message, which increases
	 * @param known the index of the last entry that the state that the sender knows
	 * contains, negative if it knows none
	 * @param roles the roles for which it stands
	 * @param locks the locks that it wants
	 * @param unused the locks that it wants no more, and that protected nothing
	 * @param round the last round of that leader of which it heard, 0 if of none
	 * @param closing whether it leaves
	 */
	record KeepAlive(long epoch, long term, long sequence, long known, Set<String> roles,
			Map<String, LockRequest> locks, Set<String> unused, long round,
			boolean closing) implements ConsensusMessage {

		public KeepAlive {
			roles = Set.copyOf(roles);
			locks = Map.copyOf(locks);
			unused = Set.copyOf(unused);
		}

	}

	/**
	 * Tells what is agreed, and confirms a {@link KeepAlive}.
	 *
	 * @param epoch the epoch
	 * @param term the term of the sender, which is the Raft leader
	 * @param index the index of the last entry that the state contains
	 * @param changed the index of the last entry that changed the state
	 * @param state the state, {@code null} if the receiver has known it since that entry
	 * @param voters the voters
	 * @param confirmed the sequence of the last confirmed message of the receiver, 0 if
	 * none
	 * @param round the round of the sender, as in {@link Append}
	 * @param time the time of the group
	 */
	record Agreed(long epoch, long term, long index, long changed, @Nullable AgreedState state, List<Node> voters,
			long confirmed, long round, long time) implements ConsensusMessage {

		public Agreed {
			voters = List.copyOf(voters);
		}

	}

	/**
	 * Answers a message that its receiver does not serve.
	 *
	 * @param epoch the epoch that the sender knows
	 * @param leader the Raft leader, {@code null} if it knows none
	 * @param index the index of the entry up to which it knows the group
	 * @param voters the voters then
	 */
	record Redirect(long epoch, @Nullable Node leader, long index, List<Node> voters) implements ConsensusMessage {

		public Redirect {
			voters = List.copyOf(voters);
		}

	}

}

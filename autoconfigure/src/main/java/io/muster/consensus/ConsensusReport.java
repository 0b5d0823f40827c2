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

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;

/**
 * What a server knows of the consensus, for operators.
 *
 * @param epoch the epoch of the group, 0 if there is none yet
 * @param term the Raft term, 0 if this server is no voter
 * @param leader the Raft leader, {@code null} if none is known
 * @param voters the voters
 * @param lastLogIndex the index of the last entry of the log; that of the last known
 * state if this server is no voter
 * @param commitIndex the index of the last committed entry, or as before
 * @param lastContact how long ago this server heard of a Raft leader, {@code null} if it
 * leads or knows none
 * @param state what is agreed
 * @param carriedOver with what the group began, {@code null} if this server did not found
 * it
 * @param durable whether this server keeps the log on a disk
 * @param problem why there is no agreement, and until when; {@code null} if there is one
 * @param warning what an operator has to do about this server, {@code null} if nothing
 */
public record ConsensusReport(long epoch, long term, @Nullable Node leader, List<Node> voters, long lastLogIndex,
		long commitIndex, @Nullable Duration lastContact, AgreedState state, @Nullable CarriedOver carriedOver,
		boolean durable, @Nullable String problem, @Nullable String warning) {

	/**
	 * Nothing is known.
	 */
	public static final ConsensusReport NONE = new ConsensusReport(0, 0, null, List.of(), 0, 0, null, AgreedState.EMPTY,
			null, false, "this node is not a member of a cluster yet", null);

	public ConsensusReport {
		voters = List.copyOf(voters);
	}

	/**
	 * What a group took over from the last one.
	 *
	 * @param epoch the epoch of the last group, 0 if none is remembered
	 * @param index the index of the last entry of its log
	 * @param complete whether it is certain that all is there that was agreed in it
	 */
	public record CarriedOver(long epoch, long index, boolean complete) {

		static final CarriedOver NOTHING = new CarriedOver(0, 0, true);

	}

}

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

package io.muster.bootstrap.formation;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.cluster.Node;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * The state of a node that outlives its engine and its process: the cluster that it was a
 * member of, and its vote. Raft calls such state persistent.
 *
 * @param previous this node when it was a member last, {@code null} if it never was, or
 * had only begun to join
 * @param members the other members that it knew then, without members that had only begun
 * to join
 * @param vote the vote that it holds, {@code null} if it holds none
 * @param left whether it left its cluster on purpose
 * @param unreadable why what an earlier process stored cannot be read, and the way out,
 * in sentences; {@code null} if it can, or there is nothing. Such a node may have been a
 * member and may have voted, so it neither votes nor founds until it has been a member
 * @param forming whether the cluster of the members was still forming when this node knew
 * it last: it may never have counted as one
 */
public record DurableState(@Nullable Node previous, List<LastKnownMember> members, @Nullable Vote vote, boolean left,
		@Nullable String unreadable, boolean forming) {

	/**
	 * The durable state of a node that was never started before.
	 */
	public static final DurableState NONE = new DurableState(null, List.of(), null, false);

	public DurableState {
		members = members.stream().sorted(Comparator.comparing(LastKnownMember::node)).toList();
	}

	public DurableState(@Nullable Node previous, List<LastKnownMember> members, @Nullable Vote vote, boolean left) {
		this(previous, members, vote, left, null, false);
	}

	/**
	 * Return the durable state of a node whose stored state cannot be read.
	 * @param reason why it cannot, and the way out, in sentences
	 * @return the durable state
	 */
	public static DurableState unreadable(String reason) {
		return new DurableState(null, List.of(), null, false, reason, false);
	}

	/**
	 * Return the durable state of a member. A member that counts knows its cluster again,
	 * whatever it could not read before. One that only begins to join does not count, and
	 * keeps what it remembers of its last cluster.
	 * @param self this node
	 * @param members all members that count, this node included if it does
	 * @param contacts the contact points of the members, as far as known
	 * @param forming whether the cluster is still forming, as far as this node knows
	 */
	DurableState with(Node self, Collection<Node> members, ContactPointStates contacts, boolean forming) {
		boolean counts = members.contains(self);
		if (!counts && this.previous != null) {
			return withVote(null).withLeft(false);
		}
		return new DurableState(counts ? self : null,
				members.stream()
					.filter((member) -> !member.equals(self) && !member.equals(this.previous))
					.map((member) -> new LastKnownMember(member, contactPointOf(member, contacts)))
					.toList(),
				null, false, (counts && !forming) ? null : this.unreadable, forming);
	}

	private @Nullable ContactPoint contactPointOf(Node member, ContactPointStates contacts) {
		ContactPoint contactPoint = contacts.contactPointOf(member.address());
		return (contactPoint != null) ? contactPoint
				: this.members.stream()
					.filter((known) -> known.node().equals(member))
					.map(LastKnownMember::contactPoint)
					.filter(Objects::nonNull)
					.findFirst()
					.orElse(null);
	}

	/**
	 * Return the members of which a majority is needed to found, this node included if it
	 * counted.
	 * @param self this incarnation of the node, which may have another address than the
	 * last
	 */
	List<LastKnownMember> lastKnownMembers(Node self) {
		return (this.previous == null) ? this.members
				: Stream.concat(Stream.of(new LastKnownMember(self, null)), this.members.stream()).toList();
	}

	/**
	 * Return the addresses of the other members, for the report.
	 */
	List<String> describeMembers() {
		return this.members.stream().map((member) -> member.node().address().toString()).toList();
	}

	public DurableState withVote(@Nullable Vote vote) {
		return Objects.equals(vote, this.vote) ? this
				: new DurableState(this.previous, this.members, vote, this.left, this.unreadable, this.forming);
	}

	DurableState withLeft(boolean left) {
		return new DurableState(this.previous, this.members, this.vote, left, this.unreadable, this.forming);
	}

}

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

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.LastKnownMember;
import io.muster.bootstrap.formation.BootstrapEvent.EngineChanged;
import io.muster.cluster.Node;

/**
 * Keeps the {@link DurableState} of a node up to date while it bootstraps and is a
 * member.
 */
final class DurableStateKeeper {

	private final JoinDecider decider;

	private final ContactPointStates contacts;

	private final Effects outbox;

	private DurableState memory;

	private @Nullable Node self;

	private List<Node> members = List.of();

	private boolean decided;

	DurableStateKeeper(DurableState memory, JoinDecider decider, ContactPointStates contacts, Effects outbox) {
		this.memory = memory;
		this.decider = decider;
		this.contacts = contacts;
		this.outbox = outbox;
	}

	/**
	 * Begin with what earlier incarnations of this node left.
	 */
	void begin(Node self, SelfContactPoint contactPoint, long now) {
		this.self = self;
		this.memory = this.memory.withLeft(false);
		if (this.memory.vote() != null) {
			this.decider.restore(this.memory.vote());
		}
		if (!this.memory.members().isEmpty()) {
			this.outbox.info(now,
					"This node was a member of a cluster of %d, and founds another only with a majority of its members"
						.formatted(this.memory.lastKnownMembers(self).size()));
			this.contacts.remember(this.memory.members(), contactPoint, now);
		}
	}

	/**
	 * Note the members that count of the cluster that this node is a member of.
	 */
	void members(EngineChanged event) {
		this.members = event.counted().isEmpty() ? event.members() : event.counted();
		refresh();
	}

	/**
	 * Note that this node is no member any more, and whether because it was told to
	 * leave.
	 */
	void removed(EngineChanged event) {
		this.memory = this.memory.withLeft(event.left());
	}

	/**
	 * Note where the members answer probes: that may have been learnt since.
	 */
	void refresh() {
		if (this.self != null && !this.members.isEmpty()) {
			this.memory = this.memory.with(this.self, this.members, this.contacts);
		}
	}

	/**
	 * Note that the decider has decided for this incarnation: what it held before may be
	 * a vote that an earlier one left.
	 */
	void decided() {
		this.decided = true;
	}

	/**
	 * Return the members of whom a majority is needed to found.
	 */
	List<LastKnownMember> lastKnownMembers() {
		return (this.self != null) ? this.memory.lastKnownMembers(this.self) : this.memory.members();
	}

	/**
	 * Return what this node must not forget when it is started again. A vote is over once
	 * this node is a member.
	 */
	DurableState memory() {
		return (this.decided && this.members.isEmpty()) ? this.memory.withVote(this.decider.vote()) : this.memory;
	}

}

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
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Node;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Keeps the {@link DurableState} of a node up to date while it bootstraps and is a
 * member.
 */
final class DurableStateKeeper {

	private final JoinDecider decider;

	private final ContactPointStates contacts;

	private final Effects effects;

	private DurableState state;

	private @Nullable Node self;

	private List<Node> members = List.of();

	private boolean forming;

	private @Nullable String storeFailure;

	DurableStateKeeper(DurableState state, JoinDecider decider, ContactPointStates contacts, Effects effects) {
		this.state = state;
		this.decider = decider;
		this.contacts = contacts;
		this.effects = effects;
	}

	/**
	 * Begin with the durable state of the earlier incarnations of this node.
	 */
	void begin(Node self, long now) {
		this.self = self;
		this.state = this.state.withLeft(false);
		if (this.state.unreadable() != null) {
			this.effects.warn(now, this.state.unreadable());
		}
		if (this.state.vote() != null) {
			this.decider.restore(this.state.vote());
		}
		if (!this.state.members().isEmpty()) {
			this.effects.info(now,
					"This node was a member of a cluster of %d, and founds another only with a majority of its members"
						.formatted(this.state.lastKnownMembers(self).size()));
			this.contacts.remember(this.state.members(), now);
		}
	}

	/**
	 * Take the members that count of this node's cluster, which may still be forming.
	 */
	void members(EngineChanged event) {
		this.forming = event.status() == EngineStatus.JOINING;
		this.members = event.counted().isEmpty() ? event.members() : event.counted();
		refresh();
	}

	/**
	 * Note that this node is no member any more, and whether it left on purpose.
	 */
	void removed(EngineChanged event) {
		this.state = this.state.withLeft(event.left());
	}

	/**
	 * Update the contact points of the members, which probes may have found since.
	 */
	void refresh() {
		if (this.self != null && !this.members.isEmpty()) {
			this.state = this.state.with(this.self, this.members, this.contacts, this.forming);
		}
	}

	/**
	 * Take the vote that this node holds after a decision. A member holds no vote.
	 */
	void voted(@Nullable Vote vote) {
		if (this.members.isEmpty()) {
			this.state = this.state.withVote(vote);
		}
	}

	/**
	 * Note whether the state could be stored.
	 * @param failure why not and the way out, in sentences; {@code null} if it could
	 */
	void stored(@Nullable String failure, long now) {
		if (failure != null && !failure.equals(this.storeFailure)) {
			this.effects.warn(now, failure);
		}
		else if (failure == null && this.storeFailure != null) {
			this.effects.info(now, "This node can store its vote and its last known members again");
		}
		this.storeFailure = failure;
	}

	/**
	 * Return why this node may neither vote nor found: its state cannot be read, or
	 * cannot be stored.
	 * @return the reason and the way out, in sentences, or {@code null} if there is none
	 */
	@Nullable String failure() {
		return (this.state.unreadable() != null) ? this.state.unreadable() : this.storeFailure;
	}

	/**
	 * Return the members of which a majority is needed to found.
	 */
	List<LastKnownMember> lastKnownMembers() {
		return (this.self != null) ? this.state.lastKnownMembers(this.self) : this.state.members();
	}

	/**
	 * Return what must outlive the process.
	 */
	DurableState state() {
		return this.state;
	}

}

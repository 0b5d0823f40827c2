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

package io.muster.leader;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Member;

/**
 * The leaderships of the cluster.
 * <p>
 * All methods may be called from any thread, and at any time: before this node is a
 * member, it leads nothing.
 */
public interface Leaderships {

	/**
	 * Return the leadership of a role, and have this server stand for it from now on. It
	 * keeps standing until it leaves the cluster.
	 * @param role the role, any text; {@link Leadership#DEFAULT_ROLE} for that of the
	 * application
	 * @return the leadership, the same object for each call with the same role
	 */
	Leadership of(String role);

	/**
	 * Return who leads what, as far as this node knows: the answer may be late by a
	 * moment. Never blocks.
	 * @return one holder for each role that has a leader, in the order of roles
	 */
	List<Holder> holders();

	/**
	 * Return whether another server can lead what this one leads, so that it may
	 * {@linkplain #standDown() stand down}.
	 * @return {@code false} if there is no other server, or the leader is not elected by
	 * consensus
	 */
	default boolean canStandDown() {
		return false;
	}

	/**
	 * Stand for no role, and hand over what this server leads. Returns at once.
	 */
	default void standDown() {
	}

	/**
	 * Stand for all roles again, after {@link #standDown()}.
	 */
	default void standUp() {
	}

	/**
	 * Add a listener for what this server leads. It is told in order, one event at a
	 * time, and at once of what this server leads already.
	 * @param listener the listener, called by one thread that all listeners share, so it
	 * must not block
	 */
	void addListener(Listener listener);

	/**
	 * Who leads a role.
	 *
	 * @param role the role
	 * @param member the member that leads it
	 * @param token the token of its term; {@code null} if the leader is not elected by
	 * consensus
	 * @param since when this node learned of that term; wall clock, for display only.
	 * {@code null} if that is not known
	 */
	record Holder(String role, Member member, @Nullable FencingToken token, @Nullable Instant since) {

		/**
		 * Create a holder of which it is not known since when it leads.
		 * @param role the role
		 * @param member the member that leads it
		 * @param token the token of its term, {@code null} if it has none
		 */
		public Holder(String role, Member member, @Nullable FencingToken token) {
			this(role, member, token, null);
		}

	}

	/**
	 * Is told what this server leads.
	 */
	interface Listener {

		/**
		 * This server leads from now on.
		 * @param leadership the leadership, with its token
		 */
		void granted(Leadership leadership);

		/**
		 * This server does not lead any more. It did so until at most a moment ago.
		 * @param leadership the leadership
		 */
		void revoked(Leadership leadership);

	}

}

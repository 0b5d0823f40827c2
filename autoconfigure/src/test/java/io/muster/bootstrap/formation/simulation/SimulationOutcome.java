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

import org.jspecify.annotations.Nullable;

/**
 * How a {@link Simulation} ended.
 *
 * @param split what went wrong, {@code null} if nothing did
 * @param detail where
 * @param joined whether all nodes had joined in the end
 * @param waitingForTheLost whether a node has not because the members that it last knew
 * are gone for good
 * @param lastJoinAt when the last node did
 * @param foundings how many clusters were founded
 * @param clustersAtCalm how many there were when it became calm
 * @param bothGaveWay whether, since, members of two of them left each for the other
 */
record SimulationOutcome(@Nullable Split split, @Nullable String detail, boolean joined, boolean waitingForTheLost,
		long lastJoinAt, int foundings, int clustersAtCalm, boolean bothGaveWay) {

	/**
	 * Return whether a node waits in vain and should not.
	 */
	boolean isStuck() {
		return this.split == null && !this.joined && !this.waitingForTheLost;
	}

	/**
	 * Why there was a split, as {@link SimulationLedger} defines it.
	 */
	enum Split {

		/**
		 * No node voted for both: it was no majority.
		 */
		NO_COMMON_VOTER,

		/**
		 * A process voted for both without a reason.
		 */
		VOTED_TWICE,

		/**
		 * It was founded on fewer votes than required.
		 */
		FEW_VOTERS,

		/**
		 * A vote was dropped without a reason.
		 */
		WRONG_DROP,

		/**
		 * A node advertised a vote that it had not stored.
		 */
		ADVERTISED_BEFORE_STORED,

		/**
		 * A node that was no member, or was leaving, named seed nodes.
		 */
		SEED_NODES_OF_NO_MEMBER,

		/**
		 * A member left its cluster for one that does not exist.
		 */
		MOVED_BY_A_LIE,
		/**
		 * A process was a member of both without having been started again.
		 */
		MEMBER_OF_BOTH,

		/**
		 * The nodes that were members of both were started again in between, and forgot.
		 */
		MEMBER_RESTARTED,

		/**
		 * The nodes that voted for both were started again in between.
		 */
		VOTER_RESTARTED,

		/**
		 * The nodes that voted for both had listened to the first in vain for the vote
		 * timeout.
		 */
		VOTE_TIMED_OUT,

		/**
		 * The founder was gone while its cluster lived on.
		 */
		FOUNDER_GONE,

		/**
		 * Several of the last three.
		 */
		EXPLAINED;

		/**
		 * Return whether the rule does not claim to prevent it.
		 */
		boolean isExplained() {
			return ordinal() >= MEMBER_RESTARTED.ordinal();
		}

	}

}

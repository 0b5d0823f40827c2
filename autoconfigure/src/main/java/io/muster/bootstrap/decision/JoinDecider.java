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

package io.muster.bootstrap.decision;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Decides, from what discovery and the other nodes say, whether to keep probing, to join
 * or to found. A bean of this type replaces the default. It must decide alike on all
 * nodes, from its argument alone, and at once: it is asked after every answer.
 */
@FunctionalInterface
public interface JoinDecider {

	/**
	 * Decide.
	 * @param information all that is known
	 * @return the decision
	 */
	JoinDecision decide(SeedNodesInformation information);

	/**
	 * Return whether this decider decides by votes, which other nodes must know.
	 * @return {@code false} unless overridden
	 */
	default boolean decidesByVotes() {
		return false;
	}

	/**
	 * Return the vote that this node holds after its last decision, to be shown to
	 * others.
	 * @return the vote or {@code null} if it holds none
	 */
	default @Nullable Vote vote() {
		return null;
	}

	/**
	 * Take back the vote that this node held before its process was started again. Called
	 * at most once, before the first decision; ignored unless overridden.
	 * @param vote the vote
	 */
	default void restore(Vote vote) {
	}

}

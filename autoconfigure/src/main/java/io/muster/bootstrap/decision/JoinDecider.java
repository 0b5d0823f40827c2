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
 * Decides whether a node keeps probing, joins or founds. A bean of this type replaces the
 * default. All nodes must use the same rule. A decider may keep state, such as the vote
 * that it holds, but must do no I/O and read no clock: it decides from its argument and
 * from what it decided before. Bootstrap calls it on one thread after every answer, so it
 * must return at once.
 *
 * @see VotingJoinDecider
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
	 * Return whether this decider decides by votes. Other nodes learn it from the answers
	 * of this one: all must use the same rule.
	 * @return {@code false} unless overridden
	 */
	default boolean decidesByVotes() {
		return false;
	}

	/**
	 * Return the vote that this node holds after its last decision. Answers to probes
	 * show it to other nodes.
	 * @return the vote or {@code null} if it holds none
	 */
	default @Nullable Vote vote() {
		return null;
	}

	/**
	 * Restore the vote that this node held before its engine or its process was started
	 * again. Called before the first decision of an incarnation. Ignored unless
	 * overridden.
	 * @param vote the vote
	 */
	default void restore(Vote vote) {
	}

}

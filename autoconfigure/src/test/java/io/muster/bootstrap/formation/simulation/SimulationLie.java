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

/**
 * What a {@link SimulationLiar} lies about.
 */
enum SimulationLie {

	/**
	 * It is a member of a large cluster.
	 */
	MEMBER,

	/**
	 * Somebody is a member of a large cluster where nobody is, another one each time.
	 */
	MEMBER_ELSEWHERE,

	/**
	 * The node that asks is a member.
	 */
	ASKER_IS_MEMBER,

	/**
	 * It is in a cluster that is forming.
	 */
	FORMING,

	/**
	 * It is a candidate.
	 */
	CANDIDATE,

	/**
	 * It is a candidate, of another candidacy each time.
	 */
	CANDIDATES,

	/**
	 * It votes for whoever asks, or for whom that one votes, and requires 1.
	 */
	VOTE,

	/**
	 * It requires another number each time.
	 */
	NUMBER,

	/**
	 * It was a member before, under the address of an honest node.
	 */
	FORMER_MEMBER,

	/**
	 * It answers what an honest node answered a while ago.
	 */
	REPLAY,

	/**
	 * It says to nodes, in the name of others, that these are members.
	 */
	ANNOUNCEMENT;

	/**
	 * Return whether it is about being a candidate. Such a liar takes longest to be found
	 * out, so that it does not lie about anything else.
	 */
	boolean isOfCandidate() {
		return this == CANDIDATE || this == CANDIDATES;
	}

}

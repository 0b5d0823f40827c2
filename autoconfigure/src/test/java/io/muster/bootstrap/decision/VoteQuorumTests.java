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

import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VoteQuorum}.
 */
class VoteQuorumTests {

	@Test
	void asManyVotesAsTheCandidateRequiresSuffice() {
		assertThat(quorum(3, 2, 3, 3)).hasValue(3);
		assertThat(quorum(3, 2, 3)).isEmpty();
	}

	@Test
	void aMajorityIsNeededBesides() {
		assertThat(quorum(2, 3, 2)).isEmpty();
		assertThat(quorum(2, 3, 2, 2)).hasValue(3);
	}

	@Test
	void theVoteOfANodeThatRequiresMoreCountsOnlyForAsManyVotes() {
		assertThat(quorum(3, 2, 5, 5)).isEmpty();
		assertThat(quorum(3, 2, 5, 5, 3, 3)).hasValue(3);
		assertThat(quorum(3, 2, 5, 5, 5, 4)).hasValue(5);
	}

	@Test
	void whoRequiresLessOrDoesNotSayIsCounted() {
		assertThat(quorum(3, 2, 2, 0)).hasValue(3);
	}

	@Test
	void whoRequiresNobodyElseCountsAllVotes() {
		assertThat(quorum(1, 2, 5)).hasValue(2);
	}

	private static OptionalInt quorum(int required, int majority, Integer... voters) {
		return VoteQuorum.of(required, majority, List.of(voters));
	}

}

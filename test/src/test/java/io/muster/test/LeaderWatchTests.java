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

package io.muster.test;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.muster.leader.FencingToken;
import io.muster.test.LeaderWatch.Term;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link LeaderWatch} takes for two leaders at one moment.
 */
class LeaderWatchTests {

	@Test
	void termsThatOverlapProveTwoLeaders() {
		assertThat(term(1, 0, 100).overlaps(term(2, 50, 150))).isTrue();
		assertThat(term(2, 50, 150).overlaps(term(1, 0, 100))).isTrue();
		assertThat(term(1, 0, 100).overlaps(term(2, 10, 20))).isTrue();
	}

	@Test
	void termsOneAfterTheOtherProveNothing() {
		assertThat(term(1, 0, 100).overlaps(term(2, 100, 150))).isFalse();
		assertThat(term(2, 101, 150).overlaps(term(1, 0, 100))).isFalse();
	}

	@Test
	void leaderThatWasSeenOnlyOnceProvesNothing() {
		assertThat(term(1, 0, 100).overlaps(term(2, 50, 50))).isFalse();
	}

	private static Term term(int node, long from, long until) {
		return new Term(node, token(node), Duration.ofMillis(from), Duration.ofMillis(until));
	}

	private static @Nullable FencingToken token(int node) {
		return new FencingToken(node);
	}

}

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

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AloneLeaderships}.
 */
class AloneLeadershipsTests {

	private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

	@Test
	void aTokenIsLargerThanThoseOfApplicationsThatWereStartedEarlier() {
		assertThat(tokenAt(NOON.plusSeconds(1))).isGreaterThan(tokenAt(NOON));
	}

	@Test
	void allRolesOfOneStartHaveTheSameToken() {
		AloneLeaderships leaderships = startedAt(NOON);
		assertThat(leaderships.of("billing").token()).isEqualTo(leaderships.of("").token());
	}

	private static FencingToken tokenAt(Instant start) {
		FencingToken token = startedAt(start).of("").token();
		assertThat(token).isNotNull();
		return token;
	}

	private static AloneLeaderships startedAt(Instant start) {
		return new AloneLeaderships(() -> null, Clock.fixed(start, ZoneOffset.UTC));
	}

}

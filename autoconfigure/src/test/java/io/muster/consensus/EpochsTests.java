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

package io.muster.consensus;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Epochs}.
 */
class EpochsTests {

	private static final long NOW = Instant.parse("2026-12-01T10:00:00Z").toEpochMilli();

	@Test
	void tokensIncreaseWithTheIndexAndWithTheEpoch() {
		long epoch = Epochs.at(NOW);
		assertThat(Epochs.token(epoch, 2)).isGreaterThan(Epochs.token(epoch, 1)).isPositive();
		assertThat(Epochs.token(epoch + 1, 1)).isGreaterThan(Epochs.token(epoch, 1_000_000));
	}

	@Test
	void aGroupThatNobodyRemembersIsNotAheadOfTheNextOneAlthoughFoundingsWereGivenUp() {
		long ahead = Epochs.at(NOW) + 10;
		assertThat(Epochs.token(Epochs.at(NOW + 1000), 1)).isGreaterThan(Epochs.token(ahead, 1000));
	}

	@Test
	void tokensIncreaseForManyEntriesOfOneGroup() {
		long entries = 40_000_000_000L;
		assertThat(Epochs.token(Epochs.at(NOW), entries)).isGreaterThan(Epochs.token(Epochs.at(NOW), entries - 1))
			// A million entries a second for half a day.
			.isLessThan(Epochs.token(Epochs.at(NOW + 40_000_000), 1));
	}

	@Test
	void tokensArePositiveUntilTheYear2093() {
		assertThat(Epochs.token(Epochs.at(Instant.parse("2093-01-01T00:00:00Z").toEpochMilli()), 1)).isPositive();
	}

}

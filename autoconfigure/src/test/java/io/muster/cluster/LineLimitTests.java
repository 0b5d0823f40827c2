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

package io.muster.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LineLimit}.
 */
class LineLimitTests {

	private final AtomicLong now = new AtomicLong(5);

	private final LineLimit limit = new LineLimit(2, Duration.ofMinutes(1), this.now::get);

	@Test
	void theFirstLinesOfAPeriodAreLogged() {
		assertThat(this.limit.admit("refused")).hasValue(0);
		assertThat(this.limit.admit("refused")).hasValue(0);
		assertThat(this.limit.admit("refused")).isEmpty();
		assertThat(this.limit.admit("lost")).hasValue(0);
	}

	@Test
	void theNextPeriodTellsHowManyWereNotLogged() {
		for (int i = 0; i < 39; i++) {
			this.limit.admit("refused");
		}
		this.now.addAndGet(Duration.ofMinutes(1).toNanos());
		assertThat(this.limit.admit("refused")).hasValue(37);
		assertThat(this.limit.admit("refused")).hasValue(0);
		assertThat(LineLimit.more(37)).isEqualTo(" (37 more like this were not logged before)");
		assertThat(LineLimit.more(0)).isEmpty();
	}

	@Test
	void kindsThatNobodyKnewBeforeShareOneLimitWhenThereAreTooMany() {
		int logged = 0;
		for (int i = 0; i < 10_000; i++) {
			logged += this.limit.admit("kind " + i).isPresent() ? 1 : 0;
		}
		assertThat(logged).isEqualTo(LineLimit.KINDS + 2);
	}

	@Test
	void kindsOfWhichNothingIsLeftToSayMakeRoom() {
		for (int i = 0; i < LineLimit.KINDS; i++) {
			this.limit.admit("kind " + i);
		}
		this.now.addAndGet(Duration.ofMinutes(1).toNanos());
		for (int i = 0; i < 3; i++) {
			assertThat(this.limit.admit("late kind " + i)).hasValue(0);
		}
	}

}

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

package io.muster.cluster.pekko;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GossipPace}.
 */
class GossipPaceTests {

	private final GossipPace pace = new GossipPace(Duration.ofSeconds(1));

	@Test
	void firstNewsIsPassedOnAtOnce() {
		assertThat(this.pace.news(3)).isEqualTo(Duration.ZERO);
		assertThat(this.pace.isDue(true)).isTrue();
	}

	@Test
	void pausesDoubleUntilTheEnginesOwnTurnsAreAsQuick() {
		this.pace.news(3);
		List<Duration> pauses = new ArrayList<>();
		for (Duration pause = next(false); pause != null; pause = next(false)) {
			pauses.add(pause);
		}
		assertThat(pauses).extracting(Duration::toMillis).containsExactly(20L, 40L, 80L, 160L, 320L, 640L);
		assertThat(this.pace.news(3)).isZero();
	}

	@Test
	void nothingIsSentOnceAllIsSettled() {
		this.pace.news(3);
		next(true);
		assertThat(this.pace.isDue(true)).isFalse();
		assertThat(this.pace.news(3)).isZero();
	}

	@Test
	void newsDuringAPauseWaitsForItsEnd() {
		this.pace.news(3);
		assertThat(next(true)).isEqualTo(Duration.ofMillis(20));
		assertThat(this.pace.news(3)).isNull();
		assertThat(this.pace.news(3)).isNull();
		assertThat(next(true)).isEqualTo(Duration.ofMillis(20));
	}

	@Test
	void newsCutsALongPauseShortOnce() {
		this.pace.news(3);
		next(false);
		next(false);
		assertThat(next(false)).isEqualTo(Duration.ofMillis(80));
		assertThat(this.pace.news(3)).isEqualTo(Duration.ofMillis(20));
		assertThat(this.pace.news(3)).isNull();
	}

	@Test
	void membersOfALargeClusterSendNoMoreTogetherThanTen() {
		this.pace.news(100);
		assertThat(next(false)).isEqualTo(Duration.ofMillis(200));
		assertThat(new GossipPace(Duration.ofSeconds(1)).news(500)).isNull();
	}

	private Duration next(boolean settled) {
		assertThat(this.pace.isDue(settled)).isTrue();
		return this.pace.pause();
	}

}

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

package io.muster.bootstrap.formation;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Lookups}.
 */
class LookupsTests {

	private final TestSettings settings = TestSettings.defaults().backoffNoise(0);

	@Test
	void asksEverySourceAtOnce() {
		assertThat(lookups("a", "b").take(0)).containsExactly("a", "b");
	}

	@Test
	void asksASourceOnceAtATime() {
		Lookups lookups = lookups("a");
		lookups.take(0);
		assertThat(lookups.take(100_000)).isEmpty();
	}

	@Test
	void asksAgainAfterTheInterval() {
		Lookups lookups = lookups("a");
		lookups.take(0);
		lookups.succeeded("a", Set.of(), 10);
		assertThat(lookups.nextDue()).isEqualTo(1010);
		assertThat(lookups.take(1009)).isEmpty();
		assertThat(lookups.take(1010)).containsExactly("a");
	}

	@Test
	void backsOffExponentiallyUpToTheMaximum() {
		Lookups lookups = lookups("a");
		for (long delay : List.of(2000L, 4000L, 8000L, 15000L, 15000L)) {
			lookups.take(Long.MAX_VALUE);
			lookups.failed("a", "down", 0);
			assertThat(lookups.nextDue()).isEqualTo(delay);
		}
	}

	@Test
	void staysAtTheMaximumHoweverLongItFails() {
		Lookups lookups = lookups("a");
		for (int i = 0; i < 5000; i++) {
			lookups.failed("a", "down", 0);
		}
		assertThat(lookups.nextDue()).isEqualTo(15000);
	}

	@Test
	void addsNoiseOfTheFactorAtMost() {
		this.settings.backoffNoise(0.2);
		Lookups lookups = lookups("a");
		List<Long> delays = IntStream.range(0, 200).mapToObj((ignored) -> {
			lookups.succeeded("a", Set.of(), 0);
			return lookups.nextDue();
		}).toList();
		assertThat(delays).allSatisfy((delay) -> assertThat(delay).isBetween(1000L, 1200L))
			.anySatisfy((delay) -> assertThat(delay).isLessThan(1020L))
			.anySatisfy((delay) -> assertThat(delay).isGreaterThan(1180L));
	}

	@Test
	void addsNoiseAfterTheCapLikePekko() {
		this.settings.backoffNoise(1);
		Lookups lookups = lookups("a");
		long longest = 0;
		for (int i = 0; i < 100; i++) {
			lookups.failed("a", "down", 0);
			longest = Math.max(longest, lookups.nextDue());
		}
		assertThat(longest).isBetween(25000L, 30000L);
	}

	@Test
	void successResetsTheBackOff() {
		Lookups lookups = lookups("a");
		lookups.failed("a", "down", 0);
		lookups.failed("a", "down", 0);
		lookups.succeeded("a", Set.of(), 0);
		assertThat(lookups.nextDue()).isEqualTo(1000);
		lookups.failed("a", "down", 0);
		assertThat(lookups.nextDue()).isEqualTo(2000);
	}

	@Test
	void anotherSourcesFailureDoesNotDelay() {
		Lookups lookups = lookups("a", "b");
		lookups.take(0);
		lookups.failed("a", "down", 0);
		lookups.succeeded("b", Set.of(), 0);
		assertThat(lookups.take(1000)).containsExactly("b");
	}

	@Test
	void asksAtOnceWhenHurried() {
		Lookups lookups = lookups("a");
		lookups.take(0);
		lookups.failed("a", "down", 0);
		lookups.hurry(5);
		assertThat(lookups.take(5)).containsExactly("a");
	}

	@Test
	void doesNotBackOffFurtherWhenHurriedDuringALookupThatFails() {
		Lookups lookups = lookups("a");
		for (int i = 0; i < 5; i++) {
			lookups.failed("a", "down", 0);
		}
		lookups.take(Long.MAX_VALUE);
		lookups.hurry(5);
		lookups.failed("a", "down", 10);
		assertThat(lookups.nextDue()).isEqualTo(1010);
		lookups.take(1010);
		lookups.failed("a", "down", 1010);
		assertThat(lookups.nextDue()).isEqualTo(1010 + 15000);
	}

	@Test
	void doesNotAskTwiceAtATimeWhenHurried() {
		Lookups lookups = lookups("a");
		lookups.take(0);
		lookups.hurry(5);
		assertThat(lookups.take(5)).isEmpty();
	}

	@Test
	void hurryingNeverDelays() {
		Lookups lookups = lookups("a");
		lookups.take(0);
		lookups.succeeded("a", Set.of(), 0);
		lookups.hurry(1500);
		assertThat(lookups.nextDue()).isEqualTo(1000);
	}

	@Test
	void knowsNothingUntilASourceHasAnswered() {
		Lookups lookups = lookups("a", "b");
		lookups.failed("a", "down", 0);
		assertThat(lookups.union()).isNull();
		lookups.succeeded("b", Set.of(), 0);
		assertThat(lookups.union()).isEmpty();
	}

	@Test
	void unitesWhatTheSourcesKnow() {
		Lookups lookups = lookups("a", "b");
		lookups.succeeded("a", TestNodes.contactPoints("h1", "h2"), 0);
		lookups.succeeded("b", TestNodes.contactPoints("h2", "h3"), 0);
		assertThat(lookups.union()).isEqualTo(TestNodes.contactPoints("h1", "h2", "h3"));
	}

	@Test
	void aSourceThatFailsKeepsWhatItSaidLast() {
		Lookups lookups = lookups("a");
		lookups.succeeded("a", TestNodes.contactPoints("h1"), 0);
		lookups.failed("a", "down", 1);
		assertThat(lookups.union()).isEqualTo(TestNodes.contactPoints("h1"));
	}

	@Test
	void theFirstFailureOfARowIsNews() {
		Lookups lookups = lookups("a");
		assertThat(lookups.failed("a", "down", 0)).isTrue();
		assertThat(lookups.failed("a", "still down", 0)).isFalse();
		lookups.succeeded("a", Set.of(), 0);
		assertThat(lookups.failed("a", "down", 0)).isTrue();
	}

	@Test
	void tellsWhichSourcesHaveNeverAnsweredAndWhy() {
		Lookups lookups = lookups("a", "b", "c");
		lookups.failed("a", "down", 0);
		lookups.succeeded("b", Set.of(), 0);
		assertThat(lookups.unanswered()).containsExactly("a: down", "c");
	}

	@Test
	void reportsEachSource() {
		Lookups lookups = lookups("a", "b");
		lookups.succeeded("a", TestNodes.contactPoints("h1"), 1000);
		lookups.failed("a", "down", 2000);
		assertThat(lookups.report(4000)).containsExactly(
				new BootstrapReport.Source("a", 1, Duration.ofSeconds(3), "down", 1),
				new BootstrapReport.Source("b", null, null, null, 0));
	}

	@Test
	void refusesAnswersOfStrangers() {
		assertThatIllegalArgumentException().isThrownBy(() -> lookups("a").succeeded("b", Set.of(), 0))
			.withMessage("There is no source 'b'");
	}

	private Lookups lookups(String... sources) {
		return new Lookups(this.settings.build(), List.of(sources), new Random(1));
	}

}

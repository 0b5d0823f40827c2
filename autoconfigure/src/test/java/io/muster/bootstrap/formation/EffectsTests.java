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

import java.util.List;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.BootstrapCommand.Say;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Effects}.
 */
class EffectsTests {

	private final Effects effects = new Effects();

	@Test
	void aContactPointWhoseAnswersChangeFillsNeitherTheLogNorTheHistory() {
		this.effects.info(0, "Bootstrap begins");
		for (int i = 0; i < 10_000; i++) {
			this.effects.warn(i, "http://10.0.0.1:8080 answers " + i);
		}
		this.effects.warn(10_000, "http://10.0.0.2:8080 answers, too");
		assertThat(lines()).hasSize(22).contains("http://10.0.0.2:8080 answers, too");
		assertThat(this.effects.history().get(0).text()).isEqualTo("Bootstrap begins");
	}

	@Test
	void theNumberOfOthersIsSaidLater() {
		for (int i = 0; i < 57; i++) {
			this.effects.warn(i, "http://10.0.0.1:8080 answers " + i);
		}
		this.effects.drain();
		this.effects.warn(60_000, "http://10.0.0.1:8080 answers again");
		assertThat(lines())
			.containsExactly("http://10.0.0.1:8080 answers again (37 more like this were not logged before)");
	}

	private List<String> lines() {
		return this.effects.drain().stream().map((command) -> ((Say) command).text()).toList();
	}

}

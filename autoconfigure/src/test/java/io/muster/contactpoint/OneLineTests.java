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

package io.muster.contactpoint;

import org.junit.jupiter.api.Test;

import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OneLine}.
 */
class OneLineTests {

	@Test
	void textOfOtherHostsCannotBeginALineOrTurnIt() {
		assertThat(OneLine.of("one\r\ntwo\u2028three\u202efour\u0000five")).isEqualTo("one two three four five");
	}

	@Test
	void lettersOfAllLanguagesStay() {
		assertThat(OneLine.of("größer – 大きい ~")).isEqualTo("größer – 大きい ~");
	}

	@Test
	void longTextIsCutAndSaysSo() {
		assertThat(OneLine.of("abcdef", 3)).isEqualTo("abc...");
		assertThat(OneLine.of(" abc ", 3)).isEqualTo("abc");
	}

	@Test
	void aFailureThatQuotesAnAnswerIsOneLine() {
		assertThat(new Failed(Kind.STRANGER, "answered 'a\u2029\u202eb'").reason()).isEqualTo("answered 'a b'");
	}

}

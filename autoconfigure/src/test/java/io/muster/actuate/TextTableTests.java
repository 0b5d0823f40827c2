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

package io.muster.actuate;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextTable}.
 */
class TextTableTests {

	@Test
	void alignsColumnsAndEndsLinesWithoutSpaces() {
		assertThat(TextTable.of(List.of(List.of("Node", "Status", "Roles"), List.of("10.0.0.7:25520", "Up", "web"),
				List.of("h:1", "Joining", "a rather long last cell"))))
			.isEqualTo("""
					Node            Status   Roles
					10.0.0.7:25520  Up       web
					h:1             Joining  a rather long last cell
					""");
	}

	@Test
	void hasNoEmptyCell() {
		assertThat(TextTable.of(List.of(Arrays.asList("a", null, "c"), List.of("", " ", "long")))).isEqualTo("""
				a  -  c
				-  -  long
				""");
	}

	@Test
	void noValueBreaksTheLineOrSteersTheTerminal() {
		assertThat(TextTable.of(List.of(List.of("a\r\nb", "\u001b[31mred\u202e\u2028x\t"), List.of("c", "d"))))
			.isEqualTo("""
					a b  [31mred x
					c    d
					""");
	}

	@Test
	void countsCharactersRatherThanCodeUnits() {
		assertThat(TextTable.of(List.of(List.of("\ud83d\ude80", "x"), List.of("ab", "y")))).isEqualTo("""
				\ud83d\ude80   x
				ab  y
				""");
	}

	@Test
	void nothingIsNoLine() {
		assertThat(TextTable.of(List.of())).isEmpty();
	}

}

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

package io.muster.sample.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaderRecord}.
 */
class LeaderRecordTests {

	@TempDir
	private Path directory;

	@Test
	void leadersOneAfterTheOtherDoNotOverlap() throws IOException {
		List<Path> files = List.of(record("one", 1000, 1020, 1040, 9000), record("two", 1041, 1060, 5000),
				this.directory.resolve("never-led"));
		assertThat(LeaderRecord.complaints(files)).isEmpty();
	}

	@Test
	void leadersAtOneMomentOverlap() throws IOException {
		List<Path> files = List.of(record("one", 1000, 1020, 1400), record("two", 1040, 1060));
		assertThat(LeaderRecord.complaints(files)).singleElement()
			.asString()
			.contains("two leaders at one moment", "one", "two");
	}

	@Test
	void aTokenThatIsNotLargerThanThoseBeforeIsComplainedOf() throws IOException {
		List<Path> files = List.of(term(7, "one", 1000, 1020), term(8, "two", 2000), term(8, "three", 3000));
		assertThat(LeaderRecord.complaints(files)).singleElement()
			.asString()
			.contains("a token that is not larger than 8", "three");
	}

	@Test
	void aHandoverLastsFromTheEndOfOneToTheBeginOfTheNext() throws IOException {
		List<Path> files = List.of(term(7, "one", 1000, 1020), term(8, "two", 2000));
		assertThat(LeaderRecord.handovers(files)).containsExactly(Duration.ofMillis(980));
	}

	@Test
	void aLeaderThatStoppedLongAgoDoesNotAct() throws IOException {
		long now = System.nanoTime() / 1_000_000;
		assertThat(LeaderRecord.isActing(List.of(record("one", now - 60_000)))).isFalse();
		assertThat(LeaderRecord.isActing(List.of(record("one", now - 60_000, now)))).isTrue();
	}

	private Path record(String node, long... millis) throws IOException {
		return term(0, node, millis);
	}

	private Path term(int token, String node, long... millis) throws IOException {
		Path file = this.directory.resolve(node);
		StringBuilder lines = new StringBuilder();
		for (long at : millis) {
			lines.append(at).append(" ").append(token).append("\n");
		}
		return Files.writeString(file, lines);
	}

}

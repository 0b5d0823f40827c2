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

package io.muster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import io.muster.bootstrap.decision.WaitReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code src/docs/troubleshooting.md} explains each {@link WaitReason}, and
 * that each situation of {@code situations.txt} has a test.
 */
class TroubleshootingPageTests {

	private static final Pattern HEADING = Pattern.compile("^## (.+)$", Pattern.MULTILINE);

	private static final Pattern SITUATION = Pattern.compile("^(E\\d+) ", Pattern.MULTILINE);

	private static final Pattern TAG = Pattern.compile("@Tag\\(\"(E\\d+)\"\\)");

	@Test
	void hasASectionForEachReason() throws IOException {
		assertThat(HEADING.matcher(page()).results().map((heading) -> heading.group(1)))
			.containsExactlyElementsOf(Arrays.stream(WaitReason.values()).map(WaitReason::id).toList());
	}

	@Test
	void eachSectionSaysWhatItLooksLikeWhyAndWhatToDo() throws IOException {
		String page = page().replaceAll("\\s+", " ");
		for (WaitReason reason : WaitReason.values()) {
			int start = page.indexOf("## " + reason.id() + " ");
			int end = page.indexOf(" ## ", start + 1);
			assertThat((end < 0) ? page.substring(start) : page.substring(start, end)).as(reason.id())
				.containsSubsequence("* Looks like: ", "* Why: ", "* What to do: " + reason.wayOut() + ".");
		}
	}

	@Test
	void everySituationHasATest() throws IOException {
		List<String> situations = SITUATION
			.matcher(new ClassPathResource("situations.txt", getClass()).getContentAsString(StandardCharsets.UTF_8))
			.results()
			.map((situation) -> situation.group(1))
			.toList();
		assertThat(situations).hasSizeGreaterThanOrEqualTo(30);
		assertThat(tags()).containsExactlyInAnyOrderElementsOf(situations);
	}

	private static Set<String> tags() throws IOException {
		Set<String> tags = new TreeSet<>();
		try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				TAG.matcher(Files.readString(file)).results().forEach((tag) -> tags.add(tag.group(1)));
			}
		}
		return tags;
	}

	private static String page() throws IOException {
		return Files.readString(Path.of("..", "src", "docs", "troubleshooting.md"));
	}

}

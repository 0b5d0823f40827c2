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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever Nomad's, Consul's and Serf's documents say of joining and
 * bootstrapping, as listed in {@code sentences.txt}, has a test. A test stands for a
 * sentence by its tag, so that {@code -Dgroups=M13} runs those that stand for M13.
 */
class DocumentedSentencesTests {

	private static final Pattern SENTENCE = Pattern.compile("^([NCMS]\\d+) .*?(\\[.+])?$", Pattern.MULTILINE);

	private static final Pattern TAG = Pattern.compile("@Tag\\(\"([NCMS]\\d+)\"\\)");

	@Test
	void everySentenceHasATestUnlessItSaysWhyNot() throws IOException {
		Map<Boolean, Set<String>> sentences = SENTENCE
			.matcher(new ClassPathResource("sentences.txt", getClass()).getContentAsString(StandardCharsets.UTF_8))
			.results()
			.collect(Collectors.partitioningBy((sentence) -> sentence.group(2) == null,
					Collectors.mapping((sentence) -> sentence.group(1), Collectors.toCollection(TreeSet::new))));
		assertThat(sentences.get(true)).hasSizeGreaterThan(40);
		assertThat(tags()).containsExactlyElementsOf(sentences.get(true));
	}

	private static Set<String> tags() throws IOException {
		Set<String> tags = new TreeSet<>();
		for (String module : List.of("autoconfigure", "sample-app")) {
			try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
				for (Path file : files.filter(Files::isRegularFile).toList()) {
					TAG.matcher(Files.readString(file)).results().forEach((tag) -> tags.add(tag.group(1)));
				}
			}
		}
		return tags;
	}

}

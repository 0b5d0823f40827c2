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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that relative links in the documentation lead somewhere, and that its first page
 * stays one that can be read.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("#{1,6} (.+)");

	private static final int README_COLUMNS = 120;

	@Test
	void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
		List<String> dead = new ArrayList<>();
		int links = 0;
		for (Path page : pages()) {
			Matcher link = LINK.matcher(String.join("\n", prose(page)));
			while (link.find()) {
				if (!link.group(1).contains("://")) {
					links++;
					if (!leadsSomewhere(page, link.group(1))) {
						dead.add(page + " -> " + link.group(1));
					}
				}
			}
		}
		assertThat(links).isGreaterThan(30);
		assertThat(dead).isEmpty();
	}

	@Test
	void everyPageOfTheDocumentationIsLinkedInTheReadme() throws IOException {
		Set<String> linked = new TreeSet<>();
		Matcher link = LINK.matcher(String.join("\n", prose(ROOT.resolve("README.md"))));
		while (link.find()) {
			linked.add(link.group(1));
		}
		try (Stream<Path> docs = Files.list(ROOT.resolve("src/docs"))) {
			assertThat(linked).containsAll(
					docs.filter(DocumentationTests::isPage).map((page) -> "src/docs/" + page.getFileName()).toList());
		}
	}

	@Test
	void noLineOfTheReadmeIsTooLong() throws IOException {
		assertThat(Files.readAllLines(ROOT.resolve("README.md"))).filteredOn((line) -> !line.startsWith("|"))
			.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(README_COLUMNS));
	}

	private static boolean isPage(Path file) {
		return file.toString().endsWith(".md");
	}

	private static boolean leadsSomewhere(Path page, String link) throws IOException {
		String path = link.contains("#") ? link.substring(0, link.indexOf('#')) : link;
		Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
		return Files.exists(target)
				&& (!link.contains("#") || anchors(target).contains(link.substring(link.indexOf('#') + 1)));
	}

	/**
	 * Return the anchors of a page's headings, as GitHub names them: the second heading
	 * of a name gets a number.
	 */
	private static Set<String> anchors(Path page) throws IOException {
		Set<String> anchors = new TreeSet<>();
		Map<String, Integer> counts = new HashMap<>();
		for (String line : prose(page)) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				String anchor = heading.group(1)
					.toLowerCase(Locale.ROOT)
					.replaceAll("[^\\p{L}\\p{N} _-]", "")
					.replace(' ', '-');
				int count = counts.merge(anchor, 1, Integer::sum);
				anchors.add((count == 1) ? anchor : anchor + "-" + (count - 1));
			}
		}
		return anchors;
	}

	/**
	 * Return the lines of a page outside fenced blocks.
	 */
	private static List<String> prose(Path page) throws IOException {
		List<String> prose = new ArrayList<>();
		boolean fenced = false;
		for (String line : Files.readAllLines(page)) {
			if (line.startsWith("```")) {
				fenced = !fenced;
			}
			else if (!fenced) {
				prose.add(line);
			}
		}
		return prose;
	}

	private static List<Path> pages() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("src/docs"))) {
			return Stream
				.concat(Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md"),
						ROOT.resolve("src/benchmark/README.md")), docs.filter(DocumentationTests::isPage).sorted())
				.toList();
		}
	}

}

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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of output in the documentation: fenced blocks, each below a comment that
 * names it, such as {@code <!-- example: cluster-text -->}. They have to be what nodes
 * answer, but for what differs from run to run. With
 * {@code -Dmuster.examples.update=true} those that differ are written instead.
 */
final class DocumentedExamples {

	private static final boolean UPDATE = Boolean.getBoolean("muster.examples.update");

	private static final Pattern EXAMPLE = Pattern.compile("<!-- example: ([a-z-]+) -->\\n```[a-z]*\\n(.*?)```\\n",
			Pattern.DOTALL);

	private static final Path ROOT = Path.of("..");

	private DocumentedExamples() {
	}

	/**
	 * Check that an example is what a node answered, or write it.
	 * @param name its name
	 * @param output what the node answered
	 */
	static void check(String name, String output) {
		check(name, output, Masks::apply);
	}

	/**
	 * Check an example whose lines may be in another order in another run, because that
	 * depends on ports that the system chooses.
	 * @param name its name
	 * @param output what the node answered
	 */
	static void checkInAnyOrder(String name, String output) {
		check(name, output, (text) -> Masks.apply(text).lines().sorted().collect(Collectors.joining("\n")));
	}

	private static void check(String name, String output, UnaryOperator<String> comparable) {
		String actual = output.strip() + "\n";
		Example example = find(name);
		if (UPDATE && !comparable.apply(actual).equals(comparable.apply(example.text()))) {
			example.replace(actual);
		}
		else {
			assertThat(comparable.apply(actual))
				.as("%s in %s; -Dmuster.examples.update=true writes it", name, example.page())
				.isEqualTo(comparable.apply(example.text()));
		}
	}

	private static Example find(String name) {
		List<Example> examples = all().filter((example) -> example.name().equals(name)).toList();
		assertThat(examples).as("examples with the name " + name).hasSize(1);
		return examples.get(0);
	}

	/**
	 * Return the names of all examples.
	 */
	static List<String> names() {
		return all().map(Example::name).toList();
	}

	private static Stream<Example> all() {
		List<Example> examples = new ArrayList<>();
		for (Path page : pages()) {
			EXAMPLE.matcher(read(page)).results().map((match) -> Example.of(page, match)).forEach(examples::add);
		}
		return examples.stream();
	}

	private static List<Path> pages() {
		try (Stream<Path> docs = Files.list(ROOT.resolve("src/docs"))) {
			return Stream
				.concat(Stream.of(ROOT.resolve("README.md")),
						docs.filter((file) -> file.toString().endsWith(".md")).sorted())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A block of a page.
	 *
	 * @param page the page
	 * @param name its name
	 * @param text what is in it
	 * @param start where the text begins
	 */
	private record Example(Path page, String name, String text, int start) {

		private static Example of(Path page, MatchResult match) {
			return new Example(page, match.group(1), match.group(2), match.start(2));
		}

		private void replace(String text) {
			try {
				Files.writeString(this.page,
						new StringBuilder(read(this.page)).replace(this.start, this.start + this.text.length(), text));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * Hides what differs from run to run: points in time, durations, uids, the counters
	 * of Raft, ports that the system chose, the number of the demo's node that leads, and
	 * the widths of columns that depend on them.
	 */
	private enum Masks {

		INSTANT("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"),

		CLOCK("\\b\\d\\d:\\d\\d:\\d\\d\\b"),

		DURATION("\"PT[\\dHMS.]+\""),

		SECONDS("\\b\\d+\\.\\ds"),

		UID("(?<=\"(uid|nodeUid|selfUid)\" ?: ?)\"?-?\\d+\"?"),

		RAFT("(?<=\"(epoch|term|token|lastLogIndex|commitIndex)\" ?: ?)\"?\\d+\"?"),

		PORT("(?<=127\\.0\\.0\\.1:)\\d+"),

		DEMO_NODE("\\bnode \\d\\b"),

		WIDTH(" {2,}");

		private final Pattern pattern;

		Masks(String regex) {
			this.pattern = Pattern.compile(regex);
		}

		private static String apply(String text) {
			String masked = text;
			for (Masks mask : values()) {
				masked = mask.pattern.matcher(masked).replaceAll(Matcher.quoteReplacement("<" + mask + ">"));
			}
			return masked;
		}

	}

}

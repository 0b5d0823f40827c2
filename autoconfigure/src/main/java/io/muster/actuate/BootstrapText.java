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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.bootstrap.formation.BootstrapReport.Answer;
import io.muster.bootstrap.formation.BootstrapReport.Contact;
import io.muster.bootstrap.formation.BootstrapReport.Entry;
import io.muster.bootstrap.formation.BootstrapReport.Source;
import io.muster.bootstrap.formation.BootstrapReport.Vote;

/**
 * Bootstrap as text: first its phase and what it waits for, then a line for each source
 * and for each contact point, and last its history.
 */
final class BootstrapText {

	/**
	 * The number of entries of the history: they fit on a screen below the rest.
	 */
	private static final int HISTORY = 10;

	private BootstrapText() {
	}

	static String of(BootstrapReport report) {
		return String.join("\n", TextTable.of(summary(report)),
				table(report.sources(), BootstrapText::row, "Source", "Contact points", "Ago", "Failures", "Failure"),
				table(report.contactPoints(), BootstrapText::row, "Contact point", "Probe", "Ago", "Result"),
				history(report.history()));
	}

	private static List<List<@Nullable String>> summary(BootstrapReport report) {
		List<List<@Nullable String>> rows = new ArrayList<>(
				List.of(row("Phase", report.phase().name()), row("Waiting for", report.waitingFor())));
		report.explanations().forEach((explanation) -> rows.add(row("Because", explanation)));
		if (report.reason() != null) {
			rows.addAll(List.of(row("To do", report.wayOut()), row("Since", time(report.since())),
					row("See", report.help())));
		}
		rows.addAll(List.of(row("Cluster", report.cluster()), row("Self", report.selfNode()),
				row("Probed at", report.selfContactPoint()),
				row("Nodes",
						"%s confirmed, %s required".formatted(report.confirmedNodes(),
								report.requiredContactPointNr())),
				row("Votes for", (report.vote() != null) ? report.vote().node() : null),
				row("Elapsed", time(report.elapsed()))));
		if (report.storage() != null) {
			rows.add(row("Storage", report.storage()));
		}
		if (report.split() != null) {
			rows.add(row("Split", report.split()));
		}
		return rows;
	}

	private static List<@Nullable String> row(Source source) {
		Integer known = source.contactPoints();
		return row(source.description(), (known != null) ? known.toString() : null, time(source.answeredAgo()),
				Integer.toString(source.failures()), source.failure());
	}

	private static List<@Nullable String> row(Contact contact) {
		Answer answer = contact.lastAnswer();
		if (contact.failure() != null) {
			return row(contact.contactPoint(), "failed", time(contact.failedAgo()), contact.failure());
		}
		if (answer != null) {
			return row(contact.contactPoint(), "answered", time(answer.ago()), result(answer));
		}
		return row(contact.contactPoint(), contact.self() ? "self" : null, null, null);
	}

	private static String result(Answer answer) {
		return "%s, seed nodes: %s%s%s".formatted(answer.node(),
				answer.seedNodes().isEmpty() ? "none" : answer.seedNodes().size(),
				answer.muster() ? votes(answer.vote()) : ", decides as Pekko does",
				(answer.waitingFor() != null) ? ", waits for: " + answer.waitingFor() : "");
	}

	private static String votes(@Nullable Vote vote) {
		return (vote != null) ? ", votes for " + vote.node() : "";
	}

	private static String history(List<Entry> history) {
		List<Entry> latest = history.subList(Math.max(0, history.size() - HISTORY), history.size());
		return table(latest, (entry) -> row(time(entry.after()), entry.text()), "After",
				(latest.size() < history.size())
						? "History, the latest %s of %s".formatted(latest.size(), history.size()) : "History");
	}

	private static <T> String table(Collection<T> items, Function<T, List<@Nullable String>> row, String... header) {
		return TextTable.of(Stream.concat(Stream.of(row(header)), items.stream().map(row)).toList());
	}

	private static List<@Nullable String> row(@Nullable String... cells) {
		return Arrays.asList(cells);
	}

	private static @Nullable String time(@Nullable Duration duration) {
		if (duration == null) {
			return null;
		}
		if (duration.toMinutes() == 0) {
			return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
		}
		if (duration.toHours() == 0) {
			return String.format(Locale.ROOT, "%dm%02ds", duration.toMinutes(), duration.toSecondsPart());
		}
		return String.format(Locale.ROOT, "%dh%02dm", duration.toHours(), duration.toMinutesPart());
	}

}

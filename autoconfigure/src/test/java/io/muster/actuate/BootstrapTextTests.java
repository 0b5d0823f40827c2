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
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.BootstrapPhase;
import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.bootstrap.formation.BootstrapReport.Answer;
import io.muster.bootstrap.formation.BootstrapReport.Contact;
import io.muster.bootstrap.formation.BootstrapReport.Entry;
import io.muster.bootstrap.formation.BootstrapReport.Source;
import io.muster.bootstrap.formation.BootstrapReport.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BootstrapText}.
 */
class BootstrapTextTests {

	@Test
	void saysWhatItWaitsForAndWhatEachContactPointSaid() {
		BootstrapReport report = new BootstrapReport(BootstrapPhase.PROBING, "orders", "pekko://orders@10.0.0.7:25520",
				"http://10.0.0.7:8080", "expecting 3 nodes, found 2: waiting for 1 more", "too-few-nodes",
				"start the missing nodes", Duration.ofMillis(12000), "src/docs/troubleshooting.md#too-few-nodes",
				List.of("http://10.0.0.4:8080 probes this node", "another reason"), 3, 2,
				new Vote("pekko://orders@10.0.0.8:25520", 7, 1), "it is full", List.of(), "two of them",
				Duration.ofMillis(12540),
				List.of(new Source("service 'orders' in a registry", 5, Duration.ofMillis(400), null, 0)),
				List.of(contact("http://10.0.0.7:8080", true, null, null),
						contact("http://10.0.0.8:8080", false, answer(true), null),
						contact("http://10.0.0.10:8080", false,
								answer(false, "pekko://orders@10.0.0.1:25520", "pekko://orders@10.0.0.2:25520"), null),
						contact("http://10.0.0.9:8080", false, answer(true), "answered 401: it is locked"),
						contact("http://10.0.0.11:8080", false, null, null)),
				history(2));
		assertThat(BootstrapText.of(report)).isEqualTo(
				"""
						Phase        PROBING
						Waiting for  expecting 3 nodes, found 2: waiting for 1 more
						Because      http://10.0.0.4:8080 probes this node
						Because      another reason
						To do        start the missing nodes
						Since        12.0s
						See          src/docs/troubleshooting.md#too-few-nodes
						Cluster      orders
						Self         pekko://orders@10.0.0.7:25520
						Probed at    http://10.0.0.7:8080
						Nodes        2 confirmed, 3 required
						Votes for    pekko://orders@10.0.0.8:25520
						Elapsed      12.5s
						Storage      it is full
						Split        two of them

						Source                          Contact points  Ago   Failures  Failure
						service 'orders' in a registry  5               0.4s  0         -

						Contact point          Probe     Ago   Result
						http://10.0.0.7:8080   self      -     -
						http://10.0.0.8:8080   answered  0.2s  pekko://orders@10.0.0.8:25520, seed nodes: none, votes for pekko://orders@10.0.0.8:25520, waits for: discovery to answer
						http://10.0.0.10:8080  answered  0.2s  pekko://orders@10.0.0.8:25520, seed nodes: 2, decides as Pekko does
						http://10.0.0.9:8080   failed    0.7s  answered 401: it is locked
						http://10.0.0.11:8080  -         -     -

						After  History
						0.0s   event 1
						1m01s  event 2
						""");
	}

	@Test
	void saysThatNothingIsKnownYet() {
		BootstrapReport report = new BootstrapReport(BootstrapPhase.NOT_STARTED, "orders", null, null, null, null, null,
				null, null, List.of(), 2, 1, null, null, List.of(), null, null,
				List.of(new Source("registry", null, null, "it is\ndown", 7)), List.of(), List.of());
		assertThat(BootstrapText.of(report)).isEqualTo("""
				Phase        NOT_STARTED
				Waiting for  -
				Cluster      orders
				Self         -
				Probed at    -
				Nodes        1 confirmed, 2 required
				Votes for    -
				Elapsed      -

				Source    Contact points  Ago  Failures  Failure
				registry  -               -    7         it is down

				Contact point  Probe  Ago  Result

				After  History
				""");
	}

	@Test
	void showsTheLatestOfALongHistory() {
		BootstrapReport report = new BootstrapReport(BootstrapPhase.MEMBER, "orders", null, null, null, null, null,
				null, null, List.of(), 2, 1, null, null, List.of(), null, null, List.of(), List.of(), history(200));
		List<String> lines = BootstrapText.of(report).lines().toList();
		assertThat(lines.subList(lines.size() - 11, lines.size())).startsWith("After  History, the latest 10 of 200")
			.endsWith("3h22m  event 200")
			.contains("3h13m  event 191")
			.doesNotContain("3h12m  event 190");
	}

	private static Contact contact(String contactPoint, boolean self, Answer answer, String failure) {
		return new Contact(contactPoint, self, answer, failure, (failure != null) ? Duration.ofMillis(700) : null);
	}

	private static Answer answer(boolean muster, String... seedNodes) {
		return new Answer("pekko://orders@10.0.0.8:25520", List.of(seedNodes), muster,
				muster ? new Vote("pekko://orders@10.0.0.8:25520", 7, 1) : null, muster ? "discovery to answer" : null,
				Duration.ofMillis(200));
	}

	private static List<Entry> history(int entries) {
		return IntStream.range(0, entries)
			.mapToObj((i) -> new Entry(Duration.ofSeconds(61L * i), BootstrapPhase.PROBING, "event " + (i + 1)))
			.toList();
	}

}

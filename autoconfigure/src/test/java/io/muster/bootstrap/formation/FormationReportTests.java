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

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.TestSettings;
import io.muster.cluster.EngineStatus;
import io.muster.contactpoint.ProbeResult.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Formation}: what it says and reports.
 */
class FormationReportTests {

	private final FormationWorld world = new FormationWorld();

	private final TestSource source = this.world.source().lists("10.0.0.1", "10.0.0.2", "10.0.0.3");

	@Test
	void reportsNothingButItsSettingsBeforeItStarts() {
		BootstrapReport report = this.world.node("10.0.0.1", TestSettings.defaults()).report();
		assertThat(report).isEqualTo(new BootstrapReport(BootstrapPhase.NOT_STARTED, "orders", null, null,
				"BootstrapCoordinator.start(), because muster.bootstrap.auto-startup is off", "bootstrap-not-started",
				"set muster.bootstrap.auto-startup=true, or have the application call BootstrapCoordinator.start()",
				null, "src/docs/troubleshooting.md#bootstrap-not-started", List.of(), 2, 1, null, null, List.of(), null,
				null, List.of(new BootstrapReport.Source("registry", null, null, null, 0)), List.of(), List.of()));
	}

	@Test
	void reportsWhereItStands() {
		this.world.answering("10.0.0.2");
		this.world.at("10.0.0.3").fails(Kind.WRONG, "answered 404");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults().backoffNoise(0)).start();
		this.world.run(Duration.ofMillis(500));
		BootstrapReport report = node.report();
		assertThat(report.phase()).isEqualTo(BootstrapPhase.PROBING);
		assertThat(report.selfNode()).isEqualTo("pekko://orders@10.0.0.1:25520");
		assertThat(report.selfContactPoint()).isEqualTo("http://10.0.0.1:8080");
		assertThat(report.waitingFor()).startsWith("no seed nodes yet from http://10.0.0.3:8080");
		assertThat(report.confirmedNodes()).isEqualTo(2);
		assertThat(report.elapsed()).isEqualTo(Duration.ofMillis(500));
		assertThat(report.sources())
			.containsExactly(new BootstrapReport.Source("registry", 3, Duration.ofMillis(500), null, 0));
		assertThat(report.contactPoints()).containsExactly(
				new BootstrapReport.Contact("http://10.0.0.1:8080", true, null, null, null),
				new BootstrapReport.Contact("http://10.0.0.2:8080", false,
						new BootstrapReport.Answer("pekko://orders@10.0.0.2:25520", List.of(), true, null, null,
								Duration.ofMillis(500)),
						null, null),
				new BootstrapReport.Contact("http://10.0.0.3:8080", false, null, "answered 404",
						Duration.ofMillis(500)));
	}

	@Test
	void reportsTheLastAnswerBesideTheLatestFailure() {
		this.world.at("10.0.0.2").answers(TestNodes.pekkoAnswer("10.0.0.2"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ofMillis(900));
		node.failed("10.0.0.2", Kind.SILENT, "gave no answer");
		assertThat(node.report().contactPoints()).contains(
				new BootstrapReport.Contact(
						"http://10.0.0.2:8080", false, new BootstrapReport.Answer("pekko://orders@10.0.0.2:25520",
								List.of(), false, null, null, Duration.ofMillis(900)),
						"gave no answer", Duration.ZERO));
	}

	@Test
	void reportsHowOftenASourceFailed() {
		this.source.fails("down");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults().backoffNoise(0)).start();
		this.world.runSeconds(3);
		assertThat(node.report().sources())
			.containsExactly(new BootstrapReport.Source("registry", null, null, "down", 2));
	}

	@Test
	void theTimeItTookStaysWhenItIsAMember() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ofMillis(700));
		node.engine(EngineStatus.MEMBER);
		this.world.runSeconds(60);
		assertThat(node.report().elapsed()).isEqualTo(Duration.ofMillis(700));
	}

	@Test
	void historyTellsWhatItSaidAndWhen() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ofMillis(700));
		node.engine(EngineStatus.MEMBER);
		List<BootstrapReport.Entry> history = node.report().history();
		assertThat(history).extracting(BootstrapReport.Entry::text).containsExactlyElementsOf(node.said());
		assertThat(history).extracting(BootstrapReport.Entry::after)
			.startsWith(Duration.ZERO)
			.endsWith(Duration.ofMillis(700));
	}

	@Test
	void timeAloneAddsNothingToTheHistory() {
		this.world.answering("10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3)).start();
		this.world.runSeconds(20);
		node.hush();
		this.world.run(Duration.ofHours(1));
		assertThat(node.said()).isEmpty();
	}

	@Test
	void aSourceThatKeepsFailingIsSaidOnce() {
		this.world.answering("10.0.0.2", "10.0.0.3");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(5)).start();
		this.world.runSeconds(10);
		node.hush();
		this.source.fails("down");
		this.world.run(Duration.ofHours(1));
		assertThat(node.said()).containsExactly("Lookup of registry failed: down");
	}

	@Test
	void saysAgainWhatItWaitsForWhenThatChanges() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3)).start();
		this.world.runSeconds(1);
		this.world.answering(3, "10.0.0.2");
		this.world.runSeconds(2);
		assertThat(node.infos()).filteredOn((text) -> text.startsWith("Waiting"))
			.containsExactly(
					"Waiting: expecting 3 nodes, found 1: waiting "
							+ "for 2 more; no answer that counts from http://10.0.0.2:8080, http://10.0.0.3:8080",
					"Waiting: expecting 3 nodes, found 2: waiting for 1 more; no answer that counts from "
							+ "http://10.0.0.3:8080");
	}

	@Test
	void theHistoryIsBounded() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(5)).start();
		this.world.runSeconds(1);
		for (int i = 0; i < 200; i++) {
			if (i % 15 == 0) {
				// Not more lines about one contact point are logged in a minute.
				this.world.runSeconds(60);
			}
			node.failed("10.0.0.2", Kind.WRONG, "is odd in way " + i);
		}
		assertThat(node.report().history()).hasSize(50)
			.last()
			.extracting(BootstrapReport.Entry::text)
			.isEqualTo("http://10.0.0.2:8080 is odd in way 199");
	}

	@Test
	@Tag("C6")
	@Tag("M5")
	void questionsOne() {
		assertThat(warnings(TestSettings.requiring(1))).singleElement()
			.asString()
			.contains("required-contact-point-nr is 1: this node founds a cluster alone");
	}

	@Test
	@Tag("C6")
	@Tag("M5")
	void questionsAnEvenNumberThatTheUserChose() {
		assertThat(warnings(TestSettings.requiring(2))).containsExactly("muster.bootstrap.contact-point-discovery."
				+ "required-contact-point-nr is 2: an even number tolerates no more failures than 1 does. Prefer an odd "
				+ "number");
	}

	@Test
	void doesNotQuestionTheDefault() {
		assertThat(warnings(TestSettings.defaults())).isEmpty();
	}

	@Test
	void questionsANumberThatIsNoMajorityOnce() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3)).start();
		this.world.runSeconds(5);
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.7");
		this.world.runSeconds(60);
		assertThat(node.warnings()).containsExactly("muster.bootstrap.contact-point-discovery."
				+ "required-contact-point-nr is 3, which is no majority of the 6 contact points: two halves that do not "
				+ "see each other could each found a cluster. Set it to the number of replicas");
	}

	private List<String> warnings(TestSettings settings) {
		FormationNode node = this.world.node("10.0.0.1", settings).start();
		this.world.runSeconds(60);
		return node.warnings();
	}

}

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Formation}: which contact points it probes, when, and what follows
 * from the results.
 */
class FormationProbingTests {

	private final FormationWorld world = new FormationWorld();

	private final TestSource source = this.world.source().lists("10.0.0.1", "10.0.0.2", "10.0.0.3");

	private final FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(5));

	@Test
	void probesEveryOtherContactPointAtOnce() {
		this.node.start();
		this.world.run(Duration.ZERO);
		assertThat(this.world.at("10.0.0.1").probes()).isEmpty();
		assertThat(this.world.at("10.0.0.2").probes()).hasSize(1);
		assertThat(this.world.at("10.0.0.3").probes()).hasSize(1);
	}

	@Test
	void probesEachAgainAfterTheIntervalAndJitter() {
		this.world.answering("10.0.0.2");
		this.node.start();
		this.world.runSeconds(100);
		Set<Long> gaps = new HashSet<>();
		long last = 0;
		for (long at : this.world.at("10.0.0.2").probes()) {
			gaps.add((last != 0) ? at - last : 1000);
			last = at;
		}
		assertThat(gaps).hasSizeGreaterThan(10).allSatisfy((gap) -> assertThat(gap).isBetween(1000L, 1200L));
	}

	@Test
	void aSlowContactPointDoesNotDelayAnother() {
		this.world.answering("10.0.0.2", "10.0.0.3");
		this.world.at("10.0.0.2").taking(Duration.ofSeconds(20));
		this.node.start();
		this.world.runSeconds(20);
		assertThat(this.world.at("10.0.0.3").probes()).hasSizeGreaterThan(15);
	}

	@Test
	void oneProbeIsUnderWayAtATimeForEachContactPoint() {
		this.world.answering("10.0.0.2");
		this.world.at("10.0.0.2").taking(Duration.ofSeconds(3));
		this.node.start();
		this.world.run(Duration.ofMillis(10));
		this.node.registryChanged();
		this.world.runSeconds(60);
		assertThat(this.world.at("10.0.0.2").mostProbesUnderWay()).isOne();
		assertThat(this.world.at("10.0.0.2").probes()).hasSizeBetween(14, 16);
	}

	@Test
	void aContactPointThatIsNoLongerListedIsNotProbed() {
		this.world.answering("10.0.0.2", "10.0.0.3");
		this.node.start();
		this.world.run(Duration.ofMillis(10));
		this.source.lists("10.0.0.1", "10.0.0.2");
		this.world.runSeconds(2);
		int probes = this.world.at("10.0.0.3").probes().size();
		this.world.runSeconds(60);
		assertThat(this.world.at("10.0.0.3").probes()).hasSize(probes);
		assertThat(this.node.advertised().contactPoints()).isEqualTo(TestNodes.contactPoints("10.0.0.1", "10.0.0.2"));
	}

	@Test
	void theLateAnswerOfAContactPointThatIsNoLongerListedIsIgnored() {
		this.world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.3", "10.0.0.3")).taking(Duration.ofSeconds(3));
		this.node.start();
		this.world.run(Duration.ofMillis(10));
		this.source.lists("10.0.0.1", "10.0.0.2");
		this.world.runSeconds(60);
		assertThat(this.node.joins()).isEmpty();
	}

	@Test
	void anAnswerToAnOlderRequestNeverReplacesANewerOne() {
		this.world.at("10.0.0.2").hangs();
		this.node.start();
		this.world.runSeconds(2);
		long now = this.world.now();
		this.node.probed("10.0.0.2", now - 1000, new Answered(TestNodes.answer("10.0.0.2")));
		this.node.probed("10.0.0.2", now - 1500, new Answered(TestNodes.answer("10.0.0.2", "10.0.0.9")));
		assertThat(this.node.joins()).isEmpty();
		assertThat(this.node.report().confirmedNodes()).isEqualTo(2);
	}

	@Test
	void aFailureOfAnOlderRequestNeverReplacesANewerAnswer() {
		this.world.at("10.0.0.2").hangs();
		this.node.start();
		this.world.runSeconds(2);
		this.node.probed("10.0.0.2", this.world.now() - 1000, new Answered(TestNodes.answer("10.0.0.2")));
		this.node.hush();
		this.node.probed("10.0.0.2", this.world.now() - 1500, new Failed(Kind.WRONG, "was odd"));
		assertThat(this.node.said()).isEmpty();
		assertThat(this.node.report().contactPoints()).filteredOn(BootstrapReport.Contact::failure, "was odd")
			.isEmpty();
	}

	@Test
	void anAnswerOfAContactPointThatWasNeverListedIsIgnored() {
		this.node.start();
		this.node.probed("10.9.9.9", this.world.now(), new Answered(TestNodes.answer("10.9.9.9", "10.9.9.9")));
		assertThat(this.node.joins()).isEmpty();
	}

	@Test
	void aWrongAnswerIsAWarningOncePerStreak() {
		this.world.at("10.0.0.2").fails(Kind.WRONG, "answered 401");
		this.world.answering("10.0.0.3");
		this.node.start();
		this.world.runSeconds(60);
		assertThat(this.node.warnings()).containsOnlyOnce("http://10.0.0.2:8080 answered 401");
	}

	@Test
	void aWrongAnswerIsAWarningAgainAfterAGoodOne() {
		this.world.at("10.0.0.2").fails(Kind.WRONG, "answered 401");
		this.node.start();
		this.world.runSeconds(5);
		this.world.answering("10.0.0.2");
		this.world.runSeconds(5);
		this.node.hush();
		this.world.at("10.0.0.2").fails(Kind.WRONG, "answered 401");
		this.world.runSeconds(5);
		assertThat(this.node.warnings()).containsExactly("http://10.0.0.2:8080 answered 401");
	}

	@Test
	void aRefusedConnectionIsNoWarning() {
		this.node.start();
		this.world.runSeconds(60);
		assertThat(this.node.warnings()).noneMatch((warning) -> warning.contains("refused"));
		assertThat(this.node.infos()).containsOnlyOnce("http://10.0.0.2:8080 refused the connection");
	}

	@Test
	void anotherKindOfFailureIsNews() {
		this.node.start();
		this.world.runSeconds(5);
		this.world.at("10.0.0.2").fails(Kind.STARTING, "answered 503");
		this.world.runSeconds(5);
		assertThat(this.node.infos()).containsOnlyOnce("http://10.0.0.2:8080 answered 503");
	}

	@Test
	void failingForTooLongIsSaidOnceAndLooksUpAtOnce() {
		this.world.answering("10.0.0.2", "10.0.0.3");
		this.node.start();
		this.world.runSeconds(10);
		this.source.fails("down");
		this.world.runSeconds(30);
		int lookups = this.source.lookups().size();
		this.node.hush();
		this.world.at("10.0.0.3").fails(Kind.SILENT, "gave no answer");
		this.world.run(Duration.ofMillis(4300));
		assertThat(this.node.infos()).containsOnlyOnce(
				"http://10.0.0.3:8080 has given no seed nodes for more than 3000 ms (probing-failure-timeout): "
						+ "looking contact points up again");
		assertThat(this.source.lookups()).hasSizeGreaterThan(lookups);
		this.world.runSeconds(60);
		assertThat(this.node.infos()).filteredOn((text) -> text.contains("probing-failure-timeout")).hasSize(1);
	}

	@Test
	void aSingleFailureIsNotFailingForTooLong() {
		this.world.answering("10.0.0.2", "10.0.0.3");
		this.node.start();
		this.world.runSeconds(10);
		this.node.failed("10.0.0.2", Kind.SILENT, "gave no answer");
		this.world.runSeconds(10);
		assertThat(this.node.infos()).noneMatch((text) -> text.contains("probing-failure-timeout"));
	}

	@Test
	void recognisesItselfByAnAlias() {
		this.source.lists("pod-1", "10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults(),
				new LowestAddressJoinDecider(TestSettings.defaults().build()),
				new SelfContactPoint(TestNodes.contactPoint("10.0.0.1"), TestNodes.contactPoints("pod-1")));
		node.start();
		this.world.runSeconds(10);
		assertThat(this.world.at("pod-1").probes()).isEmpty();
		assertThat(selfContactPoints(node)).containsExactly("http://pod-1:8080");
	}

	@Test
	void recognisesItselfByAnAliasThatComesLater() {
		this.source.lists("pod-1", "10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults(),
				new LowestAddressJoinDecider(TestSettings.defaults().build()),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")));
		node.start();
		this.world.runSeconds(3);
		node.aliases("pod-1");
		this.world.runSeconds(3);
		assertThat(selfContactPoints(node)).containsExactly("http://pod-1:8080");
	}

	@Test
	void recognisesItselfByAnAnswerWithItsOwnAddressAndUid() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.1"));
		this.node.start();
		this.world.runSeconds(9);
		assertThat(this.node.infos()).containsOnlyOnce("http://10.0.0.2:8080 is this node itself");
		assertThat(this.world.at("10.0.0.2").probes()).hasSize(1);
		assertThat(selfContactPoints(this.node)).containsExactly("http://10.0.0.1:8080", "http://10.0.0.2:8080");
		assertThat(this.node.report().confirmedNodes()).isOne();
	}

	@Test
	void anotherProcessThatClaimsItsAddressIsReportedAndNotCounted() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.1", 99, true, "10.0.0.9"));
		this.node.start();
		this.world.runSeconds(10);
		assertThat(this.node.report().confirmedNodes()).isOne();
		assertThat(this.node.joins()).isEmpty();
		assertThat(this.node.warnings())
			.filteredOn((warning) -> warning.startsWith("http://10.0.0.2:8080 claims this node's own engine address "
					+ "pekko://orders@10.0.0.1:25520: it is another process"))
			.hasSize(1);
	}

	@Test
	void aPekkoNodeThatClaimsItsAddressIsReportedAndNotCounted() {
		this.world.at("10.0.0.2").answers(TestNodes.pekkoAnswer("10.0.0.1", "10.0.0.9"));
		this.node.start();
		this.world.runSeconds(10);
		assertThat(this.node.joins()).isEmpty();
		assertThat(this.node.warnings()).anyMatch((warning) -> warning.contains("claims this node's own"));
	}

	@Test
	void aPlainPekkoNodeIsJoined() {
		this.world.at("10.0.0.2").answers(TestNodes.pekkoAnswer("10.0.0.2", "10.0.0.2"));
		this.node.start();
		this.world.runSeconds(1);
		assertThat(this.node.joins()).hasSize(1);
	}

	@Test
	void negativeUidsAreUids() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", Long.MIN_VALUE, true));
		this.world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.2", -1, true));
		this.node.start();
		this.world.runSeconds(1);
		assertThat(this.node.report().confirmedNodes()).isEqualTo(3);
	}

	@Test
	void aContactPointThatComesBackIsProbedAtOnce() {
		this.world.answering("10.0.0.2", "10.0.0.3");
		this.node.start();
		this.world.runSeconds(1);
		this.node.receive(new Discovered("registry", TestNodes.contactPoints("10.0.0.1", "10.0.0.2")));
		int probes = this.world.at("10.0.0.3").probes().size();
		this.node.receive(new Discovered("registry", TestNodes.contactPoints("10.0.0.1", "10.0.0.2", "10.0.0.3")));
		assertThat(this.world.at("10.0.0.3").probes()).hasSize(probes + 1);
	}

	@Test
	void aProbeFromBeforeAContactPointWasGoneAndCameBackCountsNoMore() {
		this.world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.3", "10.0.0.3")).taking(Duration.ofMillis(1500));
		this.node.start();
		this.world.run(Duration.ofMillis(500));
		this.node.receive(new Discovered("registry", TestNodes.contactPoints("10.0.0.1", "10.0.0.2")));
		this.node.receive(new Discovered("registry", TestNodes.contactPoints("10.0.0.1", "10.0.0.2", "10.0.0.3")));
		this.world.run(Duration.ofMillis(1499));
		assertThat(this.node.joins()).isEmpty();
		assertThat(this.world.at("10.0.0.3").probes()).hasSize(2);
		this.world.run(Duration.ofMillis(1));
		assertThat(this.node.joins()).hasSize(1);
	}

	@Test
	void anAnswerThatNamesAMemberDecidesAtOnce() {
		SeedNodes answer = TestNodes.answer("10.0.0.2", "10.0.0.2");
		this.world.at("10.0.0.2").hangs();
		this.node.start();
		this.world.runSeconds(1);
		this.node.probed("10.0.0.2", this.world.now(), new Answered(answer));
		assertThat(this.node.joins()).hasSize(1);
	}

	private static List<String> selfContactPoints(FormationNode node) {
		return node.report()
			.contactPoints()
			.stream()
			.filter(BootstrapReport.Contact::self)
			.map(BootstrapReport.Contact::contactPoint)
			.toList();
	}

}

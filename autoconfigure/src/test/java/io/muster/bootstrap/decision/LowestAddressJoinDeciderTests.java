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

package io.muster.bootstrap.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.formation.AnswerReader;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LowestAddressJoinDecider}.
 */
class LowestAddressJoinDeciderTests {

	private static final String SELF = "10.0.0.1";

	private TestSettings settings = TestSettings.requiring(3);

	private long age = 6000;

	private Set<ContactPoint> self = TestNodes.contactPoints(SELF);

	private Set<ContactPoint> contactPoints = TestNodes.contactPoints("10.0.0.2", SELF, "10.0.0.3");

	private final List<SeedNodesObservation> observations = new ArrayList<>();

	@Test
	void joinsAnExistingClusterImmediately() {
		this.age = 0;
		answers(TestNodes.answer("10.0.0.2", "10.0.0.9"));
		assertThat(decide()).isEqualTo(new JoinSeedNodes(Set.of(TestNodes.address("10.0.0.9"))));
	}

	@Test
	void joinsThroughTheMembersThatAllAnswersName() {
		answers(TestNodes.answer("10.0.0.2", "10.0.0.8", "10.0.0.9"), TestNodes.answer("10.0.0.3", "10.0.0.9"));
		assertThat(decide())
			.isEqualTo(new JoinSeedNodes(Set.of(TestNodes.address("10.0.0.8"), TestNodes.address("10.0.0.9"))));
	}

	@Test
	void joinsAlsoWhereItMayNotFound() {
		this.settings.newClusterDisabled();
		answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		assertThat(decide()).isInstanceOf(JoinSeedNodes.class);
	}

	@Test
	void foundsWhenAllConditionsHoldAndItIsTheLowest() {
		answers(TestNodes.answer("10.0.0.2"), TestNodes.answer("10.0.0.3"));
		assertThat(decide()).isEqualTo(new FoundCluster(
				"http://10.0.0.1:8080 is the lowest of 3 contact points, and no cluster was found", 3));
	}

	@Test
	void keepsProbingInsideTheStableMargin() {
		this.age = 4999;
		answers(TestNodes.answer("10.0.0.2"), TestNodes.answer("10.0.0.3"));
		assertThat(waitingFor()).isEqualTo("the contact points must stay the same for 5000 ms (stable-margin)");
	}

	@Test
	void foundsAtTheVeryEndOfTheStableMargin() {
		this.age = 5000;
		answers(TestNodes.answer("10.0.0.2"), TestNodes.answer("10.0.0.3"));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void keepsProbingWithoutEnoughContactPoints() {
		this.contactPoints = TestNodes.contactPoints(SELF, "10.0.0.2");
		answers(TestNodes.answer("10.0.0.2"));
		assertThat(waitingFor()).isEqualTo("expecting 3 nodes, found 2: waiting for 1 more");
	}

	@Test
	void keepsProbingWithoutEnoughConfirmedNodes() {
		answers(TestNodes.answer("10.0.0.2"));
		assertThat(waitingFor()).isEqualTo(
				"expecting 3 nodes, found 2: waiting for 1 more; no answer that counts " + "from http://10.0.0.3:8080");
	}

	@Test
	void keepsProbingAndSaysSoWhenDiscoveryKnowsNoNode() {
		this.contactPoints = Set.of();
		this.self = Set.of();
		assertThat(waitingFor()).endsWith("found 1: waiting for 2 more; discovery knows no contact points");
	}

	@Test
	void countsNodesRatherThanContactPoints() {
		answersAt("10.0.0.2", TestNodes.answer("10.0.0.2"));
		answersAt("10.0.0.3", TestNodes.answer("10.0.0.2"));
		assertThat(waitingFor()).startsWith("expecting 3 nodes, found 2");
	}

	@Test
	void countsTwoIncarnationsAtOneEngineAddressAsTwo() {
		answersAt("10.0.0.2", TestNodes.answer("10.0.0.2", 1, true));
		answersAt("10.0.0.3", TestNodes.answer("10.0.0.2", 2, true));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void keepsProbingWhenAnyContactPointIsUnconfirmed() {
		this.settings = TestSettings.requiring(2);
		answers(TestNodes.answer("10.0.0.2"));
		assertThat(waitingFor()).isEqualTo("no seed nodes yet from http://10.0.0.3:8080; every contact point must "
				+ "answer before one node founds (contact-with-all-contact-points)");
	}

	@Test
	void foundsWithUnconfirmedContactPointsWhereThatIsAllowed() {
		this.settings = TestSettings.requiring(2).withoutContactWithAll();
		answers(TestNodes.answer("10.0.0.2"));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void takesTheLowestOfThoseThatAnsweredWhereNotAllMustAnswer() {
		this.settings = TestSettings.requiring(2).withoutContactWithAll();
		this.contactPoints = TestNodes.contactPoints("10.0.0.0", SELF, "10.0.0.3");
		answers(TestNodes.answer("10.0.0.3"));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void keepsProbingWhereAnotherIsTheLowest() {
		this.contactPoints = TestNodes.contactPoints(SELF, "10.0.0.0", "10.0.0.3");
		answers(TestNodes.answer("10.0.0.0"), TestNodes.answer("10.0.0.3"));
		assertThat(waitingFor()).isEqualTo("http://10.0.0.0:8080 is the lowest contact point and is expected to found");
	}

	@Test
	void comparesBytesOfAddressesAsSignedLikePekko() {
		this.self = TestNodes.contactPoints("10.0.0.130");
		this.contactPoints = TestNodes.contactPoints("10.0.0.5", "10.0.0.130", "10.0.0.6");
		answers(TestNodes.answer("10.0.0.5"), TestNodes.answer("10.0.0.6"));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void keepsProbingWhereItMayNotFound() {
		this.settings.newClusterDisabled();
		answers(TestNodes.answer("10.0.0.2"), TestNodes.answer("10.0.0.3"));
		assertThat(waitingFor()).isEqualTo("no cluster to join was found, and new-cluster-enabled is off on this node");
	}

	@Test
	void passesOverANodeThatMayNotFound() {
		this.contactPoints = TestNodes.contactPoints("10.0.0.0", SELF, "10.0.0.3");
		answers(TestNodes.answer("10.0.0.0", 7, false), TestNodes.answer("10.0.0.3"));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void keepsProbingWhileDiscoveryDoesNotListIt() {
		this.self = Set.of();
		this.contactPoints = TestNodes.contactPoints("10.0.0.2", "10.0.0.3");
		answers(TestNodes.answer("10.0.0.2"), TestNodes.answer("10.0.0.3"));
		assertThat(waitingFor()).startsWith("discovery does not list this node yet")
			.endsWith("muster.bootstrap.contact-point-discovery.service-name");
	}

	@Test
	void keepsProbingBesideAClusterThatNamesNoSeedNode() {
		answers(TestNodes.answer("10.0.0.2"));
		this.observations.add(new SeedNodesObservation(TestNodes.contactPoint("10.0.0.3"),
				TestNodes.address("10.0.0.3"), List.of(), true, null, 0, 0));
		assertThat(waitingFor())
			.isEqualTo("http://10.0.0.3:8080 know of a cluster, but name no member to join through yet");
	}

	@Test
	void foundsAloneWhereOneIsRequired() {
		this.settings = TestSettings.requiring(1);
		this.contactPoints = this.self;
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void foundsAloneWhereOneIsRequiredAndNoOtherIsKnown() {
		this.settings = TestSettings.requiring(1);
		this.contactPoints = Set.of();
		this.self = Set.of();
		assertThat(decide()).isEqualTo(new FoundCluster("no other node is known, and none is required"));
	}

	@Test
	void waitsOutTheMarginAlsoAlone() {
		this.settings = TestSettings.requiring(1).stableMargin(Duration.ofSeconds(7));
		this.contactPoints = this.self;
		assertThat(waitingFor()).contains("7000 ms (stable-margin)");
	}

	@Test
	void foundsBesidePekkoNodesWhereItIsLowestInBothOrders() {
		answers(TestNodes.pekkoAnswer("10.0.0.2"), TestNodes.answer("10.0.0.3"));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void waitsBesidePekkoNodesWhereItIsLowestByAddressOnly() {
		this.self = TestNodes.contactPoints("10.0.0.5");
		this.contactPoints = TestNodes.contactPoints("10.0.0.5", "10.0.0.10", "10.0.0.7");
		answers(TestNodes.pekkoAnswer("10.0.0.10"), TestNodes.answer("10.0.0.7"));
		assertThat(waitingFor())
			.startsWith("http://10.0.0.5:8080 is lowest by IP address, but http://10.0.0.10:8080 " + "by name");
	}

	@Test
	void waitsBesidePekkoNodesWhereItIsLowestByNameOnly() {
		this.self = TestNodes.contactPoints("10.0.0.10");
		this.contactPoints = TestNodes.contactPoints("10.0.0.5", "10.0.0.10", "10.0.0.7");
		answers(TestNodes.pekkoAnswer("10.0.0.5"), TestNodes.answer("10.0.0.7"));
		assertThat(waitingFor()).startsWith("http://10.0.0.5:8080 is the lowest contact point");
	}

	@Test
	void comparesAddressesAloneWhereNoPekkoNodeIsAmongThem() {
		this.self = TestNodes.contactPoints("10.0.0.5");
		this.contactPoints = TestNodes.contactPoints("10.0.0.5", "10.0.0.10", "10.0.0.7");
		answers(TestNodes.answer("10.0.0.10"), TestNodes.answer("10.0.0.7"));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void aPekkoNodeIsNeverPassedOver() {
		this.contactPoints = TestNodes.contactPoints("10.0.0.0", SELF, "10.0.0.3");
		answers(TestNodes.pekkoAnswer("10.0.0.0"), TestNodes.answer("10.0.0.3"));
		assertThat(waitingFor()).contains("expected to found");
	}

	@Test
	void keepsProbingWhereAnotherRequiresMore() {
		answers(TestNodes.answer("10.0.0.2"));
		this.settings = TestSettings.requiring(2);
		assertThat(waitingFor()).startsWith("expecting 3 nodes, found 2: waiting for 1 more");
		answers(TestNodes.answer("10.0.0.3"));
		assertThat(decide()).isInstanceOf(FoundCluster.class);
	}

	@Test
	void theFoundingNeedsTheLargestNumberThatANodeRequires() {
		this.settings = TestSettings.requiring(3);
		answers(TestNodes.answer("10.0.0.2"), TestNodes.answer("10.0.0.3"));
		this.settings = TestSettings.requiring(2);
		assertThat(decide()).isInstanceOfSatisfying(FoundCluster.class,
				(found) -> assertThat(found.required()).isEqualTo(3));
	}

	@Test
	void saysTheSameWhateverTheTime() {
		answers(TestNodes.answer("10.0.0.2"), TestNodes.answer("10.0.0.3"));
		Set<String> said = new HashSet<>();
		for (this.age = 0; this.age < 5000; this.age += 100) {
			said.add(waitingFor());
		}
		assertThat(said).hasSize(1);
	}

	private void answers(SeedNodes... answers) {
		for (SeedNodes answer : answers) {
			String host = answer.selfNode().host();
			answersAt(host, answer);
		}
	}

	private void answersAt(String place, SeedNodes answer) {
		AnswerReader reader = new AnswerReader(TestNodes.node(SELF));
		SeedNodesObservation observation = reader
			.read(TestNodes.contactPoint(place),
					TestNodes.requiring(this.settings.build().requiredContactPointNr(), answer), 0, 0)
			.observation();
		assertThat(observation).isNotNull();
		this.observations.add(observation);
	}

	private JoinDecision decide() {
		long now = 1_000_000;
		return new LowestAddressJoinDecider(this.settings.build())
			.decide(new SeedNodesInformation(now, TestNodes.node("10.0.0.1"), now - this.age, this.contactPoints,
					this.self, Set.of(), List.copyOf(this.observations), List.of()));
	}

	private String waitingFor() {
		JoinDecision decision = decide();
		assertThat(decision).isInstanceOf(KeepProbing.class);
		return ((KeepProbing) decision).waitingFor();
	}

}

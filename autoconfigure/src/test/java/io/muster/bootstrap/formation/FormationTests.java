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
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.JoinDecision.FoundCluster;
import io.muster.bootstrap.decision.JoinDecision.JoinSeedNodes;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.SeedNodesInformation;
import io.muster.bootstrap.decision.SeedNodesObservation;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.formation.BootstrapCommand.LookUp;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.Started;
import io.muster.bootstrap.formation.BootstrapEvent.Tick;
import io.muster.cluster.EngineStatus;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Formation}: start, discovery, founding and the end.
 */
class FormationTests {

	private final FormationWorld world = new FormationWorld();

	private final TestSource source = this.world.source().lists("10.0.0.1", "10.0.0.2");

	@Test
	void doesNothingUntilStarted() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults());
		node.receive(new Tick());
		node.registryChanged();
		this.world.runSeconds(60);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.NOT_STARTED);
		assertThat(this.source.lookups()).isEmpty();
	}

	@Test
	void saysWhoAndWhereItIsWhenItStarts() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		assertThat(node.infos()).first()
			.isEqualTo("Bootstrap of cluster 'orders' begins on pekko://orders@10.0.0.1:25520, which answers probes at "
					+ "http://10.0.0.1:8080");
	}

	@Test
	void startsOnce() {
		BootstrapSettings settings = TestSettings.defaults().build();
		Formation formation = new Formation(TestNodes.CLUSTER, settings, new LowestAddressJoinDecider(settings),
				List.of("registry"), this.world.random(), DurableState.NONE);
		Started started = new Started(TestNodes.node("10.0.0.1"),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")));
		assertThat(formation.step(started, 1000).commands()).contains(new LookUp("registry"));
		assertThat(formation.step(started, 1000).commands()).isEmpty();
	}

	@Test
	void theTimeThatItWaitedForItsThreadCounts() {
		BootstrapSettings settings = TestSettings.defaults().build();
		Formation formation = new Formation(TestNodes.CLUSTER, settings, new LowestAddressJoinDecider(settings),
				List.of("registry"), this.world.random(), DurableState.NONE);
		Started started = new Started(TestNodes.node("10.0.0.1"),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")));
		formation.step(started.delayed(300), 1000);
		assertThat(formation.report(1500).elapsed()).hasMillis(800);
	}

	@Test
	void looksUpAtOnceAndAtTheInterval() {
		this.world.node("10.0.0.1", TestSettings.defaults().backoffNoise(0)).start();
		this.world.runSeconds(10);
		assertThat(this.source.lookups()).hasSize(11);
	}

	@Test
	void looksUpAtOnceWhenTheRegistryChanges() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ofMillis(500));
		node.registryChanged();
		assertThat(this.source.lookups()).hasSize(2);
	}

	@Test
	void foundsWhenAllAnswerAndTheMarginIsOver() {
		this.world.answering("10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ofMillis(4999));
		assertThat(node.foundings()).isZero();
		this.world.run(Duration.ofMillis(1));
		assertThat(node.foundings()).isOne();
		assertThat(node.phase()).isEqualTo(BootstrapPhase.FOUNDING);
		assertThat(node.said()).last()
			.isEqualTo("This node founds cluster 'orders': http://10.0.0.1:8080 is the lowest of 2 contact points, and "
					+ "no cluster was found");
	}

	@Test
	void joinsWhenItsProbeFindsAMember() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ZERO);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.2")));
		assertThat(node.phase()).isEqualTo(BootstrapPhase.JOINING);
		assertThat(node.infos()).last().isEqualTo("Joining cluster 'orders' through pekko://orders@10.0.0.2:25520");
	}

	@Test
	void connectsToTheLowestNodeWhileAllStillAgree() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4");
		this.world.answering(4, "10.0.0.2", "10.0.0.4");
		FormationNode node = this.world.node("10.0.0.3", TestSettings.requiring(4)).start();
		this.world.runSeconds(5);
		assertThat(node.connects()).containsExactly(TestNodes.address("10.0.0.2"));
		this.world.answering(4, "10.0.0.1");
		this.world.runSeconds(5);
		assertThat(node.connects()).containsExactly(TestNodes.address("10.0.0.2"), TestNodes.address("10.0.0.1"));
	}

	@Test
	void theLowestNodeConnectsToNone() {
		this.world.answering("10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(3);
		assertThat(node.connects()).isEmpty();
	}

	@Test
	void threeNodesFormOneCluster() {
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		List<FormationNode> nodes = List.of("10.0.0.3", "10.0.0.2", "10.0.0.1")
			.stream()
			.map((host) -> this.world.node(host, TestSettings.requiring(3)).withEngine())
			.toList();
		nodes.forEach((node) -> {
			node.start();
			this.world.run(Duration.ofMillis(700));
		});
		this.world.runSeconds(8);
		assertThat(nodes).extracting(FormationNode::phase).containsOnly(BootstrapPhase.MEMBER);
		assertThat(nodes).extracting(FormationNode::foundings).containsExactly(0, 0, 1);
	}

	@Test
	void saysThatThereIsNoSource() {
		FormationNode node = new FormationWorld().node("10.0.0.1", TestSettings.defaults()).start();
		assertThat(node.warnings()).containsExactly("There is no source of contact points: the application has "
				+ "neither a DiscoveryClient nor a ContactPointSource bean. Add the starter of a registry, or "
				+ "set muster.bootstrap.contact-point-discovery.contact-points");
		assertThat(node.waitingFor()).contains("discovery knows no contact points");
	}

	@Test
	void foundsAloneWithoutASourceWhereOneIsRequired() {
		FormationWorld empty = new FormationWorld();
		FormationNode node = empty.node("10.0.0.1", TestSettings.requiring(1)).start();
		empty.runSeconds(5);
		assertThat(node.foundings()).isOne();
	}

	@Test
	void foundsAloneWhereOneIsRequiredAndOnlyItselfIsListed() {
		this.source.lists("10.0.0.1");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(1)).start();
		this.world.runSeconds(5);
		assertThat(node.foundings()).isOne();
	}

	@Test
	void foundsAloneWhereOneIsRequiredAndNoOtherIsListed() {
		this.source.lists();
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(1)).start();
		this.world.runSeconds(5);
		assertThat(node.foundings()).isOne();
		assertThat(node.infos()).contains(
				"Discovery knows no contact points: registry. If this lasts, is the starter of a registry on the class "
						+ "path, and do the replicas register by that name? Without a registry, set "
						+ "muster.bootstrap.contact-point-discovery.contact-points");
	}

	@Test
	void waitsForASourceThatNeverAnswers() {
		this.source.hangs();
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(1)).start();
		this.world.runSeconds(600);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).isEqualTo("discovery to answer: [registry]");
	}

	@Test
	void saysWhyASourceDoesNotAnswer() {
		this.source.fails("connection refused");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		assertThat(node.warnings()).containsExactly("Lookup of registry failed: connection refused");
		assertThat(node.waitingFor()).isEqualTo("discovery to answer: [registry: connection refused]");
	}

	@Test
	void neverFoundsWhileOneOfItsSourcesHasNeverAnswered() {
		this.world.answering("10.0.0.2");
		this.world.source("second").fails("down");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).isEqualTo("discovery to answer: [second: down]");
	}

	@Test
	void foundsWhenTheLastSourceHasAnswered() {
		this.world.answering("10.0.0.2");
		this.world.source("second").fails("down");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(60);
		this.world.source("second").lists();
		this.world.runSeconds(18);
		assertThat(node.foundings()).isPositive();
	}

	@Test
	void joinsThroughOneSourceWhileAnotherHasNeverAnswered() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		this.world.source("second").hangs();
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		assertThat(node.joins()).hasSize(1);
	}

	@Test
	void probesWhatAnySourceLists() {
		this.world.source("second").lists("10.0.0.3");
		this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		assertThat(this.world.at("10.0.0.2").probes()).isNotEmpty();
		assertThat(this.world.at("10.0.0.3").probes()).isNotEmpty();
	}

	@Test
	void theSameContactPointsInAnotherOrderAreNoChange() {
		this.world.answering("10.0.0.2");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		node.hush();
		this.source.lists("10.0.0.2", "10.0.0.1");
		this.world.runSeconds(3);
		assertThat(node.said()).isEmpty();
		this.world.runSeconds(1);
		assertThat(node.foundings()).isOne();
	}

	@Test
	void aNewContactPointRestartsTheMargin() {
		this.world.answering("10.0.0.2", "10.0.0.3");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults().backoffNoise(0)).start();
		this.world.run(Duration.ofMillis(3500));
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.run(Duration.ofMillis(5499));
		assertThat(node.foundings()).isZero();
		assertThat(node.infos())
			.contains("3 contact points: http://10.0.0.1:8080, http://10.0.0.2:8080, http://10.0.0.3:8080");
		this.world.run(Duration.ofMillis(1));
		assertThat(node.foundings()).isOne();
	}

	@Test
	void aContactPointThatIsGoneRestartsTheMargin() {
		this.world.answering("10.0.0.2", "10.0.0.3");
		this.source.lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults().backoffNoise(0)).start();
		this.world.run(Duration.ofMillis(3500));
		this.source.lists("10.0.0.1", "10.0.0.2");
		this.world.run(Duration.ofMillis(5499));
		assertThat(node.foundings()).isZero();
		this.world.run(Duration.ofMillis(1));
		assertThat(node.foundings()).isOne();
	}

	@Test
	void theMarginBeginsWithTheFirstAnswerOfDiscovery() {
		this.source.hangs();
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(1)).start();
		this.world.runSeconds(100);
		node.receive(new Discovered("registry", Set.of()));
		this.world.run(Duration.ofMillis(4999));
		assertThat(node.foundings()).isZero();
		this.world.run(Duration.ofMillis(1));
		assertThat(node.foundings()).isOne();
	}

	@Test
	void endsWhenTheEngineIsAMember() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ofMillis(1500));
		node.engine(EngineStatus.MEMBER);
		int lookups = this.source.lookups().size();
		int probes = this.world.at("10.0.0.2").probes().size();
		this.world.runSeconds(60);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.MEMBER);
		assertThat(node.said()).last().isEqualTo("This node is a member of cluster 'orders' after 1500 ms");
		assertThat(node.report().waitingFor()).isNull();
		assertThat(this.source.lookups()).hasSize(lookups);
		assertThat(this.world.at("10.0.0.2").probes()).hasSize(probes);
	}

	@Test
	void saysOnceThatItIsAMember() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		node.engine(EngineStatus.MEMBER);
		node.hush();
		node.engine(EngineStatus.MEMBER);
		node.engine(EngineStatus.LEAVING);
		assertThat(node.said()).isEmpty();
		assertThat(node.phase()).isEqualTo(BootstrapPhase.MEMBER);
	}

	@Test
	void aMemberThatIsRemovedDoesNotBeginAgain() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(1)).start();
		node.engine(EngineStatus.MEMBER);
		node.engine(EngineStatus.REMOVED);
		this.world.runSeconds(60);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.REMOVED);
		assertThat(node.foundings()).isZero();
		assertThat(node.joins()).isEmpty();
	}

	@Test
	void supervisesAnExplicitJoinAndNeverFoundsBesideIt() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(1)).start();
		node.joinsExplicitly("10.0.0.9");
		assertThat(node.said()).last().isEqualTo("This node joins through explicit seed nodes: bootstrap stands back");
		assertThat(node.report().waitingFor()).contains("10.0.0.9", "Cluster.join");
		this.world.runSeconds(60);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.JOINING);
		assertThat(node.foundings()).isZero();
		assertThat(node.joins()).hasSizeGreaterThan(3)
			.allSatisfy((seeds) -> assertThat(seeds.toString()).contains("10.0.0.9"));
	}

	@Test
	void standsBackFromAnEngineThatJoinsByItself() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.answering("10.0.0.2");
		this.world.runSeconds(1);
		node.engine(EngineStatus.JOINING);
		assertThat(node.said()).last().isEqualTo("The engine joins a cluster by itself: bootstrap stands back");
		this.world.runSeconds(60);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.BYPASSED);
		assertThat(node.foundings()).isZero();
	}

	@Test
	void noticesThatAnExplicitJoinSucceeded() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		node.engine(EngineStatus.JOINING);
		node.engine(EngineStatus.MEMBER);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.MEMBER);
	}

	@Test
	void anEngineThatHasJustStartedChangesNothing() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		node.engine(EngineStatus.STARTED);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
	}

	@Test
	void doesNothingOnceStopped() {
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(1)).start();
		node.stop();
		this.world.runSeconds(60);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.STOPPED);
		assertThat(node.foundings()).isZero();
		assertThat(this.source.lookups()).hasSize(1);
	}

	@Test
	void withoutAWebServerItJoins() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		FormationNode node = withoutWebServer(TestSettings.defaults()).start();
		this.world.runSeconds(1);
		assertThat(node.joins()).hasSize(1);
	}

	@Test
	void withoutAWebServerItNeverFounds() {
		this.source.lists();
		FormationNode node = withoutWebServer(TestSettings.requiring(1)).start();
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor())
			.isEqualTo("a cluster to join: this application has no web server, so it never founds one");
	}

	@Test
	void foundsOnceItsWebServerHasStarted() {
		this.source.lists();
		FormationNode node = withoutWebServer(TestSettings.requiring(1)).start();
		this.world.runSeconds(60);
		node.serverStarts(new SelfContactPoint(ContactPoint.of("10.0.0.1", 8080), Set.of()));
		this.world.runSeconds(5);
		assertThat(node.foundings()).isOne();
		assertThat(node.said()).contains("This node answers probes at http://10.0.0.1:8080");
	}

	private FormationNode withoutWebServer(TestSettings settings) {
		return this.world.node("10.0.0.1", settings, new LowestAddressJoinDecider(settings.build()),
				SelfContactPoint.NONE);
	}

	@Test
	void doesWhatACustomDeciderDecides() {
		FormationNode node = deciding((information) -> new FoundCluster("because"));
		this.world.run(Duration.ZERO);
		assertThat(node.foundings()).isOne();
		assertThat(node.said()).last().isEqualTo("This node founds cluster 'orders': because");
	}

	@Test
	void tellsADeciderAllThatItKnows() {
		SeedNodes answer = TestNodes.answer("10.0.0.2");
		this.world.at("10.0.0.2").answers(answer).taking(Duration.ofMillis(200));
		SeedNodesInformation[] latest = new SeedNodesInformation[1];
		deciding((information) -> {
			latest[0] = information;
			return new KeepProbing("nothing");
		});
		long start = this.world.now();
		this.world.run(Duration.ofMillis(200));
		ContactPoint other = TestNodes.contactPoint("10.0.0.2");
		assertThat(latest[0]).isEqualTo(new SeedNodesInformation(
				start + 200, TestNodes.node("10.0.0.1"), start, TestNodes.contactPoints("10.0.0.1", "10.0.0.2"),
				TestNodes.contactPoints("10.0.0.1"), Set.of(), List.of(new SeedNodesObservation(other,
						TestNodes.address("10.0.0.2"), List.of(), false, answer.muster(), start, start + 200)),
				List.of()));
	}

	@Test
	void noDeciderCanMakeItFoundWhileDiscoveryHasNotAnswered() {
		this.source.hangs();
		FormationNode node = deciding((information) -> new FoundCluster("because"));
		this.world.runSeconds(60);
		assertThat(node.foundings()).isZero();
	}

	@Test
	void joinsThroughOneSeedNodeAndThenThroughFiveAtMost() {
		String[] members = new String[40];
		for (int i = 0; i < members.length; i++) {
			members[i] = "10.0.1." + i;
		}
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", members));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.run(Duration.ofMillis(1900));
		assertThat(node.joins()).singleElement().satisfies((seedNodes) -> assertThat(seedNodes).hasSize(1));
		this.world.runSeconds(5);
		assertThat(node.joins()).hasSize(2);
		assertThat(node.joins().get(1)).hasSize(5)
			.doesNotHaveDuplicates()
			.startsWith(node.joins().get(0).get(0))
			.isNotEqualTo(List.of(members).subList(0, 5).stream().map(TestNodes::address).toList());
	}

	@Test
	void joinsFirstThroughAMemberThatAnswered() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2", "10.0.1.1", "10.0.1.2", "10.0.1.3"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.2")));
	}

	@Test
	void neverJoinsThroughItself() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.1", "10.0.0.3"));
		FormationNode node = this.world.node("10.0.0.1", TestSettings.defaults()).start();
		this.world.runSeconds(1);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.3")));
	}

	@Test
	void goesOnProbingWithADeciderThatFails() {
		FormationNode node = deciding((information) -> {
			throw new IllegalStateException("no idea");
		});
		this.world.runSeconds(10);
		assertThat(node.waitingFor()).endsWith(" to decide: java.lang.IllegalStateException: no idea");
		assertThat(this.source.lookups()).hasSizeGreaterThan(5);
		assertThat(node.infos()).filteredOn((text) -> text.contains("no idea")).hasSize(1);
	}

	@Test
	@SuppressWarnings("NullAway")
	void goesOnProbingWithADeciderThatDecidesNothing() {
		FormationNode node = deciding((information) -> null);
		this.world.runSeconds(10);
		assertThat(node.waitingFor()).contains("it returned null");
	}

	@Test
	void goesOnProbingWithADeciderThatJoinsThroughNoNode() {
		FormationNode node = deciding((information) -> new JoinSeedNodes(Set.of()));
		this.world.runSeconds(10);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
		assertThat(node.joins()).isEmpty();
	}

	@Test
	void noDeciderCanMakeItJoinThroughItself() {
		FormationNode node = deciding((information) -> new JoinSeedNodes(
				Set.of(TestNodes.address("10.0.0.1"), TestNodes.address("10.0.0.7"))));
		this.world.run(Duration.ZERO);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.7")));
	}

	@Test
	void aDeciderMayChooseTheSeedNodes() {
		FormationNode node = deciding((information) -> new JoinSeedNodes(Set.of(TestNodes.address("10.0.0.7"))));
		this.world.run(Duration.ZERO);
		assertThat(node.joins()).containsExactly(List.of(TestNodes.address("10.0.0.7")));
	}

	private FormationNode deciding(JoinDecider decider) {
		return this.world
			.node("10.0.0.1", TestSettings.defaults(), decider, SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")))
			.start();
	}

}

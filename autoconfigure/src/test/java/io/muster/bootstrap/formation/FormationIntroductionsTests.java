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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.SplitResolution;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.BootstrapEvent.Discovered;
import io.muster.bootstrap.formation.BootstrapEvent.Introduced;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Extension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Formation} where contact points are configured and learned from other
 * nodes. The tags are those of {@link io.muster.DocumentedSentencesTests}.
 */
class FormationIntroductionsTests {

	private final FormationWorld world = new FormationWorld();

	@Test
	@Tag("N2")
	@Tag("N5")
	@Tag("N7")
	@Tag("S2")
	@Tag("S13")
	void oneNodeThatAllNameIsEnough() {
		List<FormationNode> nodes = List.of(node("10.0.0.1", 3, "10.0.0.1"), node("10.0.0.2", 3, "10.0.0.1"),
				node("10.0.0.3", 3, "10.0.0.1"), node("10.0.0.4", 3, "10.0.0.1"), node("10.0.0.5", 3, "10.0.0.1"));
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(10);
		assertOneCluster(nodes);
	}

	@Test
	@Tag("N4")
	void theNodeThatAllNameNeedsToNameNone() {
		List<FormationNode> nodes = List.of(node("10.0.0.1", 3), node("10.0.0.2", 3, "10.0.0.1"),
				node("10.0.0.3", 3, "10.0.0.1"));
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(10);
		assertOneCluster(nodes);
	}

	@Test
	@Tag("N7")
	@Tag("S13")
	void aChainBecomesOneCluster() {
		List<FormationNode> nodes = List.of(node("10.0.0.1", 5), node("10.0.0.2", 5, "10.0.0.1"),
				node("10.0.0.3", 5, "10.0.0.2"), node("10.0.0.4", 5, "10.0.0.3"), node("10.0.0.5", 5, "10.0.0.4"));
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(15);
		assertOneCluster(nodes);
	}

	@Test
	@Tag("M8")
	void aRingOfPairsBecomesOneCluster() {
		List<FormationNode> nodes = List.of(node("10.0.0.1", 3, "10.0.0.1", "10.0.0.2"),
				node("10.0.0.2", 3, "10.0.0.2", "10.0.0.3"), node("10.0.0.3", 3, "10.0.0.3", "10.0.0.1"));
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(10);
		assertOneCluster(nodes);
	}

	@Test
	@Tag("C16")
	@Tag("M8")
	@Tag("M9")
	void whoJoinsWhomDoesNotMatter() {
		List<FormationNode> one = List.of(node("10.0.0.1", 3, "10.0.0.2", "10.0.0.3"), node("10.0.0.2", 3),
				node("10.0.0.3", 3));
		one.forEach(FormationNode::start);
		this.world.runSeconds(10);
		assertOneCluster(one);
	}

	@ParameterizedTest
	@ValueSource(strings = { "123", "132", "213", "231", "312", "321" })
	@Tag("N3")
	@Tag("C21")
	void theOrderOfStartsDoesNotMatter(String order) {
		List<FormationNode> nodes = List.of(node("10.0.0.1", 3, "10.0.0.1"), node("10.0.0.2", 3, "10.0.0.1"),
				node("10.0.0.3", 3, "10.0.0.1"));
		for (int i = 0; i < order.length(); i++) {
			FormationNode node = nodes.get(order.charAt(i) - '1');
			this.world.in(20_000L * i, () -> node.introducing().start());
			this.world.at("10.0.0." + order.charAt(i)).fails(Kind.REFUSED, "refused the connection");
		}
		this.world.runSeconds(60);
		assertOneCluster(nodes);
	}

	@ParameterizedTest
	@MethodSource
	void whateverTheTopologyItIsOneCluster(long seed) {
		Random random = new Random(seed);
		int size = 3 + random.nextInt(7);
		List<FormationNode> nodes = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			String host = "10.0.0." + (size - i);
			String named = (i > 0) ? "10.0.0." + (size - random.nextInt(i)) : host;
			this.world.at(host).fails(Kind.REFUSED, "refused the connection");
			this.world.source(host).lists(named);
			FormationNode node = node(host,
					TestSettings.requiring(size / 2 + 1).introductions().watching(SplitResolution.ALERT));
			nodes.add(node);
			this.world.in(random.nextInt(20_000), () -> node.introducing().start());
		}
		this.world.runSeconds(60);
		assertOneCluster(nodes);
	}

	static LongStream whateverTheTopologyItIsOneCluster() {
		return LongStream.range(0, 100);
	}

	@Test
	void thePeersRuleKnowsIntroducedContactPoints() {
		List<FormationNode> nodes = Stream.of("10.0.0.1", "10.0.0.2", "10.0.0.3").map((host) -> {
			this.world.source(host).lists("10.0.0.3");
			BootstrapSettings settings = TestSettings.requiring(3).introductions().build();
			return node(host, settings, new LowestAddressJoinDecider(settings)).introducing();
		}).toList();
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(15);
		assertOneCluster(nodes);
		assertThat(nodes.get(0).foundings()).isOne();
	}

	@Test
	@Tag("N2")
	@Tag("C12")
	void oneThatLivesOfManyIsEnough() {
		List<FormationNode> nodes = List.of(node("10.0.0.1", 2, "10.0.0.7", "10.0.0.8", "10.0.0.9", "10.0.0.2"),
				node("10.0.0.2", 2, "10.0.0.7", "10.0.0.8", "10.0.0.9", "10.0.0.2"));
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(10);
		assertOneCluster(nodes);
	}

	@Test
	@Tag("C15")
	void itsOwnAddressAloneNeverEndsTheRetrying() {
		FormationNode node = node("10.0.0.1", 2, "10.0.0.1").start();
		this.world.runSeconds(600);
		assertThat(node.said()).contains("1 contact point: http://10.0.0.1:8080");
		assertThat(node.waitingFor()).isEqualTo("expecting 2 nodes, found 1: waiting for 1 more");
		assertThat(node.foundings()).isZero();
		assertThat(this.world.source("10.0.0.1").lookups()).hasSizeGreaterThan(500);
		FormationNode late = node("10.0.0.2", 2, "10.0.0.1").start();
		this.world.runSeconds(10);
		assertOneCluster(List.of(node, late));
	}

	@Test
	@Tag("C12")
	void listsThatNameAllNodesNeedNoIntroductions() {
		String[] all = { "10.0.0.1", "10.0.0.2", "10.0.0.3" };
		List<FormationNode> nodes = Arrays.stream(all).map((host) -> node(host, 3, all)).toList();
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(10);
		assertOneCluster(nodes);
		assertThat(nodes).flatExtracting(FormationNode::said).noneMatch((text) -> text.contains("introduced"));
	}

	@Test
	@Tag("N4")
	void aNodeThatAllNameAndThatIsStartedAgainIsFoundByTheMembers() {
		List<FormationNode> nodes = List.of(watching("10.0.0.1"), watching("10.0.0.2", "10.0.0.1"),
				watching("10.0.0.3", "10.0.0.1"));
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(10);
		assertOneCluster(nodes);
		nodes.get(0).kill();
		this.world.runSeconds(30);
		FormationNode again = watching("10.0.0.1").start();
		this.world.runSeconds(60);
		assertThat(again.phase()).isEqualTo(BootstrapPhase.MEMBER);
		assertThat(again.foundings()).isZero();
	}

	@Test
	void introducedContactPointIsProbedAndCounts() {
		this.world.answering("10.0.0.2");
		this.world.at("10.0.0.3").fails(Kind.SILENT, "gave no answer");
		FormationNode node = node("10.0.0.1", 2, "10.0.0.1", "10.0.0.2");
		node.start();
		node.receive(new Introduced(TestNodes.contactPoint("10.0.0.3")));
		this.world.runSeconds(30);
		assertThat(node.foundings()).isZero();
		assertThat(node.waitingFor()).contains("http://10.0.0.3:8080");
		assertThat(node.said()).contains("http://10.0.0.3:8080 introduced by itself: 1 contact point now");
	}

	@Test
	void silentContactPointThatWasIntroducedIsForgottenInTheEnd() {
		FormationNode node = node("10.0.0.1", 2, "10.0.0.1", "10.0.0.2");
		FormationNode other = node("10.0.0.2", 2, "10.0.0.1", "10.0.0.2");
		this.world.at("10.0.0.3").fails(Kind.SILENT, "gave no answer");
		node.start();
		node.receive(new Introduced(TestNodes.contactPoint("10.0.0.3")));
		other.start();
		this.world.runSeconds(59);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
		this.world.runSeconds(10);
		assertThat(node.said())
			.contains("http://10.0.0.3:8080 is forgotten: it was introduced, and has failed for 60000 ms");
		assertOneCluster(List.of(node, other));
	}

	@Test
	void contactPointThatOthersReachIsNotForgotten() {
		List<FormationNode> nodes = List.of(node("10.0.0.1", 3), node("10.0.0.2", 3, "10.0.0.1"),
				node("10.0.0.3", 3, "10.0.0.1"));
		nodes.get(1).cutOffFrom("10.0.0.3");
		nodes.get(2).cutOffFrom("10.0.0.2");
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(300);
		assertThat(nodes).extracting(FormationNode::phase).containsOnly(BootstrapPhase.PROBING);
		nodes.get(1).cutOffFrom();
		nodes.get(2).cutOffFrom();
		this.world.runSeconds(10);
		assertOneCluster(nodes);
	}

	@Test
	void contactPointThatIsGoneDoesNotLiveOnAsHearsay() {
		List<FormationNode> nodes = List.of(node("10.0.0.1", 5), node("10.0.0.2", 5, "10.0.0.1"),
				node("10.0.0.3", 5, "10.0.0.1"), node("10.0.0.4", 5, "10.0.0.1"));
		nodes.forEach(FormationNode::start);
		this.world.runSeconds(10);
		assertThat(nodes).allSatisfy((node) -> assertThat(contactPoints(node)).contains("http://10.0.0.4:8080"));
		nodes.get(3).kill();
		this.world.runSeconds(90);
		List<FormationNode> living = nodes.subList(0, 3);
		assertThat(living)
			.allSatisfy((node) -> assertThat(contactPoints(node)).hasSize(3).doesNotContain("http://10.0.0.4:8080"));
		int probes = this.world.at("10.0.0.4").probes().size();
		this.world.runSeconds(200);
		assertThat(this.world.at("10.0.0.4").probes()).hasSize(probes);
	}

	@Test
	void advertisesOnlyContactPointsThatAnswer() {
		this.world.answering("10.0.0.2");
		FormationNode node = node("10.0.0.1", 5, "10.0.0.1", "10.0.0.2", "10.0.0.3").start();
		this.world.runSeconds(2);
		assertThat(node.advertised().contactPoints()).containsExactly(TestNodes.contactPoint("10.0.0.2"));
	}

	@Test
	void whoLooksUpARegistryLearnsNothingFromOthers() {
		this.world.source().lists("10.0.0.1", "10.0.0.2");
		tells("10.0.0.2", "http://10.0.0.3:8080");
		FormationNode node = this.world.node("10.0.0.1", TestSettings.requiring(3)).start();
		this.world.runSeconds(10);
		assertThat(node.report().contactPoints()).hasSize(2);
		assertThat(this.world.at("10.0.0.3").probes()).isEmpty();
	}

	@Test
	void whatOthersTellIsProbed() {
		tells("10.0.0.2", "http://10.0.0.3:8080", "http://10.0.0.1:8080");
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2").start();
		this.world.runSeconds(2);
		assertThat(contactPoints(node)).containsExactly("http://10.0.0.1:8080", "http://10.0.0.2:8080",
				"http://10.0.0.3:8080");
		assertThat(this.world.at("10.0.0.3").probes()).isNotEmpty();
		assertThat(this.world.at("10.0.0.1").probes()).isEmpty();
		assertThat(node.said())
			.contains("http://10.0.0.3:8080 introduced by http://10.0.0.2:8080: 3 contact points now");
	}

	/**
	 * Attack S13: a stranger chose a URL that this node then requested.
	 */
	@Test
	void addressWithAnotherPathThanThatOfThisNodeIsNotProbed() {
		tells("10.0.0.2", "http://10.0.0.3:8080/admin/stop%3Fnow=1%23", "http://10.0.0.3:8080/admin");
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2").start();
		this.world.runSeconds(2);
		assertThat(contactPoints(node)).containsExactly("http://10.0.0.2:8080");
	}

	@Test
	void loopbackAddressOfAnotherMachineIsNotProbed() {
		tells("10.0.0.2", "http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080");
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2").start();
		this.world.runSeconds(2);
		assertThat(contactPoints(node)).containsExactly("http://10.0.0.2:8080");
	}

	@Test
	void strangersTellNothing() {
		SeedNodes stranger = TestNodes.answer("10.0.0.2");
		this.world.at("10.0.0.2")
			.answers(new SeedNodes(NodeAddress.parse("pekko://other@10.0.0.2:25520"), List.of(),
					extension(List.of(ContactPoint.of("10.0.0.3", 8080)), stranger.muster())));
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2").start();
		this.world.runSeconds(2);
		assertThat(contactPoints(node)).containsExactly("http://10.0.0.2:8080");
	}

	@Test
	void thereIsALimitToWhatIsLearned() {
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2").start();
		this.world.runSeconds(1);
		for (int host = 1; host <= 11; host++) {
			for (int port = 1; port <= Introductions.MAX_OF_SOURCE; port++) {
				node.receive(new Introduced(ContactPoint.of("10.1.0." + host, port)));
			}
		}
		assertThat(node.report().contactPoints()).hasSize(1 + Introductions.MAX);
		assertThat(node.warnings())
			.containsOnlyOnce("More than 1000 contact points are introduced: the others are ignored");
	}

	@Test
	void theDocumentedLimitsAreThose() throws IOException {
		assertThat(Files.readString(Path.of("..", "src", "docs", "security.md")))
			.contains("Introduced contact points: %,d, and %d from one source".formatted(Introductions.MAX,
					Introductions.MAX_OF_SOURCE));
	}

	@Test
	void oneHostIntroducesSoManyAndLeavesRoomForOthers() {
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2").start();
		this.world.runSeconds(1);
		for (int port = 1; port <= 1200; port++) {
			node.receive(new Introduced(ContactPoint.of("10.0.0.3", port)));
		}
		node.receive(new Introduced(TestNodes.contactPoint("10.0.0.4")));
		assertThat(contactPoints(node)).hasSize(1 + Introductions.MAX_OF_SOURCE + 1).contains("http://10.0.0.4:8080");
		assertThat(node.warnings()).containsOnlyOnce(
				"10.0.0.3 introduces more than 100 contact points: the others are ignored until discovery lists them");
	}

	@Test
	void oneContactPointNamesSoMany() {
		tells("10.0.0.2",
				IntStream.rangeClosed(1, 999).mapToObj((port) -> "http://10.0.0.3:" + port).toArray(String[]::new));
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2").start();
		this.world.runSeconds(1);
		assertThat(contactPoints(node)).hasSize(1 + Introductions.MAX_OF_SOURCE);
	}

	@Test
	void whoIntroducesItselfOftenIsProbedNoMoreOften() {
		this.world.answering("10.0.0.3");
		FormationNode node = node("10.0.0.1", 3, "10.0.0.1").start();
		for (int i = 0; i < 1000; i++) {
			this.world.in(10 * i, () -> node.receive(new Introduced(TestNodes.contactPoint("10.0.0.3"))));
		}
		this.world.runSeconds(10);
		assertThat(this.world.at("10.0.0.3").probes()).hasSizeLessThanOrEqualTo(11);
	}

	@Test
	void introductionBeforeTheStartIsIgnored() {
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2");
		node.receive(new Introduced(TestNodes.contactPoint("10.0.0.3")));
		assertThat(node.report().contactPoints()).isEmpty();
	}

	@Test
	void anIncompleteLookupCountsAndIsSaidOnce() {
		FormationNode node = node("10.0.0.1", 3).start();
		for (int i = 0; i < 3; i++) {
			node.receive(new Discovered("10.0.0.1", TestNodes.contactPoints("10.0.0.2"), "no address is known of x"));
		}
		assertThat(contactPoints(node)).containsExactly("http://10.0.0.2:8080");
		assertThat(node.warnings()).containsExactly("Lookup of 10.0.0.1 is incomplete: no address is known of x");
		assertThat(node.report().sources()).singleElement()
			.satisfies((source) -> assertThat(source.failure()).isEqualTo("no address is known of x"));
	}

	@Test
	@Tag("N3")
	@Tag("C12")
	void retriesForEverByDefault() {
		FormationNode node = node("10.0.0.1", 3, "10.0.0.2").start();
		this.world.runSeconds(2 * 60 * 60);
		assertThat(node.phase()).isEqualTo(BootstrapPhase.PROBING);
		assertThat(node.gaveUp()).isNull();
	}

	@Test
	@Tag("C12")
	void givesUpAfterTheRetriesThatItMayMake() {
		this.world.source("10.0.0.1").lists("10.0.0.2");
		FormationNode node = node("10.0.0.1", TestSettings.requiring(3).introductions().retryMax(5)).start();
		this.world.runSeconds(60);
		assertThat(this.world.source("10.0.0.1").lookups()).hasSize(6);
		assertThat(node.gaveUp()).isEqualTo("This node did not become a member of cluster 'orders', though contact "
				+ "points were looked up again 5 times (muster.bootstrap.contact-point-discovery.retry-max)");
		assertThat(node.phase()).isEqualTo(BootstrapPhase.STOPPED);
	}

	@Test
	@Tag("C12")
	void failingLookupsAreRetriesToo() {
		this.world.source("10.0.0.1").fails("down");
		FormationNode node = node("10.0.0.1", TestSettings.requiring(3).introductions().retryMax(3)).start();
		this.world.runSeconds(120);
		assertThat(this.world.source("10.0.0.1").lookups()).hasSize(4);
		assertThat(node.gaveUp()).isNotNull();
	}

	@Test
	@Tag("C12")
	void aMemberDoesNotGiveUp() {
		this.world.source("10.0.0.1").lists("10.0.0.2");
		FormationNode node = node("10.0.0.1",
				TestSettings.requiring(3).introductions().retryMax(3).watching(SplitResolution.ALERT))
			.start();
		node.engine(EngineStatus.MEMBER);
		this.world.runSeconds(120);
		assertThat(node.gaveUp()).isNull();
		assertThat(this.world.source("10.0.0.1").lookups()).hasSizeGreaterThan(4);
	}

	private FormationNode node(String host, int required, String... contactPoints) {
		this.world.source(host).lists(contactPoints);
		return node(host, TestSettings.requiring(required).introductions()).introducing();
	}

	private FormationNode watching(String host, String... contactPoints) {
		this.world.source(host).lists(contactPoints);
		return node(host, TestSettings.requiring(3).introductions().watching(SplitResolution.ALERT)).introducing();
	}

	private FormationNode node(String host, TestSettings settings) {
		BootstrapSettings built = settings.build();
		return node(host, built, new VotingJoinDecider(built));
	}

	private FormationNode node(String host, BootstrapSettings built, JoinDecider decider) {
		return new FormationNode(this.world, TestNodes.node(host), SelfContactPoint.of(TestNodes.contactPoint(host)),
				new Formation(TestNodes.CLUSTER, built, decider, List.of(host),
						new Random(this.world.random().nextLong()), DurableState.NONE));
	}

	private void tells(String host, String... contactPoints) {
		SeedNodes answer = TestNodes.answer(host);
		this.world.at(host)
			.answers(() -> new Answered(new SeedNodes(answer.selfNode(), List.of(), extension(
					Arrays.stream(contactPoints).map((text) -> ContactPoint.tryParse(text).orElseThrow()).toList(),
					answer.muster()))));
	}

	private static Extension extension(List<ContactPoint> contactPoints, Extension other) {
		return new Extension(other.version(), other.selfUid(), true, null, other.required(), true, contactPoints, null,
				null, NodeProfile.DEFAULT);
	}

	private static List<String> contactPoints(FormationNode node) {
		return node.report().contactPoints().stream().map(BootstrapReport.Contact::contactPoint).toList();
	}

	private static void assertOneCluster(List<FormationNode> nodes) {
		assertThat(nodes).extracting(FormationNode::phase).containsOnly(BootstrapPhase.MEMBER);
		assertThat(nodes.stream().mapToInt(FormationNode::foundings).sum()).isEqualTo(1);
	}

}

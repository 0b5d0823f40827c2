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

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.EngineReach;
import io.muster.bootstrap.formation.FormationNode;
import io.muster.bootstrap.formation.FormationWorld;
import io.muster.bootstrap.formation.SelfContactPoint;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.TestMembers;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the text of {@code /actuator/bootstrap} names the cause and the way out in
 * the situations of {@code situations.txt} that several nodes bring about together, in
 * simulated time. A tag stands for a situation.
 */
class WaitingSituationsTests {

	private static final String SERVICE = "service 'orders' in a registry";

	private final FormationWorld world = new FormationWorld();

	@Test
	@Tag("E20")
	void aNodeThatLooksUpAnotherNameSeesThoseThatProbeIt() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.source("service 'ordres' in a registry").lists();
		FormationNode a = start("10.0.0.1", SERVICE);
		start("10.0.0.2", SERVICE);
		FormationNode c = start("10.0.0.3", "service 'ordres' in a registry");
		this.world.runSeconds(20);
		assertThat(text(c)).contains("discovery lists no other node, but 2 nodes of cluster 'orders' probe this one: "
				+ "http://10.0.0.1:8080, http://10.0.0.2:8080. This node looks up service 'ordres' in a registry: is that "
				+ "the name that the others are registered with? "
				+ "(muster.bootstrap.contact-point-discovery.service-name)");
		assertThat(text(a)).contains(
				"Because      the vote of pekko://orders@10.0.0.3:25520 (http://10.0.0.3:8080) for ",
				" is missing. That node waits for: expecting 3 nodes, found 1: waiting for 2 more; discovery knows no contact points");
	}

	@Test
	@Tag("E21")
	void aRegistryThatListsOnlyThisNode() {
		this.world.source(SERVICE).lists("10.0.0.1");
		FormationNode a = start("10.0.0.1", SERVICE);
		this.world.runSeconds(10);
		assertThat(text(a)).contains("expecting 3 nodes, found 1: waiting for 2 more",
				SERVICE + " lists no other node: start the other replicas, and have them register by that name "
						+ "(muster.bootstrap.contact-point-discovery.service-name), or name them in "
						+ "muster.bootstrap.contact-point-discovery.contact-points");
	}

	@Test
	@Tag("E22")
	void aRegistryThatIsDown() {
		this.world.source(SERVICE).fails("connection refused by http://registry:8761");
		FormationNode a = start("10.0.0.1", SERVICE);
		this.world.runSeconds(10);
		assertThat(text(a))
			.contains("discovery to answer: [" + SERVICE + ": connection refused by http://registry:8761]");
	}

	@Test
	@Tag("E23")
	@Tag("E24")
	void aNodeThatTheRegistryDoesNotList() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		FormationNode a = start("10.0.0.1", SERVICE);
		start("10.0.0.2", SERVICE);
		FormationNode c = start("10.0.0.3", SERVICE);
		this.world.runSeconds(20);
		assertThat(text(a)).contains("expecting 3 nodes, found 2: waiting for 1 more",
				"Because      http://10.0.0.3:8080 probes this node, but " + SERVICE + " does not list it, so it does "
						+ "not count: have it register, or name it in "
						+ "muster.bootstrap.contact-point-discovery.contact-points");
		assertThat(text(c)).contains("Because      " + SERVICE + " does not list this node (http://10.0.0.3:8080), say "
				+ "http://10.0.0.1:8080, http://10.0.0.2:8080: the others cannot find it. Have it register by that name "
				+ "(spring.application.name), or name it in "
				+ "muster.bootstrap.contact-point-discovery.contact-points of the others");
	}

	@Test
	@Tag("E25")
	void aNodeThatNobodyReaches() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		FormationNode a = start("10.0.0.1", SERVICE);
		FormationNode b = start("10.0.0.2", SERVICE);
		a.cutOffFrom("10.0.0.3");
		b.cutOffFrom("10.0.0.3");
		FormationNode c = start("10.0.0.3", SERVICE);
		this.world.runSeconds(20);
		assertThat(text(a)).contains("expecting 3 nodes, found 2: waiting for 1 more",
				"http://10.0.0.3:8080 is alive, because it probes this node, but this node cannot probe it: it gave no answer");
		assertThat(text(c)).contains("Because      this node reaches http://10.0.0.1:8080, http://10.0.0.2:8080, but "
				+ "cannot be reached from there. Those nodes say of this node: it gave no answer");
	}

	@Test
	@Tag("E26")
	void aNodeThatMayNotVote() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.node("10.0.0.1", TestSettings.requiring(3).newClusterDisabled(), SERVICE).talking().start();
		FormationNode b = start("10.0.0.2", SERVICE);
		start("10.0.0.3", SERVICE);
		this.world.runSeconds(20);
		assertThat(text(b)).contains("3 votes to found, it has 2",
				"pekko://orders@10.0.0.1:25520 (http://10.0.0.1:8080) may not vote: muster.bootstrap.new-cluster-enabled is "
						+ "off there. Set it to true there, or "
						+ "muster.bootstrap.contact-point-discovery.required-contact-point-nr to a number that the others reach");
	}

	@Test
	@Tag("E27")
	void aNodeThatFindsFewerNodesThanTheOthers() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
		this.world.source("service 'orders' in another registry").lists("10.0.0.1", "10.0.0.3");
		FormationNode a = start("10.0.0.1", SERVICE);
		FormationNode b = start("10.0.0.2", SERVICE);
		start("10.0.0.3", "service 'orders' in another registry");
		this.world.runSeconds(20);
		for (FormationNode node : List.of(a, b)) {
			assertThat(text(node)).contains("the vote of pekko://orders@10.0.0.3:25520 (http://10.0.0.3:8080) for "
					+ "pekko://orders@10.0.0.1:25520 is missing. That node waits for: expecting 3 nodes, found 2: waiting "
					+ "for 1 more");
		}
	}

	@Test
	@Tag("E28")
	void aRequiredNumberThatIsTooLarge() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		FormationNode a = this.world.node("10.0.0.1", TestSettings.requiring(5), SERVICE).talking().start();
		this.world.node("10.0.0.2", TestSettings.requiring(5), SERVICE).talking().start();
		this.world.runSeconds(10);
		assertThat(text(a)).contains("expecting 5 nodes, found 2: waiting for 3 more", SERVICE
				+ " lists 2 nodes, this one included, and 5 are required: start 3 more, or set "
				+ "muster.bootstrap.contact-point-discovery.required-contact-point-nr to a majority of the replicas on all nodes");
	}

	@Test
	@Tag("E18")
	void aNodeOfAnotherClusterThatProbesThisOne() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		this.world.at("10.0.0.2")
			.answers(new SeedNodes(new NodeAddress("pekko", "bars", "10.0.0.2", 25520), List.of(), null));
		FormationNode a = start("10.0.0.1", SERVICE);
		this.world.runSeconds(5);
		assertThat(text(a))
			.contains("belongs to cluster 'bars', not to 'orders': it is no contact point of this cluster. "
					+ "If it should be, muster.cluster.name must be the same on both");
	}

	@Test
	@Tag("E31")
	void aSeedNodeWhoseEnginePortIsClosed() {
		FormationNode b = joining(EngineReach.REFUSED);
		assertThat(text(b)).contains(
				"the cluster to accept this node, but the engine of pekko://orders@10.0.0.1:25520 cannot be connected to: "
						+ "connection refused",
				"Because      http://10.0.0.1:8080 is alive and a member, but pekko://orders@10.0.0.1:25520 answers nothing "
						+ "at its engine's port: connection refused. Open port 25520 in both directions between the nodes "
						+ "(muster.cluster.port, 25520 by default), or correct muster.cluster.host there");
		int first = b.said().indexOf("Joining cluster 'orders' through pekko://orders@10.0.0.1:25520");
		assertThat(b.said().subList(first + 1, b.said().size())).hasSizeLessThan(10)
			.filteredOn((line) -> line.contains("http://10.0.0.1:8080"))
			.hasSize(1);
	}

	@Test
	@Tag("E32")
	void aSeedNodeWhoseEnginePortDropsPackets() {
		assertThat(text(joining(EngineReach.TIMED_OUT)))
			.contains("pekko://orders@10.0.0.1:25520 answers nothing at its "
					+ "engine's port: no connection in time, so packets are dropped on the way. Open port 25520 in both "
					+ "directions between the nodes (muster.cluster.port, 25520 by default)");
	}

	@Test
	@Tag("E33")
	void aSeedNodeWhoseEngineHostCannotBeResolved() {
		assertThat(text(joining(EngineReach.UNRESOLVED))).contains("the name '10.0.0.1' of the member "
				+ "pekko://orders@10.0.0.1:25520 cannot be resolved by this node: set muster.cluster.host there to a name or "
				+ "an address that all nodes can resolve");
	}

	@Test
	@Tag("E34")
	void aNodeWhoseEnginePortTheMembersCannotReach() {
		FormationNode b = joiningUnreached(EngineReach.TIMED_OUT);
		assertThat(text(b))
			.contains("Because      the cluster has to reach this node at 10.0.0.2:25520, and cannot: no "
					+ "connection in time, so packets are dropped on the way, says http://10.0.0.1:8080. Open port 25520 to the "
					+ "other nodes (muster.cluster.port, 25520 by default), or correct muster.cluster.host of this node");
	}

	@Test
	@Tag("E35")
	void aNodeWhoseEngineHostTheMembersCannotResolve() {
		FormationNode b = joiningUnreached(EngineReach.UNRESOLVED);
		assertThat(text(b)).contains("Because      the cluster has to reach this node at 10.0.0.2:25520, a name that "
				+ "http://10.0.0.1:8080 cannot resolve: set muster.cluster.host of this node to a name or an address that all "
				+ "nodes can resolve");
	}

	@Test
	@Tag("E36")
	void aMemberThatIsUnreachable() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		this.world.node("10.0.0.1", TestSettings.requiring(2), SERVICE)
			.talking()
			.start()
			.memberOf(member("10.0.0.1", true), member("10.0.0.9", false));
		FormationNode b = this.world.node("10.0.0.2", TestSettings.requiring(2), SERVICE).talking().start();
		this.world.runSeconds(15);
		assertThat(text(b)).contains("Because      the member pekko://orders@10.0.0.9:25520 is unreachable, says "
				+ "http://10.0.0.1:8080, and nobody becomes a full member before it is back or is removed. If it is gone for "
				+ "good, have an operator remove it (src/docs/operations.md)");
	}

	@Test
	@Tag("E39")
	void anEngineThatUsesTlsWhereOthersDoNot() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		this.world.node("10.0.0.1", TestSettings.requiring(2), SERVICE)
			.talking()
			.transport("tls-tcp")
			.start()
			.memberOf(member("10.0.0.1", true));
		FormationNode b = this.world.node("10.0.0.2", TestSettings.requiring(2), SERVICE)
			.talking()
			.transport("tcp")
			.start();
		this.world.runSeconds(15);
		assertThat(text(b))
			.contains("Because      the engine of http://10.0.0.1:8080 connects by 'tls-tcp', and that of this "
					+ "node by 'tcp' (muster.security.ssl.bundle, muster.pekko.remote.artery.transport): set the "
					+ "same on all nodes", "See          src/docs/troubleshooting.md#engines-disagree-on-tls");
	}

	@Test
	@Tag("E41")
	void anEngineWithACertificateOfAnotherAuthority() {
		assertThat(text(joining(EngineReach.UNTRUSTED))).contains(
				"Because      this node and the engine of pekko://orders@10.0.0.1:25520 do not agree on TLS: its TLS "
						+ "certificate is of an authority that is not trusted. Give all nodes certificates of one authority, "
						+ "and that authority to the trust store of each (muster.security.ssl.bundle)",
				"See          src/docs/troubleshooting.md#engines-disagree-on-tls");
	}

	@Test
	@Tag("E42")
	void aNodeWhoseCertificateHasExpired() {
		assertThat(text(joiningUnreached(EngineReach.EXPIRED))).contains(
				"Waiting for  the cluster to accept this node, whose engine it cannot connect to at 10.0.0.2:25520: its TLS "
						+ "certificate has expired, or is not valid yet",
				"Because      the cluster and the engine of this node at 10.0.0.2:25520 do not agree on TLS: its TLS "
						+ "certificate has expired, or is not valid yet, says http://10.0.0.1:8080. Renew that certificate, or "
						+ "correct the clocks of the machines",
				"See          src/docs/troubleshooting.md#engines-disagree-on-tls");
	}

	@Test
	@Tag("E29")
	void aClientWhoseServersHaveNoCluster() {
		this.world.source(SERVICE).lists("10.0.0.1");
		start("10.0.0.1", SERVICE);
		FormationNode c = this.world.node("10.0.0.3", TestSettings.requiring(3).client(), SERVICE).start();
		this.world.runSeconds(5);
		assertThat(text(c)).contains("Waiting for  the 1 server that answered to found a cluster",
				"To do        start the servers, or set muster.cluster.client=false if this node is to be one",
				"http://10.0.0.1:8080  answered", "waits for: expecting 3 nodes, found 1: waiting for 2 more",
				"See          src/docs/troubleshooting.md#no-known-servers");
	}

	@Test
	@Tag("E30")
	void anApplicationWithoutAWebServer() {
		this.world.source(SERVICE).lists("10.0.0.1");
		start("10.0.0.1", SERVICE);
		FormationNode worker = this.world
			.node("10.0.0.3", TestSettings.requiring(3), new VotingJoinDecider(TestSettings.requiring(3).build()),
					SelfContactPoint.NONE)
			.start();
		this.world.runSeconds(5);
		assertThat(text(worker)).contains(
				"Waiting for  a cluster to join: this application has no web server, so it never founds one",
				"To do        start nodes with a web server; they found, and this one joins",
				"See          src/docs/troubleshooting.md#no-web-server");
	}

	@Test
	@Tag("E37")
	void membersThatANodeRemembersAndThatAreGone() {
		this.world.source(SERVICE).lists("10.0.0.1");
		FormationNode a = this.world.node("10.0.0.1", TestSettings.requiring(1), SERVICE).talking().start();
		a.memberOf(member("10.0.0.1", true), member("10.0.0.2", true), member("10.0.0.3", true));
		FormationNode again = this.world
			.node("10.0.0.1", TestSettings.requiring(1), new VotingJoinDecider(TestSettings.requiring(1).build()),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")), a.stored())
			.start();
		this.world.runSeconds(5);
		assertThat(text(again)).contains("Waiting for  a majority of the 3 members that this node last knew",
				"10.0.0.2:25520, 10.0.0.3:25520] did not answer",
				"To do        start the other members again. If they will never be back, remove the data-dir of this node "
						+ "(muster.bootstrap.data-dir), if it has one, and start it again",
				"See          src/docs/troubleshooting.md#former-members-missing");
	}

	@Test
	void saysSinceWhenItWaitsForTheSameReason() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		FormationNode a = start("10.0.0.1", SERVICE);
		this.world.runSeconds(5);
		start("10.0.0.2", SERVICE);
		this.world.runSeconds(15);
		assertThat(text(a)).contains("expecting 3 nodes, found 2", "\nSince        20.0s\n",
				"\nSee          src/docs/troubleshooting.md#too-few-nodes\n");
	}

	@Test
	@Tag("E38")
	void aNodeWhoseBootstrapWasNotStarted() {
		assertThat(text(this.world.node("10.0.0.1", TestSettings.defaults(), SERVICE)))
			.contains("BootstrapCoordinator.start(), because muster.bootstrap.auto-startup is off");
	}

	@Test
	void anyPageShowsWhatTheOtherNodesWaitFor() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		FormationNode a = start("10.0.0.1", SERVICE);
		this.world.node("10.0.0.2", TestSettings.requiring(3).newClusterDisabled(), SERVICE).talking().start();
		this.world.runSeconds(5);
		assertThat(text(a)).contains("http://10.0.0.2:8080  answered",
				"pekko://orders@10.0.0.2:25520, seed nodes: none, "
						+ "waits for: no cluster to join was found, and new-cluster-enabled is off on this node");
	}

	@Test
	void aMemberSaysNothingOfNodesThatJoin() {
		FormationNode b = joining(EngineReach.CONNECTS);
		assertThat(text(b)).contains("Waiting for  the cluster to accept this node\n",
				"the engines of this node and of pekko://orders@10.0.0.1:25520 connect to each other. See the log of both "
						+ "for a refused join: muster.pekko.*, TLS of the engine included, must be the same on all nodes");
		b.memberOf(member("10.0.0.1", true), member("10.0.0.2", true));
		assertThat(text(b)).doesNotContain("Because");
	}

	@Test
	void whatAFailedContactPointSaysIsShownBesideIt() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		this.world.at("10.0.0.2").fails(Kind.WRONG, "answered 404: that application does not use Muster");
		FormationNode a = start("10.0.0.1", SERVICE);
		this.world.runSeconds(5);
		assertThat(text(a)).contains("answered 404: that application does not use Muster");
	}

	private FormationNode start(String host, String source) {
		return this.world.node(host, TestSettings.requiring(3), source).talking().start();
	}

	/**
	 * Return a node whose join does not complete, and that reaches the engine of the
	 * member like this.
	 */
	private FormationNode joining(EngineReach reach) {
		member();
		FormationNode b = this.world.node("10.0.0.2", TestSettings.requiring(2), SERVICE)
			.talking()
			.reaching(TestNodes.address("10.0.0.1"), reach)
			.start();
		this.world.runSeconds(25);
		return b;
	}

	/**
	 * Return a node whose join does not complete, and whose engine the member reaches
	 * like this.
	 */
	private FormationNode joiningUnreached(EngineReach reach) {
		member().reaching(TestNodes.address("10.0.0.2"), reach);
		FormationNode b = this.world.node("10.0.0.2", TestSettings.requiring(2), SERVICE).talking().start();
		this.world.runSeconds(25);
		return b;
	}

	private FormationNode member() {
		this.world.source(SERVICE).lists("10.0.0.1", "10.0.0.2");
		return this.world.node("10.0.0.1", TestSettings.requiring(2), SERVICE)
			.talking()
			.start()
			.memberOf(member("10.0.0.1", true));
	}

	private static Member member(String host, boolean reachable) {
		return new Member(TestNodes.node(host), MemberStatus.UP, Set.of(), "default", reachable, TestMembers.SINCE);
	}

	private static String text(FormationNode node) {
		return BootstrapText.of(node.report());
	}

}

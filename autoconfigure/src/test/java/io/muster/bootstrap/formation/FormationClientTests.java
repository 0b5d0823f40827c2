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

import io.muster.bootstrap.decision.ClientJoinDecider;
import io.muster.bootstrap.decision.JoinDecision;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Formation} with clients, and with servers in several data centers.
 */
class FormationClientTests {

	private static final NodeProfile CLIENT = new NodeProfile(true, "default");

	private final FormationWorld world = new FormationWorld();

	FormationClientTests() {
		this.world.source().lists("10.0.0.1", "10.0.0.2", "10.0.0.3");
	}

	@Test
	void aClientThatFindsNoNodeSaysSo() {
		FormationNode client = client();
		this.world.runSeconds(60);
		assertThat(client.waitingFor()).isEqualTo("no known servers: no server among http://10.0.0.1:8080, "
				+ "http://10.0.0.2:8080, http://10.0.0.3:8080");
		assertThat(client.foundings()).isZero();
		assertThat(client.warnings()).isEmpty();
	}

	@Test
	void aClientThatDiscoveryKnowsNothingForSaysSo() {
		this.world.source().lists();
		FormationNode client = client();
		this.world.runSeconds(1);
		assertThat(client.waitingFor()).isEqualTo("no known servers: discovery knows no contact points");
	}

	@Test
	void aClientDoesNotFoundWithAnotherClient() {
		this.world.at("10.0.0.2").answers(withProfile(CLIENT, "10.0.0.2"));
		FormationNode client = client();
		this.world.runSeconds(60);
		assertThat(client.waitingFor()).startsWith("no known servers");
		assertThat(client.foundings()).isZero();
	}

	@Test
	void aClientWaitsForServersToFound() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2"));
		FormationNode client = client();
		this.world.runSeconds(60);
		assertThat(client.waitingFor()).isEqualTo("the 1 server that answered to found a cluster");
	}

	@Test
	@Tag("C20")
	void aClientJoinsThroughWhomeverNamesAMember() {
		SeedNodes member = TestNodes.answer("10.0.0.3", "10.0.0.2", "10.0.0.3");
		this.world.at("10.0.0.3").answers(TestNodes.withProfile(CLIENT, member));
		FormationNode client = client();
		this.world.runSeconds(3);
		assertThat(client.joins()).containsExactly(List.of(TestNodes.address("10.0.0.3")),
				List.of(TestNodes.address("10.0.0.3"), TestNodes.address("10.0.0.2")));
	}

	@Test
	void aDeciderOfTheApplicationCanNotMakeAClientFound() {
		FormationNode client = this.world.node("10.0.0.1", TestSettings.requiring(1).client(),
				(information) -> new JoinDecision.FoundCluster("it wants to"),
				SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")));
		client.start();
		this.world.runSeconds(60);
		assertThat(client.foundings()).isZero();
		assertThat(client.waitingFor()).isEqualTo("a cluster to join: clients never found one (muster.cluster.client)");
	}

	@Test
	@Tag("N12")
	void aClientWhoseLastServerIsGoneLooksForServersAgain() {
		this.world.at("10.0.0.2").answers(TestNodes.answer("10.0.0.2", "10.0.0.2"));
		FormationNode client = client();
		this.world.runSeconds(1);
		client.memberOf(TestNodes.node("10.0.0.1"), TestNodes.node("10.0.0.2"));
		assertThat(client.rejoins()).isEmpty();
		client.memberOfClients(TestNodes.node("10.0.0.1"), TestNodes.node("10.0.0.3"));
		client.memberOfClients(TestNodes.node("10.0.0.1"));
		assertThat(client.rejoins()).containsExactly(List.of());
		assertThat(client.warnings())
			.containsExactly("No server is left in the cluster: this client looks for servers again");
	}

	@Test
	void aServerStaysWithClientsAlone() {
		FormationNode server = server(2);
		server.memberOfClients(TestNodes.node("10.0.0.1"));
		assertThat(server.rejoins()).isEmpty();
	}

	@Test
	@Tag("C3")
	void serversDoNotCountClients() {
		this.world.at("10.0.0.2").answers(withProfile(CLIENT, "10.0.0.2"));
		this.world.at("10.0.0.3").answers(withProfile(CLIENT, "10.0.0.3"));
		FormationNode server = server(2);
		this.world.runSeconds(60);
		assertThat(server.foundings()).isZero();
		assertThat(server.waitingFor()).isEqualTo("expecting 2 nodes, found 1: waiting for 1 more");
	}

	@Test
	void serversNeedNoVoteOfAClient() {
		this.world.at("10.0.0.2").answers(withProfile(CLIENT, "10.0.0.2"));
		Vote vote = new Vote(TestNodes.node("10.0.0.1"), 1);
		this.world.at("10.0.0.3").answers(TestNodes.answer("10.0.0.3", vote));
		FormationNode server = server(2);
		this.world.runSeconds(2);
		assertThat(server.foundings()).isOne();
	}

	@Test
	void whatAClientRequiresDoesNotMatter() {
		this.world.at("10.0.0.2").answers(TestNodes.requiring(7, withProfile(CLIENT, "10.0.0.2")));
		FormationNode server = server(1);
		this.world.runSeconds(1);
		assertThat(server.foundings()).isPositive();
	}

	@Test
	void serversOfOtherDataCentersDoNotCount() {
		NodeProfile east = new NodeProfile(false, "east");
		this.world.at("10.0.0.2").answers(TestNodes.requiring(5, withProfile(east, "10.0.0.2")));
		this.world.at("10.0.0.3").answers(TestNodes.requiring(5, withProfile(east, "10.0.0.3")));
		FormationNode server = server(3);
		this.world.runSeconds(60);
		assertThat(server.foundings()).isZero();
		assertThat(server.waitingFor()).startsWith("expecting 3 nodes, found 1: waiting for 2 more");
	}

	@Test
	void aClusterOfAnotherDataCenterIsJoined() {
		NodeProfile east = new NodeProfile(false, "east");
		this.world.at("10.0.0.2").answers(TestNodes.withProfile(east, TestNodes.answer("10.0.0.2", "10.0.0.2")));
		FormationNode server = server(3);
		this.world.runSeconds(1);
		assertThat(server.joins()).hasSize(1);
	}

	@Test
	void dataCentersFoundOneClusterNotTwo() {
		NodeProfile east = new NodeProfile(false, "east");
		this.world.source().lists("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4");
		this.world.at("10.0.0.2").answers(TestNodes.withProfile(east, TestNodes.answer("10.0.0.2", (Vote) null)));
		this.world.at("10.0.0.3").answers(TestNodes.withProfile(east, TestNodes.answer("10.0.0.3", (Vote) null)));
		Vote vote = new Vote(TestNodes.node("10.0.0.1"), 1);
		this.world.at("10.0.0.4").answers(TestNodes.answer("10.0.0.4", vote));
		FormationNode server = server(2);
		this.world.run(Duration.ofMinutes(1));
		assertThat(server.foundings()).as("two of four are no majority, though enough for its data center").isZero();
		assertThat(server.waitingFor()).isEqualTo("3 votes to found, it has 2");
	}

	private static SeedNodes withProfile(NodeProfile profile, String host) {
		return TestNodes.withProfile(profile, TestNodes.answer(host, (Vote) null));
	}

	private FormationNode client() {
		return this.world
			.node("10.0.0.1", TestSettings.defaults().client(), new ClientJoinDecider(),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")))
			.start();
	}

	private FormationNode server(int required) {
		TestSettings settings = TestSettings.requiring(required);
		return this.world
			.node("10.0.0.1", settings, new VotingJoinDecider(settings.build()),
					SelfContactPoint.of(TestNodes.contactPoint("10.0.0.1")))
			.start();
	}

}

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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import io.muster.actuate.LeadershipDescriptor.LockDescriptor;
import io.muster.actuate.LeadershipDescriptor.RaftDescriptor;
import io.muster.cluster.ClusterLeader;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.TestClusterEngine;
import io.muster.cluster.TestMembers;
import io.muster.leader.FencingToken;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link LeadershipEndpoint} and {@link LeadershipEndpointWebExtension}.
 */
final class LeadershipEndpointTests {

	private static final Member SELF = TestMembers.member("h1", MemberStatus.UP);

	private static final Instant SINCE = Instant.parse("2026-05-04T10:15:30Z");

	private static final Member OTHER = TestMembers.member("h2", MemberStatus.UP);

	private final TestClusterEngine engine = new TestClusterEngine();

	private final List<Leaderships.Holder> holders = new ArrayList<>();

	private boolean successor = true;

	private final List<String> handedOver = new ArrayList<>();

	private final LeadershipEndpoint endpoint = new LeadershipEndpoint(this.engine, new FixedLeaderships());

	private final LeadershipEndpointWebExtension web = new LeadershipEndpointWebExtension(this.endpoint,
			this.handedOver::add, Access.UNRESTRICTED);

	@BeforeEach
	void elect() {
		this.engine.become(new ClusterState(EngineStatus.MEMBER, SELF.node(), List.of(SELF, OTHER),
				new ClusterLeader(LeaderChange.CONSENSUS, SELF.node(), true, null, true), List.of(), null));
		this.holders.add(new Leaderships.Holder("", SELF, new FencingToken(42), SINCE));
		lead("billing", OTHER, new FencingToken(43));
	}

	@Test
	void showsWhoLeadsWhat() {
		assertThat(this.endpoint.leadership().roles()).extracting("role", "leader", "self", "token", "since")
			.containsExactly(tuple("", "pekko://orders@h1:25520", true, "42", SINCE),
					tuple("billing", "pekko://orders@h2:25520", false, "43", null));
	}

	@Test
	void namesTheOperationOnlyWhereItIsOpen() {
		assertThat(this.endpoint.leadership().operations()).isNull();
		assertThat(this.web.leadership().getBody().operations()).containsExactly("yield");
		assertThat(
				new LeadershipEndpointWebExtension(this.endpoint, this.handedOver::add, Access.READ_ONLY).leadership()
					.getBody()
					.operations())
			.isNull();
	}

	@Test
	void showsATableToPeople() {
		assertThat(this.web.text().getBody()).isEqualTo("""
				Role           Leader                   Self  Token  Standing
				(application)  pekko://orders@h1:25520  *     42     0
				billing        pekko://orders@h2:25520  -     43     0

				Change  consensus
				""");
	}

	@Test
	void showsTheLocks() {
		LeadershipDescriptor leadership = new LeadershipDescriptor(LeaderChange.CONSENSUS, null, List.of(),
				List.of(new LockDescriptor("report", "pekko://orders@h1:25520", true, "44", 1),
						new LockDescriptor("remind", null, false, null, 0)),
				null, null);
		assertThat(LeadershipText.of(leadership)).contains("""
				Lock    Holder                   Self  Token  Waiting
				report  pekko://orders@h1:25520  *     44     1
				remind  (nobody yet)             -     -      0
				""");
	}

	@Test
	void showsWhatAnOperatorHasToDo() {
		RaftDescriptor raft = new RaftDescriptor("Standby", 7, 0, null, List.of(), 0, 9, 9, null, true,
				"this server takes no part");
		LeadershipDescriptor leadership = new LeadershipDescriptor(LeaderChange.CONSENSUS, null, List.of(), List.of(),
				raft, null);
		assertThat(LeadershipText.of(leadership)).contains("Warning         this server takes no part");
	}

	@Test
	void refusesToHandOverWhatNobodyElseCanLead() {
		this.successor = false;
		WebEndpointResponse<String> answer = this.web.yield(null);
		assertThat(answer.getStatus()).isEqualTo(409);
		assertThat(answer.getBody()).contains("There is no other server that could lead the cluster");
		assertThat(this.handedOver).isEmpty();
	}

	@Test
	void handsOverWhatThisServerLeads() {
		WebEndpointResponse<String> answer = this.web.yield(null);
		assertThat(answer.getStatus()).isEqualTo(200);
		assertThat(answer.getBody()).contains("This node hands over the cluster");
		assertThat(this.handedOver).containsExactly("");
	}

	@Test
	void refusesToHandOverWhatAnotherServerLeads() {
		assertRefused("billing", 409, "This node does not lead 'billing'", "pekko://orders@h2:25520");
	}

	@Test
	void refusesToHandOverWhatNobodyLeads() {
		assertRefused("shipping", 404, "Nobody leads 'shipping'");
	}

	@Test
	void refusesToHandOverWhatFollowsTheMembership() {
		this.holders.clear();
		lead("", SELF, null);
		assertRefused(null, 409, "changes only when it leaves", "muster.cluster.leader-change=consensus");
	}

	private void assertRefused(@Nullable String role, int status, String... detail) {
		WebEndpointResponse<String> answer = this.web.yield(role);
		assertThat(answer.getStatus()).isEqualTo(status);
		assertThat(answer.getBody()).contains(detail);
		assertThat(this.handedOver).isEmpty();
	}

	private void lead(String role, Member member, @Nullable FencingToken token) {
		this.holders.add(new Leaderships.Holder(role, member, token));
	}

	/**
	 * Leaderships whose holders the test sets.
	 */
	private final class FixedLeaderships implements Leaderships {

		@Override
		public boolean canStandDown() {
			return LeadershipEndpointTests.this.successor;
		}

		@Override
		public Leadership of(String role) {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<Holder> holders() {
			return LeadershipEndpointTests.this.holders;
		}

		@Override
		public void addListener(Listener listener) {
			throw new UnsupportedOperationException();
		}

	}

}

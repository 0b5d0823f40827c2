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

package io.muster.test.fake;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.muster.cluster.ClusterEvent;
import io.muster.cluster.ClusterEvent.LeaderChanged;
import io.muster.cluster.ClusterEvent.SplitDetected;
import io.muster.cluster.Member;
import io.muster.cluster.NodeAddress;
import io.muster.leader.FencingToken;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;
import io.muster.leader.Leaderships.Holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FakeCluster} without Spring.
 */
class FakeClusterTests {

	private final List<ClusterEvent> events = new ArrayList<>();

	private final FakeCluster cluster = new FakeCluster(this.events::add);

	private final Leaderships leaderships = this.cluster.leaderships();

	@Test
	void isAMemberThatLeadsNothing() {
		assertThat(this.cluster.self()).isNotNull();
		assertThat(this.cluster.members()).containsExactly(this.cluster.self());
		assertThat(this.cluster.oldest(null)).isEqualTo(this.cluster.self());
		assertThat(this.cluster.leader()).isNull();
		assertThat(this.cluster.isLeader()).isFalse();
		assertThat(this.leaderships.holders()).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void leadsWhenTold() {
		this.cluster.lead();
		assertThat(this.cluster.isLeader()).isTrue();
		assertThat(this.cluster.isLeader("default")).isTrue();
		assertThat(this.cluster.isLeader("other")).isFalse();
		assertThat(this.cluster.leader()).isEqualTo(this.cluster.self());
		assertThat(this.leaderships.of("").token()).isEqualTo(new FencingToken(1));
		assertThat(this.events).containsExactly(new LeaderChanged(this.cluster.self(), true));
		this.cluster.loseLeadership();
		assertThat(this.cluster.isLeader()).isFalse();
		assertThat(this.leaderships.of("").token()).isNull();
		assertThat(this.events).endsWith(new LeaderChanged(null, false));
	}

	@Test
	void eachTermHasALargerToken() {
		this.cluster.lead();
		this.cluster.lead("billing");
		this.cluster.loseLeadership();
		this.cluster.lead();
		assertThat(this.leaderships.of("billing").token()).isEqualTo(new FencingToken(2));
		assertThat(this.leaderships.of("").token()).isEqualTo(new FencingToken(3));
		this.cluster.reset();
		this.cluster.lead();
		assertThat(this.leaderships.of("").token()).isEqualTo(new FencingToken(4));
	}

	@Test
	void rolesAreLedOneByOne() {
		this.cluster.lead("billing");
		assertThat(this.cluster.isLeader()).isFalse();
		assertThat(this.leaderships.of("billing").isLeader()).isTrue();
		assertThat(this.leaderships.holders()).extracting(Holder::role).containsExactly("billing");
		assertThat(this.events).isEmpty();
		this.leaderships.of("billing").yield();
		assertThat(this.leaderships.of("billing").isLeader()).isFalse();
	}

	@Test
	void oldestOtherMemberTakesOver() {
		Member other = this.cluster.memberUp("other");
		this.cluster.memberUp("third");
		this.cluster.lead();
		this.cluster.loseLeadership();
		assertThat(this.cluster.leader()).isEqualTo(other);
		assertThat(this.leaderships.holders()).containsExactly(new Holder("", other, null));
		assertThat(this.events).endsWith(new LeaderChanged(other, false));
		this.cluster.memberLeads("third");
		assertThat(this.cluster.leader()).isNotNull().extracting(Member::name).isEqualTo("third");
		this.cluster.memberFailed("third");
		assertThat(this.cluster.leader()).isNull();
	}

	@Test
	void membersComeAndGo() {
		Member other = this.cluster.memberUp("other", "billing");
		assertThat(this.cluster.oldest("billing")).isEqualTo(other);
		this.cluster.memberUnreachable("other");
		assertThat(this.cluster.unreachable()).extracting(Member::name).containsExactly("other");
		this.cluster.memberReachable("other");
		assertThat(this.cluster.unreachable()).isEmpty();
		this.cluster.memberLeft("other");
		this.cluster.memberUp("another");
		this.cluster.memberFailed("another");
		assertThat(this.cluster.members()).hasSize(1);
		assertThat(this.events).extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("MemberJoined", "MemberUp", "MemberUnreachable", "MemberReachable", "MemberLeft",
					"MemberRemoved", "MemberJoined", "MemberUp", "MemberFailed", "MemberRemoved");
	}

	@Test
	void membersHaveTheWebAddressThatTheyJoinWith() {
		URI address = URI.create("http://10.0.0.8:8080");
		assertThat(this.cluster.memberUp("one").webAddress()).isNull();
		assertThat(this.cluster.memberUp("two", address, "web").roles()).containsExactly("web");
		this.cluster.memberUnreachable("two");
		this.cluster.memberLeads("two");
		assertThat(this.cluster.leader()).extracting(Member::webAddress).isEqualTo(address);
	}

	@Test
	void anyEventCanBePublished() {
		ClusterEvent event = new SplitDetected(this.cluster.members(), NodeAddress.parse("pekko://test@10.0.0.7:25520"),
				2);
		this.cluster.publish(event);
		assertThat(this.events).containsExactly(event);
	}

	@Test
	void listenersHearOfTerms() {
		List<String> heard = new ArrayList<>();
		this.cluster.lead();
		this.leaderships.addListener(new Leaderships.Listener() {

			@Override
			public void granted(Leadership leadership) {
				heard.add("granted " + leadership.token());
			}

			@Override
			public void revoked(Leadership leadership) {
				heard.add("revoked " + leadership.isLeader());
			}

		});
		this.cluster.loseLeadership();
		this.cluster.lead();
		assertThat(heard).containsExactly("granted 1", "revoked false", "granted 2");
	}

	@Test
	void nodeThatHasLeftLeadsNoMore() {
		this.cluster.lead();
		this.cluster.leave();
		assertThat(this.cluster.self()).isNull();
		assertThat(this.cluster.isLeader()).isFalse();
		assertThatIllegalStateException().isThrownBy(this.cluster::lead).withMessageContaining("has left");
	}

	@Test
	void unknownMembersAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.memberLeft("other"))
			.withMessage("There is no other member 'other': the members are [self]");
		this.cluster.memberUp("other");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cluster.memberUp("other"));
	}

}

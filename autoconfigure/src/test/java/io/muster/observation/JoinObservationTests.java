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

package io.muster.observation;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.TestClusterEngine;
import io.muster.cluster.TestMembers;

/**
 * Tests for the observation of a node that becomes a member.
 */
final class JoinObservationTests {

	private static final Member SELF = TestMembers.member("h1", MemberStatus.UP);

	private static final Member OTHER = TestMembers.member("h2", MemberStatus.UP);

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final TestClusterEngine engine = new TestClusterEngine();

	@BeforeEach
	void observe() {
		new ObservedJoin(this.registry, this.engine, null);
	}

	@Test
	void beginsWhenTheEngineHasStarted() {
		assertThatJoins().doesNotHaveAnyObservation();
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		assertThatJoins().hasObservationWithNameEqualTo("muster.bootstrap.join").that().hasBeenStarted().isNotStopped();
	}

	@Test
	void endsOnceThisNodeIsAMember() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		this.engine.become(TestMembers.state(EngineStatus.JOINING));
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, OTHER, SELF));
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, SELF));
		assertThatJoins().hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo("muster.bootstrap.join")
			.that()
			.hasBeenStopped()
			.hasContextualNameEqualTo("join orders")
			.hasLowCardinalityKeyValue("cluster", "orders")
			.hasLowCardinalityKeyValue("entry", "joined")
			.hasLowCardinalityKeyValue("outcome", "SUCCESS");
	}

	@Test
	void theOldestMemberHasFounded() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, SELF, OTHER));
		assertThatJoins().hasObservationWithNameEqualTo("muster.bootstrap.join")
			.that()
			.hasLowCardinalityKeyValue("entry", "founded");
	}

	@Test
	void aNodeThatStopsBeforeHasAnUnknownOutcome() {
		this.engine.become(TestMembers.state(EngineStatus.JOINING));
		this.engine.become(TestMembers.state(EngineStatus.STOPPED));
		assertThatJoins().hasObservationWithNameEqualTo("muster.bootstrap.join")
			.that()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("entry", "none")
			.hasLowCardinalityKeyValue("outcome", "UNKNOWN");
	}

	@Test
	void aNodeThatJoinsAgainIsObservedAgain() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, SELF));
		this.engine.become(TestMembers.state(EngineStatus.REMOVED));
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, OTHER, SELF));
		assertThatJoins().hasNumberOfObservationsWithNameEqualTo("muster.bootstrap.join", 2);
	}

	private TestObservationRegistryAssert assertThatJoins() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

}

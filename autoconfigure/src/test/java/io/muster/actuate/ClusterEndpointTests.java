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
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Access;

import io.muster.actuate.ClusterDescriptor.MemberDescriptor;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.TestClusterEngine;
import io.muster.cluster.TestMembers;
import io.muster.operations.ClusterOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterEndpoint} and what {@link ClusterEndpointWebExtension} adds.
 */
final class ClusterEndpointTests {

	private static final Member SELF = TestMembers.member("h1", MemberStatus.UP);

	private static final Member OTHER = TestMembers.member("h2", MemberStatus.UP);

	private static final Member CUT_OFF = TestMembers.unreachable("h3", MemberStatus.UP);

	private final TestClusterEngine engine = new TestClusterEngine();

	private final ClusterEndpoint endpoint = new ClusterEndpoint(this.engine);

	@BeforeEach
	void form() {
		this.engine.become(new ClusterState(EngineStatus.MEMBER, SELF.node(), List.of(SELF, OTHER, CUT_OFF),
				SELF.node(), List.of()));
	}

	@Test
	void saysWhichMembersDoNotReachAMember() {
		this.engine.report(Map.of(CUT_OFF.node(), Set.of(OTHER.node())));
		assertThat(this.endpoint.cluster(null, null, null).members())
			.extracting(MemberDescriptor::name, MemberDescriptor::reachable, MemberDescriptor::unreachableBy)
			.containsExactly(tuple("orders:h1:25520", true, null), tuple("orders:h2:25520", true, null),
					tuple("orders:h3:25520", false, List.of("pekko://orders@h2:25520")));
	}

	@Test
	void namesTheOperationsThatAreOpen() {
		assertThat(operations(Access.UNRESTRICTED)).containsExactly("join", "leave", "remove");
	}

	@Test
	void namesNoOperationWhereNoneIsOpen() {
		assertThat(operations(Access.READ_ONLY)).isNull();
		assertThat(this.endpoint.cluster(null, null, null).operations()).isNull();
	}

	private List<String> operations(Access access) {
		ClusterEndpointWebExtension extension = new ClusterEndpointWebExtension(this.endpoint,
				mock(ClusterOperations.class), access, List.of());
		return ((ClusterDescriptor) extension.cluster(null, null, null).getBody()).operations();
	}

}

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

package io.muster.sample.demo;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.muster.sample.demo.ClusterView.Member;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Agreement}.
 */
class AgreementTests {

	private static final Member ONE = member("pekko://sample@127.0.0.1:1", "Up");

	private static final Member TWO = member("pekko://sample@127.0.0.1:2", "Up");

	@Test
	void isThereWhenAllShowTheSameMembersInWhateverOrder() {
		assertThat(Agreement.leader(List.of(view(ONE.address(), ONE, TWO), view(ONE.address(), TWO, ONE)), 2))
			.isEqualTo(ONE.address());
	}

	@Test
	void isMissingWithoutAnyNode() {
		assertThat(Agreement.leader(List.of(), 0)).isNull();
	}

	@Test
	void isMissingWhileANodeDoesNotAnswer() {
		assertThat(Agreement.leader(List.of(view(ONE.address(), ONE, TWO)), 2)).isNull();
	}

	@Test
	void isMissingWhileANodeIsNoMember() {
		assertThat(Agreement.leader(List.of(view(ONE.address(), ONE), view(null)), 2)).isNull();
	}

	@Test
	void isMissingWhenThereAreTwoClusters() {
		assertThat(Agreement.leader(List.of(view(ONE.address(), ONE), view(TWO.address(), TWO)), 2)).isNull();
	}

	@Test
	void isMissingWhenNodesFollowDifferentLeaders() {
		assertThat(Agreement.leader(List.of(view(ONE.address(), ONE, TWO), view(TWO.address(), ONE, TWO)), 2)).isNull();
	}

	@Test
	void isMissingWhileAMemberJoins() {
		ClusterView view = view(ONE.address(), ONE, member("pekko://sample@127.0.0.1:2", "Joining"));
		assertThat(Agreement.leader(List.of(view, view), 2)).isNull();
	}

	@Test
	void isMissingWhileAMemberIsUnreachable() {
		ClusterView view = view(ONE.address(), ONE, new Member("pekko://sample@127.0.0.1:2", "2", "Up", false));
		assertThat(Agreement.leader(List.of(view, view), 2)).isNull();
	}

	private static ClusterView view(String leader, Member... members) {
		return new ClusterView("MEMBER", null, leader, List.of(members), List.of());
	}

	private static Member member(String address, String status) {
		return new Member(address, "1", status, true);
	}

}

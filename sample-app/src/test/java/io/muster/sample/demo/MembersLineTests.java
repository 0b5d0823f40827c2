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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.muster.sample.demo.ClusterView.Departed;
import io.muster.sample.demo.ClusterView.Member;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MembersLine}.
 */
class MembersLineTests {

	private static final String ONE = "pekko://sample@127.0.0.1:1";

	private static final String TWO = "pekko://sample@127.0.0.1:22222";

	private final MembersLine line = new MembersLine(Map.of(ONE, "node 1", TWO, "node 2"));

	@Test
	void isEmptyIfNoNodeAnswers() {
		assertThat(this.line.of(List.of())).isEmpty();
	}

	@Test
	void isEmptyWhileThereIsNoMember() {
		assertThat(this.line.of(List.of(view()))).isEmpty();
	}

	@Test
	void isOneLineWhileAllNodesShowTheSame() {
		ClusterView view = view(member(TWO, "Up"), member(ONE, "Up"));
		assertThat(this.line.of(List.of(view, view))).containsExactly("node 1 Up, node 2 Up");
	}

	@Test
	void isALineForEachDifferentView() {
		ClusterView founder = view(member(ONE, "Up"), member(TWO, "Joining"));
		ClusterView other = view(member(TWO, "Up"));
		assertThat(this.line.of(List.of(founder, other, founder)))
			.containsExactly("node 1 Up, node 2 Joining (as 2 of 3 nodes show)", "node 2 Up (as 1 of 3 nodes show)");
	}

	@Test
	void showsUnreachableMembers() {
		ClusterView view = view(new Member(TWO, "2", "Up", false));
		assertThat(this.line.of(List.of(view))).containsExactly("node 2 unreachable");
	}

	@Test
	void showsWhoLeftAndWhoFailed() {
		ClusterView view = new ClusterView("MEMBER", ONE, null, List.of(), List
			.of(new Departed(ONE, "1", "LEFT", Instant.EPOCH), new Departed(TWO, "2", "FAILED", Instant.EPOCH)));
		assertThat(this.line.of(List.of(view))).containsExactly("node 1 left, node 2 failed");
	}

	@Test
	void showsAMemberThatCameBackOnce() {
		ClusterView view = new ClusterView("MEMBER", ONE, null, List.of(member(ONE, "Up")),
				List.of(new Departed(ONE, "1", "FAILED", Instant.EPOCH)));
		assertThat(this.line.of(List.of(view))).containsExactly("node 1 Up");
	}

	@Test
	void showsMembersThatAreNoneOfTheDemoByTheirAddresses() {
		assertThat(this.line.of(List.of(view(member("pekko://sample@10.0.0.1:1", "Up")))))
			.containsExactly("pekko://sample@10.0.0.1:1 Up");
	}

	private static ClusterView view(Member... members) {
		return new ClusterView("MEMBER", ONE, null, List.of(members), List.of());
	}

	private static Member member(String address, String status) {
		return new Member(address, "1", status, true);
	}

}

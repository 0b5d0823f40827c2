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
 * Tests for {@link MembersTable}.
 */
class MembersTableTests {

	private static final String ONE = "pekko://sample@127.0.0.1:1";

	private static final String TWO = "pekko://sample@127.0.0.1:22222";

	private final MembersTable table = new MembersTable(Map.of(ONE, "node 1", TWO, "node 2"));

	@Test
	void isEmptyIfNoNodeAnswers() {
		assertThat(this.table.lines(List.of())).isEmpty();
	}

	@Test
	void isEmptyWhileThereIsNoMember() {
		assertThat(this.table.lines(List.of(view(null)))).isEmpty();
	}

	@Test
	void alignsItsColumnsAndMarksTheLeader() {
		ClusterView view = view(ONE, member(TWO, "Up"), member(ONE, "Up"));
		assertThat(this.table.lines(List.of(view, view))).containsExactly(
				"NODE    ADDRESS                         STATUS  LEADER  REACHABLE  SHOWN BY",
				"node 1  pekko://sample@127.0.0.1:1      Up      *       yes        2 of 2",
				"node 2  pekko://sample@127.0.0.1:22222  Up              yes        2 of 2");
	}

	@Test
	void saysHowManyNodesShowAMember() {
		ClusterView founder = view(ONE, member(ONE, "Up"), member(TWO, "Joining"));
		assertThat(this.table.lines(List.of(founder, view(null)))).element(2)
			.asString()
			.isEqualTo("node 2  pekko://sample@127.0.0.1:22222  Joining          yes        1 of 2");
	}

	@Test
	void showsEachThatNodesDifferIn() {
		ClusterView one = view(ONE, member(ONE, "Up"));
		ClusterView two = view(TWO, member(TWO, "Up"));
		assertThat(this.table.lines(List.of(one, two))).hasSize(3)
			.filteredOn((line) -> line.contains("*") && line.endsWith("1 of 2"))
			.hasSize(2);
	}

	@Test
	void showsUnreachableMembers() {
		ClusterView view = view(ONE, new Member(TWO, "2", "Up", false));
		assertThat(this.table.lines(List.of(view))).element(1).asString().contains("NO ");
	}

	@Test
	void showsWhoLeftAndWhoFailed() {
		ClusterView view = new ClusterView("MEMBER", ONE, null, List.of(), List
			.of(new Departed(ONE, "1", "LEFT", Instant.EPOCH), new Departed(TWO, "2", "FAILED", Instant.EPOCH)));
		assertThat(this.table.lines(List.of(view))).satisfiesExactly((head) -> assertThat(head).startsWith("NODE"),
				(one) -> assertThat(one).startsWith("node 1").contains("Left"),
				(two) -> assertThat(two).startsWith("node 2").contains("Failed"));
	}

	@Test
	void showsAMemberThatCameBackOnce() {
		ClusterView view = new ClusterView("MEMBER", ONE, null, List.of(member(ONE, "Up")),
				List.of(new Departed(ONE, "1", "FAILED", Instant.EPOCH)));
		assertThat(this.table.lines(List.of(view))).hasSize(2).element(1).asString().contains("Up");
	}

	@Test
	void showsMembersThatAreNoneOfTheDemo() {
		assertThat(this.table.lines(List.of(view(null, member("pekko://sample@10.0.0.1:1", "Up"))))).element(1)
			.asString()
			.startsWith("?");
	}

	private static ClusterView view(String leader, Member... members) {
		return new ClusterView("MEMBER", ONE, leader, List.of(members), List.of());
	}

	private static Member member(String address, String status) {
		return new Member(address, "1", status, true);
	}

}

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.DepartedMember.Kind;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterText}.
 */
class ClusterTextTests {

	private static final Instant SINCE = Instant.parse("2026-11-21T07:31:45.301Z");

	private static final MemberFilter ALL = MemberFilter.of(null, null, null);

	@Test
	void hasALineForEachMemberAndForEachThatWent() {
		Member oldest = member("10.0.0.7", MemberStatus.UP, true, "backend", "web");
		Member self = member("10.0.0.8", MemberStatus.WEAKLY_UP, true);
		Member unreachable = member("10.0.0.10", MemberStatus.UP, false, "web");
		ClusterState state = new ClusterState(EngineStatus.MEMBER, self.node(), List.of(oldest, self, unreachable),
				oldest.node(),
				List.of(new DepartedMember(member("10.0.0.9", MemberStatus.EXITING, true, "web"), Kind.LEFT,
						SINCE.plusSeconds(100)),
						new DepartedMember(member("10.0.0.11", MemberStatus.DOWN, false), Kind.FAILED,
								SINCE.plusSeconds(200))));
		assertThat(text(state)).isEqualTo(
				"""
						Node                    Address          Status    Reachable  Self  Leader  DC       Since                 Roles
						orders:10.0.0.7:25520   10.0.0.7:25520   Up        yes        -     *       default  2026-11-21T07:31:45Z  backend,web
						orders:10.0.0.8:25520   10.0.0.8:25520   WeaklyUp  yes        *     -       default  2026-11-21T07:31:45Z  -
						orders:10.0.0.10:25520  10.0.0.10:25520  Up        no         -     -       default  2026-11-21T07:31:45Z  web
						orders:10.0.0.9:25520   10.0.0.9:25520   left      -          -     -       default  2026-11-21T07:33:25Z  web
						orders:10.0.0.11:25520  10.0.0.11:25520  failed    -          -     -       default  2026-11-21T07:35:05Z  -

						Cluster  orders
						Status   MEMBER
						Self     pekko://orders@10.0.0.8:25520
						Leader   10.0.0.7:25520
						Oldest   10.0.0.7:25520
						Shown    members 3, unreachable 1, departed 2
						""");
	}

	@Test
	void saysWhereTheNodeStandsWhileThereAreNoMembers() {
		assertThat(text(ClusterState.NEW)).isEqualTo("""
				Node  Address  Status  Reachable  Self  Leader  DC  Since  Roles

				Cluster  orders
				Status   NEW
				Self     -
				Leader   -
				Oldest   -
				Shown    members 0, unreachable 0, departed 0
				""");
	}

	@Test
	void aLongNameWidensItsColumnOnly() {
		String host = "orders-5d8f7c9b6d-x2x7k.orders.default.svc.cluster.local";
		Member leader = member("10.0.0.7", MemberStatus.UP, true);
		ClusterState state = new ClusterState(EngineStatus.MEMBER, null,
				List.of(member(host, MemberStatus.UP, true), leader), leader.node(), List.of());
		assertThat(text(state).lines().limit(3)).containsExactly(
				"Node" + " ".repeat(host.length() + 11) + "Address" + " ".repeat(host.length() + 1)
						+ "Status  Reachable  Self  Leader  DC       Since                 Roles",
				"orders:" + host + ":25520  " + host
						+ ":25520  Up      yes        -     -       default  2026-11-21T07:31:45Z  -",
				"orders:10.0.0.7:25520" + " ".repeat(host.length() - 6) + "10.0.0.7:25520"
						+ " ".repeat(host.length() - 6)
						+ "Up      yes        -     *       default  2026-11-21T07:31:45Z  -");
	}

	@Test
	void hundredsOfMembersAreHundredsOfLines() {
		Member[] members = new Member[600];
		for (int i = 0; i < members.length; i++) {
			members[i] = member("10.0.%d.%d".formatted(i / 250, i % 250), MemberStatus.UP, i % 100 != 0, "web");
		}
		List<String> lines = text(state(members)).lines().toList();
		assertThat(lines).contains("Shown    members 600, unreachable 6, departed 0");
		assertThat(lines.subList(1, 601)).allSatisfy((line) -> assertThat(line).hasSizeLessThan(120).endsWith("  web"))
			.extracting((line) -> line.indexOf("Up "))
			.containsOnly(lines.get(0).indexOf("Status"));
	}

	@Test
	void columnsCanBeCounted() {
		ClusterState state = new ClusterState(EngineStatus.MEMBER, null,
				List.of(member("10.0.0.7", MemberStatus.UP, true)), null,
				List.of(new DepartedMember(member("10.0.0.8", MemberStatus.DOWN, false), Kind.FAILED, SINCE)));
		List<String[]> rows = new ArrayList<>();
		text(state).lines().takeWhile((line) -> !line.isEmpty()).map((line) -> line.split(" +")).forEach(rows::add);
		assertThat(rows).hasSize(3).allSatisfy((row) -> assertThat(row).hasSize(9));
	}

	@Test
	void aNodeThatCameBackIsNoFormerMemberAndOneThatWentTwiceIsOne() {
		Member back = member("10.0.0.7", MemberStatus.UP, true);
		Member gone = member("10.0.0.8", MemberStatus.UP, true);
		ClusterState state = new ClusterState(EngineStatus.MEMBER, null, List.of(back), null,
				List.of(new DepartedMember(gone, Kind.LEFT, SINCE), new DepartedMember(back, Kind.FAILED, SINCE),
						new DepartedMember(gone, Kind.FAILED, SINCE.plusSeconds(100))));
		assertThat(text(state).lines().skip(1).takeWhile((line) -> !line.isEmpty())).hasSize(2)
			.satisfiesExactly((line) -> assertThat(line).contains("10.0.0.7:25520  Up"),
					(line) -> assertThat(line).contains("10.0.0.8:25520  failed", "07:33:25Z"));
	}

	@Test
	void namesThoseThatDoNotReachAMember() {
		Member one = member("10.0.0.7", MemberStatus.UP, true);
		Member two = member("10.0.0.8", MemberStatus.UP, true);
		Member lost = member("10.0.0.9", MemberStatus.UP, false);
		Set<Node> observers = new LinkedHashSet<>(List.of(one.node(), two.node()));
		ClusterDescriptor cluster = ClusterDescriptor.of("orders", state(one, two, lost),
				Map.of(lost.node(), observers), ALL);
		assertThat(ClusterText.of(cluster)).contains("""
				Oldest   10.0.0.7:25520
				Cut off  10.0.0.9:25520 from 10.0.0.7:25520, 10.0.0.8:25520
				Shown    members 3, unreachable 1, departed 0
				""");
	}

	@Test
	void saysWhyTheLeaderDoesNotAct() {
		Member leader = member("10.0.0.7", MemberStatus.UP, false);
		ClusterState state = new ClusterState(EngineStatus.MEMBER, null, List.of(leader), leader.node(), List.of());
		assertThat(text(state)).contains("Leader   10.0.0.7:25520, but does not act: it is unreachable: another "
				+ "server leads once it has been removed");
	}

	@Test
	void namesTheLeaderOfEachDataCenterWhereThereAreSeveral() {
		Member leader = member("10.0.0.7", MemberStatus.UP, true);
		Member other = new Member(member("10.0.0.8", MemberStatus.UP, true).node(), MemberStatus.UP, Set.of(), "east",
				true, SINCE);
		ClusterState state = new ClusterState(EngineStatus.MEMBER, null, List.of(leader, other), leader.node(),
				List.of());
		assertThat(text(state))
			.contains("Leader   10.0.0.7:25520; 10.0.0.7:25520 leads in default; 10.0.0.8:25520 leads in east");
	}

	@Test
	void aNodeIsCalledByTheNameOfItsOwn() {
		Member member = member("10.0.0.7", MemberStatus.UP, true);
		Member named = new Member(member.node(), "agent-one", member.status(), member.roles(), "default", true, SINCE);
		assertThat(text(state(named)).lines().toList().get(1)).startsWith("agent-one  10.0.0.7:25520  Up");
	}

	private static String text(ClusterState state) {
		return ClusterText.of(ClusterDescriptor.of("orders", state, Map.of(), ALL));
	}

	private static ClusterState state(Member... members) {
		return new ClusterState(EngineStatus.MEMBER, null, List.of(members), null, List.of());
	}

	private static Member member(String host, MemberStatus status, boolean reachable, String... roles) {
		return new Member(new Node(new NodeAddress("pekko", "orders", host, 25520), 1), status, Set.of(roles),
				"default", reachable, SINCE);
	}

}

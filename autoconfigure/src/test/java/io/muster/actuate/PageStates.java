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

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.muster.actuate.LeadershipDescriptor.LockDescriptor;
import io.muster.actuate.LeadershipDescriptor.RaftDescriptor;
import io.muster.actuate.LeadershipDescriptor.RoleDescriptor;
import io.muster.bootstrap.decision.SplitResolution;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.formation.FormationNode;
import io.muster.bootstrap.formation.FormationWorld;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.ClusterLeader;
import io.muster.cluster.ClusterState;
import io.muster.cluster.DepartedMember;
import io.muster.cluster.DepartedMember.Kind;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.contactpoint.ProbeResult;

/**
 * States of nodes, as they would show them. What bootstrap says comes from the protocol
 * core in simulated time.
 */
final class PageStates {

	private static final String SERVICE = "service 'orders' in a registry";

	private static final String SELF = "10.0.0.1";

	private static final Duration AGE = Duration.ofMinutes(47);

	private PageStates() {
	}

	static PageState alone() {
		return of(new Cluster(1), new FormationWorld(), 1);
	}

	static PageState formed() {
		return of(new Cluster(3), new FormationWorld(), 3);
	}

	static PageState named(String name) {
		Cluster cluster = new Cluster(3);
		Member member = cluster.members.get(1);
		cluster.members.set(1,
				new Member(member.node(), name, member.status(), Set.of(name), name, true, member.since()));
		return of(cluster, new FormationWorld(), 3);
	}

	static PageState killed() {
		Cluster cluster = new Cluster(3).unreachable(2, 0, 1);
		FormationWorld world = new FormationWorld();
		return of(cluster, world, 3, () -> world.at("10.0.0.3")
			.fails(ProbeResult.Kind.REFUSED, "refused the connection: no process listens there (yet, or any more)"));
	}

	static PageState leaderKilled() {
		Cluster cluster = new Cluster(3).unreachable(1, 0, 2);
		cluster.obstacle = "it is unreachable: another server leads when it has given no sign of life for some seconds";
		return of(cluster, new FormationWorld(), 3);
	}

	static PageState partitioned() {
		Cluster cluster = new Cluster(5).unreachable(3, 0, 1, 2).unreachable(4, 0, 1);
		return of(cluster, new FormationWorld(), 5);
	}

	static PageState large(int size) {
		Cluster cluster = new Cluster(size).unreachable(42, 41, 43, 7);
		cluster.status(17, MemberStatus.LEAVING);
		return of(cluster, new FormationWorld(), 12);
	}

	/**
	 * Three members, whose second one says that its application is at an address.
	 */
	static PageState at(URI webAddress) {
		Cluster cluster = new Cluster(3);
		cluster.members.set(1, cluster.members.get(1).withWebAddress(webAddress));
		return of(cluster, new FormationWorld(), 3);
	}

	static PageState left() {
		Node self = TestNodes.node(SELF);
		ClusterState state = new ClusterState(EngineStatus.REMOVED, self, List.of(), null,
				List.of(new DepartedMember(Cluster.member(0), Kind.LEFT, Instant.now().minusSeconds(12))));
		FormationNode node = new FormationWorld().node(SELF, TestSettings.requiring(3), SERVICE).start();
		node.memberOf(Cluster.member(0), Cluster.member(1));
		node.engine(EngineStatus.REMOVED);
		return new PageState(descriptor(state, Map.of()), leadership(List.of(), null), bootstrap(node));
	}

	static PageState split() {
		FormationWorld world = new FormationWorld();
		world.source(SERVICE).lists(SELF, "10.0.0.2", "10.0.0.9");
		world.at("10.0.0.9").answers(TestNodes.answerOfMember("10.0.0.9", 3, TestNodes.node("10.0.0.9")));
		FormationNode node = world.node(SELF, TestSettings.requiring(2).watching(SplitResolution.ALERT), SERVICE)
			.talking()
			.start();
		Cluster cluster = new Cluster(2);
		world.node("10.0.0.2", TestSettings.requiring(2), SERVICE)
			.talking()
			.start()
			.memberOf(cluster.members.toArray(Member[]::new));
		node.memberOf(cluster.members.toArray(Member[]::new));
		world.runSeconds(30);
		return new PageState(descriptor(cluster.state(), Map.of()), leadership(cluster.members, cluster.leader()),
				bootstrap(node));
	}

	static PageState forming() {
		FormationWorld world = new FormationWorld();
		world.source(SERVICE).lists(SELF, "10.0.0.2", "10.0.0.3");
		FormationNode node = world.node(SELF, TestSettings.requiring(3), SERVICE).talking().start();
		world.node("10.0.0.2", TestSettings.requiring(3), SERVICE).talking().start();
		world.node("10.0.0.3", TestSettings.requiring(3), SERVICE).talking().start();
		world.runSeconds(6);
		node.formingOf(TestNodes.node(SELF), TestNodes.node("10.0.0.2"));
		world.run(Duration.ofMillis(700));
		return waiting(node, EngineStatus.JOINING);
	}

	/**
	 * A node that waits, for each of some reasons.
	 */
	static Map<String, PageState> waiting() {
		FormationWorld few = new FormationWorld();
		few.source(SERVICE).lists(SELF, "10.0.0.2", "10.0.0.9");
		few.at("10.0.0.9")
			.fails(ProbeResult.Kind.STRANGER,
					"answered 401: it is locked by the application's security; allow GET /bootstrap/seed-nodes without login for the other replicas");
		FormationNode tooFew = few.node(SELF, TestSettings.requiring(3), SERVICE).talking().start();
		few.node("10.0.0.2", TestSettings.requiring(3), SERVICE).talking().start();
		few.runSeconds(75);

		FormationWorld lonely = new FormationWorld();
		lonely.source(SERVICE).lists(SELF);
		FormationNode alone = lonely.node(SELF, TestSettings.requiring(3), SERVICE).start();
		lonely.runSeconds(10);

		FormationWorld down = new FormationWorld();
		down.source(SERVICE).fails("connection refused by http://registry:8761");
		FormationNode silent = down.node(SELF, TestSettings.requiring(3), SERVICE).start();
		down.runSeconds(10);

		FormationWorld forbidden = new FormationWorld();
		forbidden.source(SERVICE).lists(SELF, "10.0.0.2", "10.0.0.3");
		FormationNode voter = forbidden.node(SELF, TestSettings.requiring(3), SERVICE).talking().start();
		forbidden.node("10.0.0.2", TestSettings.requiring(3).newClusterDisabled(), SERVICE).talking().start();
		forbidden.node("10.0.0.3", TestSettings.requiring(3), SERVICE).talking().start();
		forbidden.runSeconds(20);

		FormationWorld slow = new FormationWorld();
		slow.source(SERVICE).lists(SELF, "10.0.0.2");
		slow.at("10.0.0.2").answers(TestNodes.answerOfMember("10.0.0.2", 2, TestNodes.node("10.0.0.2")));
		FormationNode joining = slow.node(SELF, TestSettings.requiring(2), SERVICE).talking().start();
		slow.runSeconds(8);

		return Map.of("too-few-nodes", waiting(tooFew, EngineStatus.STARTED), "no-other-node",
				waiting(alone, EngineStatus.STARTED), "discovery-silent", waiting(silent, EngineStatus.STARTED),
				"votes", waiting(voter, EngineStatus.STARTED), "join", waiting(joining, EngineStatus.JOINING));
	}

	private static PageState waiting(FormationNode node, EngineStatus status) {
		ClusterState state = new ClusterState(status, TestNodes.node(SELF), List.of(), null, List.of());
		return new PageState(descriptor(state, Map.of()), leadership(List.of(), null), bootstrap(node));
	}

	private static PageState of(Cluster cluster, FormationWorld world, int probed) {
		return of(cluster, world, probed, () -> {
		});
	}

	/**
	 * Have the first nodes of a cluster probe each other, and then something happen.
	 */
	private static PageState of(Cluster cluster, FormationWorld world, int probed, Runnable event) {
		String[] hosts = IntStream.rangeClosed(1, probed).mapToObj((i) -> "10.0.0." + i).toArray(String[]::new);
		world.source(SERVICE).lists(hosts);
		List<FormationNode> nodes = new ArrayList<>();
		for (String host : hosts) {
			nodes.add(world.node(host, TestSettings.requiring(probed).watching(SplitResolution.ALERT), SERVICE)
				.talking()
				.start());
		}
		world.runSeconds(4);
		nodes.get(0).formingOf(cluster.members.stream().limit(probed).map(Member::node).toArray(Node[]::new));
		world.run(Duration.ofMillis(600));
		Member[] members = cluster.members.toArray(Member[]::new);
		nodes.forEach((node) -> node.memberOf(members));
		world.runSeconds(20);
		event.run();
		world.runSeconds(7);
		return new PageState(descriptor(cluster.state(), cluster.unreachable),
				leadership(cluster.members, cluster.leader()), bootstrap(nodes.get(0)));
	}

	private static ClusterDescriptor descriptor(ClusterState state, Map<Node, Set<Node>> unreachable) {
		return ClusterDescriptor.of("orders", state, unreachable, MemberFilter.of(null, null, null));
	}

	private static BootstrapDescriptor bootstrap(FormationNode node) {
		return new BootstrapDescriptor(node.report());
	}

	private static LeadershipDescriptor leadership(List<Member> members, Member leader) {
		if (leader == null) {
			return new LeadershipDescriptor(LeaderChange.CONSENSUS, "this node is not a member of a cluster yet",
					List.of(), List.of(),
					new RaftDescriptor("Standby", 0, 0, null, List.of(), 0, 0, 0, null, false, null), null);
		}
		List<String> servers = members.stream().limit(3).map((member) -> member.address().toString()).toList();
		String self = servers.get(0);
		return new LeadershipDescriptor(LeaderChange.CONSENSUS, null,
				List.of(new RoleDescriptor("", leader.address().toString(), false, "259247009125367813",
						Instant.now().minus(AGE), servers),
						new RoleDescriptor("billing", self, true, "259247009125367815", Instant.now().minusSeconds(134),
								servers)),
				List.of(new LockDescriptor("nightly-report", self, true, "259247009125367822", 1),
						new LockDescriptor("invoices", null, false, null, 0)),
				new RaftDescriptor("Follower", 60360648, 1, leader.address().toString(), servers, servers.size() - 1,
						22, 22, 180L, true, null),
				null);
	}

	/**
	 * The members of a cluster, the second of which leads it.
	 */
	private static final class Cluster {

		private final List<Member> members = new ArrayList<>();

		private final Map<Node, Set<Node>> unreachable = new HashMap<>();

		private String obstacle;

		Cluster(int size) {
			IntStream.range(0, size).mapToObj(Cluster::member).forEach(this.members::add);
		}

		static Member member(int i) {
			String host = (i < 250) ? "10.0.0." + (i + 1) : "10.0.1." + (i - 249);
			return new Member(TestNodes.node(host), "orders-" + (i + 1), MemberStatus.UP,
					(i % 2 == 0) ? Set.of("web") : Set.of("web", "batch"), (i % 5 == 4) ? "west" : "east", true,
					Instant.now().minus(AGE).plusSeconds(i), URI.create("http://" + host + ":8080"));
		}

		static Member former() {
			return new Member(TestNodes.node("10.0.0.250"), "orders-0", MemberStatus.UP, Set.of("web"), "east", false,
					Instant.now().minus(AGE));
		}

		Cluster unreachable(int index, int... observers) {
			Member member = this.members.get(index);
			this.members.set(index, new Member(member.node(), member.name(), member.status(), member.roles(),
					member.dataCenter(), false, Instant.now().minusSeconds(9), member.webAddress()));
			Set<Node> by = new TreeSet<>();
			for (int observer : observers) {
				by.add(this.members.get(observer).node());
			}
			this.unreachable.put(member.node(), by);
			return this;
		}

		void status(int index, MemberStatus status) {
			Member member = this.members.get(index);
			this.members.set(index, new Member(member.node(), member.name(), status, member.roles(),
					member.dataCenter(), member.reachable(), Instant.now(), member.webAddress()));
		}

		Member leader() {
			return this.members.get(Math.min(1, this.members.size() - 1));
		}

		ClusterState state() {
			return new ClusterState(EngineStatus.MEMBER, TestNodes.node(SELF), this.members,
					new ClusterLeader(LeaderChange.CONSENSUS, leader().node(), false, this.obstacle, true),
					List.of(new DepartedMember(former(), Kind.FAILED, Instant.now().minusSeconds(700))), null);
		}

	}

}

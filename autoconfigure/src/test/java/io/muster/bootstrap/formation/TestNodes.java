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

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodes.Vote;

/**
 * Names and answers of nodes in tests: the node on a host has its engine at port 25520
 * and its contact point at port 8080.
 */
public final class TestNodes {

	static final String CLUSTER = "orders";

	private TestNodes() {
	}

	public static NodeAddress address(String host) {
		return new NodeAddress("pekko", CLUSTER, host, 25520);
	}

	public static Node node(String host) {
		return new Node(address(host), uid(host));
	}

	public static long uid(String host) {
		return host.hashCode();
	}

	/**
	 * Return the contact point at a host, or at a host and port.
	 */
	public static ContactPoint contactPoint(String place) {
		int colon = place.indexOf(':');
		return (colon < 0) ? ContactPoint.of(place, 8080)
				: ContactPoint.of(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
	}

	public static Set<ContactPoint> contactPoints(String... places) {
		return Arrays.stream(places).map(TestNodes::contactPoint).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return what the node on a host answers that knows these members.
	 */
	public static SeedNodes answer(String host, String... members) {
		return answer(host, uid(host), true, members);
	}

	public static SeedNodes answer(String host, long uid, boolean newClusterEnabled, String... members) {
		return new SeedNodes(address(host), seedNodes(members), new Extension(Extension.VERSION, uid, false, null, 2,
				newClusterEnabled, List.of(), null, null, NodeProfile.DEFAULT));
	}

	/**
	 * Return what the node on a host answers that holds a vote.
	 */
	public static SeedNodes answer(String host, Vote vote) {
		return new SeedNodes(address(host), List.of(), new Extension(Extension.VERSION, uid(host), true, vote, 2, true,
				List.of(), null, null, NodeProfile.DEFAULT));
	}

	/**
	 * Return what the node on a host answers that decides by votes and may not found.
	 */
	public static SeedNodes answerOfVoterThatMayNotFound(String host) {
		return new SeedNodes(address(host), List.of(), new Extension(Extension.VERSION, uid(host), true, null, 2, false,
				List.of(), null, null, NodeProfile.DEFAULT));
	}

	/**
	 * Return what the node on a host answers that is no member any more.
	 */
	public static SeedNodes answerOfFormerMember(String host, Node previous) {
		return new SeedNodes(address(host), List.of(), new Extension(Extension.VERSION, uid(host), true, null, 2, true,
				List.of(), previous, null, NodeProfile.DEFAULT));
	}

	/**
	 * Return what the node on a host answers that is a member, of a cluster of so many.
	 */
	public static SeedNodes answerOfMember(String host, int members, Node oldest) {
		return new SeedNodes(address(host), List.of(new SeedNode(node(host), Set.of("dc-default"), "Up")),
				new Extension(Extension.VERSION, uid(host), true, null, 2, true, List.of(), null,
						new ClusterSummary(members, oldest), NodeProfile.DEFAULT));
	}

	/**
	 * Return what the node on a host answers that is in a cluster that is forming.
	 */
	public static SeedNodes answerOfForming(String host, int required, int members, Node oldest) {
		return new SeedNodes(address(host), List.of(new SeedNode(node(host), Set.of("dc-default"), "Up")),
				new Extension(Extension.VERSION, uid(host), true, null, required, true, List.of(), null,
						new ClusterSummary(members, oldest, required), NodeProfile.DEFAULT));
	}

	/**
	 * Return the same answer of a node that requires another number.
	 */
	public static SeedNodes requiring(int required, SeedNodes answer) {
		Extension extension = answer.muster();
		return (extension != null) ? new SeedNodes(answer.selfNode(), answer.seedNodes(),
				new Extension(extension.version(), extension.selfUid(), extension.votes(), extension.vote(), required,
						extension.newClusterEnabled(), extension.contactPoints(), extension.previous(),
						extension.cluster(), extension.profile()))
				: answer;
	}

	/**
	 * Return the same answer of a node that knows contact points.
	 */
	public static SeedNodes knowing(SeedNodes answer, String... places) {
		Extension extension = answer.muster();
		return (extension != null) ? new SeedNodes(answer.selfNode(), answer.seedNodes(),
				new Extension(extension.version(), extension.selfUid(), extension.votes(), extension.vote(),
						extension.required(), extension.newClusterEnabled(), List.copyOf(contactPoints(places)),
						extension.previous(), extension.cluster(), extension.profile()))
				: answer;
	}

	/**
	 * Return the same answer of a node elsewhere, or of a client.
	 */
	public static SeedNodes withProfile(NodeProfile profile, SeedNodes answer) {
		Extension extension = answer.muster();
		return (extension != null)
				? new SeedNodes(answer.selfNode(), answer.seedNodes(),
						new Extension(extension.version(), extension.selfUid(), extension.votes(), extension.vote(),
								extension.required(), extension.newClusterEnabled() && !profile.client(),
								extension.contactPoints(), extension.previous(), extension.cluster(), profile))
				: answer;
	}

	/**
	 * Return what a plain Pekko node answers.
	 */
	public static SeedNodes pekkoAnswer(String host, String... members) {
		return new SeedNodes(address(host), seedNodes(members), null);
	}

	private static List<SeedNode> seedNodes(String... members) {
		return Arrays.stream(members).map((member) -> seedNode(address(member))).toList();
	}

	public static SeedNode seedNode(NodeAddress address) {
		return new SeedNode(new Node(address, 1), Set.of("dc-default"), "Up");
	}

}

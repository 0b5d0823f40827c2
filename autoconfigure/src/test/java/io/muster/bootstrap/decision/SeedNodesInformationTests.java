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

package io.muster.bootstrap.decision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.muster.bootstrap.formation.TestNodes;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.SeedNodes.ClusterSummary;
import io.muster.contactpoint.SeedNodes.Extension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeedNodesInformation}: which of several clusters a node joins.
 */
class SeedNodesInformationTests {

	private static final Node SELF = TestNodes.node("10.0.0.1");

	private final List<SeedNodesObservation> answers = new ArrayList<>();

	private List<LastKnownMember> lastKnownMembers = List.of();

	@Test
	void prefersAClusterThatCountsToOneThatIsForming() {
		forming("10.0.0.2", 3, 2, "10.0.0.2");
		complete("10.0.0.9", 1, "10.0.0.9");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.9"));
	}

	@Test
	void ofSeveralThatCountItPrefersTheLargest() {
		complete("10.0.0.2", 2, "10.0.0.2");
		complete("10.0.0.9", 3, "10.0.0.9");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.9"));
	}

	@Test
	void ofSeveralThatAreFormingItPrefersThatOfTheLowestOldestMember() {
		forming("10.0.0.3", 3, 2, "10.0.0.3");
		forming("10.0.0.9", 3, 1, "10.0.0.2");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.9"));
	}

	@Test
	void joinsThroughAllMembersOfOneCluster() {
		forming("10.0.0.2", 3, 1, "10.0.0.2");
		forming("10.0.0.3", 3, 2, "10.0.0.2");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.2"), address("10.0.0.3"));
	}

	@Test
	void joinsAClusterThatIsFormingWhereThereIsNoOther() {
		forming("10.0.0.2", 3, 1, "10.0.0.2");
		noMember("10.0.0.3");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.2"));
	}

	@Test
	void prefersTheClusterOfAPlainPekkoNodeToOneThatIsForming() {
		forming("10.0.0.2", 3, 2, "10.0.0.2");
		pekko("10.0.0.9");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.9"));
	}

	@Test
	void joinsThroughPlainPekkoNodesAndMembersAlikeWhereTheClusterCounts() {
		complete("10.0.0.2", 2, "10.0.0.2");
		pekko("10.0.0.9");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.2"), address("10.0.0.9"));
	}

	@Test
	void aClusterThatIsFormingNeedsItsOwnNumber() {
		forming("10.0.0.2", 3, 1, "10.0.0.2");
		forming("10.0.0.8", 5, 1, "10.0.0.8");
		assertThat(information().requiredOf(List.of(address("10.0.0.2")))).isEqualTo(3);
	}

	@Test
	void ofNumbersThatDifferTheLargestIsNeeded() {
		forming("10.0.0.2", 3, 1, "10.0.0.2");
		forming("10.0.0.3", 5, 1, "10.0.0.2");
		assertThat(information().requiredOf(List.of(address("10.0.0.2"), address("10.0.0.3")))).isEqualTo(5);
	}

	@Test
	void aClusterThatCountsNeedsNoMore() {
		complete("10.0.0.2", 1, "10.0.0.2");
		assertThat(information().requiredOf(List.of(address("10.0.0.2")))).isOne();
	}

	@Test
	void aClusterThatOneMemberKnowsToCountNeedsNoMore() {
		forming("10.0.0.2", 3, 1, "10.0.0.2");
		complete("10.0.0.3", 3, "10.0.0.2");
		assertThat(information().requiredOf(List.of(address("10.0.0.2"), address("10.0.0.3")))).isOne();
	}

	@Test
	void aClusterThatNoAnswerDescribesNeedsNoMore() {
		forming("10.0.0.2", 3, 1, "10.0.0.2");
		pekko("10.0.0.9");
		assertThat(information().requiredOf(List.of(address("10.0.0.9")))).isOne();
		assertThat(information().requiredOf(List.of(address("10.0.0.7")))).isOne();
	}

	@Test
	void aFormerMemberDoesNotJoinAClusterThatIsFormingWithoutAMajorityOfItsLastMembers() {
		remembers("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
		forming("10.0.0.2", 2, 1, "10.0.0.2");
		assertThat(information().seedNodes()).isEmpty();
	}

	@Test
	void aFormerMemberJoinsAClusterThatIsFormingWithAMajorityOfItsLastMembers() {
		remembers("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
		forming("10.0.0.2", 2, 1, "10.0.0.2");
		noMember("10.0.0.3");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.2"));
	}

	@Test
	void aFormerMemberDoesNotCountThoseInAnotherClusterThatIsForming() {
		remembers("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
		forming("10.0.0.2", 2, 1, "10.0.0.2");
		forming("10.0.0.3", 2, 1, "10.0.0.3");
		assertThat(information().seedNodes()).isEmpty();
	}

	@Test
	void aFormerMemberJoinsAClusterThatCountsWhoeverIsInIt() {
		remembers("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
		complete("10.0.0.9", 3, "10.0.0.9");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.9"));
	}

	@Test
	void aFormerMemberPassesOverAClusterThatIsFormingForOneThatCounts() {
		remembers("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
		forming("10.0.0.2", 2, 1, "10.0.0.2");
		complete("10.0.0.9", 3, "10.0.0.9");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.9"));
	}

	@Test
	void aFormerMemberDoesNotCountThoseInAClusterForItsOwnFounding() {
		remembers("10.0.0.2", "10.0.0.3");
		forming("10.0.0.2", 2, 1, "10.0.0.2");
		assertThat(information().seedNodes()).containsExactly(address("10.0.0.2"));
		assertThat(information().missingOfLastKnownMembers())
			.startsWith("a majority of the 3 members that this node last knew: waiting for 1");
	}

	private static NodeAddress address(String host) {
		return TestNodes.address(host);
	}

	private void remembers(String... hosts) {
		this.lastKnownMembers = Stream
			.concat(Stream.of(new LastKnownMember(SELF, null)),
					Arrays.stream(hosts)
						.map((host) -> new LastKnownMember(TestNodes.node(host), TestNodes.contactPoint(host))))
			.toList();
	}

	private void forming(String host, int required, int members, String oldest) {
		member(host, new ClusterSummary(members, TestNodes.node(oldest), required));
	}

	private void complete(String host, int members, String oldest) {
		member(host, new ClusterSummary(members, TestNodes.node(oldest)));
	}

	private void member(String host, ClusterSummary cluster) {
		answer(host, List.of(address(host)), extension(host, cluster));
	}

	private void noMember(String host) {
		answer(host, List.of(), extension(host, null));
	}

	private void pekko(String host) {
		answer(host, List.of(address(host)), null);
	}

	private void answer(String host, List<NodeAddress> seedNodes, @Nullable Extension extension) {
		this.answers.add(new SeedNodesObservation(TestNodes.contactPoint(host), address(host), seedNodes, false,
				extension, 0, 0));
	}

	private static Extension extension(String host, @Nullable ClusterSummary cluster) {
		return new Extension(Extension.VERSION, TestNodes.uid(host), true, null, 2, true, List.of(), null, cluster,
				NodeProfile.DEFAULT);
	}

	private SeedNodesInformation information() {
		return new SeedNodesInformation(0, SELF, 0, Set.of(), Set.of(), Set.of(), List.copyOf(this.answers),
				this.lastKnownMembers);
	}

}

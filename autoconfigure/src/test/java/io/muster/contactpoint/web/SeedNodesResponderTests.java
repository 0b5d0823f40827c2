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

package io.muster.contactpoint.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.muster.bootstrap.formation.Advertisement;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.cluster.TestClusterEngine;
import io.muster.cluster.TestMembers;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.Remarks;
import io.muster.contactpoint.SeedNodes;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodesMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeedNodesResponder}.
 */
class SeedNodesResponderTests {

	private final TestClusterEngine engine = new TestClusterEngine();

	private Advertisement shown = advertisement(Set.of(), null);

	private final List<String> announced = new ArrayList<>();

	private final SeedNodesResponder answer = new SeedNodesResponder(this.engine, () -> this.shown,
			(announcement) -> this.announced.add(announcement.toString()));

	@Test
	void thereIsNoneUntilTheEngineHasStarted() {
		assertThat(this.answer.json()).isNull();
	}

	@Test
	void thereIsNoneOnceTheEngineHasStopped() {
		this.engine.become(TestMembers.state(EngineStatus.STOPPED));
		assertThat(this.answer.json()).isNull();
	}

	@Test
	void beforeJoiningItNamesTheNodeAndNoSeedNodes() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		this.shown = advertisement(Set.of(ContactPoint.of("10.0.0.2", 8080), ContactPoint.of("10.0.0.1", 8080)), null);
		assertThat(json()).isEqualTo("{\"selfNode\":\"pekko://orders@h1:25520\",\"seedNodes\":[],\"muster\":{"
				+ "\"version\":1,\"selfUid\":1,\"votes\":true,\"required\":3,\"newClusterEnabled\":true,\"contactPoints\":["
				+ "\"http://10.0.0.1:8080\",\"http://10.0.0.2:8080\"],"
				+ "\"placement\":{\"client\":false,\"dataCenter\":\"default\"}}}");
	}

	@Test
	void afterJoiningItNamesTheMembers() {
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, TestMembers.member("h1", MemberStatus.UP, "web")));
		assertThat(json()).isEqualTo("{\"selfNode\":\"pekko://orders@h1:25520\",\"seedNodes\":[{\"node\":"
				+ "\"pekko://orders@h1:25520\",\"nodeUid\":1,\"roles\":[\"dc-default\",\"web\"],\"status\":\"Up\"}],"
				+ "\"muster\":{\"version\":1,\"selfUid\":1,\"votes\":true,\"required\":3,\"newClusterEnabled\":true,"
				+ "\"contactPoints\":[],\"cluster\":{\"members\":1,\"oldest\":"
				+ "{\"node\":\"pekko://orders@h1:25520\",\"uid\":1}},"
				+ "\"placement\":{\"client\":false,\"dataCenter\":\"default\"}}}");
	}

	@Test
	void clientsThatNoServerIsLeftOfAreNoCluster() {
		Member client = TestMembers.member("h1", MemberStatus.UP, "client");
		this.engine
			.become(TestMembers.state(EngineStatus.MEMBER, client, TestMembers.unreachable("h2", MemberStatus.UP)));
		assertThat(json()).contains("\"seedNodes\":[]").doesNotContain("\"cluster\"");
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, client, TestMembers.member("h2", MemberStatus.UP)));
		assertThat(json()).contains("\"cluster\":{\"members\":2").doesNotContain("\"seedNodes\":[]");
	}

	@Test
	void whoWasAMemberSaysWhichOne() {
		this.shown = advertisement(Set.of(), new Node(NodeAddress.parse("pekko://orders@h0:25520"), 7));
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		assertThat(json()).contains("\"previous\":{\"node\":\"pekko://orders@h0:25520\",\"uid\":7}");
	}

	@Test
	void proberThatHasNewsOrIsAMemberIsPassedOn() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		this.answer.to("http://10.0.0.2:8080", null);
		this.answer.to("http://10.0.0.3:8080;node=pekko://orders@h3:25520;member", null);
		for (String nonsense : List.of("nonsense;member", "", ";", "http://10.0.0.3:8080;node=nonsense")) {
			this.answer.to(nonsense, null);
		}
		this.answer.to(null, null);
		assertThat(this.announced).containsExactly("http://10.0.0.2:8080",
				"http://10.0.0.3:8080;node=pekko://orders@h3:25520;member");
	}

	@Test
	void saysThatItMayNotFound() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		SeedNodesResponder answer = new SeedNodesResponder(this.engine,
				() -> new Advertisement(true, null, 3, false, Set.of(), null, NodeProfile.DEFAULT, false, Remarks.NONE),
				(announcement) -> this.announced.add(announcement.toString()));
		assertThat(new String(bytes(answer.json()), StandardCharsets.UTF_8)).contains("\"newClusterEnabled\":false");
	}

	/**
	 * A leaving node of Pekko still names other members. A leaving node of Muster names
	 * none.
	 */
	@ParameterizedTest
	@EnumSource(names = { "STARTED", "JOINING", "LEAVING", "REMOVED" })
	void namesNoSeedNodesWhileItIsNoMember(EngineStatus status) {
		this.engine.become(TestMembers.state(status, TestMembers.member("h1", MemberStatus.UP),
				TestMembers.member("h2", MemberStatus.UP)));
		assertThat(seedNodes()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "UP", "WEAKLY_UP", "JOINING" })
	void namesMembersThatCanTakeANodeIn(MemberStatus status) {
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, TestMembers.member("h2", status)));
		assertThat(seedNodes()).extracting(SeedNode::status).containsExactly(status.text());
	}

	@ParameterizedTest
	@EnumSource(names = { "UP", "WEAKLY_UP", "JOINING" }, mode = Mode.EXCLUDE)
	void leavesOutMembersThatCanNot(MemberStatus status) {
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, TestMembers.member("h2", status)));
		assertThat(seedNodes()).isEmpty();
	}

	@Test
	void leavesOutMembersThatCanNotBeReached() {
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, TestMembers.member("h1", MemberStatus.UP),
				TestMembers.unreachable("h2", MemberStatus.UP)));
		assertThat(seedNodes()).hasSize(1);
	}

	@Test
	void namesItselfAndFourOthersAtMost() {
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, TestMembers.member("h7", MemberStatus.UP),
				TestMembers.member("h6", MemberStatus.UP), TestMembers.member("h5", MemberStatus.UP),
				TestMembers.member("h4", MemberStatus.UP), TestMembers.member("h3", MemberStatus.UP),
				TestMembers.member("h1", MemberStatus.UP)));
		assertThat(seedNodes()).extracting((seedNode) -> seedNode.node().address().host())
			.containsExactly("h1", "h7", "h6", "h5", "h4");
	}

	@Test
	void staysTheSameWhileNothingChanges() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		assertThat(this.answer.json()).isSameAs(this.answer.json());
	}

	@Test
	void changesWithTheCluster() {
		this.engine.become(TestMembers.state(EngineStatus.JOINING));
		assertThat(seedNodes()).isEmpty();
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, TestMembers.member("h1", MemberStatus.JOINING)));
		assertThat(seedNodes()).hasSize(1);
		this.engine.become(TestMembers.state(EngineStatus.LEAVING, TestMembers.member("h1", MemberStatus.LEAVING)));
		assertThat(seedNodes()).isEmpty();
	}

	@Test
	void changesWithTheContactPoints() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		assertThat(contactPoints()).isEmpty();
		this.shown = advertisement(Set.of(ContactPoint.of("10.0.0.1", 8080)), null);
		assertThat(contactPoints()).containsExactly("http://10.0.0.1:8080");
	}

	@Test
	void namesAHundredContactPointsAtMost() {
		this.engine.become(TestMembers.state(EngineStatus.STARTED));
		Set<ContactPoint> many = new HashSet<>();
		for (int i = 1; i <= 300; i++) {
			many.add(ContactPoint.of("host", i));
		}
		this.shown = advertisement(many, null);
		assertThat(contactPoints()).hasSize(100).startsWith("http://host:1").endsWith("http://host:100");
	}

	@Test
	void fitsIntoWhatAProberReads() {
		String host = "h".repeat(200);
		Set<ContactPoint> many = new HashSet<>();
		for (int i = 1; i <= 300; i++) {
			many.add(new ContactPoint("https", host, i, "/a/rather/long/path"));
		}
		this.shown = advertisement(many, null);
		this.engine.become(TestMembers.state(EngineStatus.MEMBER, TestMembers.member("h1", MemberStatus.UP, "a", "b")));
		assertThat(bytes(this.answer.json())).hasSizeLessThan(64 * 1024);
	}

	@Test
	void isReadableByAProber() {
		this.engine.become(new ClusterState(EngineStatus.MEMBER, TestMembers.node("h1"),
				List.of(TestMembers.member("h1", MemberStatus.UP)), TestMembers.node("h1"), List.of()));
		assertThat(read().muster()).isNotNull();
	}

	private static Advertisement advertisement(Set<ContactPoint> contactPoints, @Nullable Node previous) {
		return new Advertisement(true, null, 3, true, contactPoints, previous, NodeProfile.DEFAULT, false,
				Remarks.NONE);
	}

	private String json() {
		return new String(bytes(this.answer.json()), StandardCharsets.UTF_8);
	}

	private SeedNodes read() {
		return SeedNodesMapper.read(bytes(this.answer.json()));
	}

	private List<SeedNode> seedNodes() {
		return read().seedNodes();
	}

	private List<String> contactPoints() {
		SeedNodes.Extension extension = read().muster();
		assertThat(extension).isNotNull();
		return extension.contactPoints().stream().map(ContactPoint::toString).toList();
	}

	private static byte[] bytes(byte @Nullable [] json) {
		assertThat(json).isNotNull();
		return json;
	}

}

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

package io.muster.contactpoint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.contactpoint.SeedNodes.Extension;
import io.muster.contactpoint.SeedNodes.SeedNode;
import io.muster.contactpoint.SeedNodes.Vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SeedNodesMapper}.
 */
class SeedNodesMapperTests {

	private static final String SELF = "\"selfNode\":\"pekko://demo@127.0.0.2:17355\"";

	@Test
	void readsANodeThatIsNoMember() {
		assertThat(read("{\"seedNodes\":[]," + SELF + "}"))
			.isEqualTo(new SeedNodes(NodeAddress.parse("pekko://demo@127.0.0.2:17355"), List.of(), null));
	}

	@Test
	void readsMembers() {
		SeedNodes seedNodes = read("""
				{"seedNodes":[{"node":"pekko://demo@127.0.0.2:17355","nodeUid":4920857567255515638,
				 "roles":["web","dc-default"],"status":"Up"}],"selfNode":"pekko://demo@127.0.0.2:17355"}""");
		assertThat(seedNodes.seedNodes()).containsExactly(
				new SeedNode(new Node(NodeAddress.parse("pekko://demo@127.0.0.2:17355"), 4920857567255515638L),
						Set.of("web", "dc-default"), "Up"));
	}

	@Test
	void readsUidsOfAllSizes() {
		SeedNodes seedNodes = read("{\"seedNodes\":[{\"node\":\"akka://demo@h:1\",\"nodeUid\":" + Long.MIN_VALUE
				+ ",\"roles\":[],\"status\":\"Up\"}]," + SELF + ",\"muster\":{\"version\":1,\"selfUid\":"
				+ Long.MAX_VALUE + "}}");
		assertThat(seedNodes.seedNodes()).extracting((seedNode) -> seedNode.node().uid())
			.containsExactly(Long.MIN_VALUE);
		assertThat(seedNodes.muster()).isNotNull().extracting(Extension::selfUid).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void ignoresWhatItDoesNotKnow() {
		assertThat(read("{\"protocolVersion\":2,\"clusterId\":{\"a\":[1]},\"seedNodes\":[{\"node\":\"pekko://d@h:1\","
				+ "\"nodeUid\":1,\"roles\":[],\"status\":\"PreparingForShutdown\",\"upNumber\":1}]," + SELF
				+ ",\"muster\":{\"version\":2,\"selfUid\":1,\"required\":3,\"newClusterEnabled\":false,"
				+ "\"leaseholder\":{\"term\":1}}}"))
			.extracting(SeedNodes::muster)
			.isEqualTo(new Extension(2, 1, false, null, 3, false, List.of(), null, null, NodeProfile.DEFAULT));
	}

	@Test
	void readsMembersWithoutRolesAndStatus() {
		assertThat(read("{\"seedNodes\":[{\"node\":\"pekko://d@h:1\"}]," + SELF + "}").seedNodes())
			.containsExactly(new SeedNode(new Node(NodeAddress.parse("pekko://d@h:1"), 0), Set.of(), ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "null", "{\"seedNodes\":[]}", "{\"selfNode\":\"pekko://d@h:1\"}",
			"{\"selfNode\":null,\"seedNodes\":[]}", "{\"selfNode\":\"pekko://d@h:1\",\"seedNodes\":null}",
			"{\"selfNode\":\"pekko://d@h:1\",\"seedNodes\":[null]}",
			"{\"selfNode\":\"pekko://d@h:1\",\"seedNodes\":[{\"nodeUid\":1}]}",
			"{\"SelfNode\":{\"Host\":\"h\"},\"Nodes\":[]}" })
	void refusesAnswersWithPartsMissing(String json) {
		assertRefused(json, "answered JSON without selfNode or seedNodes: it is no seed-nodes answer");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "not JSON", "<html>", "[]", "[1]", "\"text\"", "{\"seedNodes\":", "{\"seedNodes\":{}}",
			"{\"selfNode\":{}}", "{\"seedNodes\":[{\"nodeUid\":\"twelve\"}]}", "{\"seedNodes\":[{\"nodeUid\":\"12\"}]}",
			"{\"seedNodes\":[{\"nodeUid\":1e400}]}", "{\"seedNodes\":[{\"nodeUid\":9223372036854775808}]}",
			"\u0000\u0001\u0002" })
	void refusesWhatIsNoSeedNodesAnswer(String json) {
		assertRefused(json, "answered content that cannot be read as seed nodes: ");
	}

	@Test
	void refusesNestingWithoutEnd() {
		assertRefused("{\"x\":" + "[".repeat(60_000), "answered content that cannot be read as seed nodes: ");
	}

	@Test
	void tellsOnOneLineWhatIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> read("{\"seedNodes\":\n\n[}"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasLineCount(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://host:8080", "pekko://demo", "demo@host:1", "pekko://demo@host", "pekko://demo@h:0",
			"pekko://demo@ho_st:1", "pekko://demo@h:70000", "pekko:demo", " ", "" })
	void refusesAnAddressThatIsNone(String address) {
		assertRefused("{\"selfNode\":\"" + address + "\",\"seedNodes\":[]}", "answered ");
		assertRefused("{" + SELF + ",\"seedNodes\":[{\"node\":\"" + address + "\"}]}", "answered ");
	}

	@Test
	void writesTheShapeThatPekkoReads() {
		SeedNodes seedNodes = new SeedNodes(NodeAddress.parse("pekko://orders@10.0.0.7:25520"),
				List.of(new SeedNode(new Node(NodeAddress.parse("pekko://orders@10.0.0.8:25520"), 4920857567255515638L),
						new TreeSet<>(Set.of("web", "dc-default")), "Up")),
				new Extension(1, -12, true,
						new Vote(new Node(NodeAddress.parse("pekko://orders@10.0.0.7:25520"), -12), 3), 3, true,
						List.of(ContactPoint.of("10.0.0.7", 8080)), null, null, NodeProfile.DEFAULT));
		assertThat(new String(SeedNodesMapper.write(seedNodes), StandardCharsets.UTF_8))
			.isEqualTo("{\"selfNode\":\"pekko://orders@10.0.0.7:25520\",\"seedNodes\":[{\"node\":"
					+ "\"pekko://orders@10.0.0.8:25520\",\"nodeUid\":4920857567255515638,\"roles\":[\"dc-default\",\"web\"],"
					+ "\"status\":\"Up\"}],\"muster\":{\"version\":1,\"selfUid\":-12,\"votes\":true,\"vote\":{\"node\":\"pekko://orders@10.0.0.7:25520\",\"uid\":-12,\"term\":3},"
					+ "\"required\":3," + "\"newClusterEnabled\":true,\"contactPoints\":[\"http://10.0.0.7:8080\"],"
					+ "\"placement\":{\"client\":false,\"dataCenter\":\"default\"}}}");
	}

	@Test
	void refusesAVoteForNobody() {
		assertRefused("{\"seedNodes\":[]," + SELF + ",\"muster\":{\"version\":1,\"selfUid\":1,\"vote\":{\"term\":1}}}",
				"answered a vote without a candidate");
	}

	@Test
	void leavesOutContactPointsThatAreNone() {
		Extension extension = read("{\"seedNodes\":[]," + SELF + ",\"muster\":{\"version\":1,\"selfUid\":1,"
				+ "\"contactPoints\":[null,\"nonsense\",\"http://10.0.0.7:8080\"]}}")
			.muster();
		assertThat(extension).isNotNull();
		assertThat(extension.contactPoints()).containsExactly(ContactPoint.of("10.0.0.7", 8080));
	}

	@Test
	void readsWhatItWrites() {
		SeedNodes seedNodes = new SeedNodes(NodeAddress.parse("pekko://orders@10.0.0.7:25520"), List.of(),
				new Extension(1, -12, false, null, 3, true, List.of(), null, null, NodeProfile.DEFAULT));
		assertThat(SeedNodesMapper.read(SeedNodesMapper.write(seedNodes))).isEqualTo(seedNodes);
	}

	private static void assertRefused(String json, String message) {
		assertThatIllegalArgumentException().as(json).isThrownBy(() -> read(json)).withMessageStartingWith(message);
	}

	private static SeedNodes read(String json) {
		return SeedNodesMapper.read(json.getBytes(StandardCharsets.UTF_8));
	}

}

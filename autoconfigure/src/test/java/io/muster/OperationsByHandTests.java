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

package io.muster;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;

import io.muster.cluster.EngineStatus;
import io.muster.operations.ClusterOperations;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the operations on running nodes over HTTP, with whole applications that know
 * nothing of each other: the registry of each lists that one only. The tags are those of
 * {@link DocumentedSentencesTests}.
 */
@Tag("system")
class OperationsByHandTests {

	private final List<Node> nodes = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.nodes.parallelStream().forEach(Node::close);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	@Tag("N6")
	@Tag("N8")
	@Tag("M8")
	void aNodeThatWaitsJoinsTheMemberThatItIsTold(WebApplicationType type) {
		Node member = alone(type);
		Node waiting = waiting(type);
		assertJoined(join(waiting, address(member)), 1);
		Node.awaitOneCluster(member, waiting);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	@Tag("C16")
	@Tag("M8")
	void aNodeThatWaitsJoinsTheMemberThatIsToldOfIt(WebApplicationType type) {
		Node member = alone(type);
		Node waiting = waiting(type);
		String uid = uid(member);
		assertJoined(join(member, address(waiting)), 1);
		Node.awaitOneCluster(member, waiting);
		assertThat(uid(member)).isEqualTo(uid);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	@Tag("S1")
	@Tag("S8")
	@Tag("S9")
	@Tag("S11")
	@Tag("S12")
	void ofTwoClustersOfOneTheOneThatIsToldGivesUpItsOwn(WebApplicationType type) {
		Node one = alone(type);
		Node two = alone(type);
		assertThat(one.members()).hasSize(1).isNotEqualTo(two.members());
		String uid = uid(two);
		assertJoined(join(one, address(two)), 1);
		Node.awaitOneCluster(one, two);
		assertThat(uid(two)).isEqualTo(uid);
		for (Node node : this.nodes) {
			assertThat(node.json("/actuator/cluster").path("members").size()).isEqualTo(2);
			await().until(() -> node.get("/actuator/health").statusCode() == 200);
			assertThat(node.exits()).isEmpty();
		}
	}

	@Test
	@Tag("M9")
	@Tag("C15")
	@Tag("N7")
	@Tag("S13")
	void oneNodeJoinsTwoOthersAndItsOwnAddressCounts() {
		Node one = alone(WebApplicationType.SERVLET);
		Node two = alone(WebApplicationType.SERVLET);
		Node three = waiting(WebApplicationType.REACTIVE);
		assertJoined(join(one, address(two), address(three)), 2);
		Node.awaitOneCluster(one, two, three);
		Set<String> uids = uids();
		assertJoined(join(one, address(one), address(two), address(three)), 3);
		assertJoined(join(three, address(one)), 1);
		Node.awaitOneCluster(one, two, three);
		assertThat(uids()).isEqualTo(uids);
		Node four = waiting(WebApplicationType.SERVLET);
		assertJoined(join(four, address(three)), 1);
		Node.awaitOneCluster(one, two, three, four);
	}

	@Test
	@Tag("C11")
	void nodesOfWhichNoneIsAMemberFoundTogether() {
		Node one = waiting(WebApplicationType.REACTIVE);
		Node two = waiting(WebApplicationType.SERVLET);
		assertJoined(join(one, address(two)), 1);
		Node.awaitOneCluster(one, two);
	}

	@Test
	@Tag("C11")
	void nodesThatAreTooFewToFoundAreToldSo() {
		Node one = waiting(WebApplicationType.SERVLET, 3);
		Node two = waiting(WebApplicationType.SERVLET, 3);
		HttpResponse<String> answer = join(one, address(two));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(json(answer).path("message").asString())
			.startsWith("Contacted 1 nodes, none of which is a member of a cluster.");
		await().until(() -> two.json("/actuator/bootstrap")
			.path("waitingFor")
			.asString()
			.equals("expecting 3 nodes, found 2: waiting for 1 more"));
	}

	@Test
	@Tag("C7")
	void aNodeWhoseBootstrapWasNotStartedJoinsAsWell() {
		Node member = alone(WebApplicationType.SERVLET);
		Node idle = start(
				node(WebApplicationType.SERVLET).required(2).property("muster.bootstrap.auto-startup", false));
		await().until(() -> idle.get("/bootstrap/seed-nodes").statusCode() == 200);
		assertJoined(join(idle, address(member)), 1);
		Node.awaitOneCluster(member, idle);
	}

	@Test
	void aClusterOfOneGivesWayToALargerOneWhicheverIsTold() {
		Node[] pair = pair();
		Node three = alone(WebApplicationType.REACTIVE);
		assertJoined(join(pair[0], address(three)), 1);
		Node.awaitOneCluster(pair[0], pair[1], three);
		Node four = alone(WebApplicationType.SERVLET);
		assertJoined(join(four, address(pair[1])), 1);
		Node.awaitOneCluster(pair[0], pair[1], three, four);
	}

	@Test
	void clustersOfSeveralMembersAreNotMerged() {
		Node[] one = pair();
		Node[] other = pair();
		Set<String> uids = uids();
		assertProblem(join(one[0], address(other[0])), 409, "There are two clusters, which cannot be merged: "
				+ "this node's with 2 members, the oldest of them pekko://orders@127.0.0.1:");
		assertProblem(join(alone(WebApplicationType.SERVLET), address(one[0]), address(other[1])), 409,
				"The addresses lead to two clusters, which cannot be merged");
		this.nodes.get(4).close();
		this.nodes.remove(4);
		Node.awaitOneCluster(one);
		Node.awaitOneCluster(other);
		assertThat(uids()).isEqualTo(uids);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	@Tag("S14")
	@Tag("M13")
	void aNodeThatWasToldToLeaveStaysOutsideUntilItIsToldToJoin(WebApplicationType type) {
		Node[] pair = pair(type);
		HttpResponse<String> answer = post(pair[1], "leave", "");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(json(answer).path("message").asString()).startsWith("This node leaves the cluster");
		Node.awaitOneCluster(pair[0]);
		await().until(() -> health(pair[1]).path("details").path("reason").asString().startsWith("left the cluster"));
		assertThat(health(pair[1]).path("status").asString()).isEqualTo("OUT_OF_SERVICE");
		await().until(() -> pair[0].json("/actuator/cluster").path("departed").path(0).path("kind").asString(),
				"LEFT"::equals);
		assertProblem(post(pair[1], "leave", ""), 409, "This node is no member of the cluster");
		assertJoined(join(pair[1], address(pair[0])), 1);
		Node.awaitOneCluster(pair);
		await().until(() -> pair[1].get("/actuator/health").statusCode() == 200);
		delete(pair[0], pair[1], "");
		await().until(() -> status(pair[1]) == EngineStatus.REMOVED);
		Node.awaitOneCluster(pair[0]);
		assertJoined(join(pair[0], address(pair[1])), 1);
		Node.awaitOneCluster(pair);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whoIsAskedToLeaveLeavesAndWhoIsGoneIsForcedOut(WebApplicationType type) {
		Node[] pair = pair(type);
		Node third = waiting(type);
		join(third, address(pair[0]));
		Node.awaitOneCluster(pair[0], pair[1], third);
		String address = third.cluster().self().address().hostAndPort();
		assertProblem(delete(pair[0], third, "?force=true"), 409, "is reachable");
		assertProblem(delete(pair[0], pair[0], "?force=true"), 409, "This node cannot force itself out");
		assertProblem(delete(pair[0], third, "?force=maybe"), 400, "'force' is 'maybe'");
		assertProblem(delete(pair[0], "10.0.0.1:1", ""), 404, "There is no member '10.0.0.1:1' in cluster 'orders'");
		Node.awaitOneCluster(pair[0], pair[1], third);
		HttpResponse<String> answer = delete(pair[0], third, "");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(json(answer).path("message").asString())
			.isEqualTo("pekko://orders@%s was asked to leave the cluster.".formatted(address));
		Node.awaitOneCluster(pair);
		await().until(() -> pair[0].cluster().members().size() == 2);
		assertProblem(delete(pair[0], address, ""), 410, "is no member any more: it left at ");
		assertProblem(delete(third, pair[0], ""), 409, "This node is no member of the cluster: it is REMOVED");
		String gone = pair[1].cluster().self().address().hostAndPort();
		((ExtendedActorSystem) pair[1].context().getBean(ActorSystem.class)).finalTerminate();
		await().until(() -> !pair[0].cluster().unreachable().isEmpty());
		assertProblem(delete(pair[0], gone, ""), 409, "If its process has ended, use force: DELETE /actuator/cluster/");
		assertThat(json(delete(pair[0], gone, "?force=true")).path("message").asString())
			.isEqualTo("pekko://orders@%s is declared failed.".formatted(gone));
		await().until(() -> pair[0].cluster().members().size() == 1);
		assertProblem(delete(pair[0], gone, "?force=true"), 410, "is no member any more: it failed at ");
	}

	@Test
	void theSameIsToldInJava() {
		Node member = alone(WebApplicationType.SERVLET);
		Node waiting = waiting(WebApplicationType.REACTIVE);
		ClusterOperations operations = waiting.context().getBean(ClusterOperations.class);
		assertThat(operations.join(List.of(address(member))).joined()).isEqualTo(1);
		Node.awaitOneCluster(member, waiting);
		operations.leave();
		Node.awaitOneCluster(member);
	}

	private Node[] pair() {
		return pair(WebApplicationType.SERVLET);
	}

	private Node[] pair(WebApplicationType type) {
		Node[] pair = { alone(type), waiting(type) };
		join(pair[1], address(pair[0]));
		Node.awaitOneCluster(pair);
		return pair;
	}

	private Node alone(WebApplicationType type) {
		Node node = start(node(type).required(1));
		Node.awaitOneCluster(node);
		return node;
	}

	private Node waiting(WebApplicationType type) {
		return waiting(type, 2);
	}

	private Node waiting(WebApplicationType type, int required) {
		Node node = start(node(type).required(required));
		await().until(() -> status(node) == EngineStatus.STARTED);
		return node;
	}

	private static EngineStatus status(Node node) {
		return EngineStatus.valueOf(node.json("/actuator/cluster").path("status").asString());
	}

	private static Node node(WebApplicationType type) {
		TestRegistry registry = new TestRegistry();
		return ((type == WebApplicationType.SERVLET) ? Node.servlet(registry) : Node.reactive(registry))
			.property("management.endpoint.cluster.access", "unrestricted")
			.property("management.endpoint.health.show-details", "always");
	}

	private Node start(Node node) {
		this.nodes.add(node.start());
		return node;
	}

	private Set<String> uids() {
		return this.nodes.stream().map(OperationsByHandTests::uid).collect(Collectors.toSet());
	}

	private static String uid(Node node) {
		return node.cluster().self().node().toString();
	}

	private static String address(Node node) {
		return "127.0.0.1:" + node.port();
	}

	private static JsonNode health(Node node) {
		return node.json("/actuator/health").path("components").path("cluster");
	}

	private static HttpResponse<String> join(Node node, String... addresses) {
		return post(node, "join", "{\"addresses\":\"%s\"}".formatted(String.join(",", addresses)));
	}

	private static HttpResponse<String> post(Node node, String operation, String body) {
		return node.send(
				HttpRequest.newBuilder(URI.create("http://%s/actuator/cluster/%s".formatted(address(node), operation)))
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofString(body))
					.build());
	}

	private static HttpResponse<String> delete(Node node, Node member, String query) {
		return delete(node, member.cluster().self().address().hostAndPort(), query);
	}

	private static HttpResponse<String> delete(Node node, String member, String query) {
		return node.send(HttpRequest
			.newBuilder(URI.create("http://%s/actuator/cluster/%s%s".formatted(address(node), member, query)))
			.DELETE()
			.build());
	}

	private static JsonNode json(HttpResponse<String> answer) {
		return JsonMapper.shared().readTree(answer.body());
	}

	private static void assertJoined(HttpResponse<String> answer, int joined) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(answer.body()).isEqualTo(
				"{\"joined\":%d,\"message\":\"Successfully joined cluster by contacting %d ".formatted(joined, joined)
						+ "nodes.\",\"failures\":[]}");
	}

	private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
		assertThat(json(answer).path("status").asInt()).isEqualTo(status);
		assertThat(json(answer).path("title").asString()).isNotEmpty();
		assertThat(json(answer).path("detail").asString()).contains(detail);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

}

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

package io.muster.sample.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.muster.processes.OneCluster;
import io.muster.processes.PemAuthority;
import io.muster.processes.Ports;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes the token and the certificates of a cluster whose nodes are asked steadily, by
 * the steps of the documentation.
 */
@Tag("system")
class RotationIT {

	private static final Path DOCUMENTATION = Path.of("..", "src", "docs", "security.md");

	private static final String OLD = "old-0123456789-0123456789-0123456789";

	private static final String NEW = "new-0123456789-0123456789-0123456789";

	@RegisterExtension
	final Processes processes = new Processes();

	@RegisterExtension
	final Watch watch = new Watch();

	@TempDir
	private Path directory;

	private final List<Integer> ports = Ports.find(3);

	private final List<SecuredNode> nodes = new ArrayList<>();

	private PemAuthority former;

	private PemAuthority next;

	private HandshakeClient client;

	@BeforeEach
	void create() {
		this.former = PemAuthority.create(this.directory, "former");
		this.next = PemAuthority.create(this.directory, "next");
		this.client = new HandshakeClient(this.former, this.next);
		this.ports.forEach((port) -> this.nodes.add(node("node-" + (this.nodes.size() + 1), port, this.former)));
	}

	@Test
	void certificatesAndTheirAuthorityAreChangedInFilesAndNoMemberLeaves() throws Exception {
		List<String> steps = documentedSteps("certificates");
		assertThat(steps).containsExactly("Have the trust stores of all nodes contain both authorities.",
				"Replace the certificates of all nodes by those of the new authority.",
				"Have the trust stores contain the new authority alone.");
		this.nodes.forEach((node) -> node.token(OLD, NEW).start());
		OneCluster.await(this.nodes);
		this.watch.over(this.nodes);
		Set<String> before = this.nodes.get(0).cluster().nodes();
		SteadyRequests requests = new SteadyRequests(this.nodes);
		try (requests) {
			awaitHandshakes(this.former, this.former);
			this.nodes.forEach((node) -> node.trust(this.former, this.next));
			awaitHandshakes(this.former, this.former, this.next);
			this.nodes.forEach((node) -> node.certify(this.next));
			awaitHandshakes(this.next, this.former, this.next);
			this.nodes.forEach((node) -> node.trust(this.next));
			awaitHandshakes(this.next, this.next);
			SecuredNode late = other("late", this.former).token(OLD, NEW).start();
			SecuredNode four = other("four", this.next).token(OLD, NEW).start();
			OneCluster.await(Stream.concat(this.nodes.stream(), Stream.of(four)).toList());
			awaitFailure(late,
					"has a TLS certificate that this node does not trust: it is self-signed, or of an authority "
							+ "that this node does not know. Add that authority to the trust store of this node's SSL bundle "
							+ "(muster.security.ssl.bundle)");
			assertThat(late.cluster().members()).isEmpty();
		}
		System.out.println("Certificates changed: " + requests);
		assertThat(this.nodes).allSatisfy((node) -> assertThat(node.cluster().nodes()).containsAll(before));
		assertThat(requests.departures()).isEmpty();
		assertThat(requests.results()).containsExactly(SteadyRequests.ANSWERED);
	}

	@Test
	void theTokenIsChangedNodeByNodeAndNobodyFails() throws Exception {
		List<String> steps = documentedSteps("token");
		assertThat(steps).map((step) -> step.replaceFirst(":.*", ""))
			.containsExactly("`old, new`", "`new, old`", "`new`");
		this.nodes.forEach((node) -> node.token(OLD).start());
		OneCluster.await(this.nodes);
		this.watch.over(this.nodes);
		SteadyRequests requests = new SteadyRequests(this.nodes);
		try (requests) {
			for (String step : steps) {
				String tokens = step.replaceFirst("^`(.*?)`.*", "$1").replace("old", OLD).replace("new", NEW);
				eachNode((node) -> node.token(tokens.split(", ")));
			}
		}
		System.out.println("Token changed: " + requests);
		assertThat(requests.departures()).hasSize(9).values().containsOnly("LEFT");
		// a node that stops or starts is silent or answers 503, and none refuses another
		assertThat(requests.results()).isSubsetOf(SteadyRequests.ANSWERED, SteadyRequests.SILENT, "503");
		assertThat(requests.fewestWorking()).isGreaterThanOrEqualTo(2);
		SecuredNode late = other("late", this.former).token(OLD).start();
		awaitFailure(late,
				"answered 401: its muster.security.token is another one than that of this node. Set the same token on "
						+ "all nodes");
		assertThat(late.process().log()).contains("its muster.security.token is another one than that of this node");
		assertThat(late.cluster().members()).isEmpty();
		OneCluster.await(this.nodes);
	}

	/**
	 * Stop one node after the other in order, and start it changed when it has left.
	 */
	private void eachNode(Consumer<SecuredNode> change) {
		for (SecuredNode node : this.nodes) {
			node.process().terminate();
			assertThat(node.process().awaitExit()).isEqualTo(128 + 15);
			change.accept(node);
			node.start();
			OneCluster.await(this.nodes);
		}
	}

	private SecuredNode node(String name, int port, PemAuthority authority) {
		return new SecuredNode(this.processes, name, port, this.ports, this.directory.resolve(name),
				this.client.trusting())
			.trust(authority)
			.certify(authority);
	}

	/**
	 * Create a node that knows all others, which do not know it.
	 */
	private SecuredNode other(String name, PemAuthority authority) {
		return node(name, Ports.find(), authority);
	}

	private void awaitHandshakes(PemAuthority authority, PemAuthority... trusted) {
		this.nodes.forEach((node) -> node.awaitHandshake(this.client, authority, trusted));
	}

	private void awaitFailure(SecuredNode node, String failure) {
		List<String> others = this.nodes.stream().map(SecuredNode::contactPoint).toList();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(node.bootstrap().path("contactPoints").valueStream())
				.filteredOn((contact) -> others.contains(contact.path("contactPoint").asString("")))
				.hasSize(3)
				.allSatisfy((contact) -> assertThat(contact.path("failure").asString("")).isEqualTo(failure)));
	}

	/**
	 * Return the steps of the documentation: the numbered lines below a comment.
	 */
	private static List<String> documentedSteps(String name) throws Exception {
		return Files.readAllLines(DOCUMENTATION)
			.stream()
			.dropWhile((line) -> !line.equals("<!-- steps: " + name + " -->"))
			.skip(1)
			.takeWhile((line) -> line.matches("\\d\\. .*"))
			.map((line) -> line.substring(3))
			.toList();
	}

}

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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.Member;
import io.muster.testsupport.Certificates;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whole nodes form a cluster with a token and mutual TLS, that others stay
 * outside and say why, and that certificates are changed while the nodes run.
 */
@Tag("system")
class FormationWithTlsTests {

	private static final String TOKEN = "token-0123456789-0123456789-0123456789";

	private static final String TLS_DIFFERS = "the cluster to accept this node, but its engines connect by 'tls-tcp', and "
			+ "that of this node by 'tcp'";

	@TempDir
	private static Path directory;

	private static Certificates authority;

	private static Certificates foreign;

	private static Path keyStore;

	private static Path foreignKeyStore;

	private final TestRegistry registry = new TestRegistry();

	private final List<Node> nodes = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void issue() {
		authority = Certificates.authority(directory.resolve("authority"));
		keyStore = authority.issue("node", "ip:127.0.0.1");
		foreign = Certificates.authority(directory.resolve("foreign"));
		foreignKeyStore = foreign.issue("node", "ip:127.0.0.1");
	}

	@AfterEach
	void stop() {
		this.nodes.parallelStream().forEach(Node::close);
	}

	@Test
	void nodesWithATokenAndMutualTlsFormAClusterAndAForeignCertificateIsNotLetIn() {
		Node one = start(Node.servlet(this.registry).tls(authority, keyStore));
		Node two = start(Node.reactive(this.registry).tls(authority, keyStore));
		Node three = start(Node.servlet(this.registry).tls(authority, keyStore));
		Node.awaitOneCluster(one, two, three);
		Node stranger = start(Node.servlet(this.registry).tls(foreign, foreignKeyStore));
		String untrusted = "has a TLS certificate that this node does not trust: it is self-signed, or of an authority that "
				+ "this node does not know. Add that authority to the trust store of this node's SSL bundle "
				+ "(muster.security.ssl.bundle)";
		awaitFailure(stranger, one, untrusted);
		awaitFailure(one, stranger, untrusted);
		assertThat(stranger.members()).isEmpty();
		Node.awaitOneCluster(one, two, three);
	}

	@Test
	void anEngineWithAForeignCertificateIsNotLetInAndItsPageAndThoseOfTheOthersSayWhy() {
		Node one = start(Node.servlet(this.registry).engineTls(authority, keyStore));
		Node two = start(Node.reactive(this.registry).engineTls(authority, keyStore));
		Node three = start(Node.servlet(this.registry).engineTls(authority, keyStore));
		Node.awaitOneCluster(one, two, three);
		Node stranger = start(Node.servlet(this.registry).engineTls(foreign, foreignKeyStore));
		awaitReason(stranger, "engines-disagree-on-tls", "its TLS certificate is of an authority that is not trusted");
		awaitResult(one, stranger, "its TLS certificate is of an authority that is not trusted");
		assertThat(stranger.members()).isEmpty();
		Node.awaitOneCluster(one, two, three);
	}

	@Test
	void aPlainNodeAmongNodesWithTlsSaysSoAndTheOthersSayItOfIt() {
		Node one = start(Node.servlet(this.registry).engineTls(authority, keyStore));
		Node two = start(Node.reactive(this.registry).engineTls(authority, keyStore));
		Node three = start(Node.servlet(this.registry).engineTls(authority, keyStore));
		Node.awaitOneCluster(one, two, three);
		Node plain = start(Node.servlet(this.registry));
		awaitReason(plain, "engines-disagree-on-tls", TLS_DIFFERS);
		awaitResult(one, plain, TLS_DIFFERS);
		assertThat(plain.members()).isEmpty();
		Node.awaitOneCluster(one, two, three);
	}

	@Test
	void certificatesAndTheirAuthorityAreChangedWhileNodesRunAndNoneLeaves() throws Exception {
		Certificates next = Certificates.authority(directory.resolve("next"));
		Certificates both = Certificates.authority(directory.resolve("both"))
			.trust("former", authority)
			.trust("next", next);
		Path renewed = next.issue("node", "ip:127.0.0.1");
		Path files = Files.createDirectories(directory.resolve("rotated"));
		replace(files.resolve("node.p12"), keyStore);
		replace(files.resolve("trust.p12"), authority.trustStore());
		Node one = start(reloading(Node.servlet(this.registry), files));
		Node two = start(reloading(Node.reactive(this.registry), files));
		Node three = start(reloading(Node.servlet(this.registry), files));
		Node.awaitOneCluster(one, two, three);
		List<String> unreachable = new CopyOnWriteArrayList<>();
		one.context()
			.getBean(ClusterEngine.class)
			.addListener((state) -> state.members()
				.stream()
				.filter((member) -> !member.reachable())
				.map(Member::toString)
				.forEach(unreachable::add));
		awaitReload(() -> replace(files.resolve("trust.p12"), both.trustStore()), one, two, three);
		awaitReload(() -> replace(files.resolve("node.p12"), renewed), one, two, three);
		awaitReload(() -> replace(files.resolve("trust.p12"), next.trustStore()), one, two, three);
		Node former = start(Node.servlet(this.registry).tls(authority, keyStore));
		Node four = start(Node.servlet(this.registry).tls(next, renewed));
		Node.awaitOneCluster(one, two, three, four);
		assertThat(former.members()).isEmpty();
		assertThat(unreachable).isEmpty();
	}

	private Node start(Node node) {
		this.nodes.add(node);
		return node.required(3).property("muster.security.token", TOKEN).start();
	}

	private static Node reloading(Node node, Path files) {
		Certificates authority = Certificates.in(files);
		return node.tls(authority, files.resolve("node.p12"))
			.property("spring.ssl.bundle.jks.node.reload-on-update", true)
			.property("spring.ssl.bundle.watch.file.quiet-period", "100ms");
	}

	private static void replace(Path file, Path by) throws IOException {
		Path copy = Files.copy(by, file.resolveSibling("new"), StandardCopyOption.REPLACE_EXISTING);
		Certificates.move(copy, file);
	}

	/**
	 * Change a file, and wait until all nodes have loaded it.
	 */
	private static void awaitReload(Change change, Node... nodes) throws IOException {
		List<SslBundle> before = List.of(nodes).stream().map(FormationWithTlsTests::bundle).toList();
		change.apply();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> List.of(nodes).stream().map(FormationWithTlsTests::bundle).noneMatch(before::contains));
	}

	private static SslBundle bundle(Node node) {
		return node.context().getBean(SslBundles.class).getBundle("node");
	}

	private static void awaitReason(Node node, String reason, String text) {
		Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
			JsonNode page = node.json("/actuator/bootstrap");
			assertThat(page.path("waitingFor").asString()).contains(text);
			assertThat(page.path("reason").asString()).isEqualTo(reason);
		});
	}

	private static void awaitFailure(Node node, Node other, String failure) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(contact(node, other).path("failure").asString()).isEqualTo(failure));
	}

	private static void awaitResult(Node node, Node other, String waitingFor) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(40))
			.untilAsserted(() -> assertThat(contact(node, other).toString()).contains(waitingFor));
	}

	private static JsonNode contact(Node node, Node other) {
		return node.json("/actuator/bootstrap")
			.path("contactPoints")
			.valueStream()
			.filter((contact) -> contact.path("contactPoint").asString().equals(other.url()))
			.findFirst()
			.orElse(MissingNode.getInstance());
	}

	@FunctionalInterface
	private interface Change {

		void apply() throws IOException;

	}

}

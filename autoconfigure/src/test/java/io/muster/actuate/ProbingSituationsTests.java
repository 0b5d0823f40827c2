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

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.TestSettings;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.formation.TestNodes;
import io.muster.bootstrap.storage.DurableStateStore;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.TestClusterEngine;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.http.HttpContactPointProber;
import io.muster.contactpoint.http.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the text of {@code /actuator/bootstrap} names the cause and the way out in
 * the situations of {@code situations.txt} in which probes of a contact point fail, with
 * real servers. A tag stands for a situation.
 */
class ProbingSituationsTests {

	private static final String SELF = "10.0.0.1";

	private final TestClusterEngine engine = new TestClusterEngine();

	private final List<AutoCloseable> resources = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	@Tag("E1")
	void aPortWhereNoProcessListens() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		says(ContactPoint.of("127.0.0.1", port), "refused the connection: no process listens there (yet, or any more)");
	}

	@Test
	@Tag("E2")
	void packetsThatAreDropped() throws Exception {
		ServerSocket full = keep(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
		// The kernel drops further connections once the backlog is full.
		for (int i = 0; i < 3; i++) {
			try {
				keep(new Socket()).connect(full.getLocalSocketAddress(), 200);
			}
			catch (SocketTimeoutException ex) {
				break;
			}
		}
		says(ContactPoint.of("127.0.0.1", full.getLocalPort()),
				"takes no connection within 1000 ms: packets are dropped on the way, or its machine is gone. Open its port "
						+ full.getLocalPort() + " to this node (firewall, security group, NetworkPolicy)");
	}

	@Test
	@Tag("E3")
	void anApplicationThatHangs() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		says(RawServer.doing((out) -> end.await(20, TimeUnit.SECONDS)),
				"took the connection, but gave no complete answer within 1000 ms: the application there is slow or hangs. "
						+ "See its load and its log, or raise muster.bootstrap.contact-point.request-timeout");
		end.countDown();
	}

	@Test
	@Tag("E4")
	void aHostNameThatIsNotKnown() {
		says(ContactPoint.of("no-such-host.invalid", 8080),
				"has a host name that cannot be resolved: 'no-such-host.invalid' is not known to the DNS of this node. "
						+ "Have it registered with a name or an IP address that every node can resolve");
	}

	@Test
	@Tag("E5")
	void httpToATlsPort(@TempDir Path directory) throws Exception {
		HttpsServer server = tlsServer(directory, "CN=node", "ip:127.0.0.1");
		says(ContactPoint.of("127.0.0.1", server.getAddress().getPort()),
				"muster.bootstrap.contact-point-discovery.protocol=https");
	}

	@Test
	@Tag("E6")
	void httpsToAPlainPort() {
		RawServer server = keep(RawServer.greeting("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
		says(https(server.contactPoint().port()), "speaks no TLS at that port, and this node probes it with https. Set "
				+ "muster.bootstrap.contact-point-discovery.protocol=http, or turn TLS on there (server.ssl.*)");
	}

	@Test
	@Tag("E6")
	void httpsToAPlainPortThatWaitsForMore() {
		RawServer server = keep(RawServer.answeringJson("{}"));
		says(https(server.contactPoint().port()), "takes no connection within 1000 ms: it speaks no TLS at that port "
				+ "(muster.bootstrap.contact-point-discovery.protocol=http), packets are dropped on the way");
	}

	@Test
	@Tag("E7")
	void aSelfSignedCertificate(@TempDir Path directory) throws Exception {
		HttpsServer server = tlsServer(directory, "CN=node", "ip:127.0.0.1");
		says(https(server.getAddress().getPort()),
				"has a TLS certificate that this node does not trust: it is self-signed, or of an authority that this node "
						+ "does not know. Add that authority to the trust store of this node's SSL bundle "
						+ "(muster.security.ssl.bundle)");
	}

	@Test
	@Tag("E43")
	void aServerThatRequiresACertificate(@TempDir Path directory) throws Exception {
		HttpsServer server = tlsServer(directory, "CN=node", "ip:127.0.0.1", true);
		SSLContext before = SSLContext.getDefault();
		SSLContext.setDefault(trustOnly(directory));
		try {
			says(https(server.getAddress().getPort()), "requires a TLS certificate of an authority that it trusts");
		}
		finally {
			SSLContext.setDefault(before);
		}
	}

	@Test
	@Tag("E8")
	void aCertificateForAnotherName(@TempDir Path directory) throws Exception {
		HttpsServer server = tlsServer(directory, "CN=node", "dns:node.example.org");
		SSLContext before = SSLContext.getDefault();
		SSLContext.setDefault(context(directory));
		try {
			says(https(server.getAddress().getPort()),
					"has a TLS certificate for another name than '127.0.0.1': add that name to the certificate "
							+ "(subjectAltName), have the node registered with a name in it, or set "
							+ "muster.security.ssl.certificate-name");
		}
		finally {
			SSLContext.setDefault(before);
		}
	}

	@Test
	@Tag("E9")
	void aRedirectToHttps() {
		says(RawServer.sending("HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1:8443/bootstrap/seed-nodes\r\n"
				+ "Content-Length: 0\r\n\r\n"),
				"answered 301 with a redirect to https://127.0.0.1:8443/bootstrap/seed-nodes: that application wants https. "
						+ "Set muster.bootstrap.contact-point-discovery.protocol=https, and have its secure port (8443) "
						+ "registered");
	}

	@Test
	@Tag("E10")
	void aRedirectToALoginPage() {
		says(RawServer.sending("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/login\r\nContent-Length: 0\r\n\r\n"),
				"answered 302 with a redirect to http://127.0.0.1/login, which is not followed: it is a login page; allow GET "
						+ "/bootstrap/seed-nodes without login for the other replicas");
	}

	@Test
	@Tag("E11")
	void anApplicationThatIsLocked() {
		says(RawServer.answering(401, "application/json", "{}"),
				"answered 401: it is locked by the application's security; allow GET /bootstrap/seed-nodes without login for "
						+ "the other replicas");
	}

	@Test
	@Tag("E12")
	void aProxyOfTheJvmIsNotAskedAndTheRefusalIsTheApplications() {
		RawServer proxy = keep(RawServer.answering(407, "text/html", ""));
		ProxySelector before = ProxySelector.getDefault();
		ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.contactPoint().port())));
		try {
			says(RawServer.answering(403, "application/json", "{}"),
					"answered 403: it is locked by the application's security; allow GET /bootstrap/seed-nodes");
		}
		finally {
			ProxySelector.setDefault(before);
		}
		assertThat(proxy.requests()).isEmpty();
	}

	@Test
	@Tag("E13")
	void aManagementPortOrAnotherPath() {
		says(RawServer.answering(404, "application/json", "{}"),
				"answered 404: that application does not use Muster, or has another context path "
						+ "(server.servlet.context-path, spring.webflux.base-path) or "
						+ "muster.bootstrap.contact-point.base-path than this one, or this is its management port "
						+ "(management.server.port). Make the paths the same, and have server.port registered");
	}

	@Test
	@Tag("E14")
	void anApplicationThatFails() {
		says(RawServer.answering(500, "text/html", "oops"),
				"answered 500 instead of 200: see the log of that application");
	}

	@Test
	@Tag("E15")
	void anHtmlPage() {
		says(RawServer.answering(200, "text/html", "<html>"),
				"answered text/html instead of application/json: another application or a login page is at that address, or "
						+ "it is locked; allow GET /bootstrap/seed-nodes without login for the other replicas, and check the "
						+ "address that discovery lists");
	}

	@Test
	@Tag("E16")
	void anAnswerThatIsBrokenOff() {
		says(RawServer.doing((out) -> {
			out.write(RawServer.head(200, "application/json", 1000).getBytes(StandardCharsets.UTF_8));
			out.close();
		}), "closed the connection in the middle of its answer: it is stopping, or a proxy on the way broke off. If this "
				+ "lasts, see the log of that application");
	}

	@Test
	@Tag("E17")
	void thePortOfAnEngine() {
		says(RawServer.doing((out) -> out.close()),
				"closed the connection without an answer: it is stopping, or this is not the port of its web server "
						+ "(server.port) but, for example, of its engine (muster.cluster.port)");
	}

	@Test
	@Tag("E19")
	void anotherProcessWithThisNodesEngineAddress() {
		says(RawServer.answeringJson("{\"selfNode\":\"pekko://orders@" + SELF
				+ ":25520\",\"seedNodes\":[],\"muster\":{\"version\":1,\"selfUid\":5}}"),
				"claims this node's own engine address pekko://orders@10.0.0.1:25520: it is another process, or what is left "
						+ "of a previous one. Give each node its own muster.cluster.host and port");
	}

	@Test
	@Tag("E40")
	void anAddressWithoutARoute() {
		says(ContactPoint.of("255.255.255.255", 8080),
				"have it registered with an address of a network that all nodes share");
	}

	private void says(RawServer server, String text) {
		says(keep(server).contactPoint(), text);
	}

	/**
	 * Assert what the page of a node says that waits for a contact point.
	 */
	private void says(ContactPoint contactPoint, String text) {
		BootstrapSettings settings = TestSettings.requiring(2).build();
		HttpContactPointProber prober = keep(new HttpContactPointProber(settings.requestTimeout(), this.engine::state));
		this.engine.become(new ClusterState(EngineStatus.STARTED, TestNodes.node(SELF), List.of(), null, List.of()));
		BootstrapCoordinator coordinator = keep(
				new BootstrapCoordinator(settings, new VotingJoinDecider(settings), this.engine,
						List.of(() -> Set.of(contactPoint)), prober, () -> TestNodes.contactPoint(SELF), (reason) -> {
						}, DurableStateStore.NONE));
		coordinator.start();
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(BootstrapText.of(coordinator.report()))
				.contains("Waiting for  expecting 2 nodes, found 1: waiting for 1 more; no answer that counts from "
						+ contactPoint)
				.containsPattern("(?m)^" + contactPoint.toString().replace(".", "\\.") + " +failed +\\S+ +.*")
				.contains(text));
	}

	private static ContactPoint https(int port) {
		return new ContactPoint("https", "127.0.0.1", port, "");
	}

	private HttpsServer tlsServer(Path directory, String name, String alternative) throws Exception {
		return tlsServer(directory, name, alternative, false);
	}

	private HttpsServer tlsServer(Path directory, String name, String alternative, boolean needClientAuth)
			throws Exception {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "node", "-keyalg", "EC", "-dname", name, "-ext", "san=" + alternative,
				"-validity", "10", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore",
				directory.resolve("node.p12").toString())
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor()).isZero();
		HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context(directory)) {

			@Override
			public void configure(HttpsParameters parameters) {
				SSLParameters tls = getSSLContext().getDefaultSSLParameters();
				tls.setNeedClientAuth(needClientAuth);
				parameters.setSSLParameters(tls);
			}

		});
		server.start();
		this.resources.add(() -> server.stop(0));
		return server;
	}

	private static SSLContext context(Path directory) throws Exception {
		return context(directory, true);
	}

	private static SSLContext trustOnly(Path directory) throws Exception {
		return context(directory, false);
	}

	private static SSLContext context(Path directory, boolean certificate) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(directory.resolve("node.p12"))) {
			store.load(in, "changeit".toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, "changeit".toCharArray());
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("node", store.getCertificate("node"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(certificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
		return context;
	}

	private <T extends AutoCloseable> T keep(T resource) {
		this.resources.add(0, resource);
		return resource;
	}

}

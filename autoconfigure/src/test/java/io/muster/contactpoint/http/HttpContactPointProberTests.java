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

package io.muster.contactpoint.http;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.TestMembers;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ProbeResult;
import io.muster.contactpoint.ProbeResult.Answered;
import io.muster.contactpoint.ProbeResult.Failed;
import io.muster.contactpoint.ProbeResult.Kind;
import io.muster.contactpoint.SeedNodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpContactPointProber}, with servers that fail in different ways.
 */
class HttpContactPointProberTests {

	private static final String PEKKO = "{\"seedNodes\":[],\"selfNode\":\"pekko://demo@127.0.0.2:17355\"}";

	// Answers are there long before, unless the machine is very busy.
	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private HttpContactPointProber prober = new HttpContactPointProber(TIMEOUT, () -> ClusterState.NEW);

	private final List<AutoCloseable> resources = new ArrayList<>(List.of(this.prober));

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	void readsTheAnswerOfAPekkoNode() {
		RawServer server = start(RawServer.answeringJson("""
				{"seedNodes":[{"node":"pekko://demo@127.0.0.2:17355","nodeUid":-4920857567255515638,
				 "roles":["web","dc-default"],"status":"Up"}],"selfNode":"pekko://demo@127.0.0.2:17355"}"""));
		SeedNodes seedNodes = answer(server);
		assertThat(seedNodes.selfNode()).hasToString("pekko://demo@127.0.0.2:17355");
		assertThat(seedNodes.muster()).isNull();
		assertThat(seedNodes.seedNodes()).singleElement().satisfies((node) -> {
			assertThat(node.node().uid()).isEqualTo(-4920857567255515638L);
			assertThat(node.roles()).containsExactlyInAnyOrder("web", "dc-default");
		});
	}

	@Test
	void asksPlainlyForJson() {
		RawServer server = start(RawServer.answeringJson(PEKKO));
		probe(new ContactPoint("http", "127.0.0.1", server.contactPoint().port(), "/app"));
		assertThat(server.requests()).singleElement()
			.asString()
			.startsWith("GET /app/bootstrap/seed-nodes HTTP/1.1\r\n")
			.containsIgnoringCase("Accept: application/json\r\n")
			.doesNotContainIgnoringCase("Upgrade");
	}

	@Test
	void saysWhoItIsWhereThatIsNews() {
		RawServer server = start(RawServer.answeringJson(PEKKO));
		ClusterState member = TestMembers.state(EngineStatus.MEMBER, TestMembers.member("h1", MemberStatus.UP));
		this.prober = new HttpContactPointProber(TIMEOUT, () -> member);
		this.prober.probe(server.contactPoint(), ContactPoint.of("10.0.0.7", 8080)).join();
		assertThat(server.requests()).singleElement()
			.asString()
			.contains("Muster-Announcement: http://10.0.0.7:8080;node=pekko://orders@h1:25520;member\r\n");
	}

	@Test
	void doesNotIntroduceItselfIfARegistryListsIt() {
		RawServer server = start(RawServer.answeringJson(PEKKO));
		probe(server.contactPoint());
		assertThat(server.requests()).singleElement().asString().doesNotContainIgnoringCase("Muster-Contact-Point");
	}

	@Test
	void introducesItselfWithEachProbeAsSoonAsItKnowsItsOwnContactPoint() {
		Iterator<ContactPoint> self = Arrays.asList(null, ContactPoint.of("10.0.0.7", 8080)).iterator();
		this.prober = new HttpContactPointProber(TIMEOUT, () -> ClusterState.NEW, self::next, true, false);
		RawServer server = start(RawServer.answeringJson(PEKKO));
		probe(server.contactPoint());
		probe(server.contactPoint());
		probe(server.contactPoint());
		assertThat(server.requests().get(0)).doesNotContainIgnoringCase("Muster-Contact-Point");
		assertThat(server.requests().subList(1, 3)).hasSize(2)
			.allSatisfy((request) -> assertThat(request)
				.containsIgnoringCase("Muster-Contact-Point: http://10.0.0.7:8080\r\n"));
	}

	@Test
	void invitesByAPost() {
		RawServer server = start(RawServer.answeringJson(PEKKO));
		assertThat(this.prober.invite(server.contactPoint(), ContactPoint.of("127.0.0.3", 8080)).join())
			.isInstanceOf(ProbeResult.Answered.class);
		assertThat(server.requests()).singleElement()
			.asString()
			.startsWith("POST /bootstrap/join HTTP/1.1\r\n")
			.containsIgnoringCase("Muster-Invitation: http://127.0.0.3:8080\r\n");
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 401, 403 })
	void saysHowToJoinANodeThatTakesNoInvitation(int status) {
		RawServer server = start(RawServer.answering(status, "application/json", "{}"));
		assertThat(this.prober.invite(server.contactPoint(), ContactPoint.of("127.0.0.3", 8080)).join())
			.isEqualTo(new Failed(Kind.WRONG, "takes no invitation from another node over the network. Send it: "
					+ "POST /actuator/cluster/join {\"addresses\":\"http://127.0.0.3:8080\"}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=UTF-8", "application/json; charset=utf-8",
			"Application/JSON" })
	void acceptsJsonHoweverItIsWritten(String contentType) {
		assertThat(answer(start(RawServer.answering(200, contentType, PEKKO)))).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/vnd.spring-boot.actuator.v3+json", "application/json-seq",
			"nonsense" })
	void rejectsOtherContentTypes(String contentType) {
		assertFailed(start(RawServer.answering(200, contentType, PEKKO)), Kind.WRONG,
				"answered " + contentType + " instead of application/json");
	}

	@Test
	void rejectsAnAnswerWithoutContentType() {
		assertFailed(start(RawServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")), Kind.WRONG,
				"answered no content type instead of application/json");
	}

	@Test
	void takesAnHtmlPageForALoginPage() {
		assertFailed(start(RawServer.answering(200, "text/html;charset=UTF-8", "<html>Please sign in</html>")),
				Kind.WRONG,
				"answered text/html;charset=UTF-8 instead of application/json: another application or a "
						+ "login page is at that address, or it is locked; allow GET /bootstrap/seed-nodes without login "
						+ "for the other replicas");
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403 })
	void takesALockedContactPointForTheApplicationsSecurity(int status) {
		assertFailed(start(RawServer.answering(status, "application/json", "{}")), Kind.WRONG,
				"answered " + status + ": it is locked by the application's security; allow GET /bootstrap/seed-nodes "
						+ "without login for the other replicas");
	}

	@Test
	void doesNotFollowRedirects() {
		RawServer server = start(RawServer
			.sending("HTTP/1.1 302 Found\r\nLocation: http://localhost/login\r\nContent-Length: 0\r\n\r\n"));
		assertFailed(server, Kind.WRONG,
				"answered 302 with a redirect to http://localhost/login, which is not followed: it is a login page; allow "
						+ "GET /bootstrap/seed-nodes without login for the other replicas");
		assertThat(server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "https://localhost:8443/bootstrap/seed-nodes,8443", "https://localhost/bootstrap/seed-nodes,443" })
	void saysThatAnApplicationThatRedirectsToHttpsWantsHttps(String location, int port) {
		assertFailed(
				start(RawServer
					.sending("HTTP/1.1 301 Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n")),
				Kind.WRONG,
				"answered 301 with a redirect to " + location + ": that application wants https. Set "
						+ "muster.bootstrap.contact-point-discovery.protocol=https, and have its secure port (" + port
						+ ") registered");
	}

	@Test
	void saysThatAServerThatRefusesAPlainRequestWantsTls() {
		assertFailed(
				start(RawServer.answering(400, "text/plain;charset=UTF-8",
						"Bad Request\r\nThis combination of host and port requires TLS.\r\n")),
				Kind.WRONG, "answered 400: it speaks TLS at that port, and this node probes it with http. Set "
						+ "muster.bootstrap.contact-point-discovery.protocol=https, or have it registered as secure");
	}

	@Test
	void saysThatAServerThatAnswersWithATlsAlertWantsTls() {
		RawServer server = start(RawServer.doing((out) -> {
			out.write(new byte[] { 0x15, 3, 3, 0, 2, 2, 10 });
			out.close();
		}));
		assertFailed(server, Kind.WRONG, "speaks TLS at that port, and this node probes it with http. Set "
				+ "muster.bootstrap.contact-point-discovery.protocol=https, or have it registered as secure");
	}

	@Test
	void namesTheServerThatAnsweredBecauseItMayBeAProxy() {
		assertFailed(start(RawServer.sending("HTTP/1.1 403 X\r\nServer: squid/6.1\r\nContent-Length: 0\r\n\r\n")),
				Kind.WRONG, "answered 403 (by the server 'squid/6.1'): it is locked by");
	}

	@Test
	void saysThatAGatewayIsNoNode() {
		assertFailed(start(RawServer.answering(502, "text/html", "")), Kind.WRONG,
				"answered 502: a proxy or load balancer is at that address, and reaches no application. Have each node "
						+ "registered with its own address");
	}

	@Test
	void doesNotProbeThroughAProxy() {
		RawServer proxy = start(RawServer.answering(403, "text/html", ""));
		RawServer server = start(RawServer.answeringJson(PEKKO));
		ProxySelector before = ProxySelector.getDefault();
		ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.contactPoint().port())));
		try {
			assertThat(answer(server)).isNotNull();
		}
		finally {
			ProxySelector.setDefault(before);
		}
		assertThat(proxy.requests()).isEmpty();
	}

	@Test
	void tellsDroppedPacketsFromASlowApplication() throws Exception {
		impatient();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> waiting = new ArrayList<>();
			// The kernel drops further connections once the backlog is full.
			for (int i = 0; i < 3; i++) {
				Socket socket = new Socket();
				waiting.add(socket);
				this.resources.add(socket);
				try {
					socket.connect(full.getLocalSocketAddress(), 200);
				}
				catch (SocketTimeoutException ex) {
					break;
				}
			}
			assertFailed(ContactPoint.of("127.0.0.1", full.getLocalPort()), Kind.SILENT,
					"takes no connection within 500 ms: packets are dropped on the way, or its machine is gone. Open its "
							+ "port " + full.getLocalPort()
							+ " to this node (firewall, security group, NetworkPolicy)");
		}
	}

	@Test
	void reportsTheSameForRedirectsWithDifferentQueries() {
		RawServer server = start(
				RawServer.doing((out) -> out.write(("HTTP/1.1 302 Found\r\nLocation: https://idp/auth?state="
						+ System.nanoTime() + "\r\nContent-Length: 0\r\n\r\n")
					.getBytes(StandardCharsets.UTF_8))));
		assertFailed(server, Kind.WRONG, "answered 302 with a redirect to https://idp/auth, ");
		assertThat(probe(server.contactPoint())).isEqualTo(probe(server.contactPoint()));
	}

	@Test
	void reportsTheStatusOfAnErrorPageOfAnyLength() {
		String page = "x".repeat(200_000);
		assertFailed(start(RawServer.answering(404, "text/html", page)), Kind.WRONG, "answered 404");
		assertFailed(start(RawServer.answering(200, "text/html", page)), Kind.WRONG, "answered text/html");
	}

	@Test
	void reportsTheStatusOfAnErrorPageWithoutEnd() {
		assertFailed(start(RawServer.sending("HTTP/1.1 500 X\r\nContent-Type: text/event-stream\r\n\r\ndata:")),
				Kind.WRONG, "answered 500 instead of 200: see the log of that application");
	}

	@Test
	void keepsWhatAStrangerSaysToOneLineOfBoundedLength() {
		ProbeResult result = probe(
				start(RawServer.answeringJson("{\"selfNode\":\"\\n\\n" + "x".repeat(10_000) + "\",\"seedNodes\":[]}"))
					.contactPoint());
		assertThat(((Failed) result).reason()).hasLineCount(1).hasSizeLessThan(600);
	}

	@ParameterizedTest
	@ValueSource(strings = { "my_service", "my service", "h\u00f6st", "a\\b", "-", "a..b", "%", "a/b", "a?b",
			"user@host", "..", "1.2.3", "host\nname" })
	void neverThrowsWhateverTheHost(String host) {
		assertThat(probe(ContactPoint.of(host, 8080))).isInstanceOf(Failed.class);
	}

	@Test
	void explainsThatAHostNameIsNone() {
		assertFailed(ContactPoint.of("my_service", 8080), Kind.WRONG, "has an address that cannot be asked over HTTP: "
				+ "host names consist of letters, digits, '-' and '.'");
	}

	@Test
	void neverThrowsWhateverThePath() {
		RawServer server = start(RawServer.answeringJson(PEKKO));
		assertThat(probe(new ContactPoint("http", "127.0.0.1", server.contactPoint().port(), "/a b")))
			.isInstanceOf(Failed.class);
	}

	@Test
	void failsOnceClosed() {
		RawServer server = start(RawServer.answeringJson(PEKKO));
		this.prober.close();
		assertThat(probe(server.contactPoint())).isInstanceOf(Failed.class);
	}

	@Test
	void explainsThatNothingIsThere() {
		assertFailed(start(RawServer.answering(404, "application/json", "{}")), Kind.WRONG,
				"answered 404: that application does not use Muster, or has another context path "
						+ "(server.servlet.context-path, spring.webflux.base-path) or "
						+ "muster.bootstrap.contact-point.base-path than this one, or this is its management port "
						+ "(management.server.port). Make the paths the same, and have server.port registered");
	}

	@ParameterizedTest
	@CsvSource({ "500,WRONG", "204,WRONG", "206,WRONG", "418,WRONG", "503,STARTING" })
	void reportsOtherStatuses(int status, Kind kind) {
		assertFailed(start(RawServer.sending("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n")), kind,
				"answered " + status);
	}

	@Test
	void rejectsInvalidJson() {
		assertFailed(start(RawServer.answeringJson("certainly not JSON")), Kind.WRONG,
				"answered content that cannot be read as seed nodes: ");
	}

	@Test
	void rejectsWhatIsNotHttp() {
		assertFailed(start(RawServer.sending("SSH-2.0-OpenSSH_9.6\r\n\r\n")), Kind.WRONG,
				"gave no valid HTTP response: ");
	}

	/**
	 * The JDK's client does not close the connection of an answer whose head is broken.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "not HTTP", "a long header", "many interim answers" })
	void anAnswerWithABrokenHeadCostsFewDescriptors(String kind) {
		String broken = switch (kind) {
			case "not HTTP" -> "-ERR unknown command\r\n\r\n";
			case "a long header" -> "HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n";
			default -> "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(40);
		};
		RawServer server = start(RawServer.sending(broken));
		int before = descriptors();
		ProbeResult first = probe(server.contactPoint());
		for (int i = 0; i < 100; i++) {
			assertThat(probe(server.contactPoint())).isEqualTo(first);
		}
		assertThat(server.requests()).hasSizeLessThan(8);
		assertThat(descriptors()).isLessThan(before + 20);
	}

	private static int descriptors() {
		String[] names = new File("/proc/self/fd").list();
		return (names != null) ? names.length : 0;
	}

	@Test
	void reportsAConnectionThatIsClosedWithoutAnAnswer() {
		RawServer server = start(RawServer.doing((out) -> out.close()));
		assertFailed(server, Kind.WRONG,
				"closed the connection without an answer: it is stopping, or this is not the port of its web server "
						+ "(server.port) but, for example, of its engine (muster.cluster.port), or one that expects TLS "
						+ "(muster.bootstrap.contact-point-discovery.protocol=https)");
	}

	@Test
	void rejectsHalfABody() {
		RawServer server = start(RawServer.doing((out) -> {
			out.write((RawServer.head(200, "application/json", 1000) + PEKKO).getBytes(StandardCharsets.UTF_8));
			out.close();
		}));
		assertFailed(server, Kind.WRONG,
				"closed the connection in the middle of its answer: it is stopping, or a proxy "
						+ "on the way broke off. If this lasts, see the log of that application");
	}

	@Test
	void readsNoMoreThanTheLimit() throws Exception {
		byte[] megabyte = new byte[1024 * 1024];
		RawServer server = start(RawServer.doing((out) -> {
			out.write(RawServer.head(200, "application/json", 10L * megabyte.length).getBytes(StandardCharsets.UTF_8));
			for (int i = 0; i < 10; i++) {
				out.write(megabyte);
			}
		}));
		assertFailed(server, Kind.WRONG, "answered more than ");
		assertThat(server.broken().await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void readsUpToTheLimit() {
		String padded = PEKKO + " ".repeat(64 * 1024 - PEKKO.length());
		assertThat(answer(start(RawServer.answeringJson(padded)))).isNotNull();
		assertFailed(start(RawServer.answeringJson(padded + " ")), Kind.WRONG, "answered more than ");
	}

	@Test
	void doesNotWaitForAHeadThatDoesNotCome() throws Exception {
		impatient();
		RawServer server = start(RawServer.doing((out) -> new CountDownLatch(1).await(5, TimeUnit.SECONDS)));
		assertFailed(server, Kind.SILENT,
				"took the connection, but gave no complete answer within 500 ms: the application there is slow or "
						+ "hangs. See its load and its log, or raise muster.bootstrap.contact-point.request-timeout");
	}

	@Test
	void breaksOffAHeadThatTricklesIn() throws Exception {
		impatient();
		RawServer server = start(trickling(RawServer.head(200, "application/json", 100).repeat(100)));
		assertFailed(server, Kind.SILENT,
				"took the connection, but gave no complete answer within 500 ms: the application there is slow or "
						+ "hangs. See its load and its log, or raise muster.bootstrap.contact-point.request-timeout");
		assertThat(server.broken().await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void breaksOffABodyThatTricklesIn() throws Exception {
		impatient();
		RawServer server = start(RawServer.doing((out) -> {
			out.write(RawServer.head(200, "application/json", 10000).getBytes(StandardCharsets.UTF_8));
			trickle(out, " ".repeat(10000));
		}));
		long start = System.nanoTime();
		assertFailed(server, Kind.SILENT,
				"took the connection, but gave no complete answer within 500 ms: the application there is slow or "
						+ "hangs. See its load and its log, or raise muster.bootstrap.contact-point.request-timeout");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
		assertThat(server.broken().await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void reportsThatNoProcessListens() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		assertFailed(ContactPoint.of("127.0.0.1", port), Kind.REFUSED,
				"refused the connection: no process listens there (yet, or any more)");
	}

	@Test
	void reportsThatANameCannotBeResolved() {
		assertFailed(ContactPoint.of("no-such-host.invalid", 8080), Kind.SILENT,
				"has a host name that cannot be resolved: 'no-such-host.invalid' is not known to the DNS of this node. "
						+ "Have it registered with a name or an IP address that every node can resolve");
	}

	@Test
	void reportsThatTheServerDoesNotSpeakTls() {
		RawServer server = start(RawServer.greeting("220 mail.example.org ESMTP\r\n"));
		assertFailed(new ContactPoint("https", "127.0.0.1", server.contactPoint()
			.port(), ""), Kind.WRONG, "speaks no TLS at that port, and this node probes it with https. Set "
					+ "muster.bootstrap.contact-point-discovery.protocol=http, or turn TLS on there (server.ssl.*)");
	}

	@Test
	void manySilentContactPointsNeitherDelayALiveOneNorHoldThreads() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		RawServer silent = start(RawServer.doing((out) -> end.await(10, TimeUnit.SECONDS)));
		RawServer live = start(RawServer.answeringJson(PEKKO));
		Set<Thread> others = Thread.getAllStackTraces().keySet();
		List<CompletableFuture<ProbeResult>> probes = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			probes.add(this.prober.probe(silent.contactPoint(), null));
		}
		assertThat(this.prober.probe(live.contactPoint(), null).get(3, TimeUnit.SECONDS)).isInstanceOf(Answered.class);
		assertThat(probes).noneMatch(CompletableFuture::isDone);
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().matches("(muster-probe|HttpClient).*") && !others.contains(thread))
			.hasSizeLessThanOrEqualTo(3);
		end.countDown();
	}

	private void impatient() {
		this.prober = new HttpContactPointProber(Duration.ofMillis(500), () -> ClusterState.NEW);
		this.resources.add(this.prober);
	}

	private RawServer start(RawServer server) {
		this.resources.add(server);
		return server;
	}

	private RawServer trickling(String text) {
		return RawServer.doing((out) -> trickle(out, text));
	}

	private static void trickle(OutputStream out, String text) throws IOException, InterruptedException {
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			out.write(octet);
			out.flush();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	private SeedNodes answer(RawServer server) {
		ProbeResult result = probe(server.contactPoint());
		assertThat(result).isInstanceOf(Answered.class);
		return ((Answered) result).seedNodes();
	}

	private void assertFailed(RawServer server, Kind kind, String reason) {
		assertFailed(server.contactPoint(), kind, reason);
	}

	private void assertFailed(ContactPoint contactPoint, Kind kind, String reason) {
		ProbeResult result = probe(contactPoint);
		assertThat(result).isInstanceOf(Failed.class);
		assertThat(((Failed) result).kind()).as(result.toString()).isEqualTo(kind);
		assertThat(((Failed) result).reason()).startsWith(reason);
	}

	private ProbeResult probe(ContactPoint contactPoint) {
		return this.prober.probe(contactPoint, null).orTimeout(30, TimeUnit.SECONDS).join();
	}

}

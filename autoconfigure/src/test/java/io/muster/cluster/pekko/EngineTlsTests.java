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

package io.muster.cluster.pekko;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.cluster.Member;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.pekko.TestEngines.TestEngine;
import io.muster.security.NodeTls;
import io.muster.security.TlsFailure;
import io.muster.testsupport.Certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a {@link PekkoClusterEngine} that uses TLS: who may join, and who may not.
 */
@ExtendWith(OutputCaptureExtension.class)
class EngineTlsTests {

	private static final String HOSTS = "ip:127.0.0.1,ip:127.0.0.2,ip:127.0.0.3,ip:127.0.0.4";

	@TempDir
	private static Path directory;

	private static Certificates authority;

	private static Certificates foreign;

	private static Path keyStore;

	private static Path foreignKeyStore;

	private final TestEngines engines = new TestEngines();

	@BeforeAll
	static void issue() {
		authority = Certificates.authority(directory.resolve("authority"));
		keyStore = authority.issue("node", HOSTS);
		foreign = Certificates.authority(directory.resolve("foreign"));
		foreignKeyStore = foreign.issue("node", HOSTS);
	}

	@AfterEach
	void stop() {
		this.engines.close();
	}

	@Test
	void strangersAchieveNothingAndMembersLogLittle(CapturedOutput output) throws Exception {
		List<TestEngine> members = form(tls(keyStore), tls(keyStore));
		assertThat(members.get(0).engine().transport()).isEqualTo("tls-tcp");
		NodeAddress member = members.get(0).address();
		for (int i = 0; i < 20; i++) {
			send(member, "AKKA\u0002\u00fc\u00ff\u00ff\u00ff");
		}
		TestEngine plain = this.engines.start();
		plain.join(member);
		TestEngine stranger = this.engines.start(new NodeTls(foreign.bundle(foreignKeyStore), null));
		stranger.join(member);
		// Each has tried several times when it says so.
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(List.of(plain, stranger)).allMatch((outside) -> output.getAll()
				.lines()
				.anyMatch((line) -> line.contains("[" + outside.address() + "]")
						&& line.contains("Couldn't join seed nodes after [2] attempts"))));
		TestEngines.awaitUp(members.toArray(TestEngine[]::new));
		assertThat(plain.state().members()).isEmpty();
		assertThat(stranger.state().members()).isEmpty();
		assertThat(output.getAll().lines().filter((line) -> line.contains("it does not begin like TLS")))
			.hasSizeBetween(1, 6);
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN") || line.contains("ERROR")))
			.filteredOn((line) -> !line.contains("it does not begin like TLS"))
			.allMatch((line) -> line.contains("Couldn't join seed nodes")
					|| line.contains("Outbound message stream to [" + member + "] failed"));
	}

	@Test
	void aCertificateForAnotherHostIsRefused() {
		TestEngine one = this.engines.start(tls(authority.issue("other", "dns:elsewhere.example.org")));
		assertThat(failure(tls(keyStore), one)).isEqualTo(TlsFailure.OTHER_NAME);
	}

	@Test
	void theNameOfCertificatesCountsInPlaceOfHostsOnBothSides() {
		Path named = authority.issue("named", "dns:orders.example.org");
		List<TestEngine> members = form(named(named), named(named));
		assertThat(failure(named(named), members.get(0))).isNull();
		assertThat(failure(named(keyStore), members.get(0))).isEqualTo(TlsFailure.REFUSED);
		TestEngine unnamed = this.engines.start(tls(keyStore));
		assertThat(failure(named(named), unnamed)).isEqualTo(TlsFailure.OTHER_NAME);
	}

	@Test
	@Tag("system")
	void theHandshakeSaysWhyEnginesDoNotAgree() {
		TestEngine member = this.engines.start(tls(keyStore));
		assertThat(failure(tls(keyStore), member)).isNull();
		assertThat(failure(tls(keyStore), this.engines.start())).isEqualTo(TlsFailure.PLAIN);
		assertThat(failure(new NodeTls(foreign.bundle(foreignKeyStore), null), member)).isEqualTo(TlsFailure.UNTRUSTED);
		assertThat(failure(new NodeTls(authority.bundle(foreignKeyStore), null), member)).isEqualTo(TlsFailure.REFUSED);
		TestEngine expired = this.engines
			.start(tls(authority.issue("expired", HOSTS, "-startdate", "-20d", "-validity", "10")));
		assertThat(failure(tls(keyStore), expired)).isEqualTo(TlsFailure.EXPIRED);
		assertThat(failure(tls(authority.issue("expired", HOSTS, "-startdate", "-20d", "-validity", "10")), member))
			.isEqualTo(TlsFailure.REFUSED);
		TestEngine early = this.engines.start(tls(authority.issue("early", HOSTS, "-startdate", "+1d")));
		assertThat(failure(tls(keyStore), early)).isEqualTo(TlsFailure.NOT_YET_VALID);
	}

	@Test
	@Tag("system")
	void newConnectionsUseTheNewCertificateAndMembersStay() {
		NodeTls first = tls(keyStore);
		NodeTls second = tls(keyStore);
		List<TestEngine> members = form(first, second);
		Certificates next = Certificates.authority(directory.resolve("next")).trust("former", authority);
		authority.trust("next", next);
		Path renewed = next.issue("node", HOSTS);
		List.of(first, second).forEach((tls) -> tls.update(authority.bundle(keyStore)));
		List.of(first, second).forEach((tls) -> tls.update(next.bundle(renewed)));
		TestEngine third = this.engines.start(new NodeTls(next.bundle(renewed), null));
		third.join(members.get(0).address());
		TestEngines.awaitUp(members.get(0), members.get(1), third);
		assertThat(members.get(0).states()).allMatch((state) -> state.members().stream().allMatch(Member::reachable));
	}

	@Test
	void aBundleThatCannotBeUsedDoesNotReplaceOneThatCan() {
		NodeTls tls = tls(keyStore);
		SSLContext before = tls.context();
		SslBundle broken = SslBundle
			.of(new JksSslStoreBundle(new JksSslStoreDetails("PKCS12", null, "file:" + keyStore, Certificates.PASSWORD),
					null), SslBundleKey.of("wrong"));
		assertThatIllegalStateException().isThrownBy(() -> tls.update(broken));
		assertThat(tls.context()).isSameAs(before);
	}

	@Test
	void anotherTransportIsRefused() {
		PekkoActorSystemFactory factory = new PekkoActorSystemFactory(
				TestPekkoSettings.with(Map.of("remote.artery.transport", "tcp")), getClass().getClassLoader(),
				tls(keyStore), () -> null);
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(factory::verify)
			.withMessageContaining("'muster.pekko.remote.artery.transport' is 'tcp'")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("muster.security.ssl.bundle"));
	}

	private List<TestEngine> form(NodeTls... tls) {
		List<TestEngine> members = Arrays.stream(tls).map(this.engines::start).toList();
		members.get(0).engine().found(1);
		members.stream().skip(1).forEach((member) -> member.join(members.get(0).address()));
		TestEngines.awaitUp(members.toArray(TestEngine[]::new));
		return members;
	}

	private static NodeTls tls(Path keyStore) {
		return new NodeTls(authority.bundle(keyStore), null);
	}

	private static NodeTls named(Path keyStore) {
		return new NodeTls(authority.bundle(keyStore), "orders.example.org");
	}

	/**
	 * Return why a node and an engine do not agree on TLS, {@code null} if they do.
	 */
	private static @Nullable TlsFailure failure(NodeTls tls, TestEngine engine) {
		NodeAddress address = engine.address();
		try (Socket socket = new Socket(address.host(), address.port())) {
			socket.setSoTimeout(10_000);
			tls.shakeHands(socket, address.host(), address.port());
			return null;
		}
		catch (SSLException ex) {
			return TlsFailure.of(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void send(NodeAddress engine, String bytes) throws IOException {
		try (Socket socket = new Socket(engine.host(), engine.port()); OutputStream out = socket.getOutputStream()) {
			out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}
	}

}

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

package io.muster.security;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.muster.testsupport.Certificates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link NodeTls} says of the certificate of its own node.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnCertificateTests {

	private static final String HOST = "127.0.0.1";

	private static final String SAN = "ip:" + HOST;

	private static final String REFUSED = "Nodes with the same SSL bundle refuse the certificate of this node: ";

	@TempDir
	private static Path directory;

	private static Certificates authority;

	private static SslBundle good;

	@BeforeAll
	static void issue() {
		authority = Certificates.authority(directory.resolve("authority"));
		good = authority.bundle(authority.issue("good", SAN));
	}

	@Test
	void nothingIsSaidOfACertificateThatOthersAccept(CapturedOutput output) {
		new NodeTls(good, null).checkOwnCertificate(HOST);
		new NodeTls(authority.bundle(authority.issue("named", "dns:orders.example.org")), "orders.example.org")
			.checkOwnCertificate(HOST);
		assertThat(output).doesNotContain(REFUSED);
	}

	@Test
	void aCertificateOfAnAuthorityThatIsNotTrustedIsSaid(CapturedOutput output) {
		Certificates other = Certificates.authority(directory.resolve("other"));
		new NodeTls(authority.bundle(other.issue("foreign", SAN)), null).checkOwnCertificate(HOST);
		assertThat(output).contains(REFUSED)
			.contains("PKIX path")
			.contains("Issue a certificate for servers and clients (extendedKeyUsage), of an authority that is in the "
					+ "trust store of the bundle.");
	}

	@Test
	void aCertificateForServersOnlyIsSaid(CapturedOutput output) {
		SslBundle bundle = authority.bundle(authority.issue("server", SAN, "-ext", "eku=serverAuth"));
		new NodeTls(bundle, null).checkOwnCertificate(HOST);
		assertThat(output).contains(REFUSED)
			.contains("Extended key usage does not permit use for TLS client authentication. Issue a certificate for "
					+ "servers and clients (extendedKeyUsage), ");
	}

	@Test
	void aCertificateForAnotherHostIsSaid(CapturedOutput output) {
		new NodeTls(good, null).checkOwnCertificate("127.0.0.9");
		assertThat(output).contains(REFUSED).contains("Issue a certificate whose subjectAltName contains 127.0.0.9.");
	}

	@Test
	void aCertificateWithoutTheNameOfCertificatesIsSaid(CapturedOutput output) {
		new NodeTls(good, "orders.example.org").checkOwnCertificate(HOST);
		assertThat(output).contains(REFUSED)
			.contains("Issue a certificate whose subjectAltName contains orders.example.org.");
	}

	@Test
	void aCertificateThatHasExpiredIsSaid(CapturedOutput output) {
		SslBundle bundle = authority.bundle(authority.issue("expired", SAN, "-startdate", "-9d", "-validity", "3"));
		new NodeTls(bundle, null).checkOwnCertificate(HOST);
		assertThat(output).contains(REFUSED).contains(". Replace the certificate.");
	}

	@Test
	void aCertificateThatIsNotValidYetIsSaid(CapturedOutput output) {
		SslBundle bundle = authority.bundle(authority.issue("early", SAN, "-startdate", "+9d", "-validity", "3"));
		new NodeTls(bundle, null).checkOwnCertificate(HOST);
		assertThat(output).contains(REFUSED).contains(". Set the clock of this host, or replace the certificate.");
	}

	@Test
	void aNewBundleIsCheckedAsWell(CapturedOutput output) {
		NodeTls tls = new NodeTls(good, null);
		tls.update(authority.bundle(authority.issue("elsewhere", "dns:elsewhere.example.org")));
		assertThat(output).as("nobody asked to check it").doesNotContain(REFUSED);
		tls.checkOwnCertificate("127.0.0.1");
		tls.update(good);
		String before = output.getAll();
		tls.update(authority.bundle(authority.issue("elsewhere", "dns:elsewhere.example.org")));
		assertThat(output.getAll().substring(before.length())).contains(REFUSED);
	}

}

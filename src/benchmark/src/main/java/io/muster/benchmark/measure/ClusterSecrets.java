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

package io.muster.benchmark.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.muster.contactpoint.ContactPointProber;
import io.muster.processes.PemAuthority;
import io.muster.security.ClusterToken;
import io.muster.security.RequestSigner;

/**
 * The token of a cluster, and certificates that all of its nodes use.
 */
public final class ClusterSecrets {

	private static final String TOKEN = "benchmark-0123456789-0123456789-0123456789";

	private static final String NAMES = "ip:127.0.0.1,ip:127.0.0.2,ip:127.0.0.3,ip:127.0.0.4,ip:127.0.0.5";

	private final Path directory;

	private final PemAuthority authority;

	ClusterSecrets(Path directory) {
		try {
			Files.deleteIfExists(directory.resolve("authority.p12"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.directory = directory;
		this.authority = PemAuthority.create(directory, "authority");
		PemAuthority.writeTrusted(file("ca.crt"), this.authority);
		this.authority.issue(NAMES).write(file("node.key"), file("node.crt"));
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	/**
	 * Return the arguments with which a node has the token.
	 * @return the arguments
	 */
	public static List<String> token() {
		return List.of("--muster.security.token=" + TOKEN);
	}

	/**
	 * Return the arguments with which a node uses TLS: its engine, its probes and its web
	 * server.
	 * @return the arguments
	 */
	public List<String> tls() {
		String bundle = "--spring.ssl.bundle.pem.cluster.";
		return List.of(bundle + "keystore.certificate=file:" + file("node.crt"),
				bundle + "keystore.private-key=file:" + file("node.key"),
				bundle + "truststore.certificate=file:" + file("ca.crt"), "--muster.security.ssl.bundle=cluster",
				"--server.ssl.bundle=cluster");
	}

	/**
	 * Return the signer of a node's requests.
	 * @return a new signer
	 */
	public static RequestSigner signer() {
		return new RequestSigner(new ClusterToken(List.of(TOKEN), true), ContactPointProber.SIGNED_HEADERS);
	}

	/**
	 * Return what clients need to trust the web servers of nodes.
	 * @return a new context
	 */
	public SSLContext client() {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setCertificateEntry("authority", this.authority.certificate());
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

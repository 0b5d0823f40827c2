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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

import org.awaitility.Awaitility;

import io.muster.processes.PemAuthority;
import io.muster.processes.PemAuthority.Issued;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shakes hands with engines to see which certificates they show, and whose they ask for.
 * It trusts several authorities, has a certificate of each, and shows the one that is
 * asked for.
 */
final class HandshakeClient {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final KeyStore store;

	HandshakeClient(PemAuthority... authorities) {
		try {
			this.store = KeyStore.getInstance("PKCS12");
			this.store.load(null, null);
			for (PemAuthority authority : authorities) {
				Issued issued = authority.issue("ip:127.0.0.1");
				this.store.setCertificateEntry("trusted-" + authority.name(), authority.certificate());
				this.store.setKeyEntry(authority.name(), issued.privateKey(), PASSWORD,
						issued.chain().toArray(X509Certificate[]::new));
			}
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return a context that trusts the authorities, and shows no certificate.
	 */
	SSLContext trusting() {
		return context(new KeyManager[0]);
	}

	private SSLContext context(KeyManager... keys) {
		try {
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(this.store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys, trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Open a new connection to an engine.
	 * @param node the node of the engine
	 * @return what the engine shows
	 * @throws IOException if they do not agree
	 */
	Handshake shakeHands(SecuredNode node) throws IOException {
		AskedFor keys = new AskedFor(keyManager());
		SSLSocket socket = (SSLSocket) context(keys).getSocketFactory().createSocket();
		try (socket) {
			socket.connect(new InetSocketAddress(node.host(), node.enginePort()), 2000);
			socket.setSoTimeout(2000);
			socket.startHandshake();
			X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
			return new Handshake(name(certificate.getIssuerX500Principal()), keys.authorities);
		}
	}

	private X509ExtendedKeyManager keyManager() {
		try {
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(this.store, PASSWORD);
			return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String name(Principal principal) {
		return principal.getName().replaceFirst("^CN=", "");
	}

	/**
	 * Wait until a handshake shows what it has to.
	 * @param handshake shakes hands
	 * @param issuer who has to have issued the certificate
	 * @param authorities whose certificates have to be asked for
	 */
	static void await(Callable<Handshake> handshake, String issuer, Collection<String> authorities) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptionsInstanceOf(IOException.class)
			.untilAsserted(
					() -> assertThat(handshake.call()).isEqualTo(new Handshake(issuer, new TreeSet<>(authorities))));
	}

	/**
	 * What an engine shows in a handshake.
	 *
	 * @param issuer the name of the authority of its certificate
	 * @param authorities the names of those whose certificates it asks for
	 */
	record Handshake(String issuer, Set<String> authorities) {

	}

	/**
	 * Notes whose certificates are asked for.
	 */
	private static final class AskedFor extends X509ExtendedKeyManager {

		private final X509ExtendedKeyManager keys;

		private final Set<String> authorities = new TreeSet<>();

		AskedFor(X509ExtendedKeyManager keys) {
			this.keys = keys;
		}

		@Override
		public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
			this.authorities
				.addAll(Arrays.stream(issuers).map(HandshakeClient::name).collect(Collectors.toUnmodifiableSet()));
			return this.keys.chooseClientAlias(keyTypes, issuers, socket);
		}

		@Override
		public String[] getClientAliases(String keyType, Principal[] issuers) {
			return this.keys.getClientAliases(keyType, issuers);
		}

		@Override
		public String[] getServerAliases(String keyType, Principal[] issuers) {
			return this.keys.getServerAliases(keyType, issuers);
		}

		@Override
		public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
			return this.keys.chooseServerAlias(keyType, issuers, socket);
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return this.keys.getCertificateChain(alias);
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return this.keys.getPrivateKey(alias);
		}

	}

}

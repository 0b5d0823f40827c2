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

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * TLS between nodes, by a bundle of this node's certificate and of those that it trusts.
 * The bundle may be replaced at any time, and new connections use the new one. For any
 * thread.
 */
public final class NodeTls {

	private static final Log logger = LogFactory.getLog(NodeTls.class);

	private static final String HOST_NAMES = "HTTPS";

	private final @Nullable String certificateName;

	private volatile Material material;

	private volatile @Nullable String checkedHost;

	/**
	 * Create TLS between nodes.
	 * @param bundle the bundle
	 * @param certificateName the name that the certificate of each node contains,
	 * {@code null} for the host of that node
	 * @throws IllegalStateException if the bundle cannot be used
	 */
	public NodeTls(SslBundle bundle, @Nullable String certificateName) {
		this.certificateName = certificateName;
		this.material = Material.of(bundle);
	}

	/**
	 * Replace the bundle. Connections that exist go on with the former one.
	 * @param bundle the new bundle
	 * @throws IllegalStateException if the new bundle cannot be used; the former one
	 * stays
	 */
	public void update(SslBundle bundle) {
		this.material = Material.of(bundle);
		String host = this.checkedHost;
		if (host != null) {
			checkOwnCertificate(host);
		}
	}

	/**
	 * Warn in the log if nodes with the same bundle refuse the certificate of this node:
	 * now, and whenever the bundle is replaced. Such a node can join nobody, and others
	 * learn it only when they connect. The handshake is in memory, and its code then runs
	 * for the second time when the first connection needs it: in a new process, the first
	 * time takes a good part of a second.
	 * @param host the host of this node
	 */
	public void checkOwnCertificate(String host) {
		this.checkedHost = host;
		try {
			MemoryHandshake.run(connecting(host, -1), accepting());
		}
		catch (SSLException ex) {
			logger.warn(("Nodes with the same SSL bundle refuse the certificate of this node: %s. %s")
				.formatted(ex.getMessage(), wayOut(TlsFailure.of(ex), name(host))));
		}
	}

	private static String wayOut(TlsFailure failure, String name) {
		return switch (failure) {
			case EXPIRED -> "Replace the certificate.";
			case NOT_YET_VALID -> "Set the clock of this host, or replace the certificate.";
			case OTHER_NAME -> "Issue a certificate whose subjectAltName contains %s.".formatted(name);
			case UNTRUSTED -> "Issue a certificate for servers and clients (extendedKeyUsage), of an authority that is "
					+ "in the trust store of the bundle.";
			case REFUSED, PLAIN, OTHER -> "Correct the bundle of muster.security.ssl.";
		};
	}

	/**
	 * Return the context of the bundle.
	 * @return the context, another one after an update
	 */
	public SSLContext context() {
		return this.material.context();
	}

	/**
	 * Return what HTTP clients need beyond the context: ciphers and protocols of the
	 * bundle, and the name that certificates may contain where a host is an IP address.
	 * @return the parameters
	 */
	public SSLParameters clientParameters() {
		SSLParameters parameters = this.material.parameters();
		if (this.certificateName != null) {
			parameters.setServerNames(List.of(new SNIHostName(this.certificateName)));
		}
		return parameters;
	}

	/**
	 * Create the side of a connection that connects. It refuses a certificate that
	 * contains neither the name of certificates nor, if there is none, the host.
	 * @param host the host that it connects to
	 * @param port the port that it connects to
	 * @return the engine
	 */
	public SSLEngine connecting(String host, int port) {
		Material current = this.material;
		SSLEngine engine = current.context().createSSLEngine(name(host), port);
		engine.setUseClientMode(true);
		engine.setSSLParameters(checkingNames(current));
		return engine;
	}

	/**
	 * Create the side of a connection that accepts. It requires a certificate that this
	 * node trusts, with the name of certificates if there is one.
	 * @return the engine
	 */
	public SSLEngine accepting() {
		Material current = this.material;
		SSLEngine engine = (this.certificateName != null) ? current.context().createSSLEngine(this.certificateName, -1)
				: current.context().createSSLEngine();
		engine.setUseClientMode(false);
		SSLParameters parameters = (this.certificateName != null) ? checkingNames(current) : current.parameters();
		parameters.setNeedClientAuth(true);
		engine.setSSLParameters(parameters);
		return engine;
	}

	/**
	 * Try whether this node and another one accept each other's certificates. Blocks, for
	 * as long as the connection lets reads block.
	 * @param connection a connection to the other node
	 * @param host the host of the other node
	 * @param port the port that the other node is connected to by others
	 * @throws IOException if one of them does not; of which kind says why
	 */
	public void shakeHands(Socket connection, String host, int port) throws IOException {
		Material current = this.material;
		SSLSocket socket = (SSLSocket) current.context()
			.getSocketFactory()
			.createSocket(connection, name(host), port, false);
		socket.setSSLParameters(checkingNames(current));
		begin(socket);
		// With TLS 1.3, the other side checks this certificate only now, and answers with
		// an alert or with the end.
		socket.shutdownOutput();
		socket.getInputStream().read();
	}

	/**
	 * Begin the handshake. Who speaks no TLS closes the connection.
	 */
	private static void begin(SSLSocket socket) throws IOException {
		try {
			socket.startHandshake();
		}
		catch (SocketException ex) {
			throw new SSLException("The connection was closed in the handshake", ex);
		}
	}

	private String name(String host) {
		return (this.certificateName != null) ? this.certificateName : host;
	}

	private static SSLParameters checkingNames(Material current) {
		SSLParameters parameters = current.parameters();
		parameters.setEndpointIdentificationAlgorithm(HOST_NAMES);
		return parameters;
	}

	/**
	 * What is made of one bundle.
	 */
	private record Material(SSLContext context, SslOptions options) {

		static Material of(SslBundle bundle) {
			return new Material(bundle.createSslContext(), bundle.getOptions());
		}

		SSLParameters parameters() {
			SSLParameters parameters = this.context.getDefaultSSLParameters();
			String[] ciphers = this.options.getCiphers();
			if (ciphers != null) {
				parameters.setCipherSuites(ciphers);
			}
			String[] protocols = this.options.getEnabledProtocols();
			if (protocols != null) {
				parameters.setProtocols(protocols);
			}
			return parameters;
		}

	}

}

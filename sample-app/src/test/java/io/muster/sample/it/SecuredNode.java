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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPointProber;
import io.muster.processes.ClusterNode;
import io.muster.processes.PemAuthority;
import io.muster.processes.Processes;
import io.muster.security.ClusterToken;
import io.muster.security.RequestSigner;
import io.muster.security.RequestSigner.Signature;
import io.muster.security.Signed;

/**
 * The sample application in a process of its own, with a token, and with TLS for its
 * engine and its web server by PEM files that it reloads.
 */
final class SecuredNode extends ClusterNode<SecuredNode> {

	static final String SEED_NODES = "/bootstrap/seed-nodes";

	private final Path files;

	private final HttpClient http;

	private volatile @Nullable RequestSigner signer;

	/**
	 * Create a node. It is not started yet, and has no files.
	 * @param processes starts its process
	 * @param name its name, also that of its log
	 * @param port port of its web server
	 * @param contactPoints ports of the web servers that discovery knows
	 * @param files the directory of its files, which is created
	 * @param client trusts the certificates of web servers
	 */
	SecuredNode(Processes processes, String name, int port, List<Integer> contactPoints, Path files,
			SSLContext client) {
		super(processes, name, port);
		this.http = HttpClient.newBuilder().sslContext(client).connectTimeout(Duration.ofSeconds(2)).build();
		this.files = files;
		try {
			Files.createDirectories(files);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		for (int i = 0; i < contactPoints.size(); i++) {
			with("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=https://%s:%d".formatted(CLUSTER, i, HOST,
					contactPoints.get(i)));
		}
		String bundle = "--spring.ssl.bundle.pem.cluster.";
		with(bundle + "keystore.certificate=file:" + this.files.resolve("node.crt"),
				bundle + "keystore.private-key=file:" + this.files.resolve("node.key"),
				bundle + "truststore.certificate=file:" + this.files.resolve("ca.crt"),
				bundle + "keystore.verify-keys=true", bundle + "reload-on-update=true",
				"--spring.ssl.bundle.watch.file.quiet-period=1s", "--muster.security.ssl.bundle=cluster",
				"--server.ssl.bundle=cluster")
			.require(3);
	}

	/**
	 * Set the token. A node that runs has to be started again.
	 * @param tokens the token, or several while it is changed
	 * @return this node
	 */
	SecuredNode token(String... tokens) {
		this.signer = new RequestSigner(new ClusterToken(List.of(tokens), true), ContactPointProber.SIGNED_HEADERS);
		return with("--muster.security.token=" + String.join(",", tokens));
	}

	/**
	 * Replace the file of the authorities that it trusts.
	 * @param authorities the authorities
	 * @return this node
	 */
	SecuredNode trust(PemAuthority... authorities) {
		PemAuthority.writeTrusted(this.files.resolve("ca.crt"), authorities);
		return this;
	}

	/**
	 * Replace the files of its certificate.
	 * @param authority who issues the new one
	 * @return this node
	 */
	SecuredNode certify(PemAuthority authority) {
		authority.issue("ip:" + HOST).write(this.files.resolve("node.key"), this.files.resolve("node.crt"));
		return this;
	}

	/**
	 * Wait until the engine shows a certificate and asks for one.
	 * @param client has certificates to show
	 * @param authority who has issued that of the engine
	 * @param trusted whose certificates the engine asks for
	 */
	void awaitHandshake(HandshakeClient client, PemAuthority authority, PemAuthority... trusted) {
		HandshakeClient.await(() -> client.shakeHands(this), authority.name(),
				Set.of(trusted).stream().map(PemAuthority::name).toList());
	}

	@Override
	protected List<String> application() {
		return SampleNode.sampleApplication();
	}

	@Override
	public String contactPoint() {
		return "https://" + host() + ":" + port();
	}

	@Override
	protected @Nullable String ask(String path) {
		try {
			return path.equals(SEED_NODES) ? body(askedBy(this)) : body(send(request(path).build()));
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Have another node's token sign the question of contact points, and verify the
	 * answer.
	 * @param other the other node
	 * @return the answer
	 * @throws IOException if there is no answer
	 */
	HttpResponse<byte[]> askedBy(SecuredNode other) throws IOException {
		RequestSigner signer = other.signer;
		if (signer == null) {
			return send(request(SEED_NODES).build());
		}
		Signature signature = signer.sign(contactPoint(), "GET", (name) -> null);
		HttpResponse<byte[]> answer = send(request(SEED_NODES).header(Signed.HEADER, signature.header()).build());
		if (answer.statusCode() == 200
				&& !signature.answer().counts(answer.headers().firstValue(Signed.HEADER).orElse(null), answer.body())) {
			throw new IllegalStateException("The answer has no signature that counts");
		}
		return answer;
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(contactPoint() + path)).timeout(Duration.ofSeconds(5));
	}

	private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
		try {
			return this.http.send(request, BodyHandlers.ofByteArray());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	private static @Nullable String body(HttpResponse<byte[]> answer) {
		return (answer.statusCode() == 200) ? new String(answer.body(), StandardCharsets.UTF_8) : null;
	}

}

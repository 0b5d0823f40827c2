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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.muster.testsupport.Certificates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the script in {@code src/docs/security.md} makes certificates with which two
 * nodes accept each other.
 */
@DisabledOnOs(OS.WINDOWS)
class DocumentedCertificatesTests {

	private static final Pattern SCRIPT = Pattern.compile("<!-- script: certificates -->\n```bash\n(.*?)```",
			Pattern.DOTALL);

	@TempDir
	private Path directory;

	@Test
	void theScriptMakesCertificatesThatNodesAccept() throws Exception {
		run(script());
		NodeTls tls = new NodeTls(Certificates.in(this.directory).bundle(this.directory.resolve("node.p12")), null);
		InetAddress localhost = InetAddress.getByName("127.0.0.1");
		try (SSLServerSocket server = (SSLServerSocket) tls.context()
			.getServerSocketFactory()
			.createServerSocket(0, 1, localhost); Socket client = new Socket(localhost, server.getLocalPort())) {
			server.setNeedClientAuth(true);
			CompletableFuture<String> peer = CompletableFuture.supplyAsync(() -> accept(server));
			client.setSoTimeout(10_000);
			tls.shakeHands(client, "127.0.0.1", server.getLocalPort());
			assertThat(peer.get(10, TimeUnit.SECONDS)).isEqualTo("CN=node");
		}
	}

	private static String accept(SSLServerSocket server) {
		try (SSLSocket socket = (SSLSocket) server.accept()) {
			socket.startHandshake();
			return socket.getSession().getPeerPrincipal().getName();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String script() throws IOException {
		Matcher script = SCRIPT.matcher(Files.readString(Path.of("..", "src", "docs", "security.md")));
		assertThat(script.find()).isTrue();
		return script.group(1);
	}

	private void run(String script) throws Exception {
		ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", script).directory(this.directory.toFile())
			.redirectErrorStream(true);
		builder.environment().put("STORE_PASSWORD", Certificates.PASSWORD);
		builder.environment()
			.merge("PATH", Path.of(System.getProperty("java.home"), "bin").toString(), (path, bin) -> bin + ":" + path);
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

}

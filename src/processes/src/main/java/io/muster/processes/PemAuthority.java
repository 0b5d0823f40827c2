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

package io.muster.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * An authority whose certificates are PEM files, made with the {@code keytool} of this
 * JDK.
 */
public final class PemAuthority {

	private static final String PASSWORD = "changeit";

	private static final String ALIAS = "ca";

	private final Path store;

	private final String name;

	private PemAuthority(Path store, String name) {
		this.store = store;
		this.name = name;
	}

	/**
	 * Make an authority.
	 * @param directory where its key is kept; is created
	 * @param name its common name
	 * @return the authority
	 */
	public static PemAuthority create(Path directory, String name) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		PemAuthority authority = new PemAuthority(directory.resolve(name + ".p12").toAbsolutePath(), name);
		authority.generate(ALIAS, "-dname", "CN=" + name, "-ext", "bc=ca:true", "-validity", "30");
		return authority;
	}

	public String name() {
		return this.name;
	}

	/**
	 * Return the certificate of this authority.
	 * @return the certificate
	 */
	public Certificate certificate() {
		try {
			return load().getCertificate(ALIAS);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Issue a certificate for a node.
	 * @param names its alternative names, for example {@code ip:127.0.0.1}
	 * @return the certificate with its key
	 */
	public Issued issue(String names) {
		String alias = "node-" + System.nanoTime();
		generate(alias, "-dname", "CN=node", "-signer", ALIAS, "-ext", "san=" + names, "-validity", "20");
		try {
			KeyStore keys = load();
			return new Issued((PrivateKey) keys.getKey(alias, PASSWORD.toCharArray()),
					List.of(keys.getCertificateChain(alias)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Have a file contain the certificates of authorities, at once.
	 * @param file the file, which is replaced
	 * @param authorities the authorities
	 */
	public static void writeTrusted(Path file, PemAuthority... authorities) {
		replace(file, Arrays.stream(authorities).map(PemAuthority::certificate).toList());
	}

	private static void replace(Path file, List<Certificate> certificates) {
		StringBuilder text = new StringBuilder();
		try {
			for (Certificate certificate : certificates) {
				text.append(pem("CERTIFICATE", certificate.getEncoded()));
			}
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		replace(file, text.toString());
	}

	private static String pem(String type, byte[] content) {
		String base64 = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
	}

	private static void replace(Path file, String text) {
		try {
			Path copy = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
			Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private KeyStore load() {
		try {
			return KeyStore.getInstance(this.store.toFile(), PASSWORD.toCharArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void generate(String alias, String... options) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						alias, "-keystore", this.store.toString(), "-storepass", PASSWORD, "-keyalg", "EC"));
		command.addAll(List.of(options));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException(command + ": " + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A private key, and the certificate that belongs to it.
	 *
	 * @param privateKey the key
	 * @param chain the certificate, followed by that of its authority
	 */
	public record Issued(PrivateKey privateKey, List<Certificate> chain) {

		/**
		 * Have two files contain the key and the certificate, each replaced at once.
		 * @param keyFile the file of the key
		 * @param certificateFile the file of the certificate
		 */
		public void write(Path keyFile, Path certificateFile) {
			replace(keyFile, pem("PRIVATE KEY", this.privateKey.getEncoded()));
			replace(certificateFile, this.chain);
		}

	}

}

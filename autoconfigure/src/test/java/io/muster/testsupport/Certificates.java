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

package io.muster.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;

/**
 * An authority and certificates of it, made with the {@code keytool} of this JDK in a
 * directory.
 */
public final class Certificates {

	public static final String PASSWORD = "changeit";

	private final Path directory;

	private Certificates(Path directory) {
		this.directory = directory;
	}

	/**
	 * Make an authority.
	 * @param directory the directory of its files, which is created
	 * @return the authority
	 */
	public static Certificates authority(Path directory) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Certificates authority = new Certificates(directory);
		authority.keytool("-genkeypair", "-alias", "ca", "-keystore", "ca.p12", "-keyalg", "EC", "-dname",
				"CN=authority", "-ext", "bc=ca:true", "-validity", "30");
		authority.keytool("-exportcert", "-alias", "ca", "-keystore", "ca.p12", "-file", "ca.crt");
		authority.trust("ca", authority);
		return authority;
	}

	/**
	 * Use a directory with a trust store.
	 * @param directory the directory
	 * @return the authority, which cannot issue certificates
	 */
	public static Certificates in(Path directory) {
		return new Certificates(directory);
	}

	/**
	 * Add another authority to the trust store.
	 * @param alias its alias there
	 * @param authority the authority to trust
	 * @return this authority
	 */
	public Certificates trust(String alias, Certificates authority) {
		keytool("-importcert", "-noprompt", "-alias", alias, "-keystore", "trust.p12", "-file",
				authority.directory.resolve("ca.crt").toString());
		return this;
	}

	/**
	 * Issue a certificate for nodes.
	 * @param name the name of its files
	 * @param names its alternative names, for example {@code ip:127.0.0.1}
	 * @param options more options of keytool
	 * @return the key store
	 */
	public Path issue(String name, String names, String... options) {
		String alias = name + "-" + System.nanoTime();
		List<String> command = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keystore", "ca.p12", "-keyalg",
				"EC", "-dname", "CN=" + name, "-signer", "ca", "-ext", "san=" + names));
		command.addAll(List.of(options));
		keytool(command.toArray(String[]::new));
		Path made = this.directory.resolve("made.p12");
		keytool("-importkeystore", "-noprompt", "-srckeystore", "ca.p12", "-srcalias", alias, "-srcstorepass", PASSWORD,
				"-destkeystore", "made.p12");
		return move(made, this.directory.resolve(name + ".p12"));
	}

	/**
	 * Replace a file at once.
	 * @param from what it becomes
	 * @param to the file
	 * @return the file
	 */
	public static Path move(Path from, Path to) {
		try {
			return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Path trustStore() {
		return this.directory.resolve("trust.p12");
	}

	/**
	 * Return the properties of a bundle.
	 * @param bundle the name of the bundle
	 * @param keyStore the key store of the node
	 * @return the properties
	 */
	public Map<String, String> properties(String bundle, Path keyStore) {
		String prefix = "spring.ssl.bundle.jks." + bundle + ".";
		return Map.of(prefix + "keystore.location", "file:" + keyStore, prefix + "keystore.password", PASSWORD,
				prefix + "truststore.location", "file:" + trustStore(), prefix + "truststore.password", PASSWORD);
	}

	/**
	 * Return a bundle with this authority as the only trusted one.
	 * @param keyStore the key store of the node
	 * @return the bundle
	 */
	public SslBundle bundle(Path keyStore) {
		return SslBundle.of(new JksSslStoreBundle(details(keyStore), details(trustStore())), SslBundleKey.of(PASSWORD));
	}

	private static JksSslStoreDetails details(Path store) {
		return new JksSslStoreDetails("PKCS12", null, "file:" + store, PASSWORD);
	}

	private void keytool(String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(List.of(arguments));
		command.addAll(List.of(arguments[0].equals("-importkeystore") ? "-deststorepass" : "-storepass", PASSWORD));
		try {
			Process process = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.start();
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

}

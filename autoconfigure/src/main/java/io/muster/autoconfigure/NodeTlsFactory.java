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

package io.muster.autoconfigure;

import java.util.List;

import javax.net.ssl.SNIHostName;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.util.StringUtils;

import io.muster.security.NodeTls;

/**
 * Makes {@link NodeTls} of the SSL bundles that {@link MusterProperties.Ssl} names, and
 * keeps it up to date when Spring Boot reloads them.
 */
final class NodeTlsFactory {

	private static final String PREFIX = "muster.security.ssl.";

	private final MusterProperties.Ssl properties;

	private final ObjectProvider<SslBundles> bundles;

	NodeTlsFactory(MusterProperties properties, ObjectProvider<SslBundles> bundles) {
		this.properties = properties.security().ssl();
		this.bundles = bundles;
		checkCertificateName();
	}

	private void checkCertificateName() {
		String name = certificateName();
		if (name == null) {
			return;
		}
		String property = PREFIX + "certificate-name";
		PropertyChecks.check(
				StringUtils.hasText(this.properties.engine()) || StringUtils.hasText(this.properties.probe()), property,
				name, "Has no effect without %sbundle.".formatted(PREFIX));
		try {
			new SNIHostName(name);
		}
		catch (IllegalArgumentException ex) {
			PropertyChecks.check(false, property, name, "Must be a DNS name such as orders.example.org.");
		}
	}

	/**
	 * Return how the engine talks to others.
	 * @return its TLS or {@code null} if it uses none
	 */
	@Nullable NodeTls engine() {
		String property = property(this.properties.engineBundle(), "engine-bundle");
		return create(property, this.properties.engine(), true);
	}

	/**
	 * Return how probes talk to contact points whose scheme is {@code https}.
	 * @return their TLS or {@code null} for that of the Java runtime
	 */
	@Nullable NodeTls probes() {
		String property = property(this.properties.probeBundle(), "probe-bundle");
		return create(property, this.properties.probe(), false);
	}

	private static String property(@Nullable String own, String name) {
		return PREFIX + (StringUtils.hasText(own) ? name : "bundle");
	}

	private @Nullable NodeTls create(String property, @Nullable String name, boolean mutual) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		SslBundles all = this.bundles.getIfAvailable(DefaultSslBundleRegistry::new);
		List<String> known = all.getBundleNames();
		PropertyChecks.check(known.contains(name), property, name,
				"There is no SSL bundle of that name. %s Define it with spring.ssl.bundle.pem.%s.* or spring.ssl.bundle.jks.%s.*."
					.formatted(known.isEmpty() ? "No bundle is defined."
							: "The bundles are: %s.".formatted(String.join(", ", known)), name, name));
		SslBundle bundle = all.getBundle(name);
		if (mutual) {
			checkMutual(property, name, bundle.getStores());
		}
		try {
			NodeTls tls = new NodeTls(bundle, certificateName());
			all.addBundleUpdateHandler(name, tls::update);
			return tls;
		}
		catch (IllegalStateException ex) {
			throw new FailureAnalyzedException(
					"The SSL bundle '%s' (%s) cannot be used: %s".formatted(name, property, ex.getMessage()),
					"Correct spring.ssl.bundle.*.%s.".formatted(name), ex);
		}
	}

	/**
	 * The engine needs a certificate, because the other side requires one. It needs a
	 * trust store, because otherwise it would let in whoever has a certificate of any
	 * public authority.
	 */
	private static void checkMutual(String property, String name, SslStoreBundle stores) {
		if (stores == SslStoreBundle.NONE) {
			// Made of key and trust managers.
			return;
		}
		PropertyChecks.check(stores.getKeyStore() != null, property, name,
				"The bundle has no key store, but the engines of other nodes require a certificate of this node. Set spring.ssl.bundle.*.%s.keystore.*."
					.formatted(name));
		PropertyChecks.check(stores.getTrustStore() != null, property, name,
				"The bundle has no trust store, so the engine would let in whoever has a certificate of a public authority. Set spring.ssl.bundle.*.%s.truststore.* to the authority of the cluster."
					.formatted(name));
	}

	private @Nullable String certificateName() {
		String name = this.properties.certificateName();
		return StringUtils.hasText(name) ? name : null;
	}

}

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

import java.nio.file.Path;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;

import io.muster.cluster.ClusterEngine;
import io.muster.testsupport.Certificates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NodeTlsFactory}: bundles that fit, and clear words for those that do
 * not.
 */
class NodeTlsFactoryTests {

	private static final String ENGINE = "muster.security.ssl.engine-bundle=";

	@TempDir
	private static Path directory;

	private static Path keyStore;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class, UtilAutoConfiguration.class))
		.withPropertyValues("spring.application.name=orders", "muster.cluster.host=127.0.0.1", "muster.cluster.port=0",
				"muster.bootstrap.enabled=false");

	@Test
	void anUnknownBundleIsRefusedWithTheKnownOnesAndTheWayOut() {
		this.contextRunner.withBean(SslBundles.class, NodeTlsFactoryTests::bundles)
			.withPropertyValues("muster.security.ssl.bundle=clutser")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("muster.security.ssl.bundle");
					assertThat(ex.getReason()).isEqualTo("There is no SSL bundle of that name. The bundles are: keys, "
							+ "node, trust. Define it with spring.ssl.bundle.pem.clutser.* or spring.ssl.bundle.jks.clutser.*.");
				}));
	}

	@Test
	void theEngineNeedsACertificate() {
		refused("trust",
				"The bundle has no key store, but the engines of other nodes require a certificate of this node. "
						+ "Set spring.ssl.bundle.*.trust.keystore.*.");
	}

	@Test
	void theEngineNeedsAnAuthorityOfItsOwn() {
		refused("keys",
				"The bundle has no trust store, so the engine would let in whoever has a certificate of a public authority. "
						+ "Set spring.ssl.bundle.*.keys.truststore.* to the authority of the cluster.");
	}

	@Test
	void theEngineUsesItsBundle() {
		this.contextRunner.withBean(SslBundles.class, NodeTlsFactoryTests::bundles)
			.withPropertyValues(ENGINE + "node")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(ActorSystem.class);
				assertThat(context.getBean(ClusterEngine.class).transport()).isEqualTo("tls-tcp");
			});
	}

	private void refused(String bundle, String reason) {
		this.contextRunner.withBean(SslBundles.class, NodeTlsFactoryTests::bundles)
			.withPropertyValues(ENGINE + bundle)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("muster.security.ssl.engine-bundle");
					assertThat(ex.getReason()).isEqualTo(reason);
				}));
	}

	@Test
	void theApplicationsOwnActorSystemNeedsTlsOfItsOwn() {
		this.contextRunner.withBean(SslBundles.class, NodeTlsFactoryTests::bundles)
			.withBean(ActorSystem.class, () -> ActorSystem.create("orders", ConfigFactory.parseString(
					"pekko { actor.provider = cluster, remote.artery.canonical { hostname = 127.0.0.1, port = 0 } }")
				.withFallback(ConfigFactory.load())))
			.withPropertyValues(ENGINE + "node")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(FailureAnalyzedException.class, (ex) -> assertThat(
						ex.analysis().getDescription())
					.isEqualTo(
							"The engine is to use TLS with the SSL bundle 'node' (muster.security.ssl.bundle), but it "
									+ "runs on the application's own ActorSystem, which connects by 'tcp'.")));
	}

	private static DefaultSslBundleRegistry bundles() {
		if (keyStore == null) {
			Certificates authority = Certificates.authority(directory);
			keyStore = authority.issue("node", "ip:127.0.0.1");
		}
		JksSslStoreDetails keys = details(keyStore);
		JksSslStoreDetails trust = details(Certificates.in(directory).trustStore());
		DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();
		registry.registerBundle("node", bundle(keys, trust));
		registry.registerBundle("keys", bundle(keys, null));
		registry.registerBundle("trust", bundle(null, trust));
		return registry;
	}

	private static SslBundle bundle(JksSslStoreDetails keys, JksSslStoreDetails trust) {
		return SslBundle.of(new JksSslStoreBundle(keys, trust), SslBundleKey.of(Certificates.PASSWORD));
	}

	private static JksSslStoreDetails details(Path store) {
		return new JksSslStoreDetails("PKCS12", null, "file:" + store, Certificates.PASSWORD);
	}

}

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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that invalid and unknown properties stop the application with a failure analysis
 * that names the property and what to do.
 */
class BadPropertiesTests {

	private static final String METHODS = "muster.bootstrap.contact-point-discovery.discovery-method=";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterAutoConfiguration.class, BootstrapAutoConfiguration.class,
				UtilAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
				CompositeDiscoveryClientAutoConfiguration.class))
		.withPropertyValues("muster.cluster.host=127.0.0.1", "muster.cluster.port=0");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					muster.bootstrap.contact-point-discovery.required-contact-point-nr | 0 | at least 1
					muster.bootstrap.contact-point-discovery.required-contact-point-nr | -3 | at least 1
					muster.bootstrap.contact-point-discovery.interval | 0s | at least a millisecond
					muster.bootstrap.contact-point-discovery.interval | -1s | at least a millisecond
					muster.bootstrap.contact-point-discovery.stable-margin | -1s | Must not be negative
					muster.bootstrap.contact-point-discovery.resolve-timeout | 0s | at least a millisecond
					muster.bootstrap.contact-point-discovery.exponential-backoff-max | 500ms | Must not be shorter than
					muster.bootstrap.contact-point-discovery.exponential-backoff-random-factor | 2 | between 0 and 1
					muster.bootstrap.contact-point-discovery.retry-max | -1 | Must be 0 (no limit) or positive
					muster.bootstrap.contact-point-discovery.name-servers | dns.example.com | Must be an IP address
					muster.bootstrap.contact-point-discovery.name-servers | 10.0.0.10:0 | Must be an IP address
					muster.bootstrap.contact-point-discovery.protocol | tcp | Must be one of http, https
					muster.bootstrap.contact-point.probe-interval | 0s | at least a millisecond
					muster.bootstrap.contact-point.probe-interval-jitter | -0.1 | between 0 and 1
					muster.bootstrap.contact-point.request-timeout | 0s | at least a millisecond
					muster.bootstrap.contact-point.probing-failure-timeout | 0s | at least a millisecond
					muster.bootstrap.contact-point.fallback-port | 0 | a port between 1 and 65535
					muster.bootstrap.join-timeout | 0s | at least a millisecond
					muster.security.token | short | Must have at least 32 characters
					muster.security.ssl.bundle | cluster | There is no SSL bundle of that name
					muster.security.ssl.engine-bundle | cluster | There is no SSL bundle of that name
					muster.security.ssl.probe-bundle | cluster | There is no SSL bundle of that name
					muster.security.ssl.certificate-name | orders.example.org | Has no effect without muster.security.ssl.bundle
					muster.cluster.port | 70000 | a port between 0 and 65535
					muster.cluster.bind-port | -1 | a port between 0 and 65535
					muster.cluster.web-address | orders.example.com | Must be a base URL with http or https
					muster.cluster.web-address | ftp://orders.example.com | Must be a base URL with http or https
					muster.cluster.web-address | https://user:word@orders.example.com | must not contain a user
					muster.cluster.web-address | https://orders.example.com/?a=b | must not contain a user, a query
					muster.cluster.name | two words | letters, digits, '-' and '_'
					muster.cluster.roles | dc-east | must not begin with 'dc-'
					muster.cluster.roles | client | Set muster.cluster.client=true
					muster.cluster.leave-timeout | -1s | Must not be negative
					muster.cluster.departed-retention | -1s | Must not be negative
					muster.cluster.shutdown-after-unsuccessful-join-seed-nodes | 0s | at least a millisecond
					muster.cluster.seed-nodes | nonsense | Must be an engine address such as
					muster.cluster.seed-nodes | pekko://other@10.0.0.7:25520 | Belongs to cluster 'other', but this node belongs to 'orders'
					""")
	void anImpossibleValueIsRefusedByName(String property, String value, String reason) {
		failure("spring.application.name=orders", METHODS + "discovery-client,dns", property + "=" + value)
			.accept((analysis) -> assertThat(analysis.getDescription()).contains(property, reason));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			:8080            | it has no host
			host:99999       | '99999' is not a port between 1 and 65535
			host:0           | '0' is not a port between 1 and 65535
			host:            | '' is not a port between 1 and 65535
			ftp://x          | its scheme 'ftp' is neither http nor https
			""               | it is empty
			"a b"            | it contains white space
			10.0.0.256       | '10.0.0.256' is not an IP address
			8080             | '8080' is neither a host name nor an IP address
			host/path        | it has a path, but does not begin with http:// or https://
			""")
	void contactPointThatIsNoneIsRefusedByName(String value, String reason) {
		String property = "muster.bootstrap.contact-point-discovery.contact-points";
		failure("spring.application.name=orders", property + "[0]=10.0.0.7", property + "[1]=" + value)
			.accept((analysis) -> {
				assertThat(analysis.getDescription())
					.isEqualTo("Property %s has the value '%s', which is not a contact point: %s.".formatted(property,
							value, reason));
				assertThat(analysis.getAction()).startsWith("Write a host name or IP address, host:port");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			muster.bootstrap.contact-point.probe-intervall | 1s
			muster.clutser.name                            | orders
			muster.bootstrap.form-new-cluster              | true
			""")
	void anUnknownPropertyIsRefusedByName(String property, String value) {
		failure("spring.application.name=orders", property + "=" + value)
			.accept((analysis) -> assertThat(analysis.getDescription()).contains(property));
	}

	@Test
	void anUnknownSystemPropertyIsRefusedByName() {
		this.contextRunner.withPropertyValues("spring.application.name=orders")
			.withSystemProperties("muster.cluster.seednodez=x")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("muster.cluster.seednodez"));
	}

	@Test
	void aValueThatCannotBeReadIsRefusedByName() {
		failure("spring.application.name=orders", "muster.bootstrap.join-timeout=soon").accept(
				(analysis) -> assertThat(analysis.getDescription()).contains("muster.bootstrap.join-timeout", "soon"));
	}

	@Test
	void aDiscoveryMethodThatIsNoneIsRefusedWithThoseThereAre() {
		failure("spring.application.name=orders", METHODS + "discovery-client,eureka").accept((analysis) -> {
			assertThat(analysis.getDescription()).contains("muster.bootstrap.contact-point-discovery.discovery-method",
					"eureka");
			assertThat(analysis.getAction()).contains("DISCOVERY_CLIENT", "CONTACT_POINTS");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			my orders          | a name in DNS consists of letters, digits, '-' and '.'
			http://orders:8080 | a name in DNS consists of letters, digits, '-' and '.'
			10.0.0.7           | it is an IP address or a number
			""")
	void aNameThatIsNotValidInDnsIsRefused(String name, String reason) {
		failure("spring.application.name=orders", METHODS + "dns",
				"muster.bootstrap.contact-point-discovery.effective-name=" + name)
			.accept((analysis) -> {
				assertThat(analysis.getDescription()).contains("'" + name + "'", reason);
				assertThat(analysis.getAction()).contains("muster.bootstrap.contact-point-discovery.effective-name");
			});
	}

	@Test
	void dnsWithoutALibraryForItIsRefusedWithTheDependencyToAdd() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.xbill.DNS"))
			.withPropertyValues("spring.application.name=orders", METHODS + "dns")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction()).contains("dnsjava:dnsjava"));
	}

	@Test
	void aPekkoSettingThatIsMustersToChooseIsRefusedWithTheOneToUse() {
		failure("spring.application.name=orders", "muster.pekko.remote.artery.canonical.port=1234")
			.accept((analysis) -> {
				assertThat(analysis.getDescription()).contains("muster.pekko.remote.artery.canonical.port");
				assertThat(analysis.getAction()).contains("muster.cluster.port");
			});
	}

	@Test
	void anApplicationWithoutANameIsRefused() {
		failure().accept((analysis) -> {
			assertThat(analysis.getDescription()).contains("The cluster has no name");
			assertThat(analysis.getAction()).contains("spring.application.name");
		});
	}

	@Test
	void aNameThatIsNotValidForAClusterIsAdapted() {
		this.contextRunner.withPropertyValues("spring.application.name=my orders.service")
			.run((context) -> assertThat(context.getBean(io.muster.cluster.Cluster.class).name())
				.isEqualTo("my-orders-service"));
	}

	@Test
	void anEnginePortInUseStopsTheApplicationAtOnce() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			failure("spring.application.name=orders", "muster.cluster.port=" + taken.getLocalPort())
				.accept((analysis) -> {
					assertThat(analysis.getDescription()).contains(String.valueOf(taken.getLocalPort()));
					assertThat(analysis.getAction()).contains("muster.cluster.port");
				});
		}
	}

	@Test
	void aHostThatIsNotThisMachinesStopsTheApplicationAtOnce() {
		failure("spring.application.name=orders", "muster.cluster.host=192.0.2.1")
			.accept((analysis) -> assertThat(analysis.getDescription() + analysis.getAction()).contains("192.0.2.1",
					"muster.cluster.bind-host"));
	}

	private Consumer<Consumer<FailureAnalysis>> failure(String... properties) {
		return (assertions) -> this.contextRunner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			assertions.accept(analyze(context.getStartupFailure()));
		});
	}

	/**
	 * As Boot does when an application fails to start.
	 */
	private static FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof FailureAnalyzedException analyzed) {
				return analyzed.analysis();
			}
		}
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(java.util.Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis of " + failure, failure));
	}

}

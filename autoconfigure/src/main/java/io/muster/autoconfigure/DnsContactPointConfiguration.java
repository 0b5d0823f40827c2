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

import java.net.InetSocketAddress;
import java.util.List;

import org.xbill.DNS.Name;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.muster.autoconfigure.MusterProperties.DiscoveryMethod;
import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.contactpoint.ContactPointAddress;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.discovery.InstanceSelection;
import io.muster.contactpoint.dns.DnsContactPointSource;
import io.muster.contactpoint.dns.DnsQuestion;
import io.muster.contactpoint.http.DualStackProber;
import io.muster.contactpoint.web.LocalServer;

/**
 * Configuration for contact points from DNS.
 */
final class DnsContactPointConfiguration {

	static final String SOURCE = "dnsContactPointSource";

	private static final String DISCOVERY = "muster.bootstrap.contact-point-discovery.";

	private static final String NAME_SERVERS = DISCOVERY + "name-servers";

	private static final int DNS_PORT = 53;

	private DnsContactPointConfiguration() {
	}

	private static List<InetSocketAddress> nameServers(MusterProperties properties) {
		return properties.bootstrap()
			.contactPointDiscovery()
			.nameServers()
			.stream()
			.map(DnsContactPointConfiguration::nameServer)
			.toList();
	}

	private static InetSocketAddress nameServer(String text) {
		try {
			ContactPointAddress address = ContactPointAddress.parse(text);
			if (!address.isName() && address.scheme() == null) {
				return new InetSocketAddress(address.host(), (address.port() > 0) ? address.port() : DNS_PORT);
			}
		}
		catch (IllegalArgumentException ex) {
			// Reported below.
		}
		throw new InvalidConfigurationPropertyValueException(NAME_SERVERS, text,
				"Must be an IP address with or without a port: 10.0.0.10, 10.0.0.10:53 or [fd00::10]:53.");
	}

	/**
	 * Configuration with dnsjava.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnDiscoveryMethod(DiscoveryMethod.DNS)
	@ConditionalOnClass(Name.class)
	static class Present {

		@Bean(SOURCE)
		ContactPointSource dnsContactPointSource(MusterProperties properties, BootstrapSettings settings,
				Environment environment, LocalServer server, SeedNodesPath path,
				ObjectProvider<DualStackProber> prober) {
			InstanceSelection selection = BootstrapSettingsFactory.selection(properties, server::expectedPort,
					path.expectedPath());
			String protocol = selection.protocol();
			return new DnsContactPointSource(
					question(BootstrapSettingsFactory.serviceId(properties, environment), selection),
					nameServers(properties), settings.resolveTimeout(),
					(protocol != null) ? () -> protocol : server::expectedScheme, selection,
					(others) -> prober.ifAvailable((dualStack) -> dualStack.otherAddresses(others)));
		}

		private static DnsQuestion question(String name, InstanceSelection selection) {
			try {
				return DnsQuestion.of(name, selection.portName());
			}
			catch (IllegalArgumentException ex) {
				throw new FailureAnalyzedException(
						"Contact points come from DNS, but the name to look up, '%s', is not valid in DNS: %s."
							.formatted(name, ex.getMessage()),
						("Set %1$seffective-name to the name of the replicas in DNS, for example "
								+ "orders.default.svc.cluster.local. If you set %1$sport-name, use the name of a port, "
								+ "for example http.")
							.formatted(DISCOVERY),
						ex);
			}
		}

	}

	/**
	 * Failure without dnsjava.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnDiscoveryMethod(DiscoveryMethod.DNS)
	@ConditionalOnMissingClass("org.xbill.DNS.Name")
	static class Missing {

		@Bean(SOURCE)
		ContactPointSource dnsContactPointSource() {
			throw new FailureAnalyzedException(
					"Contact points come from DNS (%s), but dnsjava, which looks them up, is not on the class path."
						.formatted(OnDiscoveryMethodCondition.PROPERTY),
					"Add the dependency dnsjava:dnsjava, version 3.6 or later.");
		}

	}

}

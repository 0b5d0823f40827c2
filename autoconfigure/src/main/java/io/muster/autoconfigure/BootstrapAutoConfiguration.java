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
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import io.muster.bootstrap.ApplicationExit;
import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.bootstrap.NodeControl;
import io.muster.bootstrap.RegistryEventListener;
import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.ClientJoinDecider;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.bootstrap.storage.DataDirectory;
import io.muster.bootstrap.storage.DurableStateStore;
import io.muster.cluster.ClusterEngine;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointParser;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.configured.ConfiguredContactPointSource;
import io.muster.contactpoint.discovery.InstanceSelection;
import io.muster.contactpoint.http.DualStackProber;
import io.muster.contactpoint.http.HttpContactPointProber;
import io.muster.contactpoint.web.IntroductionGuard;
import io.muster.contactpoint.web.Invitations;
import io.muster.contactpoint.web.LocalServer;
import io.muster.contactpoint.web.SeedNodesExchange;
import io.muster.contactpoint.web.SeedNodesResponder;
import io.muster.operations.ClusterOperations;
import io.muster.operations.OperatorJoin;
import io.muster.security.ClusterToken;

/**
 * {@link AutoConfiguration Auto-configuration} for bootstrap: the
 * {@link BootstrapCoordinator}, its sources of contact points, and the answers to probes.
 */
@AutoConfiguration(after = ClusterAutoConfiguration.class, afterName = {
		"org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration",
		"org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration",
		"org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
		"org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration" })
@ConditionalOnBean(value = ClusterLifecycle.class, search = SearchStrategy.CURRENT)
@ConditionalOnBooleanProperty(name = "muster.bootstrap.enabled", matchIfMissing = true)
@Import({ DiscoveryContactPointConfiguration.Reactive.class, DiscoveryContactPointConfiguration.Blocking.class,
		DnsContactPointConfiguration.Present.class, DnsContactPointConfiguration.Missing.class,
		LocalProcessesConfiguration.class, SeedNodesEndpointConfiguration.WebMvc.class,
		SeedNodesEndpointConfiguration.WebFlux.class, SeedNodesEndpointConfiguration.NoWeb.class })
public final class BootstrapAutoConfiguration {

	@Bean
	BootstrapSettings bootstrapSettings(MusterProperties properties, ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return BootstrapSettingsFactory.settings(properties,
				ConfiguredContactPoints.introductions(beanFactory, environment),
				new ReadinessDeadlockDetector(environment,
						(type) -> ClassUtils.isPresent(type, beanFactory.getBeanClassLoader()))
					.find());
	}

	@Bean
	ClusterToken clusterToken(MusterProperties properties) {
		List<String> secrets = properties.security().token();
		for (String secret : secrets) {
			PropertyChecks.check(secret.length() >= ClusterToken.MIN_LENGTH, "muster.security.token",
					"(%d characters)".formatted(secret.length()),
					"Must have at least %d characters. Make one with 'openssl rand -base64 32'."
						.formatted(ClusterToken.MIN_LENGTH));
		}
		return new ClusterToken(secrets, properties.security().tokenRequired());
	}

	@Bean(ConfiguredContactPoints.SOURCE)
	@Conditional(OnConfiguredContactPointsCondition.class)
	ConfiguredContactPointSource configuredContactPointSource(MusterProperties properties, BootstrapSettings settings,
			LocalServer server, SeedNodesPath path) {
		InstanceSelection selection = BootstrapSettingsFactory.selection(properties, server::expectedPort,
				path.expectedPath());
		String protocol = selection.protocol();
		return new ConfiguredContactPointSource(ConfiguredContactPoints.addresses(properties),
				(protocol != null) ? () -> protocol : server::expectedScheme, selection.fallbackPort(),
				selection.path(), settings.resolveTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	JoinDecider joinDecider(MusterProperties properties, BootstrapSettings settings) {
		if (settings.profile().client()) {
			return new ClientJoinDecider();
		}
		return switch (properties.bootstrap().joinDecider()) {
			case VOTING -> new VotingJoinDecider(settings);
			case LOWEST_ADDRESS -> new LowestAddressJoinDecider(settings);
		};
	}

	@Bean
	LocalServer localServer(MusterProperties properties, Environment environment, InetUtils inetUtils,
			SeedNodesPath path) {
		ClusterSettings settings = new ClusterSettings(properties, environment);
		return new LocalServer(environment, () -> settings.host(inetUtils), path.contactPointPath());
	}

	@Bean
	@ConditionalOnMissingBean(ContactPointProber.class)
	DualStackProber contactPointProber(BootstrapSettings settings, ClusterEngine engine, LocalServer server,
			ClusterToken token, MusterProperties properties, ObjectProvider<SslBundles> bundles) {
		// Clients do not introduce themselves: servers have no reason to probe clients,
		// of
		// which there may be many.
		boolean client = settings.profile().client();
		return new DualStackProber(new HttpContactPointProber(settings.requestTimeout(), engine::state,
				server::contactPoint, settings.introductions() && !client, client, token,
				new NodeTlsFactory(properties, bundles).probes()));
	}

	@Bean
	@ConditionalOnMissingBean
	DurableStateStore durableStateStore(MusterProperties properties, ClusterEngine engine) {
		Path dataDir = properties.bootstrap().dataDir();
		return (dataDir != null && !properties.development().isEnabled()) ? new DataDirectory(dataDir, engine.name())
				: DurableStateStore.NONE;
	}

	@Bean
	BootstrapCoordinator bootstrapCoordinator(BootstrapSettings settings, JoinDecider decider, ClusterEngine engine,
			ObjectProvider<ContactPointSource> sources, ContactPointProber prober, LocalServer server,
			ObjectProvider<Registration> registration, ApplicationExit exit, DurableStateStore durableStateStore) {
		return new BootstrapCoordinator(settings, decider, engine, sources.orderedStream().toList(), prober,
				new LocalContactPoint(server, registration), exit, durableStateStore);
	}

	@Bean
	SeedNodesResponder seedNodesResponder(ClusterEngine engine, BootstrapCoordinator coordinator) {
		return new SeedNodesResponder(engine, coordinator::advertised, coordinator::announced);
	}

	@Bean
	OperatorJoin operatorJoin(BootstrapSettings settings, ClusterEngine engine, NodeControl node,
			BootstrapCoordinator coordinator, ContactPointProber prober, MusterProperties properties,
			LocalServer server, SeedNodesPath path) {
		String protocol = properties.bootstrap().contactPointDiscovery().protocol();
		ContactPointParser parser = new ContactPointParser(() -> (protocol != null) ? protocol : scheme(server),
				server::expectedPort, path.expectedPath());
		return new OperatorJoin(engine, node, prober, parser, coordinator::selfContactPoint, settings);
	}

	private static String scheme(LocalServer server) {
		ContactPoint local = server.contactPoint();
		return (local != null) ? local.scheme() : "http";
	}

	@Bean
	SeedNodesExchange seedNodesExchange(SeedNodesResponder responder, BootstrapSettings settings, SeedNodesPath path,
			BootstrapCoordinator coordinator, ClusterOperations operations, ClusterToken token) {
		return new SeedNodesExchange(responder,
				new IntroductionGuard(settings.introductions(), path.expectedPath(), coordinator::introduced),
				new Invitations(operations::invited), token);
	}

	/**
	 * The listener gets the coordinator lazily: listeners are created before other beans,
	 * and would otherwise create the discovery clients as early.
	 */
	@Bean
	RegistryEventListener registryEventListener(ObjectProvider<BootstrapCoordinator> coordinator) {
		return new RegistryEventListener(coordinator::getObject);
	}

}

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
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;

import io.muster.actuate.BootstrapEndpoint;
import io.muster.actuate.BootstrapEndpointWebExtension;
import io.muster.actuate.BootstrapMetrics;
import io.muster.actuate.ClusterEndpoint;
import io.muster.actuate.ClusterEndpointWebExtension;
import io.muster.actuate.ClusterHealthIndicator;
import io.muster.actuate.ClusterMetrics;
import io.muster.bootstrap.ApplicationExit;
import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.bootstrap.decision.JoinDecider;
import io.muster.bootstrap.decision.JoinDecision.KeepProbing;
import io.muster.bootstrap.decision.LowestAddressJoinDecider;
import io.muster.bootstrap.decision.VotingJoinDecider;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineCluster;
import io.muster.cluster.pekko.PekkoClusterEngine;
import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointProber;
import io.muster.contactpoint.ContactPointSource;
import io.muster.contactpoint.IncompleteLookupException;
import io.muster.contactpoint.configured.ConfiguredContactPointSource;
import io.muster.contactpoint.web.ReactiveSeedNodesController;
import io.muster.contactpoint.web.SeedNodesController;
import io.muster.operations.ClusterOperations;
import io.muster.operations.OperatorJoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterAutoConfiguration} and the auto-configurations that build on
 * it.
 */
class ClusterAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(ClusterAutoConfiguration.class,
			BootstrapAutoConfiguration.class, ClusterEndpointAutoConfiguration.class,
			ClusterHealthContributorAutoConfiguration.class, ClusterMetricsAutoConfiguration.class,
			UtilAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
			CompositeDiscoveryClientAutoConfiguration.class);

	private static final String[] PROPERTIES = { "spring.application.name=orders", "muster.cluster.host=127.0.0.1",
			"muster.cluster.port=0" };

	private static final String BY_HAND = "muster.bootstrap.contact-point-discovery.contact-points=10.0.0.7,10.0.0.8";

	private static final String METHOD = "muster.bootstrap.contact-point-discovery.discovery-method=";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withBean(ApplicationExit.class, () -> (reason) -> {
		})
		.withPropertyValues(PROPERTIES);

	@Test
	void configuresTheClusterItsEngineAndBootstrap() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(Cluster.class)
			.hasSingleBean(PekkoClusterEngine.class)
			.hasSingleBean(VotingJoinDecider.class)
			.hasSingleBean(ContactPointSource.class)
			.hasSingleBean(BootstrapCoordinator.class)
			.hasSingleBean(ClusterLifecycle.class)
			.doesNotHaveBean(SeedNodesController.class)
			.doesNotHaveBean(ReactiveSeedNodesController.class));
	}

	@Test
	void thePeersRuleCanBeChosen() {
		this.contextRunner.withPropertyValues("muster.bootstrap.join-decider=lowest-address")
			.run((context) -> assertThat(context).hasSingleBean(LowestAddressJoinDecider.class));
	}

	@Test
	void leavesOutInstancesThatPublishAnotherCluster() {
		this.contextRunner.withPropertyValues(instanceOf("billing"))
			.run((context) -> assertThatExceptionOfType(IncompleteLookupException.class)
				.isThrownBy(() -> context.getBean(ContactPointSource.class).lookup())
				.withMessageContaining("belongs to cluster 'billing', not to 'orders'"));
	}

	@Test
	void believesNoPublishedClusterWhereTheEngineHasAnotherNameThanIsPublished() {
		ClusterEngine engine = mock(ClusterEngine.class);
		given(engine.name()).willReturn("own");
		given(engine.state()).willReturn(ClusterState.NEW);
		this.contextRunner.withBean(ClusterEngine.class, () -> engine)
			.withPropertyValues(instanceOf("orders-b"))
			.run((context) -> assertThat(context.getBean(ContactPointSource.class).lookup()).hasSize(1));
	}

	private static String[] instanceOf(String cluster) {
		String instance = "spring.cloud.discovery.client.simple.instances.orders[0].";
		return new String[] { instance + "uri=http://10.0.0.8:8080", instance + "metadata.muster-cluster=" + cluster };
	}

	@Test
	void backsOffWithoutPekko() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.apache.pekko"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Cluster.class));
	}

	@Test
	void bootstrapAloneCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("muster.bootstrap.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ClusterEngine.class)
				.hasSingleBean(ClusterLifecycle.class)
				.doesNotHaveBean(BootstrapCoordinator.class)
				.doesNotHaveBean(BootstrapEndpoint.class));
	}

	@Test
	void theApplicationsOwnBeansAreUsed() {
		ClusterEngine engine = mock(ClusterEngine.class);
		given(engine.name()).willReturn("mine");
		given(engine.state()).willReturn(ClusterState.NEW);
		ContactPointSource source = () -> java.util.Set.of(ContactPoint.of("10.0.0.1", 8080));
		this.contextRunner.withBean(ClusterEngine.class, () -> engine)
			.withBean(Cluster.class, () -> new EngineCluster(engine, (seedNodes) -> {
			}))
			.withBean(JoinDecider.class, () -> (information) -> new KeepProbing("a sign"))
			.withBean(ContactPointProber.class,
					() -> (contactPoint, news) -> new java.util.concurrent.CompletableFuture<>())
			.withBean("mySource", ContactPointSource.class, () -> source)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ClusterEngine.class)
				.hasSingleBean(Cluster.class)
				.hasSingleBean(JoinDecider.class)
				.hasSingleBean(ContactPointProber.class)
				.doesNotHaveBean(ActorSystem.class)
				.getBeans(ContactPointSource.class)
				.hasSize(2));
	}

	@Test
	void probesAreAnsweredOnWebMvc() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class))
			.withPropertyValues(PROPERTIES)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SeedNodesController.class));
	}

	@Test
	void probesAreAnsweredOnWebFlux() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(PROPERTIES)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ReactiveSeedNodesController.class));
	}

	@Test
	void endpointsExistWhenExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(ClusterEndpoint.class)
			.doesNotHaveBean(BootstrapEndpoint.class));
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=cluster,bootstrap")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEndpoint.class)
				.hasSingleBean(BootstrapEndpoint.class));
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.bootstrap.access=NONE")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEndpoint.class)
				.doesNotHaveBean(BootstrapEndpoint.class));
	}

	@Test
	void endpointsAnswerInTextOnTheWebOnly() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=cluster,bootstrap")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEndpointWebExtension.class)
				.hasSingleBean(BootstrapEndpointWebExtension.class));
		this.contextRunner
			.withPropertyValues("spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=cluster,bootstrap")
			.run((context) -> assertThat(context).hasSingleBean(ClusterEndpoint.class)
				.hasSingleBean(BootstrapEndpoint.class)
				.doesNotHaveBean(ClusterEndpointWebExtension.class)
				.doesNotHaveBean(BootstrapEndpointWebExtension.class));
	}

	@Test
	void withoutActuatorThereAreNoEndpointsAndNoHealth() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader(Endpoint.class, HealthIndicator.class, MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Cluster.class)
				.doesNotHaveBean("clusterEndpoint")
				.doesNotHaveBean("clusterHealthContributor"));
	}

	@Test
	void withoutBootstrapOperatorsCanStillRemoveMembers() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(ClusterOperations.class)
			.hasSingleBean(OperatorJoin.class));
		this.contextRunner.withPropertyValues("muster.bootstrap.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ClusterOperations.class)
				.doesNotHaveBean(OperatorJoin.class));
	}

	@Test
	void healthCanBeSwitchedOff() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(ClusterHealthIndicator.class));
		this.contextRunner.withPropertyValues("management.health.cluster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterHealthIndicator.class));
	}

	@Test
	void metersAreBoundWhereThereIsARegistry() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(ClusterMetrics.class)
			.doesNotHaveBean(BootstrapMetrics.class));
		this.contextRunner.withBean(SimpleMeterRegistry.class).run((context) -> {
			SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
			context.getBean(ClusterMetrics.class).bindTo(registry);
			context.getBean(BootstrapMetrics.class).bindTo(registry);
			assertThat(registry.get("muster.cluster.members").tag("status", "Up").gauge().value()).isZero();
			assertThat(registry.get("muster.cluster.departed").tag("kind", "failed").gauge().value()).isZero();
			assertThat(registry.get("muster.cluster.unreachable").gauge().value()).isZero();
			assertThat(registry.get("muster.cluster.leader").tag("cluster", "orders").gauge().value()).isZero();
			assertThat(registry.get("muster.bootstrap.duration").timeGauge().value()).isNaN();
		});
	}

	@Test
	void configuredContactPointsAloneNeedNoDiscovery() {
		this.contextRunner.withPropertyValues(BY_HAND)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ContactPointSource.class)
				.hasSingleBean(ConfiguredContactPointSource.class));
		this.contextRunner
			.withPropertyValues("muster.bootstrap.contact-point-discovery.contact-points[0]=10.0.0.7",
					"spring.application.name=", "muster.cluster.name=orders")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ContactPointSource.class));
	}

	@Test
	void configuredContactPointsAreUnitedWithThoseOfDiscovery() {
		this.contextRunner.withPropertyValues(BY_HAND)
			.withBean("registry", DiscoveryClient.class, () -> mock(DiscoveryClient.class))
			.run((context) -> assertThat(context.getBeansOfType(ContactPointSource.class)).hasSize(2));
		this.contextRunner.withPropertyValues(BY_HAND)
			.withPropertyValues("spring.cloud.discovery.client.simple.instances.orders[0].uri=http://10.0.0.8:8080")
			.run((context) -> assertThat(context.getBeansOfType(ContactPointSource.class)).hasSize(2));
	}

	@Test
	void discoveryMethodsAreAskedAsListed() {
		ApplicationContextRunner withRegistry = this.contextRunner.withPropertyValues(BY_HAND)
			.withBean("registry", DiscoveryClient.class, () -> mock(DiscoveryClient.class));
		assertSources(withRegistry.withPropertyValues(METHOD + "contact-points"), ConfiguredContactPoints.SOURCE);
		assertSources(withRegistry.withPropertyValues(METHOD + "discovery-client,contact-points"),
				ConfiguredContactPoints.SOURCE, DiscoveryContactPointConfiguration.SOURCE);
		assertSources(withRegistry.withPropertyValues(METHOD + "discovery-client,dns,contact-points"),
				ConfiguredContactPoints.SOURCE, DiscoveryContactPointConfiguration.SOURCE,
				DnsContactPointConfiguration.SOURCE);
		assertSources(this.contextRunner.withPropertyValues(METHOD + "dns"), DnsContactPointConfiguration.SOURCE);
		assertSources(withRegistry.withPropertyValues(METHOD), ConfiguredContactPoints.SOURCE);
		assertSources(this.contextRunner.withPropertyValues(METHOD + "contact-points"));
		assertIntroductions(withRegistry.withPropertyValues(METHOD + "contact-points"), true);
	}

	private static void assertSources(ApplicationContextRunner contextRunner, String... sources) {
		contextRunner
			.run((context) -> assertThat(context).getBeans(ContactPointSource.class).containsOnlyKeys(sources));
	}

	@Test
	void nodesIntroduceThemselvesUnlessTheyAreDiscovered() {
		assertIntroductions(this.contextRunner, true);
		assertIntroductions(this.contextRunner.withPropertyValues(BY_HAND), true);
		ApplicationContextRunner withRegistry = this.contextRunner.withBean("registry", DiscoveryClient.class,
				() -> mock(DiscoveryClient.class));
		assertIntroductions(withRegistry, false);
		assertIntroductions(withRegistry.withPropertyValues(BY_HAND), true);
		assertIntroductions(this.contextRunner.withPropertyValues(
				"spring.cloud.discovery.client.simple.instances.orders[0].uri=http://10.0.0.8:8080"), false);
		assertIntroductions(this.contextRunner.withPropertyValues(METHOD + "dns"), false);
		assertIntroductions(this.contextRunner.withBean("own", ContactPointSource.class, () -> java.util.Set::of),
				false);
	}

	private static void assertIntroductions(ApplicationContextRunner contextRunner, boolean introductions) {
		contextRunner.run((context) -> assertThat(context.getBean(BootstrapSettings.class).introductions())
			.isEqualTo(introductions));
	}

	@Test
	void timersComeFromTheProperties() {
		this.contextRunner
			.withPropertyValues("muster.bootstrap.contact-point-discovery.stable-margin=7s",
					"muster.bootstrap.contact-point-discovery.interval=2s",
					"muster.bootstrap.contact-point-discovery.exponential-backoff-random-factor=0.3",
					"muster.bootstrap.contact-point-discovery.exponential-backoff-max=20s",
					"muster.bootstrap.contact-point-discovery.required-contact-point-nr=5",
					"muster.bootstrap.contact-point-discovery.resolve-timeout=4s",
					"muster.bootstrap.contact-point-discovery.contact-with-all-contact-points=false",
					"muster.bootstrap.contact-point-discovery.retry-max=7",
					"muster.bootstrap.contact-point.probing-failure-timeout=6s",
					"muster.bootstrap.contact-point.request-timeout=1500ms",
					"muster.bootstrap.contact-point.probe-interval=3s",
					"muster.bootstrap.contact-point.probe-interval-jitter=0.1", "muster.bootstrap.join-timeout=8s",
					"muster.bootstrap.vote-timeout=6s", "muster.bootstrap.new-cluster-enabled=false",
					"muster.cluster.shutdown-after-unsuccessful-join-seed-nodes=30s",
					"muster.bootstrap.watch-interval=9s", "muster.bootstrap.split-resolution=rejoin")
			.run((context) -> assertThat(context.getBean(BootstrapSettings.class))
				.hasToString("BootstrapSettings[newClusterEnabled=false, stableMargin=PT7S, interval=PT2S, "
						+ "exponentialBackoffRandomFactor=0.3, exponentialBackoffMax=PT20S, "
						+ "requiredContactPointNr=5, requiredByDefault=false, resolveTimeout=PT4S, "
						+ "contactWithAllContactPoints=false, probingFailureTimeout=PT6S, requestTimeout=PT1.5S, "
						+ "probeInterval=PT3S, probeIntervalJitter=0.1, joinTimeout=PT8S, voteTimeout=PT6S, "
						+ "shutdownAfterUnsuccessfulJoin=PT30S, watchInterval=PT9S, splitResolution=REJOIN, "
						+ "introductions=true, retryMax=7, rejoinAfterLeave=false, profile=NodeProfile[client=false, dataCenter=default], readinessDeadlock=null]"));
	}

	@Test
	void timersHaveAkkasDefaults() {
		this.contextRunner.run((context) -> assertThat(context.getBean(BootstrapSettings.class))
			.hasToString("BootstrapSettings[newClusterEnabled=true, stableMargin=PT5S, interval=PT1S, "
					+ "exponentialBackoffRandomFactor=0.2, exponentialBackoffMax=PT15S, "
					+ "requiredContactPointNr=2, requiredByDefault=true, resolveTimeout=PT3S, "
					+ "contactWithAllContactPoints=true, probingFailureTimeout=PT3S, requestTimeout=PT1S, "
					+ "probeInterval=PT1S, probeIntervalJitter=0.2, joinTimeout=PT10S, voteTimeout=PT10S, "
					+ "shutdownAfterUnsuccessfulJoin=null, watchInterval=PT5S, splitResolution=ALERT, "
					+ "introductions=true, retryMax=0, "
					+ "rejoinAfterLeave=false, profile=NodeProfile[client=false, dataCenter=default], readinessDeadlock=null]"));
	}

	@Test
	void settingsWithWhichNoNodeBecomesReadyAreFound() {
		this.contextRunner
			.withPropertyValues("spring.main.cloud-platform=kubernetes", METHOD + "dns",
					"management.endpoint.health.group.readiness.include=readinessState,cluster")
			.run((context) -> assertThat(context.getBean(BootstrapSettings.class).readinessDeadlock())
				.contains("publishNotReadyAddresses"));
	}

	@Test
	void theServiceToLookUpIsNamedAsAkkaNamesIt() {
		assertThat(description()).startsWith("service 'orders' in ");
		assertThat(description("service-name=shop")).startsWith("service 'shop' in ");
		assertThat(description("service-name=shop", "service-namespace=default.svc.cluster.local"))
			.startsWith("service 'shop.default.svc.cluster.local' in ");
		assertThat(description("effective-name=exact", "service-namespace=ignored")).startsWith("service 'exact' in ");
	}

	@Test
	void theServiceToLookUpHasTheClustersNameWhereTheApplicationHasNone() {
		this.contextRunner.withPropertyValues("spring.application.name=", "muster.cluster.name=shop")
			.run((context) -> assertThat(context.getBean(ContactPointSource.class).description())
				.startsWith("service 'shop' in "));
	}

	@Test
	void portNamesAndSchemesReachDns() {
		assertThat(description("discovery-method=dns", "service-namespace=default.svc.cluster.local"))
			.isEqualTo("A and AAAA records of 'orders.default.svc.cluster.local' in DNS");
		assertThat(description("discovery-method=dns", "port-name=http"))
			.isEqualTo("SRV records of '_http._tcp.orders' in DNS");
		assertThat(description("discovery-method=dns", "port-name=http", "effective-name=_x._tcp.shop."))
			.isEqualTo("SRV records of '_x._tcp.shop.' in DNS");
	}

	private String description(String... properties) {
		String[] description = new String[1];
		this.contextRunner
			.withPropertyValues(List.of(properties)
				.stream()
				.map((property) -> "muster.bootstrap.contact-point-discovery." + property)
				.toArray(String[]::new))
			.run((context) -> description[0] = context.getBean(ContactPointSource.class).description());
		return description[0];
	}

	@Test
	void settingsOfPekkoReachIt() {
		this.contextRunner
			.withPropertyValues("muster.pekko.cluster.gossip-interval=750ms",
					"muster.pekko.cluster.split-brain-resolver.active-strategy=keep-oldest",
					"muster.cluster.roles=web,worker", "muster.cluster.data-center=east")
			.run((context) -> {
				ActorSystem system = context.getBean(ActorSystem.class);
				Map<String, Object> cluster = system.settings().config().getConfig("pekko.cluster").root().unwrapped();
				assertThat(cluster).containsEntry("gossip-interval", "750ms")
					.extractingByKey("split-brain-resolver")
					.asString()
					.contains("active-strategy=keep-oldest");
				assertThat(cluster.get("roles")).asString().contains("web", "worker");
				assertThat(cluster.get("multi-data-center")).asString().contains("self-data-center=east");
			});
	}

}

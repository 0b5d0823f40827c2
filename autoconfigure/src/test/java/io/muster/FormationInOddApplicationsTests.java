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

package io.muster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.apache.pekko.actor.ActorSystem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.muster.bootstrap.BootstrapCoordinator;
import io.muster.bootstrap.ClusterLifecycle;
import io.muster.bootstrap.formation.BootstrapReport;
import io.muster.cluster.Cluster;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.NodeAddress;
import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that applications which lack something, or bring something of their own, form one
 * cluster or say why not.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("system")
class FormationInOddApplicationsTests {

	private final TestRegistry registry = new TestRegistry();

	@Test
	void lockedBySpringSecurityTheReasonIsInTheReportAndInOneWarning(CapturedOutput output) {
		try (Node one = Node.servlet(this.registry).secured().start();
				Node two = Node.reactive(this.registry).start()) {
			awaitReport(two, (report) -> report.contactPoints()
				.stream()
				.anyMatch((contact) -> contact.failure() != null && contact.failure().contains("answered 401")));
			String lockedUri = "http://127.0.0.1:" + one.port();
			Awaitility.await()
				.during(Duration.ofSeconds(1))
				.atMost(Duration.ofSeconds(5))
				.until(() -> two.members().isEmpty());
			assertThat(output.getOut().lines().filter((line) -> line.contains(lockedUri + " answered 401"))).hasSize(1)
				.allSatisfy((line) -> assertThat(line).contains("WARN",
						"it is locked by the application's security; allow GET /bootstrap/seed-nodes without login"));
			assertThat(two.get("/actuator/bootstrap").body()).contains("it is locked by the application's security");
		}
	}

	@Test
	void withoutAWebServerItJoinsButNeverFounds() {
		try (Node headless = Node.withoutWebServer(this.registry).required(1).start()) {
			awaitReport(headless,
					(report) -> String.valueOf(report.waitingFor()).contains("has no web server, so it never founds"));
			try (Node web = Node.servlet(this.registry).required(1).start()) {
				Node.awaitOneCluster(web, headless);
			}
		}
	}

	@Test
	void withoutAnyRegistryItSaysSo(CapturedOutput output) {
		try (Node node = Node.with(null).property("spring.cloud.discovery.enabled", false).start()) {
			awaitReport(node, (report) -> String.valueOf(report.waitingFor())
				.contains("expecting 2 nodes, found 1: waiting for 1 more; discovery knows no contact points"));
			assertThat(output)
				.contains("Discovery knows no contact points: service 'orders' in Composite Discovery Client. "
						+ "If this lasts, is the starter of a registry on the class path");
			assertThat(node.get("/actuator/health").body()).contains("OUT_OF_SERVICE");
		}
	}

	@Test
	void withoutAnyRegistryANodeThatRequiresNobodyFoundsAlone() {
		try (Node node = Node.with(null).required(1).start()) {
			Node.awaitOneCluster(node);
		}
	}

	@Test
	void withOnlyAReactiveDiscoveryClientItFormsACluster() {
		ReactiveRegistry.shared = this.registry;
		try (Node one = reactiveOnly().start(); Node two = reactiveOnly().start()) {
			this.registry.register("orders", "127.0.0.1", one.port()).register("orders", "127.0.0.1", two.port());
			Node.awaitOneCluster(one, two);
		}
	}

	private static Node reactiveOnly() {
		return Node.with(null)
			.property("spring.cloud.discovery.blocking.enabled", false)
			.sources(ReactiveRegistry.class);
	}

	@Test
	void autoStartupOffWaitsForTheApplication() {
		try (Node node = Node.servlet(this.registry)
			.required(1)
			.property("muster.bootstrap.auto-startup", false)
			.start()) {
			ClusterEngine engine = node.context().getBean(ClusterEngine.class);
			Awaitility.await().until(() -> engine.state().status() == EngineStatus.STARTED);
			BootstrapCoordinator coordinator = node.context().getBean(BootstrapCoordinator.class);
			assertThat(coordinator.report().waitingFor()).contains("BootstrapCoordinator.start()");
			coordinator.start();
			Node.awaitOneCluster(node);
		}
	}

	@Test
	void bootstrapThatARunnerStartsBeginsWhenTheEngineHasStarted() {
		try (Node node = Node.servlet(this.registry)
			.required(1)
			.property("muster.bootstrap.auto-startup", false)
			.sources(StartingRunner.class)
			.start()) {
			Node.awaitOneCluster(node);
			assertThat(node.exits()).isEmpty();
		}
	}

	@Test
	void anExplicitJoinOfARunnerWinsOverBootstrap() {
		TestRegistry nobody = new TestRegistry();
		try (Node one = Node.servlet(this.registry).required(1).start()) {
			Node.awaitOneCluster(one);
			JoiningRunner.seedNode = NodeAddress.parse(one.members().iterator().next());
			try (Node two = Node.servlet(nobody).required(1).sources(JoiningRunner.class).start()) {
				Node.awaitOneCluster(one, two);
				assertThat(two.context().getBean(BootstrapCoordinator.class).report().history())
					.noneMatch((entry) -> entry.text().startsWith("This node founds"));
			}
		}
	}

	@Test
	void anExplicitJoinBeforeBootstrapHasDecidedWins() {
		TestRegistry nobody = new TestRegistry();
		try (Node one = Node.servlet(this.registry).required(1).start();
				Node two = Node.servlet(nobody).required(2).start()) {
			Node.awaitOneCluster(one);
			ClusterEngine engine = two.context().getBean(ClusterEngine.class);
			Awaitility.await().until(() -> engine.state().status() == EngineStatus.STARTED);
			two.cluster().join(List.of(NodeAddress.parse(one.members().iterator().next())));
			Node.awaitOneCluster(one, two);
		}
	}

	@Test
	void configuredSeedNodesWinAndBootstrapDoesNotRun(CapturedOutput output) {
		try (Node one = Node.servlet(this.registry).required(1).start()) {
			Node.awaitOneCluster(one);
			try (Node two = Node.servlet(this.registry)
				.property("muster.cluster.seed-nodes", one.members().iterator().next())
				.start()) {
				Node.awaitOneCluster(one, two);
				assertThat(output.getOut().lines().filter((line) -> line.contains("muster.cluster.seed-nodes is set")))
					.hasSize(1)
					.allMatch((line) -> line.contains("WARN"));
			}
		}
	}

	@Test
	void aNodeWhoseConfigurationTheClusterRefusesIsClosedWithTheReason() {
		try (Node one = Node.servlet(this.registry).required(1).start()) {
			Node.awaitOneCluster(one);
			try (Node two = Node.servlet(this.registry)
				.property("muster.pekko.cluster.split-brain-resolver.active-strategy", "keep-oldest")
				.start()) {
				Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !two.exits().isEmpty());
				assertThat(two.exits().get(0)).contains("has stopped by itself", "muster.pekko.cluster.*");
				assertThat(two.get("/actuator/health").statusCode()).isEqualTo(503);
			}
		}
	}

	@Test
	void theActorSystemIsABeanOfTheApplications() {
		try (Node node = Node.servlet(this.registry).required(1).start()) {
			Node.awaitOneCluster(node);
			assertThat(node.context().getBean(ActorSystem.class).name()).isEqualTo("orders");
		}
	}

	@Test
	void anApplicationThatUsesTheActorSystemStartsAtAFixedPort() {
		int port = Node.freePort();
		try (Node node = Node.servlet(this.registry)
			.required(1)
			.property("muster.cluster.port", port)
			.sources(UserOfTheActorSystem.class)
			.start()) {
			Node.awaitOneCluster(node);
			assertThat(node.members()).containsExactly("pekko://orders@127.0.0.1:" + port);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { AutoConfigured.class, PlainChild.class })
	void aChildContextUsesTheClusterOfItsParent(Class<?> child) {
		try (Node node = Node.servlet(this.registry)
			.required(1)
			.property("muster.cluster.port", Node.freePort())
			.start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(child).parent(node.context())
					.web(WebApplicationType.NONE)
					.run()) {
			Node.awaitOneCluster(node);
			assertThat(context.getBean(Cluster.class)).isSameAs(node.cluster());
			for (Class<?> type : List.of(ClusterEngine.class, ClusterLifecycle.class, BootstrapCoordinator.class)) {
				assertThat(BeanFactoryUtils.beansOfTypeIncludingAncestors(context, type)).hasSize(1);
				assertThat(context.getBeansOfType(type)).isEmpty();
			}
			context.close();
			Node.awaitOneCluster(node);
		}
	}

	@Test
	void theApplicationsOwnActorSystemIsUsed() {
		try (Node node = Node.servlet(this.registry).required(1).sources(OwnActorSystem.class).start()) {
			Node.awaitOneCluster(node);
			assertThat(node.members().iterator().next()).startsWith("pekko://mine@");
		}
	}

	@Test
	void aRegistryThatThrowsIsReportedAndTriedAgain(CapturedOutput output) {
		FlakyRegistry flaky = new FlakyRegistry(() -> {
			throw new IllegalStateException("registry is down");
		});
		try (Node node = Node.with(flaky).required(1).start()) {
			awaitReport(node, (report) -> report.sources().get(0).failures() >= 2);
			BootstrapReport report = node.context().getBean(BootstrapCoordinator.class).report();
			assertThat(report.waitingFor()).contains("discovery to answer").contains("registry is down");
			assertThat(output.getOut().lines().filter((line) -> line.contains("failed: registry is down"))).hasSize(1);
			flaky.answer = () -> List.of(new DefaultServiceInstance(null, "orders", "127.0.0.1", node.port(), false));
			Node.awaitOneCluster(node);
		}
	}

	@Test
	void aRegistryThatHangsIsReportedAndDoesNotHinderTheStart() {
		CountDownLatch release = new CountDownLatch(1);
		FlakyRegistry hanging = new FlakyRegistry(() -> {
			await(release);
			return List.of();
		});
		try (Node node = Node.with(hanging)
			.property("muster.bootstrap.contact-point-discovery.resolve-timeout", "200ms")
			.start()) {
			awaitReport(node, (report) -> String.valueOf(report.sources().get(0).failure())
				.contains("no answer within 200 ms (resolve-timeout)"));
		}
		finally {
			release.countDown();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void duplicatesGhostsAndInstancesWithoutPortDoNotHinderTheOthers() {
		try (Node one = Node.servlet(this.registry).start()) {
			this.registry.register("orders", "127.0.0.1", one.port())
				.register("orders", "LOCALHOST", one.port())
				.register("orders", "127.0.0.1", -1);
			try (Node two = Node.servlet(this.registry)
				.property("muster.bootstrap.contact-point.fallback-port", one.port())
				.start()) {
				Node.awaitOneCluster(one, two);
			}
		}
	}

	@Test
	void contactPointsOfAnotherClusterAreReportedAndNeverJoined() {
		try (Node stranger = Node.servlet(this.registry).property("muster.cluster.name", "billing").required(1).start();
				Node node = Node.servlet(this.registry).start()) {
			awaitReport(node,
					(report) -> report.contactPoints()
						.stream()
						.anyMatch((contact) -> contact.failure() != null
								&& contact.failure().contains("belongs to cluster 'billing', not to 'orders'")));
			assertThat(node.members()).isEmpty();
			assertThat(stranger.cluster().name()).isEqualTo("billing");
		}
	}

	@Test
	void healthSaysWhetherThisNodeIsAWorkingMember() {
		try (Node node = Node.servlet(this.registry)
			.required(1)
			.property("management.endpoint.health.show-details", "always")
			.start()) {
			Node.awaitOneCluster(node);
			JsonNode cluster = node.json("/actuator/health").path("components").path("cluster");
			assertThat(cluster.path("status").asString()).isEqualTo("UP");
			assertThat(cluster.path("details").path("status").asString()).isEqualTo("Up");
			assertThat(cluster.path("details").path("members").asInt()).isEqualTo(1);
			assertThat(cluster.path("details").path("leader").asString()).isEqualTo(node.members().iterator().next());
		}
	}

	@Test
	void closingTheApplicationLeavesTheClusterBeforeTheWebServerStops() {
		try (Node one = Node.servlet(this.registry).start()) {
			Node two = Node.servlet(this.registry).start();
			Node.awaitOneCluster(one, two);
			two.close();
			Node.awaitOneCluster(one);
			Awaitility.await().until(() -> one.json("/actuator/cluster").path("departed").size() == 1);
			JsonNode departed = one.json("/actuator/cluster").path("departed");
			assertThat(departed.path(0).path("kind").asString()).isEqualTo("LEFT");
		}
	}

	@Test
	void aStrangerThatOnlyRefusesIsWaitedForAndNamed() {
		this.registry.register("orders", "127.0.0.1", 1);
		try (Node node = Node.servlet(this.registry).start()) {
			awaitReport(node,
					(report) -> report.contactPoints()
						.stream()
						.anyMatch((contact) -> contact.failure() != null
								&& contact.failure().contains("refused the connection")));
			ClusterState state = node.context().getBean(ClusterEngine.class).state();
			assertThat(state.members()).isEmpty();
		}
	}

	private static void awaitReport(Node node, java.util.function.Predicate<BootstrapReport> predicate) {
		BootstrapCoordinator coordinator = node.context().getBean(BootstrapCoordinator.class);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> predicate.test(coordinator.report()));
	}

	private static final class FlakyRegistry implements DiscoveryClient {

		private volatile Supplier<List<ServiceInstance>> answer;

		FlakyRegistry(Supplier<List<ServiceInstance>> answer) {
			this.answer = answer;
		}

		@Override
		public String description() {
			return "flaky registry";
		}

		@Override
		public List<ServiceInstance> getInstances(String serviceId) {
			return this.answer.get();
		}

		@Override
		public List<String> getServices() {
			return List.of();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveRegistry {

		static TestRegistry shared;

		@Bean
		ReactiveDiscoveryClient reactiveRegistry() {
			TestRegistry registry = shared;
			return new ReactiveDiscoveryClient() {

				@Override
				public String description() {
					return "reactive registry";
				}

				@Override
				public Flux<ServiceInstance> getInstances(String serviceId) {
					return Flux.fromIterable(registry.getInstances(serviceId));
				}

				@Override
				public Flux<String> getServices() {
					return Flux.empty();
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserOfTheActorSystem {

		@Bean
		String user(ActorSystem system) {
			return system.name();
		}

	}

	@EnableAutoConfiguration
	static class AutoConfigured {

	}

	static class PlainChild {

	}

	@Configuration(proxyBeanMethods = false)
	static class StartingRunner {

		@Bean
		ApplicationRunner runner(BootstrapCoordinator coordinator) {
			return (arguments) -> coordinator.start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JoiningRunner {

		static NodeAddress seedNode;

		@Bean
		InitializingBean joiner(Cluster cluster) {
			return () -> cluster.join(List.of(seedNode));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnActorSystem {

		@Bean(destroyMethod = "")
		ActorSystem mine() {
			return ActorSystem.create("mine",
					com.typesafe.config.ConfigFactory
						.parseString("pekko.actor.provider=cluster, pekko.remote.artery.canonical.hostname=127.0.0.1, "
								+ "pekko.remote.artery.canonical.port=0, pekko.coordinated-shutdown.exit-jvm=off, "
								+ "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook=off")
						.withFallback(com.typesafe.config.ConfigFactory.load()));
		}

	}

}

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

package io.muster.registries.kubernetes.fabric8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.muster.bootstrap.decision.BootstrapSettings;
import io.muster.cluster.ClusterEngine;
import io.muster.contactpoint.ContactPointSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the configuration in the manifests has the intended effect on an
 * application.
 */
@Tag("system")
class ConfigurationTests {

	private static final Path MANIFESTS = Path.of("..", "..", "k8s");

	private final Deployment deployment = read("deployment.yaml", Deployment.class);

	private final Container container = this.deployment.getSpec().getTemplate().getSpec().getContainers().get(0);

	@TempDir
	private Path directory;

	@Test
	void replicasAreFoundByDns() throws Exception {
		try (ConfigurableApplicationContext context = start("dns")) {
			assertThat(context.getBean(ContactPointSource.class).description())
				.isEqualTo("A and AAAA records of '%s' in DNS".formatted(clusterService().getMetadata().getName()));
			assertThat(context.getBean(BootstrapSettings.class).readinessDeadlock())
				.contains("publishNotReadyAddresses");
			assertThat(clusterService().getSpec().getPublishNotReadyAddresses()).isTrue();
			assertThat(clusterService().getSpec().getClusterIP()).isEqualTo("None");
			assertFits(context);
		}
	}

	@Test
	void replicasAreFoundByTheDiscoveryClient() throws Exception {
		try (ConfigurableApplicationContext context = start("discovery-client")) {
			assertThat(context.getBean(ContactPointSource.class).description())
				.startsWith("service '%s' in ".formatted(clusterService().getMetadata().getName()));
			assertThat(context.getBean(BootstrapSettings.class).readinessDeadlock()).isNull();
			assertFits(context);
		}
	}

	private void assertFits(ConfigurableApplicationContext context) throws Exception {
		BootstrapSettings settings = context.getBean(BootstrapSettings.class);
		assertThat(settings.requiredContactPointNr()).isEqualTo(this.deployment.getSpec().getReplicas());
		assertThat(Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> context.getBean(ClusterEngine.class).state().self(), Objects::nonNull))
			.extracting((self) -> self.address().host())
			.isEqualTo("127.0.0.1");
		Duration leaving = context.getEnvironment().getRequiredProperty("muster.cluster.leave-timeout", Duration.class);
		Duration draining = Duration.ofSeconds(30);
		assertThat(context.getEnvironment().getProperty("spring.lifecycle.timeout-per-shutdown-phase")).isNull();
		assertThat(this.deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
			.isGreaterThan(leaving.plus(draining).toSeconds());
		for (Probe probe : List.of(this.container.getStartupProbe(), this.container.getLivenessProbe())) {
			assertThat(status(context, probe)).isEqualTo(200);
		}
		assertThat(status(context, this.container.getReadinessProbe())).isEqualTo(503);
	}

	private static int status(ConfigurableApplicationContext context, Probe probe) throws Exception {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("http://127.0.0.1:" + port + probe.getHttpGet().getPath());
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
			.statusCode();
	}

	/**
	 * Start the application as the container of the Deployment does, except for its
	 * addresses.
	 */
	private ConfigurableApplicationContext start(String variant) throws IOException {
		ConfigMap configMap = read(variant + "/configmap.yaml", ConfigMap.class);
		for (Map.Entry<String, String> file : configMap.getData().entrySet()) {
			Files.writeString(this.directory.resolve(file.getKey()), file.getValue());
		}
		Map<String, Object> variables = new HashMap<>();
		this.container.getEnv().forEach((variable) -> variables.put(variable.getName(), variable.getValue()));
		assertThat(variables.put("MUSTER_CLUSTER_HOST", "127.0.0.1")).isNull();
		String mountPath = this.container.getVolumeMounts().get(0).getMountPath();
		variables.computeIfPresent("SPRING_CONFIG_ADDITIONAL_LOCATION",
				(name, location) -> location.toString().replace(mountPath, this.directory.toString()));
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return new SpringApplicationBuilder(Fabric8Application.class).environment(environment)
			.run("--spring.main.cloud-platform=kubernetes", "--server.address=127.0.0.1", "--server.port=0",
					"--muster.cluster.port=0", "--spring.cloud.kubernetes.client.namespace=shop",
					"--spring.cloud.kubernetes.client.master-url=http://127.0.0.1:1",
					"--muster.bootstrap.contact-point-discovery.name-servers=127.0.0.1:1");
	}

	private static Service clusterService() {
		return read("service.yaml", Service.class);
	}

	/**
	 * Read the first document of a kind.
	 */
	private static <T> T read(String manifest, Class<T> type) {
		try {
			String[] documents = Files.readString(MANIFESTS.resolve(manifest)).split("(?m)^---$");
			for (String document : documents) {
				if (document.contains("kind: " + type.getSimpleName() + "\n")) {
					return new KubernetesSerialization().unmarshal(document, type);
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		throw new IllegalStateException("%s has no %s".formatted(manifest, type.getSimpleName()));
	}

}

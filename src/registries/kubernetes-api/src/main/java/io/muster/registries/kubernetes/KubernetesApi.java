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

package io.muster.registries.kubernetes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import org.jspecify.annotations.Nullable;

import io.muster.processes.ClusterNode;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.processes.QuickStart;
import io.muster.processes.Registry;
import io.muster.processes.RegistryNode;

/**
 * The API server of Kubernetes from fabric8, with a Service whose Endpoints contain the
 * addresses of all nodes. Addresses are added when nodes are created, and stay when the
 * nodes have ended. They are never ready, because there is no kubelet. The API server
 * keeps them when it is started again.
 */
public final class KubernetesApi implements Registry {

	/**
	 * The property that includes nodes that are not ready, because nodes are not ready
	 * before they are in the cluster.
	 */
	public static final String INCLUDE_NOT_READY = "spring.cloud.kubernetes.discovery.include-not-ready-addresses";

	private static final QuickStart APPLICATION = new QuickStart("application.jar", ClusterNode.MEMBER);

	private static final String NAMESPACE = "shop";

	private static final int ENGINE_PORT = 25520;

	private final int apiPort = Ports.find();

	private final int port = Ports.find();

	private final List<String> arguments;

	private final List<EndpointAddress> addresses = new ArrayList<>();

	private @Nullable KubernetesMockServer server;

	/**
	 * Create an API server. It is not started yet.
	 * @param urlProperty the property that contains its URL
	 */
	public KubernetesApi(String urlProperty) {
		this.arguments = List.of("--%s=http://%s:%d".formatted(urlProperty, ClusterNode.HOST, this.apiPort),
				"--spring.main.cloud-platform=kubernetes", "--spring.cloud.kubernetes.client.namespace=" + NAMESPACE,
				"--management.endpoint.health.group.readiness.include=readinessState,cluster",
				"--spring.cloud.kubernetes.discovery.primary-port-name=http", "--%s=true".formatted(INCLUDE_NOT_READY));
	}

	@Override
	public void start() {
		try {
			this.server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(),
					new KubernetesCrudDispatcher(), false);
			this.server.init(InetAddress.getByName(ClusterNode.HOST), this.apiPort);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
		publish();
	}

	@Override
	public void stop() {
		if (this.server != null) {
			this.server.destroy();
			this.server = null;
		}
	}

	private void publish() {
		if (this.server == null) {
			return;
		}
		try (NamespacedKubernetesClient client = this.server.createClient().inNamespace(NAMESPACE)) {
			client.resource(service()).createOr((resource) -> resource.update());
			client.resource(endpoints()).createOr((resource) -> resource.update());
		}
	}

	private Service service() {
		return new ServiceBuilder().withNewMetadata()
			.withName(ClusterNode.CLUSTER)
			.addToLabels("color", "blue")
			.endMetadata()
			.withNewSpec()
			.withType("ClusterIP")
			.withClusterIP("None")
			.addNewPort()
			.withName("http")
			.withPort(this.port)
			.endPort()
			.addNewPort()
			.withName("pekko")
			.withPort(ENGINE_PORT)
			.endPort()
			.endSpec()
			.build();
	}

	private Endpoints endpoints() {
		return new EndpointsBuilder().withNewMetadata()
			.withName(ClusterNode.CLUSTER)
			.endMetadata()
			.addNewSubset()
			.withNotReadyAddresses(this.addresses)
			.addNewPort()
			.withName("http")
			.withPort(this.port)
			.endPort()
			.addNewPort()
			.withName("pekko")
			.withPort(ENGINE_PORT)
			.endPort()
			.endSubset()
			.build();
	}

	@Override
	public void awaitMissed(RegistryNode node) {
		node.awaitWaitingFor("discovery to answer");
	}

	@Override
	public RegistryNode node(Processes processes, String name) {
		String host = "127.0.1." + (this.addresses.size() + 1);
		this.addresses.add(new EndpointAddressBuilder().withIp(host)
			.withNewTargetRef()
			.withKind("Pod")
			.withName(name)
			.withNamespace(NAMESPACE)
			.withUid(host)
			.endTargetRef()
			.build());
		publish();
		return new RegistryNode(processes, name, this, host, this.port);
	}

	@Override
	public boolean hasPaths() {
		return false;
	}

	@Override
	public QuickStart application() {
		return APPLICATION;
	}

	@Override
	public List<String> arguments() {
		return this.arguments;
	}

}

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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import io.muster.bootstrap.ApplicationExit;
import io.muster.cluster.Cluster;

/**
 * A whole application with Muster in this JVM. Its web server and its engine have a free
 * port each.
 */
public final class Node implements AutoCloseable {

	private static final HttpClient http = HttpClient.newHttpClient();

	private final List<String> properties = new ArrayList<>(List.of("spring.application.name=orders", "server.port=0",
			"server.address=127.0.0.1", "muster.cluster.host=127.0.0.1", "muster.cluster.port=0",
			"management.endpoints.web.exposure.include=*",
			"muster.bootstrap.contact-point-discovery.stable-margin=500ms",
			"muster.bootstrap.contact-point-discovery.interval=200ms",
			"muster.bootstrap.contact-point.probe-interval=100ms", "spring.main.banner-mode=off",
			"spring.autoconfigure.exclude=" + String.join(",", SECURITY)));

	public static final List<String> SECURITY = List.of(
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration");

	private final List<String> exits = new CopyOnWriteArrayList<>();

	private final SpringApplicationBuilder builder;

	private String host = "127.0.0.1";

	private HttpClient https;

	private ConfigurableApplicationContext context;

	private Node(WebApplicationType type, DiscoveryClient registry) {
		this.builder = new SpringApplicationBuilder(Application.class).web(type)
			.initializers((context) -> initialize((GenericApplicationContext) context, registry));
	}

	public static Node servlet(TestRegistry registry) {
		return new Node(WebApplicationType.SERVLET, registry);
	}

	public static Node reactive(TestRegistry registry) {
		return new Node(WebApplicationType.REACTIVE, registry);
	}

	public static Node withoutWebServer(TestRegistry registry) {
		return new Node(WebApplicationType.NONE, registry);
	}

	/**
	 * Create a node with any client.
	 * @param client the client, {@code null} for what the application has by itself
	 * @return the node
	 */
	public static Node with(DiscoveryClient client) {
		return new Node(WebApplicationType.SERVLET, client);
	}

	private void initialize(GenericApplicationContext context, DiscoveryClient registry) {
		context.registerBean(ApplicationExit.class, () -> this.exits::add);
		if (registry == null) {
			return;
		}
		context.registerBean("testRegistry", DiscoveryClient.class, () -> registry);
		context.addApplicationListener((ApplicationListener<WebServerInitializedEvent>) (event) -> {
			if (registry instanceof TestRegistry shared
					&& !"management".equals(event.getApplicationContext().getServerNamespace())) {
				shared.register("orders", this.host, event.getWebServer().getPort(), this.https != null);
			}
		});
	}

	public Node property(String name, Object value) {
		this.properties.removeIf((property) -> property.startsWith(name + "="));
		this.properties.add(name + "=" + value);
		return this;
	}

	/**
	 * Have the node find others through configured contact points.
	 * @param contactPoints the contact points, separated by commas
	 * @return this node
	 */
	public Node contactPoints(String contactPoints) {
		return property("muster.bootstrap.contact-point-discovery.contact-points", contactPoints);
	}

	/**
	 * Have the node listen at an address that others know beforehand.
	 * @param address address and port of its web server
	 * @return this node
	 */
	public Node at(String address) {
		String[] parts = address.split(":");
		return property("server.address", parts[0]).property("muster.cluster.host", parts[0])
			.property("server.port", parts[1]);
	}

	/**
	 * Return a free port.
	 * @return the port
	 */
	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Have the web server use TLS, and require a certificate of clients. Probes and the
	 * engine use the same bundle, named {@code node}.
	 * @param authority the authority that the node trusts
	 * @param keyStore its certificate
	 * @return this node
	 */
	public Node tls(Certificates authority, Path keyStore) {
		this.https = HttpClient.newBuilder().sslContext(authority.bundle(keyStore).createSslContext()).build();
		return engineTls(authority, keyStore).property("server.ssl.bundle", "node")
			.property("server.ssl.client-auth", "need");
	}

	/**
	 * Have the engine use TLS, with the bundle {@code node}.
	 * @param authority the authority that the node trusts
	 * @param keyStore its certificate
	 * @return this node
	 */
	public Node engineTls(Certificates authority, Path keyStore) {
		authority.properties("node", keyStore).forEach((name, value) -> property(name, value));
		return property("muster.security.ssl.bundle", "node");
	}

	public Node secured() {
		return property("spring.autoconfigure.exclude", "");
	}

	public Node sources(Class<?>... sources) {
		this.builder.sources(sources);
		return this;
	}

	public Node registeredAs(String host) {
		this.host = host;
		return this;
	}

	public Node required(int number) {
		return property("muster.bootstrap.contact-point-discovery.required-contact-point-nr", number);
	}

	public Node start() {
		this.context = this.builder
			.run(this.properties.stream().map((property) -> "--" + property).toArray(String[]::new));
		return this;
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public Cluster cluster() {
		return this.context.getBean(Cluster.class);
	}

	/**
	 * Return why the application was told to close.
	 * @return the reasons
	 */
	public List<String> exits() {
		return this.exits;
	}

	public Set<String> members() {
		return cluster().members()
			.stream()
			.filter((member) -> member.status().isWorking())
			.map((member) -> member.address().toString())
			.collect(Collectors.toSet());
	}

	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private String address() {
		return this.context.getEnvironment().getRequiredProperty("server.address");
	}

	private String scheme() {
		return (this.https != null) ? "https" : "http";
	}

	/**
	 * Return the address of the web server.
	 * @return the contact point of the node, as text
	 */
	public String url() {
		return scheme() + "://" + address() + ":" + port();
	}

	public HttpResponse<String> get(int port, String path) {
		return send(HttpRequest.newBuilder(URI.create(scheme() + "://" + address() + ":" + port + path)).build());
	}

	public HttpResponse<String> get(String path) {
		return get(port(), path);
	}

	/**
	 * Send a request. What may have a body gets a connection of its own: WebFlux may
	 * answer a request that it refuses before it has read the body, and Reactor Netty
	 * then does not always read the next request of that connection.
	 * @param request the request
	 * @return the response
	 */
	public HttpResponse<String> send(HttpRequest request) {
		HttpClient shared = (this.https != null) ? this.https : http;
		HttpClient client = request.method().equals("GET") ? shared : HttpClient.newHttpClient();
		try {
			return client.send(request, BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public JsonNode json(String path) {
		return JsonMapper.shared().readTree(get(path).body());
	}

	/**
	 * Wait until nodes are in one cluster, and each says so.
	 * @param nodes all of its nodes
	 */
	public static void awaitOneCluster(Node... nodes) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> List.of(nodes)
				.stream()
				.allMatch(
						(node) -> node.members().size() == nodes.length && node.members().equals(nodes[0].members())));
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@EnableAutoConfiguration
	static class Application {

	}

}

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

package io.muster.registries.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.muster.processes.ClusterNode;
import io.muster.processes.Ports;
import io.muster.processes.QuickStart;
import io.muster.processes.Registry;
import io.muster.processes.RegistryNode;

/**
 * Implements the part of a Consul agent's HTTP API that Spring Cloud uses to register, to
 * look up and to watch services, including blocking queries. It runs no health checks,
 * and rejects queries for services that pass them.
 */
final class ConsulStandIn implements Registry {

	private static final QuickStart APPLICATION = new QuickStart("application.jar", ClusterNode.MEMBER);

	private static final String REGISTER = "/v1/agent/service/register";

	private static final String DEREGISTER = "/v1/agent/service/deregister/";

	private static final String SERVICES = "/v1/catalog/services";

	private static final String HEALTH = "/v1/health/service/";

	private static final JsonMapper JSON = new JsonMapper();

	private final int port = Ports.find();

	private final Catalog catalog = new Catalog();

	private ExecutorService threads;

	private HttpServer server;

	@Override
	public void start() {
		try {
			this.threads = Executors.newCachedThreadPool();
			this.server = HttpServer.create(new InetSocketAddress(ClusterNode.HOST, this.port), 0);
			this.server.setExecutor(this.threads);
			this.server.createContext("/v1/", this::handle);
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			answer(exchange, exchange.getRequestMethod() + " ", exchange.getRequestURI().getPath());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void answer(HttpExchange exchange, String method, String path) throws IOException, InterruptedException {
		if (path.equals(REGISTER)) {
			this.catalog.register(JSON.readTree(exchange.getRequestBody()));
			exchange.sendResponseHeaders(200, -1);
		}
		else if (path.startsWith(DEREGISTER)) {
			exchange.sendResponseHeaders(this.catalog.deregister(path.substring(DEREGISTER.length())) ? 200 : 404, -1);
		}
		else if (path.equals(SERVICES)) {
			Map<String, String> query = query(exchange);
			// the query contains wait=2s, and the index of the answer to the last query
			Duration wait = Duration.parse("PT" + query.getOrDefault("wait", "0s"));
			long index = this.catalog.await(Long.parseLong(query.getOrDefault("index", "0")), wait);
			send(exchange, index, this.catalog.names());
		}
		else if (path.startsWith(HEALTH) && !query(exchange).getOrDefault("passing", "false").equals("true")) {
			List<JsonNode> instances = this.catalog.instances(path.substring(HEALTH.length()));
			send(exchange, this.catalog.await(0, Duration.ZERO),
					instances.stream().map(ConsulStandIn::healthService).toList());
		}
		else {
			System.out.println("Consul's stand-in has no " + method + exchange.getRequestURI());
			exchange.sendResponseHeaders(501, -1);
		}
	}

	private static Map<String, String> query(HttpExchange exchange) {
		String query = exchange.getRequestURI().getQuery();
		return Arrays.stream((query != null) ? query.split("&") : new String[0])
			.map((parameter) -> parameter.split("=", 2))
			.filter((parameter) -> parameter.length == 2)
			.collect(Collectors.toMap((parameter) -> parameter[0], (parameter) -> parameter[1]));
	}

	private static Map<String, Object> healthService(JsonNode service) {
		Map<String, Object> node = Map.of("ID", "1", "Node", "agent", "Address", ClusterNode.HOST, "Datacenter", "dc1");
		Map<String, Object> check = Map.of("Node", "agent", "CheckID", "serfHealth", "Name", "Serf Health Status",
				"Status", "passing");
		Map<String, Object> instance = Map.of("ID", service.path("ID"), "Service", service.path("Name"), "Tags",
				service.path("Tags"), "Address", service.path("Address"), "Meta", service.path("Meta"), "Port",
				service.path("Port"));
		return Map.of("Node", node, "Service", instance, "Checks", List.of(check));
	}

	private static void send(HttpExchange exchange, long index, Object body) throws IOException {
		byte[] bytes = JSON.writeValueAsBytes(body);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.getResponseHeaders().set("X-Consul-Index", Long.toString(index));
		exchange.sendResponseHeaders(200, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	/**
	 * Wait until the node has ended, because applications end if they cannot register.
	 */
	@Override
	public void awaitMissed(RegistryNode node) {
		node.process().awaitExit();
	}

	@Override
	public QuickStart application() {
		return APPLICATION;
	}

	@Override
	public List<String> arguments() {
		return List.of("--spring.cloud.consul.host=" + ClusterNode.HOST, "--spring.cloud.consul.port=" + this.port,
				"--spring.cloud.consul.discovery.hostname=" + ClusterNode.HOST,
				"--spring.cloud.consul.discovery.metadata.color=blue");
	}

}

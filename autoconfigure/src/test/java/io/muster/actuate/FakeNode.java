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

package io.muster.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * A node that shows the real page, and answers what a test says, with the actuator's own
 * JSON.
 */
final class FakeNode implements AutoCloseable {

	private static final JsonMapper mapper = mapper();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<String> operations = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private volatile PageState state = PageStates.alone();

	private volatile int status = 200;

	FakeNode() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/actuator", this::answer);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	private static JsonMapper mapper() {
		JsonMapper[] mapper = new JsonMapper[1];
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonEndpointAutoConfiguration.class))
			.run((context) -> mapper[0] = context.getBean(EndpointJsonMapper.class).get());
		return Objects.requireNonNull(mapper[0]);
	}

	String url() {
		return "http://127.0.0.1:%d/actuator/cluster".formatted(this.server.getAddress().getPort());
	}

	FakeNode shows(PageState state) {
		this.state = state;
		this.status = 200;
		return this;
	}

	/**
	 * Fail each request for JSON from now on.
	 */
	void fails(int status) {
		this.status = status;
	}

	/**
	 * Return the operations that were asked for, each with what matters of its request.
	 */
	List<String> operations() {
		return this.operations;
	}

	/**
	 * Return for what JSON the page asked.
	 */
	List<String> requests() {
		return this.requests;
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath().substring("/actuator".length());
		String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
		if (!exchange.getRequestMethod().equals("GET")) {
			operate(exchange);
		}
		else if (path.equals("/cluster") && accept.startsWith("text/html")) {
			send(exchange, 200, ClusterPage.PRODUCES, new ClusterPage(List.of()).answer().getBody());
		}
		else {
			this.requests.add(path);
			json(exchange, (this.status == 200) ? this.state.at(path) : null);
		}
	}

	private void operate(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.operations.add("%s %s %s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
				exchange.getRequestHeaders().getFirst("Content-Type"),
				exchange.getRequestHeaders().getFirst("X-XSRF-TOKEN"), body));
		send(exchange, 409, "application/problem+json",
				"{\"status\":409,\"title\":\"Conflict\",\"detail\":\"It is <b>reachable</b>\"}");
	}

	private void json(HttpExchange exchange, Object shown) throws IOException {
		if (shown == null) {
			send(exchange, (this.status == 200) ? 404 : this.status, "application/json", "{}");
		}
		else {
			send(exchange, 200, "application/vnd.spring-boot.actuator.v3+json", mapper.writeValueAsString(shown));
		}
	}

	private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}

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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import io.muster.testsupport.Node;
import io.muster.testsupport.TestRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what somebody achieves who sits between nodes with a token, without the token:
 * all requests to nodes go through proxies that change, swap, keep and repeat what passes
 * by.
 */
@Tag("system")
class ManInTheMiddleTests {

	private static final String SECRET = "first-0123456789-0123456789-0123456789";

	private static final String OTHER = "second-0123456789-0123456789-0123456789";

	private final TestRegistry registry = new TestRegistry();

	private final List<Node> nodes = new CopyOnWriteArrayList<>();

	private final List<Proxy> proxies = new ArrayList<>();

	/**
	 * What all proxies have seen, so that each can give the answers of others.
	 */
	private final List<HttpResponse<byte[]>> answers = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.proxies.forEach(Proxy::close);
		this.nodes.parallelStream().forEach(Node::close);
	}

	@Test
	void whoChangesSwapsAndRepeatsEverythingDelaysAndDoesNothingElse() throws IOException {
		for (int i = 0; i < 3; i++) {
			Node node = Node.with(new Listing(this.registry));
			this.nodes.add(node.property("muster.security.token", SECRET).required(3).start());
		}
		for (Node node : this.nodes) {
			Proxy proxy = new Proxy(node.port(), this.answers);
			this.proxies.add(proxy);
			this.registry.register("orders", "127.0.0.1", proxy.port());
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.proxies.stream().mapToInt((proxy) -> proxy.kept.size()).sum() > 100);
		for (Node node : this.nodes) {
			assertThat(node.members()).isEmpty();
		}
		this.proxies.forEach((proxy) -> proxy.honest = true);
		Node.awaitOneCluster(this.nodes.toArray(Node[]::new));
		assertThat(this.nodes).allSatisfy((node) -> assertThat(node.exits()).isEmpty());
		this.proxies.forEach((proxy) -> proxy.honest = false);
		int before = this.proxies.get(0).kept.size();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.proxies.get(0).kept.size() > before + 3);
		for (Node node : this.nodes) {
			assertThat(node.get("/actuator/health").statusCode()).isEqualTo(200);
			assertThat(node.members()).hasSize(3);
		}
	}

	@Test
	void whatWasSentOnceHasNoEffectWhenItIsSentAgain() throws IOException, InterruptedException {
		Node one = Node.servlet(this.registry).property("muster.security.token", SECRET).required(1).start();
		this.nodes.add(one);
		Proxy proxy = new Proxy(one.port(), this.answers);
		this.proxies.add(proxy);
		proxy.honest = true;
		Node two = Node.with(new TestRegistry().register("orders", "127.0.0.1", proxy.port()))
			.property("muster.security.token", SECRET)
			.property("muster.bootstrap.new-cluster-enabled", false)
			.required(1)
			.start();
		this.nodes.add(two);
		Node.awaitOneCluster(one, two);
		String before = one.json("/actuator/bootstrap").path("contactPoints").toString();
		for (HttpRequest request : proxy.kept) {
			HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
			assertThat(answer.statusCode()).isEqualTo(200);
		}
		assertThat(one.get("/bootstrap/seed-nodes").statusCode()).isEqualTo(401);
		assertThat(one.json("/actuator/bootstrap").path("contactPoints").size())
			.isLessThanOrEqualTo(before.split("contactPoint\"").length);
		Node.awaitOneCluster(one, two);
	}

	/**
	 * Each step starts another process in the place of each node, as a rolling update
	 * does. The cluster goes on with the same members but the one that is replaced.
	 */
	@Test
	void aTokenIsChangedInThreeRollingUpdatesAndNoNodeIsOut() {
		Node[] running = new Node[3];
		for (int i = 0; i < 3; i++) {
			running[i] = start(SECRET);
		}
		Node.awaitOneCluster(running);
		String first = running[0].cluster().self().address().toString();
		assertThat(running[1].members()).contains(first);
		for (String token : List.of(SECRET + "," + OTHER, OTHER + "," + SECRET, OTHER)) {
			for (int i = 0; i < 3; i++) {
				Node old = running[i];
				running[i] = start(token);
				Node[] all = { running[0], running[1], running[2], old };
				Node.awaitOneCluster(all);
				old.close();
				this.nodes.remove(old);
				Node.awaitOneCluster(running);
			}
		}
		assertThat(this.nodes).hasSize(3).allSatisfy((node) -> assertThat(node.exits()).isEmpty());
	}

	private Node start(String token) {
		Node node = Node.servlet(this.registry)
			.property("muster.security.token", token)
			.property("muster.bootstrap.contact-point-discovery.contact-with-all-contact-points", false)
			.required(3)
			.start();
		this.nodes.add(node);
		return node;
	}

	/**
	 * Lists what a test lists, and not where nodes really are.
	 */
	private record Listing(TestRegistry registry) implements DiscoveryClient {

		@Override
		public String description() {
			return "proxies";
		}

		@Override
		public List<ServiceInstance> getInstances(String serviceId) {
			return this.registry.getInstances(serviceId);
		}

		@Override
		public List<String> getServices() {
			return this.registry.getServices();
		}

	}

	/**
	 * A proxy without the token.
	 */
	private static final class Proxy implements AutoCloseable {

		private final Random random = new Random(1);

		private final HttpClient client = HttpClient.newHttpClient();

		private final ExecutorService executor = Executors.newCachedThreadPool();

		private final List<HttpRequest> kept = new CopyOnWriteArrayList<>();

		private final List<HttpResponse<byte[]>> answers;

		private final HttpServer server;

		private final int target;

		private volatile boolean honest;

		private Proxy(int target, List<HttpResponse<byte[]>> answers) throws IOException {
			this.target = target;
			this.answers = answers;
			this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
			this.server.setExecutor(this.executor);
			this.server.createContext("/", this::pass);
			this.server.start();
		}

		private int port() {
			return this.server.getAddress().getPort();
		}

		private void pass(HttpExchange exchange) throws IOException {
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + this.target + exchange.getRequestURI()));
			boolean change = !this.honest && this.random.nextInt(4) == 0;
			exchange.getRequestHeaders().forEach((name, values) -> {
				if (name.regionMatches(true, 0, "muster", 0, 6) || name.equalsIgnoreCase("Accept")) {
					request.header(name, change ? values.get(0) + "x" : values.get(0));
				}
			});
			this.kept.add(request.build());
			try {
				HttpResponse<byte[]> answer = this.client.send(request.build(), BodyHandlers.ofByteArray());
				this.answers.add(answer);
				write(exchange, this.honest ? answer : wrong(answer), this.honest);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private HttpResponse<byte[]> wrong(HttpResponse<byte[]> answer) {
			return this.random.nextBoolean() ? this.answers.get(this.random.nextInt(this.answers.size())) : answer;
		}

		private void write(HttpExchange exchange, HttpResponse<byte[]> answer, boolean unchanged) throws IOException {
			byte[] body = answer.body().clone();
			if (!unchanged && body.length > 0) {
				body[this.random.nextInt(body.length)] ^= 1;
			}
			answer.headers()
				.firstValue("Content-Type")
				.ifPresent((type) -> exchange.getResponseHeaders().add("Content-Type", type));
			answer.headers()
				.firstValue("Muster-Signature")
				.ifPresent((signature) -> exchange.getResponseHeaders().add("Muster-Signature", signature));
			exchange.sendResponseHeaders(answer.statusCode(), (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
			exchange.close();
		}

		@Override
		public void close() {
			this.server.stop(0);
			this.executor.shutdownNow();
		}

	}

}

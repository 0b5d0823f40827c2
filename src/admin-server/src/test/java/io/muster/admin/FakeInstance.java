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

package io.muster.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * An instance whose actuator says of the cluster what a test wants.
 */
final class FakeInstance implements AutoCloseable {

	private final HttpServer server;

	private volatile Object cluster = Map.of();

	FakeInstance() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/actuator", this::answer);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Show a cluster.
	 * @param leader the address of its leader
	 * @param members its members, this instance first
	 * @return this instance
	 */
	FakeInstance shows(String leader, FakeMember... members) {
		List<Map<String, Object>> shown = Arrays.stream(members)
			.map((member) -> member.json(member == members[0], leader))
			.toList();
		this.cluster = Map.of("name", "orders", "status", "MEMBER", "self", members[0].address(), "leader", leader,
				"members", shown, "departed", List.of());
		return this;
	}

	/**
	 * Show that it waits for others.
	 * @return this instance
	 */
	FakeInstance waits() {
		this.cluster = Map.of("name", "orders", "status", "STARTED", "members", List.of(), "departed", List.of());
		return this;
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		Object body = switch (path) {
			case "/actuator" ->
				Map.of("_links", Map.of("self", link(""), "health", link("/health"), "cluster", link("/cluster")));
			case "/actuator/health" -> Map.of("status", "UP");
			case "/actuator/cluster" -> this.cluster;
			default -> Map.of();
		};
		byte[] bytes = JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/vnd.spring-boot.actuator.v3+json");
		exchange.sendResponseHeaders(200, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private Map<String, Object> link(String path) {
		return Map.of("href", url() + "/actuator" + path, "templated", false);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * A member as an instance shows it.
	 *
	 * @param name its name
	 * @param unreachableBy the addresses of the members that do not reach it
	 */
	record FakeMember(String name, List<String> unreachableBy) {

		static FakeMember of(String name) {
			return new FakeMember(name, List.of());
		}

		FakeMember unreachableBy(FakeMember... members) {
			return new FakeMember(this.name,
					Arrays.stream(members).map(FakeMember::address).collect(Collectors.toList()));
		}

		String address() {
			return "pekko://orders@127.0.0.1:" + (20_000 + Math.floorMod(this.name.hashCode(), 10_000));
		}

		private Map<String, Object> json(boolean self, String leader) {
			return Map.of("name", this.name, "address", address(), "uid", "1", "status", "Up", "roles", List.of(),
					"reachable", this.unreachableBy.isEmpty(), "unreachableBy", this.unreachableBy, "since",
					"2026-11-30T21:49:59Z", "self", self, "leader", address().equals(leader));
		}

	}

}

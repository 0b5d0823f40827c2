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

package io.muster.processes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A contact point whose answer contains a seed node that does not exist.
 */
public final class FakeContactPoint implements AutoCloseable {

	private final String seedNode;

	private final HttpServer server;

	/**
	 * Start it.
	 * @param port port at which it answers
	 * @param cluster name of the cluster that it belongs to
	 * @param seedNodePort engine port of the seed node, which is the contact point itself
	 * @throws IOException if it cannot listen
	 */
	public FakeContactPoint(int port, String cluster, int seedNodePort) throws IOException {
		this(ClusterNode.HOST, port, cluster, seedNodePort);
	}

	/**
	 * Start it.
	 * @param host address at which it answers
	 * @param port port at which it answers
	 * @param cluster name of the cluster that it belongs to
	 * @param seedNodePort engine port of the seed node, which is the contact point itself
	 * @throws IOException if it cannot listen
	 */
	public FakeContactPoint(String host, int port, String cluster, int seedNodePort) throws IOException {
		this.seedNode = "pekko://%s@%s:%d".formatted(cluster, host, seedNodePort);
		this.server = HttpServer.create(new InetSocketAddress(host, port), 0);
		this.server.createContext("/bootstrap/seed-nodes", this::answer);
		this.server.start();
	}

	/**
	 * Return the address of the seed node.
	 * @return the engine address
	 */
	public String seedNode() {
		return this.seedNode;
	}

	private void answer(HttpExchange exchange) throws IOException {
		byte[] body = """
				{"selfNode":"%1$s","seedNodes":[{"node":"%1$s","nodeUid":1,"roles":["dc-default"],"status":"Up"}]}"""
			.formatted(this.seedNode)
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}

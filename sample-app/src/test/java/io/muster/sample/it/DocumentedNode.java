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

package io.muster.sample.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;

import io.muster.processes.ClusterNode;
import io.muster.processes.ClusterView;
import io.muster.processes.Processes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node whose answers are examples in the documentation. What it is asked and answers
 * has the documented ports; it listens at others, which were free.
 */
final class DocumentedNode extends ClusterNode<DocumentedNode> {

	private static final int DOCUMENTED_PORT = 8080;

	private static final int DOCUMENTED_ENGINE_PORT = 25520;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

	private final int sharedEnginePort;

	/**
	 * Create a node that is not started yet.
	 * @param processes starts its process
	 * @param host address of its servers
	 * @param port port of its web server
	 * @param enginePort port of its engine, 0 for any
	 */
	DocumentedNode(Processes processes, String host, int port, int enginePort) {
		super(processes, "node-" + host + "-" + port, host, port);
		this.sharedEnginePort = enginePort;
		with("--muster.cluster.port=" + enginePort, "--management.endpoint.cluster.access=unrestricted");
	}

	@Override
	protected List<String> application() {
		return SampleNode.sampleApplication();
	}

	/**
	 * Name the contact points of other nodes.
	 * @param contactPoints the contact points, separated by commas
	 * @return this node
	 */
	DocumentedNode contactPoints(String contactPoints) {
		return with(DISCOVERY + "contact-points=" + contactPoints);
	}

	/**
	 * Get what it shows as JSON.
	 * @param path where
	 * @return the body, whatever the status
	 */
	String json(String path) {
		return toDocumented(send(request(path)).body());
	}

	/**
	 * Get what it shows as text.
	 * @param path where
	 * @return the body
	 */
	String text(String path) {
		return toDocumented(send(request(path).header("Accept", "text/plain")).body());
	}

	/**
	 * Have it carry out an operation.
	 * @param path where
	 * @param body the request's body, as JSON
	 * @return the body of the answer
	 */
	String post(String path, String body) {
		return operate(200,
				request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(toActual(body))));
	}

	/**
	 * Have it remove a member.
	 * @param path where
	 * @param status the status that it must answer
	 * @return the body of the answer
	 */
	String delete(String path, int status) {
		return operate(status, request(path).DELETE());
	}

	private String operate(int status, HttpRequest.Builder request) {
		HttpResponse<String> response = send(request);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return toDocumented(response.body());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(contactPoint() + toActual(path))).timeout(TIMEOUT);
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return HTTP.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	private String toActual(String text) {
		return text.replace(":" + DOCUMENTED_PORT, ":" + port())
			.replace(":" + DOCUMENTED_ENGINE_PORT, ":" + this.sharedEnginePort);
	}

	private String toDocumented(String text) {
		return (this.sharedEnginePort != 0) ? text.replace(":" + port(), ":" + DOCUMENTED_PORT)
			.replace(":" + this.sharedEnginePort, ":" + DOCUMENTED_ENGINE_PORT) : text;
	}

	/**
	 * Wait until it shows a cluster of so many members, all of them Up.
	 * @param members how many
	 */
	void awaitUp(int members) {
		Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> clusterIfAny().filter((cluster) -> isUp(cluster, members)).isPresent());
	}

	private static boolean isUp(ClusterView cluster, int members) {
		return cluster.leader() != null && cluster.members().size() == members
				&& cluster.members().stream().allMatch((member) -> member.status().equals("Up"));
	}

	/**
	 * Wait until it shows that others have left, or cannot be reached.
	 * @param departed how many have left
	 * @param unreachable how many cannot be reached
	 */
	void awaitGone(int departed, int unreachable) {
		Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> clusterIfAny().filter(
					(cluster) -> cluster.departed().size() == departed && cluster.unreachable().size() == unreachable)
				.isPresent());
	}

	boolean isLeader() {
		return clusterIfAny().filter((cluster) -> cluster.self().equals(cluster.leader())).isPresent();
	}

}

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

package io.muster.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP client for the endpoints of the nodes.
 */
final class NodeClient {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final JsonMapper json = new JsonMapper();

	/**
	 * Get the cluster as a node shows it.
	 * @param node the node
	 * @return the cluster, {@code null} if the node does not answer
	 */
	@Nullable ClusterView cluster(DemoNode node) {
		String body = get(node, "/actuator/cluster");
		return (body != null) ? this.json.readValue(body, ClusterView.class) : null;
	}

	/**
	 * Get what a node waits for before it founds or joins the cluster.
	 * @param node the node
	 * @return the text, {@code null} if it waits for nothing or does not answer
	 */
	@Nullable String waitingFor(DemoNode node) {
		String body = get(node, "/actuator/bootstrap");
		if (body == null) {
			return null;
		}
		JsonNode waitingFor = this.json.readTree(body).path("waitingFor");
		return waitingFor.isString() ? waitingFor.asString() : null;
	}

	private @Nullable String get(DemoNode node, String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(node.url() + path)).timeout(TIMEOUT).build();
		try {
			HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
			return (response.statusCode() == 200) ? response.body() : null;
		}
		catch (IOException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

}

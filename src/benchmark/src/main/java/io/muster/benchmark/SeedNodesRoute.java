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

package io.muster.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The route that tells whether a node is a member.
 */
final class SeedNodesRoute {

	static final String PATH = "/bootstrap/seed-nodes";

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final HttpRequest request;

	SeedNodesRoute(int port) {
		this.request = HttpRequest.newBuilder(URI.create("http://" + Contender.HOST + ":" + port + PATH))
			.timeout(TIMEOUT)
			.build();
	}

	/**
	 * Return whether the node is a member, or is none that could become one.
	 */
	boolean isSettled() {
		try {
			HttpResponse<String> response = this.client.send(this.request, BodyHandlers.ofString());
			return response.statusCode() == 404
					|| (response.statusCode() == 200 && response.body().contains("\"status\":\"Up\""));
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}

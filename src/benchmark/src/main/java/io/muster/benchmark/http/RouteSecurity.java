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

package io.muster.benchmark.http;

import java.util.ArrayList;
import java.util.List;

import io.muster.benchmark.measure.ClusterSecrets;
import io.muster.benchmark.measure.Contender;
import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.benchmark.measure.SeedNodesRoute;

/**
 * How a node and those that ask it are protected.
 */
enum RouteSecurity {

	/**
	 * Not at all.
	 */
	NONE("neither", false),

	/**
	 * Requests and answers are signed.
	 */
	TOKEN("token", false),

	/**
	 * They are signed, and encrypted as well.
	 */
	TOKEN_AND_TLS("token and TLS", true);

	/**
	 * Tomcat closes a connection after 100 requests by default. A handshake of TLS would
	 * then be a part of one request in a hundred, and decide what p99 is.
	 */
	private static final String KEEP_ALIVE = "--server.tomcat.max-keep-alive-requests=-1";

	private final String label;

	private final boolean tls;

	RouteSecurity(String label, boolean tls) {
		this.label = label;
		this.tls = tls;
	}

	String label() {
		return this.label;
	}

	MeasuredProcess start(Launcher launcher, int port) {
		List<String> arguments = new ArrayList<>(List.of(KEEP_ALIVE));
		if (this != NONE) {
			arguments.addAll(ClusterSecrets.token());
		}
		if (this.tls) {
			arguments.addAll(launcher.secrets().tls());
		}
		return Contender.startWith(launcher, this.tls ? "https" : "http", port, arguments);
	}

	SeedNodesRoute route(Launcher launcher, int port) {
		return new SeedNodesRoute(port, Load.CLIENTS, this.tls ? launcher.secrets().client() : null,
				(this != NONE) ? ClusterSecrets.signer() : null);
	}

}

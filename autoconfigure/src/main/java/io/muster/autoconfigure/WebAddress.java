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

package io.muster.autoconfigure;

import java.net.URI;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.web.LocalServer;

/**
 * The base URL at which this application answers, as other nodes reach it. It is known as
 * soon as an embedded web server listens. Without one it stays {@code null}, because the
 * properties of a server do not prove that there is one.
 */
final class WebAddress implements Supplier<@Nullable URI> {

	private final Environment environment;

	private final Supplier<String> host;

	/**
	 * Create an address.
	 * @param environment has the server's address, port, TLS and paths
	 * @param host gives the host if the server listens at all addresses
	 */
	WebAddress(Environment environment, Supplier<String> host) {
		this.environment = environment;
		this.host = host;
	}

	@Override
	public @Nullable URI get() {
		if (!this.environment.containsProperty("local.server.port")) {
			return null;
		}
		String path = SeedNodesPath.noWeb("", this.environment).expectedPath();
		ContactPoint server = new LocalServer(this.environment, this.host, path).contactPoint();
		return (server != null) ? URI.create(server.toString()) : null;
	}

}

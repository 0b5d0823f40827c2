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

package io.muster.contactpoint.web;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import io.muster.contactpoint.ContactPoint;

/**
 * The application's own web server, as other nodes see it. Its properties are read on
 * every call, because its port may be chosen only when it starts.
 */
public final class LocalServer {

	private static final int DEFAULT_PORT = 8080;

	private final Supplier<String> host;

	private final Server own;

	private volatile Server server;

	/**
	 * Create a local server.
	 * @param environment has the server's address, port and TLS
	 * @param host gives the host of the contact point if the server listens at all
	 * addresses
	 * @param path the path that precedes {@code /bootstrap/seed-nodes}, {@code null} if
	 * the application has no web server
	 */
	public LocalServer(Environment environment, Supplier<String> host, @Nullable String path) {
		this.host = host;
		this.own = new Server(environment, path);
		this.server = this.own;
	}

	/**
	 * Note that a child context has the web server of this application, because this
	 * context has none.
	 * @param environment the environment of the child
	 * @param path the path that precedes {@code /bootstrap/seed-nodes} there
	 */
	public void servedByChild(Environment environment, @Nullable String path) {
		this.server = new Server(environment, path);
	}

	/**
	 * Note that no child context has the web server any more.
	 */
	public void servedByNoChild() {
		this.server = this.own;
	}

	/**
	 * Return the contact point.
	 * @return the contact point or {@code null} if the application has no web server, or
	 * it has not started yet
	 */
	public @Nullable ContactPoint contactPoint() {
		Server server = this.server;
		Integer port = server.port();
		if (server.path() == null || port == null || port <= 0) {
			return null;
		}
		String address = server.address();
		return new ContactPoint(server.scheme(), (address != null) ? address : this.host.get(), port, server.path());
	}

	/**
	 * Return the port that other nodes are expected to listen at.
	 * @return the port of this server
	 */
	public int expectedPort() {
		Integer port = this.server.port();
		return (port != null && port > 0) ? port : DEFAULT_PORT;
	}

	/**
	 * Return the scheme that other nodes are expected to be probed with.
	 * @return that of this server
	 */
	public String expectedScheme() {
		return this.server.scheme();
	}

	/**
	 * Return the names under which this machine reaches the server: all addresses of this
	 * machine if it listens at all of them.
	 * @return the contact points, empty if there is no server
	 */
	public Set<ContactPoint> aliases() {
		Server server = this.server;
		Integer port = server.port();
		if (port == null || port <= 0 || server.address() != null) {
			return Set.of();
		}
		Set<ContactPoint> aliases = new LinkedHashSet<>();
		aliases.add(ContactPoint.of("localhost", port));
		try {
			NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.map(LocalServer::withoutZone)
				.forEach((address) -> aliases.add(ContactPoint.of(address, port)));
		}
		catch (SocketException ex) {
			// This node still recognizes its own answer to a probe.
		}
		return aliases;
	}

	private static String withoutZone(InetAddress address) {
		String text = address.getHostAddress();
		int zone = text.indexOf('%');
		return (zone < 0) ? text : text.substring(0, zone);
	}

	private static boolean isWildcard(ContactPoint contactPoint) {
		return contactPoint.host().equals("0.0.0.0") || contactPoint.host().equals("0:0:0:0:0:0:0:0");
	}

	/**
	 * The web server of a context.
	 *
	 * @param environment the environment of the context
	 * @param path the path that precedes {@code /bootstrap/seed-nodes}, {@code null} if
	 * the context has no web server
	 */
	private record Server(Environment environment, @Nullable String path) {

		private @Nullable Integer port() {
			Integer actual = this.environment.getProperty("local.server.port", Integer.class);
			// Only an embedded server sets the actual port.
			return (actual != null) ? actual : this.environment.getProperty("server.port", Integer.class);
		}

		private @Nullable String address() {
			String address = this.environment.getProperty("server.address");
			return (!StringUtils.hasText(address) || isWildcard(ContactPoint.of(address, DEFAULT_PORT))) ? null
					: address;
		}

		private String scheme() {
			boolean configured = this.environment.containsProperty("server.ssl.bundle")
					|| this.environment.containsProperty("server.ssl.key-store")
					|| this.environment.containsProperty("server.ssl.certificate");
			return this.environment.getProperty("server.ssl.enabled", Boolean.class, configured) ? "https" : "http";
		}

	}

}

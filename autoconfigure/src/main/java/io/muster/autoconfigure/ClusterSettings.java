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

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import io.muster.cluster.AloneEngine;
import io.muster.cluster.NodeAddress;
import io.muster.cluster.NodeProfile;
import io.muster.cluster.pekko.PekkoSettings;

/**
 * Checks {@link MusterProperties.Cluster} and creates {@link PekkoSettings} from it.
 */
final class ClusterSettings {

	private static final String PREFIX = "muster.cluster.";

	private static final int DEFAULT_PORT = 25520;

	private static final Set<String> WEB_SCHEMES = Set.of("http", "https");

	private static final String NODE_NAME_PATTERN = "[a-zA-Z0-9_.:-]{1,128}";

	private final MusterProperties.Cluster properties;

	private final boolean newClusterEnabled;

	private final boolean guardPort;

	private final Environment environment;

	ClusterSettings(MusterProperties properties, Environment environment) {
		this.properties = properties.cluster();
		this.newClusterEnabled = properties.bootstrap().newClusterEnabled();
		this.guardPort = properties.security().guardEnginePort();
		this.environment = environment;
	}

	PekkoSettings pekko(String host, Map<String, Object> overrides) {
		int port = port();
		if (this.properties.bindPort() != null) {
			PropertyChecks.port(PREFIX + "bind-port", this.properties.bindPort(), 0);
		}
		for (String role : this.properties.roles()) {
			PropertyChecks.check(!role.equals(NodeProfile.CLIENT_ROLE), PREFIX + "roles", role,
					"This role marks clients. Set %sclient=true to make this node a client, or give the role another name."
						.formatted(PREFIX));
			PropertyChecks.check(StringUtils.hasText(role) && !role.startsWith("dc-"), PREFIX + "roles", role,
					"A role must not be empty and must not begin with 'dc-', which marks a data center. Set " + PREFIX
							+ "data-center instead.");
		}
		PropertyChecks.check(StringUtils.hasText(this.properties.dataCenter()), PREFIX + "data-center",
				this.properties.dataCenter(), "Must not be empty.");
		return new PekkoSettings(name(), host, port, this.properties.bindHost(), this.properties.bindPort(), nodeName(),
				roles(), this.newClusterEnabled, this.properties.dataCenter(), seedNodes(host), leaveTimeout(),
				departedRetention(), this.properties.leaderChange(), overrides, this.guardPort);
	}

	/**
	 * Return the engine of an application that is no node of a cluster. It needs no name.
	 */
	AloneEngine alone(Clock clock) {
		String name = ClusterName.find(this.environment);
		return new AloneEngine((name != null) ? name : "application", nodeName(), roles(), this.properties.dataCenter(),
				webAddress(() -> "localhost"), clock);
	}

	/**
	 * Return the supplier of the base URL at which others reach the application: the
	 * configured one, or where its web server listens.
	 * @param host gives the host if the server listens at all addresses
	 */
	Supplier<@Nullable URI> webAddress(Supplier<String> host) {
		URI address = this.properties.webAddress();
		if (address == null) {
			return new WebAddress(this.environment, host);
		}
		PropertyChecks.check(
				address.getHost() != null && WEB_SCHEMES.contains(address.getScheme()) && address.getUserInfo() == null
						&& address.getQuery() == null && address.getFragment() == null,
				PREFIX + "web-address", address,
				"Must be a base URL with http or https, and with a host name or IP address, such as "
						+ "https://orders-0.example.com:8443/orders. It must not contain a user, a query or a fragment.");
		return () -> address;
	}

	private boolean isClient() {
		return this.properties.client();
	}

	private Set<String> roles() {
		Set<String> roles = new HashSet<>(this.properties.roles());
		if (isClient()) {
			roles.add(NodeProfile.CLIENT_ROLE);
		}
		return roles;
	}

	/**
	 * Return the seed nodes to join through. A client must not be the first of them,
	 * which founds.
	 */
	private List<NodeAddress> seedNodes(String host) {
		List<NodeAddress> seedNodes = seedNodes();
		if (isClient() && !seedNodes.isEmpty()) {
			NodeAddress first = seedNodes.get(0);
			PropertyChecks.check(!first.host().equals(host) || first.port() != port(), PREFIX + "seed-nodes", first,
					"The first seed node founds the cluster, but this node is a client, which never founds one. "
							+ "Put a server first.");
		}
		return seedNodes;
	}

	/**
	 * Return the port of the engine. Where the web server takes any free port, several
	 * nodes run on one machine, so the engine takes any as well.
	 */
	private int port() {
		Integer port = this.properties.port();
		return (port != null) ? PropertyChecks.port(PREFIX + "port", port, 0) : defaultPort(this.environment);
	}

	static int defaultPort(Environment environment) {
		return "0".equals(environment.getProperty("server.port")) ? 0 : DEFAULT_PORT;
	}

	/**
	 * Return the name of the cluster: the configured name, or that of the application.
	 */
	String name() {
		return ClusterName.of(this.properties.name(), this.environment);
	}

	private @Nullable String nodeName() {
		String nodeName = this.properties.nodeName();
		PropertyChecks.check(nodeName == null || nodeName.matches(NODE_NAME_PATTERN), PREFIX + "node-name",
				String.valueOf(nodeName), "Must consist of at most 128 letters, digits, '-', '_', '.' and ':'.");
		return nodeName;
	}

	/**
	 * Return the host at which other nodes reach this one.
	 */
	String host(InetUtils inetUtils) {
		String host = this.properties.host();
		if (StringUtils.hasText(host)) {
			return host;
		}
		InetAddress address = inetUtils.findFirstNonLoopbackAddress();
		return (address != null) ? address.getHostAddress() : inetUtils.findFirstNonLoopbackHostInfo().getIpAddress();
	}

	List<NodeAddress> seedNodes() {
		return this.properties.seedNodes().stream().map(this::seedNode).toList();
	}

	private NodeAddress seedNode(String text) {
		String expected = "Must be an engine address such as pekko://%s@10.0.0.7:25520 or 10.0.0.7:25520."
			.formatted(name());
		try {
			NodeAddress address = NodeAddress.parse(text.contains("://") ? text : "pekko://" + name() + "@" + text);
			PropertyChecks.check(address.system().equals(name()), PREFIX + "seed-nodes", text,
					"Belongs to cluster '%s', but this node belongs to '%s'. ".formatted(address.system(), name())
							+ expected);
			return address;
		}
		catch (IllegalArgumentException ex) {
			PropertyChecks.check(false, PREFIX + "seed-nodes", text, expected);
			throw ex;
		}
	}

	Duration departedRetention() {
		return PropertyChecks.notNegative(PREFIX + "departed-retention", this.properties.departedRetention());
	}

	Duration leaveTimeout() {
		return PropertyChecks.notNegative(PREFIX + "leave-timeout", this.properties.leaveTimeout());
	}

}

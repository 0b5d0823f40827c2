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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

import io.muster.bootstrap.OnRemoved;
import io.muster.bootstrap.decision.SplitResolution;
import io.muster.cluster.LeaderChange;

/**
 * Configuration properties of Muster. An unknown property below {@code muster} stops the
 * application, because a misspelled safety setting must not be ignored.
 *
 * @param enabled Whether the application is a node of a cluster. If not, it is a cluster
 * of one, which it leads.
 * @param development Settings for a developer's machine.
 * @param cluster Settings of this node and its cluster.
 * @param bootstrap Settings for founding and joining the cluster.
 * @param security Settings that keep strangers out.
 * @param pekko Settings of Apache Pekko, passed on unchanged: 'muster.pekko.x' becomes
 * 'pekko.x'.
 */
@ConfigurationProperties(prefix = "muster", ignoreUnknownFields = false)
record MusterProperties(@DefaultValue("true") boolean enabled, @DefaultValue Development development,
		@DefaultValue Cluster cluster, @DefaultValue Bootstrap bootstrap, @DefaultValue Security security,
		@DefaultValue Map<String, Object> pekko) {

	/**
	 * Settings for a developer's machine.
	 *
	 * @param enabled Whether the application runs on a developer's machine. It then forms
	 * a cluster with other processes of this user on this machine, and with nobody else,
	 * whatever else the configuration files say. By default, whether Spring Boot's
	 * developer tools restart the application.
	 */
	record Development(@Nullable Boolean enabled) {

		boolean isEnabled() {
			return Boolean.TRUE.equals(this.enabled);
		}

	}

	/**
	 * Settings of this node and its cluster.
	 *
	 * @param name Name of the cluster, which must be the same on all of its nodes. The
	 * application's name by default.
	 * @param nodeName Name of this node, which should be unique in the cluster. Cluster
	 * name, host and port by default.
	 * @param host Host name or IP address at which other nodes reach this node's engine.
	 * By default the first address of this machine that is not a loopback address,
	 * subject to 'spring.cloud.inetutils'.
	 * @param port TCP port at which other nodes reach this node's engine, 0 for any free
	 * port. 25520 by default, or 0 where 'server.port' is 0.
	 * @param bindHost Host name or IP address on which the engine listens. The host by
	 * default.
	 * @param bindPort TCP port on which the engine listens. The port by default.
	 * @param webAddress Base URL at which others reach this node's application, if that
	 * differs from where its web server listens. Published as 'Member.webAddress()'.
	 * @param client Whether this node is a client rather than a server. A client is a
	 * member of the servers' cluster. It never founds a cluster, casts no vote, and is
	 * not counted among the required contact points.
	 * @param roles Comma-separated list of this node's roles, by which applications tell
	 * nodes apart.
	 * @param dataCenter Data center that this node runs in.
	 * @param seedNodes Comma-separated list of engine addresses to join through, in place
	 * of bootstrap. If this node is the first of them, it founds the cluster when no
	 * other node answers.
	 * @param leaveTimeout Time that leaving the cluster may take when the application
	 * stops.
	 * @param departedRetention Time for which members that left or failed are listed.
	 * @param shutdownAfterUnsuccessfulJoinSeedNodes Time after which the application is
	 * closed with exit code 1 if its attempts to join do not succeed. Never by default.
	 * @param leaderChange How the leader is chosen, and when another server becomes the
	 * leader. If it is not the same on all servers, all of them change safely.
	 * @param onRemoved What this node does after it was declared failed, for example by
	 * the split brain resolver, and removed from the cluster.
	 */
	record Cluster(@Nullable String name, @Nullable String nodeName, @Nullable String host, @Nullable Integer port,
			@Nullable String bindHost, @Nullable Integer bindPort, @Nullable URI webAddress,
			@DefaultValue("false") boolean client, @DefaultValue Set<String> roles,
			@DefaultValue("default") String dataCenter, @DefaultValue List<String> seedNodes,
			@DefaultValue("10s") Duration leaveTimeout, @DefaultValue("1d") Duration departedRetention,
			@Nullable Duration shutdownAfterUnsuccessfulJoinSeedNodes,
			@DefaultValue("consensus") LeaderChange leaderChange, @DefaultValue("rejoin") OnRemoved onRemoved) {

	}

	/**
	 * Settings for founding and joining the cluster.
	 *
	 * @param enabled Whether this node finds other nodes through contact points, and
	 * founds or joins the cluster by itself.
	 * @param autoStartup Whether bootstrap starts with the application. If not, call
	 * 'BootstrapCoordinator.start()'.
	 * @param newClusterEnabled Whether this node may found a cluster if it finds none to
	 * join.
	 * @param dataDir Directory in which this node keeps its vote and the members of its
	 * cluster when its process ends. Nodes must not share it. By default nothing is kept.
	 * @param rejoinAfterLeave Whether a node that an operator asked to leave joins again
	 * when its process is started again. Matters only with a data directory.
	 * @param watchInterval Time between two checks for a second cluster while this node
	 * is a member, 0 to disable them.
	 * @param splitResolution What to do if there is a second cluster.
	 * @param joinTimeout Time that a join may take before contact points are probed for
	 * other seed nodes. A new cluster that does not have enough members, and gets no
	 * other for as long, is given up.
	 * @param voteTimeout Time without an answer of a candidate after which a vote for it
	 * is dropped.
	 * @param joinDecider Rule that decides which node founds the cluster.
	 * @param contactPointDiscovery Settings for the lookup of contact points.
	 * @param contactPoint Settings for the probes of contact points.
	 */
	record Bootstrap(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStartup,
			@DefaultValue("true") boolean newClusterEnabled, @Nullable Path dataDir,
			@DefaultValue("false") boolean rejoinAfterLeave, @DefaultValue("5s") Duration watchInterval,
			@DefaultValue("alert") SplitResolution splitResolution, @DefaultValue("10s") Duration joinTimeout,
			@DefaultValue("10s") Duration voteTimeout, @DefaultValue("voting") JoinDeciderType joinDecider,
			@DefaultValue ContactPointDiscovery contactPointDiscovery, @DefaultValue ContactPoint contactPoint) {

	}

	/**
	 * Settings that keep strangers out.
	 *
	 * @param token Comma-separated list of secrets that all nodes share, of at least 32
	 * characters each. The first signs, and all are accepted, so that it can be changed
	 * node by node. Without one, requests between nodes are not signed.
	 * @param tokenRequired Whether requests and answers that are not signed are refused.
	 * Turn it off while the token is introduced in a running cluster.
	 * @param guardEnginePort Whether connections to the engine's port are checked before
	 * the engine reads them: their first bytes, the length of each message, and how many
	 * there are.
	 * @param filterChainEnabled Whether Spring Security, if the application has it,
	 * leaves the requests of other nodes to Muster, which verifies them by the token.
	 * Matters only if the token is required.
	 * @param ssl Settings for TLS between nodes.
	 */
	record Security(@DefaultValue List<String> token, @DefaultValue("true") boolean tokenRequired,
			@DefaultValue("true") boolean guardEnginePort, @DefaultValue("true") boolean filterChainEnabled,
			@DefaultValue Ssl ssl) {

		/**
		 * Does not say the token.
		 */
		@Override
		public String toString() {
			return "Security[token=(%d), tokenRequired=%s, guardEnginePort=%s, filterChainEnabled=%s, ssl=%s]"
				.formatted(this.token.size(), this.tokenRequired, this.guardEnginePort, this.filterChainEnabled,
						this.ssl);
		}

	}

	/**
	 * Settings for TLS between nodes.
	 *
	 * @param bundle Name of the SSL bundle with the certificate of this node and those
	 * that it trusts. With it, the engine uses TLS and lets in only nodes with a
	 * certificate that the bundle trusts, and probes of 'https' contact points use it.
	 * @param engineBundle Name of the SSL bundle of the engine, in place of 'bundle'.
	 * @param probeBundle Name of the SSL bundle of probes, in place of 'bundle'. Without
	 * any, probes of 'https' contact points trust the authorities of the Java runtime.
	 * @param certificateName DNS name that the certificates of all nodes contain. The
	 * engine then lets in nodes with that name only. By default, the certificate of a
	 * node must contain the host at which it is reached.
	 */
	record Ssl(@Nullable String bundle, @Nullable String engineBundle, @Nullable String probeBundle,
			@Nullable String certificateName) {

		@Nullable String engine() {
			return StringUtils.hasText(this.engineBundle) ? this.engineBundle : this.bundle;
		}

		@Nullable String probe() {
			return StringUtils.hasText(this.probeBundle) ? this.probeBundle : this.bundle;
		}

	}

	/**
	 * Rule that decides which node founds the cluster.
	 */
	enum JoinDeciderType {

		/**
		 * The nodes vote. A candidate with the votes of a quorum founds.
		 */
		VOTING,

		/**
		 * The node with the lowest address founds, after the contact points have been the
		 * same for the stable margin. This is the rule of Akka and Pekko.
		 */
		LOWEST_ADDRESS

	}

	/**
	 * Method to discover contact points.
	 */
	enum DiscoveryMethod {

		/**
		 * Spring Cloud's DiscoveryClient.
		 */
		DISCOVERY_CLIENT,

		/**
		 * DNS.
		 */
		DNS,

		/**
		 * The configured contact points.
		 */
		CONTACT_POINTS,

		/**
		 * The processes of this user on this machine, for development.
		 */
		LOCAL_PROCESSES

	}

	/**
	 * Settings for the lookup of contact points.
	 *
	 * @param discoveryMethod Comma-separated list of the methods to discover contact
	 * points, whose results are united. Configured contact points and beans of type
	 * ContactPointSource are always used.
	 * @param nameServers Comma-separated list of the DNS servers to ask, as IP addresses
	 * with or without a port. Those of the system by default.
	 * @param serviceName Name under which the nodes are registered. The application's
	 * name by default, or that of the cluster if the application has none.
	 * @param serviceNamespace Namespace that is appended to the service name after a dot.
	 * @param effectiveName Exact name to look up, in place of service name and namespace.
	 * @param portName Key of the instance metadata that contains the port to probe. With
	 * DNS, name of the port whose SRV records are looked up. The port of the instance by
	 * default.
	 * @param protocol Protocol to probe with, 'http' or 'https'. That of the instance by
	 * default.
	 * @param stableMargin Time for which the contact points must not have changed before
	 * a node founds. Does not apply to votes if the required number is set.
	 * @param interval Time between two lookups of contact points.
	 * @param exponentialBackoffRandomFactor Random part that is added to the time between
	 * two lookups, as a share of it between 0 and 1.
	 * @param exponentialBackoffMax Longest time between two lookups while they fail.
	 * @param requiredContactPointNr Number of nodes, including this one, that must have
	 * found each other before this node votes or founds, and must have joined before the
	 * new cluster counts. Set it to the number of replicas, or at least to a majority of
	 * them. 2 by default.
	 * @param resolveTimeout Time that a lookup may take.
	 * @param contactWithAllContactPoints Whether every contact point must have answered
	 * before a node founds.
	 * @param contactPoints Comma-separated list of contact points, in addition to those
	 * that are discovered: 'host', 'host:port' or 'http://host:port/path'. The port is
	 * the fallback port by default. One running node is enough, and this node's own
	 * contact point may be among them.
	 * @param retryMax Number of times that the lookup is repeated before an application
	 * that is not a member yet is closed with exit code 1, 0 for no limit.
	 * @param metadata Metadata that an instance must have to be a contact point. All
	 * entries must match.
	 */
	record ContactPointDiscovery(@DefaultValue("discovery-client") Set<DiscoveryMethod> discoveryMethod,
			@DefaultValue List<String> nameServers, @Nullable String serviceName, @Nullable String serviceNamespace,
			@Nullable String effectiveName, @Nullable String portName, @Nullable String protocol,
			@DefaultValue("5s") Duration stableMargin, @DefaultValue("1s") Duration interval,
			@DefaultValue("0.2") double exponentialBackoffRandomFactor,
			@DefaultValue("15s") Duration exponentialBackoffMax, @Nullable Integer requiredContactPointNr,
			@DefaultValue("3s") Duration resolveTimeout, @DefaultValue("true") boolean contactWithAllContactPoints,
			@DefaultValue List<String> contactPoints, @DefaultValue("0") int retryMax,
			@DefaultValue Map<String, String> metadata) {

	}

	/**
	 * Settings for the probes of contact points.
	 *
	 * @param fallbackPort TCP port of contact points that are discovered or configured
	 * without one. The port of this application's web server by default.
	 * @param filterOnFallbackPort Whether only instances with the fallback port are
	 * contact points if a host has several instances.
	 * @param probingFailureTimeout Time for which a contact point may fail before contact
	 * points are looked up again.
	 * @param requestTimeout Time that a probe may take.
	 * @param probeInterval Time between two probes of a contact point.
	 * @param probeIntervalJitter Random part that is added to the time between two
	 * probes, as a share of it between 0 and 1.
	 * @param basePath Path that precedes '/bootstrap/seed-nodes', below the application's
	 * context path. Must be the same on all nodes.
	 */
	record ContactPoint(@Nullable Integer fallbackPort, @DefaultValue("false") boolean filterOnFallbackPort,
			@DefaultValue("3s") Duration probingFailureTimeout, @DefaultValue("1s") Duration requestTimeout,
			@DefaultValue("1s") Duration probeInterval, @DefaultValue("0.2") double probeIntervalJitter,
			@DefaultValue("") String basePath) {

	}

}

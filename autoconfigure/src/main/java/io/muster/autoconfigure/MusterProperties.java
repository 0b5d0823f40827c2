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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.muster.bootstrap.OnRemoved;
import io.muster.bootstrap.decision.SplitResolution;

/**
 * Configuration properties of Muster. A name that is not one of them stops the
 * application rather than being ignored: a misspelt safety setting must not go unseen.
 *
 * @param enabled Whether the application is a node of a cluster.
 * @param cluster Settings of this node and its cluster.
 * @param bootstrap Settings of how the cluster is founded and joined.
 * @param pekko Settings of Apache Pekko, handed to it as they are: 'muster.pekko.x'
 * becomes 'pekko.x'.
 */
@ConfigurationProperties(prefix = "muster", ignoreUnknownFields = false)
record MusterProperties(@DefaultValue("true") boolean enabled, @DefaultValue Cluster cluster,
		@DefaultValue Bootstrap bootstrap, @DefaultValue Map<String, Object> pekko) {

	/**
	 * Settings of this node and its cluster.
	 *
	 * @param name Name of the cluster, the same on all of its nodes. The application's
	 * name by default.
	 * @param nodeName Name of this node, which no other node of the cluster has. The
	 * cluster's name, host and port by default.
	 * @param host Host name or IP address at which other nodes reach this node's engine.
	 * By default the first address of this machine that is not a loopback address, as
	 * 'spring.cloud.inetutils' finds it.
	 * @param port TCP port of this node's engine, 0 for any free port.
	 * @param bindHost Address at which the engine listens, if it differs from the host.
	 * @param bindPort Port at which the engine listens, if it differs from the port.
	 * @param client Whether this node is a client rather than a server. A client is a
	 * member of the servers' cluster. It never founds a cluster, casts no vote, and is
	 * not counted among the required contact points.
	 * @param roles Comma-separated list of this node's roles.
	 * @param dataCenter Data center that this node runs in.
	 * @param seedNodes Comma-separated list of engine addresses to join through, in place
	 * of bootstrap. If this node is the first of them, it founds the cluster when no
	 * other answers.
	 * @param leaveTimeout Time that leaving the cluster may take when the application
	 * stops.
	 * @param departedRetention Time for which members that left or failed are listed.
	 * @param shutdownAfterUnsuccessfulJoinSeedNodes Time after which the application is
	 * closed with exit code 1 if its attempts to join do not succeed. Never by default.
	 * @param onRemoved What this node does when it was declared failed, by the split
	 * brain resolver say, and removed from the cluster.
	 */
	record Cluster(@Nullable String name, @Nullable String nodeName, @Nullable String host,
			@DefaultValue("25520") int port, @Nullable String bindHost, @Nullable Integer bindPort,
			@DefaultValue("false") boolean client, @DefaultValue Set<String> roles,
			@DefaultValue("default") String dataCenter, @DefaultValue List<String> seedNodes,
			@DefaultValue("10s") Duration leaveTimeout, @DefaultValue("1d") Duration departedRetention,
			@Nullable Duration shutdownAfterUnsuccessfulJoinSeedNodes, @DefaultValue("rejoin") OnRemoved onRemoved) {

	}

	/**
	 * Settings of how the cluster is founded and joined.
	 *
	 * @param enabled Whether to find the other nodes, and found or join the cluster,
	 * through contact points.
	 * @param autoStartup Whether bootstrap starts with the application rather than by a
	 * call of 'BootstrapCoordinator.start()'.
	 * @param newClusterEnabled Whether this node may found a cluster when it finds none
	 * to join.
	 * @param dataDir Directory in which this node, and no other, remembers its vote and
	 * the members of its cluster when its process ends. They are forgotten by default.
	 * @param rejoinAfterLeave Whether a node with a data directory that was told to leave
	 * joins again by itself when its process is started again.
	 * @param watchInterval Time between looks for a second cluster once this node is a
	 * member, 0 for none.
	 * @param splitResolution What to do when there is a second cluster.
	 * @param joinTimeout Time that a join may take before contact points are probed for
	 * fresh seed nodes.
	 * @param voteTimeout Time for which a candidate may be silent before a vote for it is
	 * dropped.
	 * @param joinDecider How it is decided which node founds.
	 * @param contactPointDiscovery Settings of how contact points are found.
	 * @param contactPoint Settings of how contact points are probed.
	 */
	record Bootstrap(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStartup,
			@DefaultValue("true") boolean newClusterEnabled, @Nullable Path dataDir,
			@DefaultValue("false") boolean rejoinAfterLeave, @DefaultValue("5s") Duration watchInterval,
			@DefaultValue("alert") SplitResolution splitResolution, @DefaultValue("10s") Duration joinTimeout,
			@DefaultValue("10s") Duration voteTimeout, @DefaultValue("voting") JoinDeciderType joinDecider,
			@DefaultValue ContactPointDiscovery contactPointDiscovery, @DefaultValue ContactPoint contactPoint) {

	}

	/**
	 * How it is decided which node founds.
	 */
	enum JoinDeciderType {

		/**
		 * The nodes vote, and a candidate founds that a quorum voted for.
		 */
		VOTING,

		/**
		 * The node with the lowest address founds when the contact points have been the
		 * same for the stable margin, as with Akka and Pekko.
		 */
		LOWEST_ADDRESS

	}

	/**
	 * Where contact points come from.
	 */
	enum DiscoveryMethod {

		/**
		 * The registry that Spring Cloud's DiscoveryClient reaches.
		 */
		DISCOVERY_CLIENT,

		/**
		 * DNS.
		 */
		DNS,

		/**
		 * Contact points that are given by hand.
		 */
		CONTACT_POINTS

	}

	/**
	 * Settings of how contact points are found.
	 *
	 * @param discoveryMethod Comma-separated list of where contact points come from, all
	 * of which are united. Contact points given by hand and beans of type
	 * ContactPointSource count in any case.
	 * @param nameServers Comma-separated list of the DNS servers to ask, IP addresses
	 * with or without a port. The system's by default.
	 * @param serviceName Name under which discovery knows the nodes. The application's
	 * name by default.
	 * @param serviceNamespace Suffix of the service name, after a dot.
	 * @param effectiveName Exact name to look up, in place of service name and namespace.
	 * @param portName Key of the instances' metadata that holds the port to probe; in
	 * DNS, name of the port whose SRV records to look up. The instance's own port by
	 * default.
	 * @param protocol Protocol to probe with, 'http' or 'https'. The instance's own by
	 * default.
	 * @param stableMargin Time for which the contact points must have been the same
	 * before a node founds.
	 * @param interval Time between lookups of contact points.
	 * @param exponentialBackoffRandomFactor Noise added to the time between lookups, as a
	 * share of it.
	 * @param exponentialBackoffMax Longest time between lookups while they fail.
	 * @param requiredContactPointNr Number of nodes, this one included, that must have
	 * found each other before one founds. Should be the number of replicas. 2 by default.
	 * @param resolveTimeout Time that a lookup may take.
	 * @param contactWithAllContactPoints Whether every contact point must have answered
	 * before a node founds.
	 * @param contactPoints Comma-separated list of contact points given by hand, besides
	 * those that discovery knows: 'host', 'host:port' or 'http://host:port/path'. The
	 * port is the fallback port by default. One that lives is enough, and this node's own
	 * may be among them.
	 * @param retryMax Number of times that contact points are looked up again before the
	 * application is closed with exit code 1 because it is not a member yet, 0 for ever.
	 * @param metadata What the metadata of instances that discovery knows must have, all
	 * of it, for them to be contact points.
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
	 * Settings of how contact points are probed.
	 *
	 * @param fallbackPort Port of contact points for which discovery knows none. This
	 * application's own server port by default.
	 * @param filterOnFallbackPort Whether only those of several instances on one host are
	 * contact points that have the fallback port.
	 * @param probingFailureTimeout Time for which a contact point may fail before contact
	 * points are looked up again.
	 * @param requestTimeout Time that a probe may take.
	 * @param probeInterval Time between probes of a contact point.
	 * @param probeIntervalJitter Noise added to the time between probes, as a share of
	 * it.
	 * @param basePath Path that precedes '/bootstrap/seed-nodes', below the application's
	 * context path. The same on all nodes.
	 */
	record ContactPoint(@Nullable Integer fallbackPort, @DefaultValue("false") boolean filterOnFallbackPort,
			@DefaultValue("3s") Duration probingFailureTimeout, @DefaultValue("1s") Duration requestTimeout,
			@DefaultValue("1s") Duration probeInterval, @DefaultValue("0.2") double probeIntervalJitter,
			@DefaultValue("") String basePath) {

	}

}

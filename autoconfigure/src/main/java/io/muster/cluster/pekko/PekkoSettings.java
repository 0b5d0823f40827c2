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

package io.muster.cluster.pekko;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.LeaderChange;
import io.muster.cluster.NodeAddress;

/**
 * Settings of a {@link PekkoClusterEngine}.
 *
 * @param name the name of the cluster and of the ActorSystem
 * @param host the host name or address at which other nodes reach this one
 * @param port the port at which other nodes reach this one, {@code 0} for any free one
 * @param bindHost the address to listen on, {@code null} for {@code host}
 * @param bindPort the port to listen on, {@code null} for {@code port}
 * @param nodeName the name of this node, {@code null} for cluster, host and port
 * @param roles the roles of this node
 * @param newClusterEnabled whether this node may found a cluster
 * @param dataCenter the data center that this node runs in
 * @param seedNodes the configured seed nodes, empty if there are none. The engine does
 * not join by itself, but gives the first of them time to answer
 * @param leaveTimeout how long a graceful leave may take
 * @param departedRetention how long former members are kept
 * @param leaderChange when another server becomes the leader
 * @param overrides Pekko settings without the leading {@code pekko}, as nested maps. Keys
 * of the outermost map may be paths. Lists may be maps with their indexes as keys
 * @param guardPort whether connections to the port are checked before the engine reads
 * them
 */
public record PekkoSettings(String name, String host, int port, @Nullable String bindHost, @Nullable Integer bindPort,
		@Nullable String nodeName, Set<String> roles, boolean newClusterEnabled, String dataCenter,
		List<NodeAddress> seedNodes, Duration leaveTimeout, Duration departedRetention, LeaderChange leaderChange,
		Map<String, Object> overrides, boolean guardPort) {

	public PekkoSettings {
		seedNodes = List.copyOf(seedNodes);
		roles = Set.copyOf(roles);
		overrides = Map.copyOf(overrides);
	}

}

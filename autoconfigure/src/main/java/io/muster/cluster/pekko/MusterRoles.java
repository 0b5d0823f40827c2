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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.LeaderChange;
import io.muster.cluster.NodeProfile;

/**
 * The roles by which Muster's nodes publish their name, the address of their web server,
 * whether they are servers, whether they may found a cluster, and when the leader is to
 * change. Pekko has none of that, but gossips the roles of all members. It publishes a
 * member's data center in the same way, as a role that begins with {@code dc-}.
 * <p>
 * Servers have a role because the settings of Pekko's split brain resolver can name a
 * role to count, but none to leave out. If clients counted, the servers on the side with
 * fewer clients would be downed.
 *
 * @see <a href=
 * "https://pekko.apache.org/docs/pekko/current/split-brain-resolver.html">Pekko: Split
 * Brain Resolver</a>
 */
final class MusterRoles {

	/**
	 * The role of servers. It is also in {@code pekko-defaults.conf}.
	 */
	static final String SERVER = "muster-server";

	private static final String JOINS_ONLY = "muster-joins-only";

	private static final String EAGER_LEADER = "muster-eager-leader";

	private static final String CONSENSUS_LEADER = "muster-consensus-leader";

	private static final String NAME_PREFIX = "muster-node-name-";

	private static final String WEB_ADDRESS_PREFIX = "muster-web-address-";

	private static final String DATA_CENTER_PREFIX = "dc-";

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private MusterRoles() {
	}

	/**
	 * Return the given roles and those of Muster.
	 */
	static List<String> with(Collection<String> roles, @Nullable String name, boolean newClusterEnabled,
			LeaderChange leaderChange) {
		TreeSet<String> all = new TreeSet<>(roles);
		if (name != null) {
			all.add(NAME_PREFIX + name);
		}
		if (!roles.contains(NodeProfile.CLIENT_ROLE)) {
			all.add(SERVER);
		}
		if (!newClusterEnabled) {
			all.add(JOINS_ONLY);
		}
		if (leaderChange == LeaderChange.EAGER) {
			all.add(EAGER_LEADER);
		}
		if (leaderChange == LeaderChange.CONSENSUS) {
			all.add(CONSENSUS_LEADER);
		}
		return List.copyOf(all);
	}

	/**
	 * Return the given roles and one for the address of the web server.
	 */
	static List<String> with(Collection<String> roles, URI webAddress) {
		TreeSet<String> all = new TreeSet<>(roles);
		all.add(WEB_ADDRESS_PREFIX + webAddress);
		return List.copyOf(all);
	}

	/**
	 * Return the given roles without those of Muster and of the data center.
	 */
	static Set<String> without(Collection<String> roles) {
		return roles.stream()
			.filter((role) -> !role.startsWith(DATA_CENTER_PREFIX) && !role.startsWith(NAME_PREFIX)
					&& !role.startsWith(WEB_ADDRESS_PREFIX) && !role.equals(SERVER) && !role.equals(JOINS_ONLY)
					&& !role.equals(EAGER_LEADER) && !role.equals(CONSENSUS_LEADER))
			.collect(Collectors.toSet());
	}

	/**
	 * Return whether roles include that of a server or that of a client.
	 */
	static boolean areComplete(Collection<String> roles) {
		return roles.contains(SERVER) || roles.contains(NodeProfile.CLIENT_ROLE);
	}

	/**
	 * Return whether a node with these roles may found a cluster. A plain Pekko node may.
	 */
	static boolean mayFound(Collection<String> roles) {
		return !roles.contains(JOINS_ONLY) && !roles.contains(NodeProfile.CLIENT_ROLE);
	}

	/**
	 * Return when a node with these roles wants the leader to change.
	 */
	static LeaderChange leaderChange(Collection<String> roles) {
		if (roles.contains(CONSENSUS_LEADER)) {
			return LeaderChange.CONSENSUS;
		}
		return roles.contains(EAGER_LEADER) ? LeaderChange.EAGER : LeaderChange.SAFE;
	}

	/**
	 * Return the name that roles contain.
	 */
	static @Nullable String nameIn(Collection<String> roles) {
		return valueIn(roles, NAME_PREFIX);
	}

	/**
	 * Return the address of the web server that roles contain. Another node wrote it.
	 * @return an address of HTTP with a host, {@code null} if there is none
	 */
	static @Nullable URI webAddressIn(Collection<String> roles) {
		String address = valueIn(roles, WEB_ADDRESS_PREFIX);
		try {
			URI uri = (address != null) ? new URI(address) : null;
			return (uri != null && uri.getHost() != null && SCHEMES.contains(uri.getScheme())) ? uri : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static @Nullable String valueIn(Collection<String> roles, String prefix) {
		return roles.stream()
			.filter((role) -> role.startsWith(prefix))
			.map((role) -> role.substring(prefix.length()))
			.findFirst()
			.orElse(null);
	}

}

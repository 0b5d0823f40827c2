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

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.NodeProfile;

/**
 * The roles that tell the other members what only Muster needs to know of a node. Pekko
 * lets everybody know everybody's roles, as it does with the data center.
 * <ul>
 * <li>The name: Pekko knows no names.
 * <li>That it is a server: the split brain resolver counts those who have a role, and can
 * not count those who lack one. If clients counted, servers on the side with fewer of
 * them would be downed.
 * </ul>
 */
final class MusterRoles {

	/**
	 * The role of servers; named in {@code pekko-defaults.conf}, too.
	 */
	static final String SERVER = "muster-server";

	private static final String NAME_PREFIX = "muster-node-name-";

	private static final String DATA_CENTER_PREFIX = "dc-";

	private MusterRoles() {
	}

	/**
	 * Return roles, and those that are Muster's.
	 */
	static List<String> with(Collection<String> roles, @Nullable String name) {
		TreeSet<String> all = new TreeSet<>(roles);
		if (name != null) {
			all.add(NAME_PREFIX + name);
		}
		if (!roles.contains(NodeProfile.CLIENT_ROLE)) {
			all.add(SERVER);
		}
		return List.copyOf(all);
	}

	/**
	 * Return roles without those of Muster and of the data center.
	 */
	static Set<String> without(Collection<String> roles) {
		return roles.stream()
			.filter((role) -> !role.startsWith(DATA_CENTER_PREFIX) && !role.startsWith(NAME_PREFIX)
					&& !role.equals(SERVER))
			.collect(Collectors.toSet());
	}

	/**
	 * Return whether roles tell whether a node is a server or a client.
	 */
	static boolean tell(Collection<String> roles) {
		return roles.contains(SERVER) || roles.contains(NodeProfile.CLIENT_ROLE);
	}

	/**
	 * Return the name that is among roles.
	 */
	static @Nullable String nameIn(Collection<String> roles) {
		return roles.stream()
			.filter((role) -> role.startsWith(NAME_PREFIX))
			.map((role) -> role.substring(NAME_PREFIX.length()))
			.findFirst()
			.orElse(null);
	}

}

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
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The role that tells the other members the name of a node: Pekko knows no names, but
 * lets everybody know everybody's roles, as it does with the data center.
 */
final class NameRole {

	private static final String PREFIX = "muster-node-name-";

	private NameRole() {
	}

	/**
	 * Return roles, and the one of the name if there is one.
	 */
	static List<String> with(Collection<String> roles, @Nullable String name) {
		TreeSet<String> all = new TreeSet<>(roles);
		if (name != null) {
			all.add(PREFIX + name);
		}
		return List.copyOf(all);
	}

	static boolean isOne(String role) {
		return role.startsWith(PREFIX);
	}

	/**
	 * Return the name that is among roles.
	 */
	static @Nullable String nameIn(Collection<String> roles) {
		return roles.stream()
			.filter(NameRole::isOne)
			.map((role) -> role.substring(PREFIX.length()))
			.findFirst()
			.orElse(null);
	}

}

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

package io.muster.sample.demo;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.sample.demo.ClusterView.Member;

/**
 * Checks whether all nodes show the same cluster.
 */
final class Agreement {

	private Agreement() {
	}

	/**
	 * Return the leader of the cluster that all nodes show.
	 * @param views the cluster as each node shows it
	 * @param nodes the number of nodes
	 * @return the leader, or {@code null} unless all nodes show each other as working
	 * members with the same leader
	 */
	static @Nullable String leader(Collection<ClusterView> views, int nodes) {
		Set<Set<Member>> memberships = views.stream()
			.map((view) -> Set.copyOf(view.members()))
			.collect(Collectors.toSet());
		List<String> leaders = views.stream().map(ClusterView::leader).filter(Objects::nonNull).toList();
		if (views.size() != nodes || memberships.size() != 1 || leaders.size() != nodes
				|| new HashSet<>(leaders).size() != 1) {
			return null;
		}
		Set<Member> members = memberships.iterator().next();
		boolean working = members.stream().allMatch((member) -> member.reachable() && member.status().equals("Up"));
		return (members.size() == nodes && working) ? leaders.get(0) : null;
	}

}

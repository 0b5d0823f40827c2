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

package io.muster.sample.it;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cluster as one node shows it at {@code /actuator/cluster}.
 */
record ClusterView(String name, String status, String self, String leader, String oldest, List<Member> members,
		List<Departed> departed) {

	boolean isMember() {
		return "MEMBER".equals(this.status);
	}

	/**
	 * Return whether the node works in a cluster.
	 */
	boolean isWorking() {
		return isMember() && this.members.stream().anyMatch((member) -> member.self() && member.status().equals("Up"));
	}

	/**
	 * Return whether this node and another one are in different clusters, as they show
	 * it: both work, and neither has a member in common with the other.
	 * @param other how the other one sees its cluster
	 */
	boolean isApartFrom(ClusterView other) {
		return isWorking() && other.isWorking() && Collections.disjoint(nodes(), other.nodes());
	}

	String selfNode() {
		return this.members.stream().filter(Member::self).map(Member::node).findAny().orElse(this.self);
	}

	Set<String> nodes() {
		return this.members.stream().map(Member::node).collect(Collectors.toSet());
	}

	Set<String> addresses() {
		return this.members.stream().map(Member::address).collect(Collectors.toSet());
	}

	Set<String> unreachable() {
		return this.members.stream()
			.filter((member) -> !member.reachable())
			.map(Member::address)
			.collect(Collectors.toSet());
	}

	/**
	 * A member.
	 */
	record Member(String address, String uid, String status, boolean reachable, boolean self, boolean leader) {

		String node() {
			return this.address + "#" + this.uid;
		}

	}

	/**
	 * A former member.
	 */
	record Departed(String address, String uid, String kind) {
	}

}

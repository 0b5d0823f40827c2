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

package io.muster.processes;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The cluster as one node shows it at {@code /actuator/cluster}.
 *
 * @param name name of the cluster
 * @param status the node's status
 * @param self the node's address
 * @param leader address of the leader, {@code null} for none
 * @param oldest address of the oldest member, {@code null} for none
 * @param members the members, empty while the node is not one of them
 * @param departed the former members
 */
public record ClusterView(String name, String status, String self, @Nullable String leader, @Nullable String oldest,
		List<Member> members, List<Departed> departed) {

	public boolean isMember() {
		return "MEMBER".equals(this.status);
	}

	/**
	 * Return whether the node is a working member.
	 * @return whether it is a member in status Up
	 */
	public boolean isWorking() {
		return isMember() && this.members.stream().anyMatch((member) -> member.self() && member.status().equals("Up"));
	}

	/**
	 * Return whether two nodes show different clusters: both are working members, and the
	 * clusters have no member in common.
	 * @param other the cluster as the other node shows it
	 * @return whether the clusters are different
	 */
	public boolean isApartFrom(ClusterView other) {
		return isWorking() && other.isWorking() && Collections.disjoint(nodes(), other.nodes());
	}

	public String selfNode() {
		return this.members.stream().filter(Member::self).map(Member::node).findAny().orElse(this.self);
	}

	public Set<String> nodes() {
		return this.members.stream().map(Member::node).collect(Collectors.toSet());
	}

	public Set<String> addresses() {
		return this.members.stream().map(Member::address).collect(Collectors.toSet());
	}

	public Set<String> unreachable() {
		return this.members.stream()
			.filter((member) -> !member.reachable())
			.map(Member::address)
			.collect(Collectors.toSet());
	}

	/**
	 * A member.
	 *
	 * @param address its engine's address
	 * @param uid uid of its incarnation
	 * @param status its status
	 * @param reachable whether it is reachable
	 * @param self whether it is the node that shows it
	 * @param leader whether it is the leader
	 */
	public record Member(String address, String uid, String status, boolean reachable, boolean self, boolean leader) {

		public String node() {
			return this.address + "#" + this.uid;
		}

	}

	/**
	 * A former member.
	 *
	 * @param address its engine's address
	 * @param uid uid of its incarnation
	 * @param kind whether it left or failed
	 */
	public record Departed(String address, String uid, String kind) {
	}

}

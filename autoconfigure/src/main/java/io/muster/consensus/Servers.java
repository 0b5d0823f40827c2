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

package io.muster.consensus;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;

/**
 * The servers of the cluster, as this one sees them.
 *
 * @param all all servers that are or were Up and are not removed, oldest first
 * @param active whether all of them elect the leader by consensus
 */
public record Servers(List<Server> all, boolean active) {

	/**
	 * No servers: this node is not a member.
	 */
	public static final Servers NONE = new Servers(List.of(), false);

	public Servers {
		all = List.copyOf(all);
	}

	Set<Node> nodes() {
		return this.all.stream().map(Server::node).collect(Collectors.toSet());
	}

	boolean contains(Node node) {
		return find(node) != null;
	}

	@Nullable Server find(Node node) {
		for (Server server : this.all) {
			if (server.node().equals(node)) {
				return server;
			}
		}
		return null;
	}

	/**
	 * Return the server that may found a group: the oldest that does not leave.
	 */
	@Nullable Node founder() {
		return this.all.stream().filter(Server::up).map(Server::node).findFirst().orElse(null);
	}

	/**
	 * Return whether a server reaches a majority of all servers. One that does not may be
	 * on the side that the split brain resolver removes, where no leader may act when the
	 * others found a new group.
	 */
	boolean isMajorityReached(Node self) {
		return 2 * reached(self) > this.all.size();
	}

	/**
	 * Return how many servers a server reaches, itself included.
	 */
	long reached(Node self) {
		return this.all.stream().filter((server) -> server.reachable() || server.node().equals(self)).count();
	}

	/**
	 * A server.
	 *
	 * @param node the node
	 * @param up whether it is Up, and does not leave
	 * @param reachable whether this node reaches it
	 */
	public record Server(Node node, boolean up, boolean reachable) {
	}

}

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

package io.muster.bootstrap.formation;

import java.util.List;

import io.muster.cluster.NodeAddress;

/**
 * Seed nodes that take precedence over bootstrap, which founds nothing then and only
 * helps to join: those that are configured, and those of an explicit join by the
 * application.
 *
 * @param seedNodes the seed nodes in order, empty if there are none
 * @param configured whether they are configured, so that the first of them may found
 */
public record ExplicitSeedNodes(List<NodeAddress> seedNodes, boolean configured) {

	/**
	 * No explicit seed nodes: bootstrap decides.
	 */
	public static final ExplicitSeedNodes NONE = new ExplicitSeedNodes(List.of(), false);

	public ExplicitSeedNodes {
		seedNodes = List.copyOf(seedNodes);
	}

	boolean isEmpty() {
		return this.seedNodes.isEmpty();
	}

	/**
	 * Return whether a node is the one of which all others expect that it founds.
	 */
	boolean isFirst(NodeAddress self) {
		return this.configured && !isEmpty() && this.seedNodes.get(0).hostAndPort().equals(self.hostAndPort());
	}

	/**
	 * Return the seed nodes that a node can join through.
	 */
	List<NodeAddress> without(NodeAddress self) {
		return this.seedNodes.stream()
			.filter((seedNode) -> !seedNode.hostAndPort().equals(self.hostAndPort()))
			.toList();
	}

	/**
	 * Return where they come from, for a message.
	 */
	String origin() {
		return this.configured ? "muster.cluster.seed-nodes" : "Cluster.join";
	}

}

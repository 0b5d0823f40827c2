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

package io.muster.bootstrap.formation.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;

/**
 * Which nodes reach which in a {@link Simulation}.
 */
final class SimulationNetwork {

	private final Simulation world;

	private final Map<ContactPoint, SimulationNode> nodes = new HashMap<>();

	private final Map<NodeAddress, SimulationNode> engines = new HashMap<>();

	private final boolean[][] broken;

	SimulationNetwork(Simulation world) {
		this.world = world;
		for (SimulationNode node : world.nodes()) {
			this.nodes.put(node.contactPoint(), node);
			this.nodes.put(node.alias(), node);
			this.engines.put(node.address(), node);
		}
		this.broken = new boolean[world.nodes().size()][world.nodes().size()];
	}

	/**
	 * Return the node that a contact point belongs to.
	 */
	@Nullable SimulationNode node(ContactPoint contactPoint) {
		return this.nodes.get(contactPoint);
	}

	/**
	 * Return the process that runs at an engine's address and is awake.
	 */
	@Nullable SimulationProcess running(NodeAddress address) {
		SimulationNode node = this.engines.get(address);
		SimulationProcess process = (node != null) ? node.process() : null;
		return (process != null && !process.isPaused()) ? process : null;
	}

	/**
	 * Return the node at an engine's address, as votes name it.
	 */
	@Nullable SimulationNode node(NodeAddress address) {
		return this.engines.get(address);
	}

	/**
	 * Return whether a message gets through now.
	 */
	boolean passes(SimulationNode from, SimulationNode to) {
		if (this.world.isCalm() || from == to) {
			return true;
		}
		return !this.broken[from.index()][to.index()] && !this.world.happens(this.world.plan().loss);
	}

	/**
	 * Return whether messages between two nodes get through now, but for single ones that
	 * are lost.
	 */
	boolean isLinked(SimulationNode one, SimulationNode other) {
		return this.world.isCalm()
				|| (!this.broken[one.index()][other.index()] && !this.broken[other.index()][one.index()]);
	}

	void cut(SimulationNode from, SimulationNode to) {
		this.broken[from.index()][to.index()] = true;
	}

	/**
	 * Cut all links between two sides.
	 */
	void separate(List<SimulationNode> side, List<SimulationNode> otherSide) {
		side.forEach((one) -> otherSide.forEach((other) -> {
			cut(one, other);
			cut(other, one);
		}));
	}

	/**
	 * Cut all links of a node for a while.
	 */
	void isolate(SimulationNode node) {
		this.world.tell(node, () -> "is cut off");
		this.nodes.values().forEach((other) -> {
			cut(node, other);
			cut(other, node);
		});
		this.world.in(1 + this.world.random().nextLong(this.world.plan().partitionLength), () -> {
			this.world.tell(null, () -> "links heal");
			heal();
		});
	}

	void heal() {
		for (boolean[] links : this.broken) {
			Arrays.fill(links, false);
		}
	}

}

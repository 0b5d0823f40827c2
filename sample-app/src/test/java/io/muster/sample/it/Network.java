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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.sample.it.Forwarder.Mode;

/**
 * The paths between nodes and the contact points of others. Each path can be cut by
 * itself, because discovery lists a separate forwarder for each pair of nodes. Engines
 * connect to each other directly.
 */
final class Network implements AfterEachCallback {

	private final Map<Path, Forwarder> forwarders = new HashMap<>();

	/**
	 * Create nodes that know each other through forwarders.
	 * @param processes starts their processes
	 * @param count the number of nodes
	 * @param required the number of required nodes
	 * @return the nodes
	 */
	List<SampleNode> replicas(Processes processes, int count, int required) {
		List<Integer> ports = Ports.find(count);
		List<SampleNode> nodes = new ArrayList<>();
		for (int observer = 0; observer < count; observer++) {
			List<Integer> contactPoints = new ArrayList<>();
			for (int target = 0; target < count; target++) {
				contactPoints.add((target != observer) ? open(observer, target, ports) : ports.get(observer));
			}
			nodes.add(new SampleNode(processes, "node-" + (observer + 1), ports.get(observer), contactPoints)
				.require(required));
		}
		return nodes;
	}

	private int open(int observer, int target, List<Integer> ports) {
		Forwarder forwarder = new Forwarder(ports.get(target));
		this.forwarders.put(new Path(ports.get(observer), ports.get(target)), forwarder);
		return forwarder.port();
	}

	/**
	 * Return the contact point at which one node sees another.
	 * @param observer the node that probes
	 * @param target the node that is probed
	 * @return the contact point
	 */
	String contactPoint(SampleNode observer, SampleNode target) {
		return "http://" + SampleNode.HOST + ":" + path(observer, target).port();
	}

	/**
	 * Set whether one node reaches the contact point of another.
	 * @param observer the node that probes
	 * @param target the node that is probed
	 * @param mode what to do with its connections
	 */
	void set(SampleNode observer, SampleNode target, Mode mode) {
		path(observer, target).become(mode);
	}

	/**
	 * Set whether nodes reach the contact points of others.
	 * @param observers the nodes that probe
	 * @param targets the nodes that are probed
	 * @param mode what to do with the connections
	 */
	void set(Collection<SampleNode> observers, Collection<SampleNode> targets, Mode mode) {
		observers.forEach((observer) -> targets.stream()
			.filter((target) -> target != observer)
			.forEach((target) -> set(observer, target, mode)));
	}

	private Forwarder path(SampleNode observer, SampleNode target) {
		return this.forwarders.get(new Path(observer.port(), target.port()));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.forwarders.values().forEach(Forwarder::close);
		this.forwarders.clear();
	}

	/**
	 * The path from one node to another.
	 */
	private record Path(int observer, int target) {
	}

}

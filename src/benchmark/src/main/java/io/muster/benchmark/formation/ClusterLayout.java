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

package io.muster.benchmark.formation;

import java.util.List;
import java.util.stream.IntStream;

import io.muster.processes.Ports;

/**
 * Where the nodes of a cluster listen: each at an address of its own, as if on a machine
 * of its own, and all at the same ports. That is what Pekko Management expects where
 * nothing is set.
 *
 * @param founders how many nodes found the cluster, and are required for it
 * @param port the port of the HTTP servers
 * @param enginePort the port of the engines
 */
record ClusterLayout(int founders, int port, int enginePort) {

	static final String NAME = "benchmark";

	static ClusterLayout of(int founders) {
		return new ClusterLayout(founders, Ports.find(), Ports.find());
	}

	String host(int node) {
		return "127.0.0." + (node + 1);
	}

	String address(int node) {
		return "pekko://%s@%s:%d".formatted(NAME, host(node), this.enginePort);
	}

	/**
	 * Return the hosts that a node knows from discovery. Those that found the cluster do
	 * not know one that comes later: they would wait for it.
	 */
	List<String> hostsKnownTo(int node) {
		return IntStream.range(0, Math.max(this.founders, node + 1)).mapToObj(this::host).toList();
	}

}

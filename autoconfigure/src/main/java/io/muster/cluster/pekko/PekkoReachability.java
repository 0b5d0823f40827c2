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

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.UniqueAddress;
import scala.jdk.javaapi.CollectionConverters;

import io.muster.cluster.Node;

/**
 * Reads which member reports which other one as unreachable. Pekko's public events tell
 * that a member is unreachable, but not for whom. Pekko Management reads the same view.
 */
final class PekkoReachability {

	private PekkoReachability() {
	}

	static Map<Node, Set<Node>> unreachable(Cluster cluster) {
		Map<Node, Set<Node>> unreachable = new TreeMap<>();
		CollectionConverters.asJava(cluster.readView().reachability().observersGroupedByUnreachable())
			.forEach((subject, observers) -> unreachable.put(NodeAddresses.node(subject), nodes(observers)));
		return unreachable;
	}

	private static Set<Node> nodes(scala.collection.immutable.Set<UniqueAddress> addresses) {
		Set<Node> nodes = new TreeSet<>();
		CollectionConverters.asJava(addresses).forEach((address) -> nodes.add(NodeAddresses.node(address)));
		return nodes;
	}

}

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

package io.muster.cluster;

import java.util.Comparator;

/**
 * One incarnation of a node. A process that is started again at the same address is
 * another node, because it has another uid.
 *
 * @param address the address of the node's engine
 * @param uid the engine's 64-bit number for this incarnation, may be negative
 */
public record Node(NodeAddress address, long uid) implements Comparable<Node> {

	private static final Comparator<Node> ORDER = Comparator.comparing(Node::address).thenComparingLong(Node::uid);

	@Override
	public int compareTo(Node other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return this.address + "#" + this.uid;
	}

}

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

import java.util.Optional;

import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;

/**
 * Converts addresses from and to Pekko's classes.
 */
final class NodeAddresses {

	private NodeAddresses() {
	}

	static Node node(UniqueAddress uniqueAddress) {
		return new Node(nodeAddress(uniqueAddress.address()), uniqueAddress.longUid());
	}

	static NodeAddress nodeAddress(Address address) {
		Optional<Integer> port = address.getPort();
		return new NodeAddress(address.protocol(), address.system(), address.getHost().orElse(""), port.orElse(-1));
	}

	static Address address(NodeAddress address) {
		return new Address(address.protocol(), address.system(), address.host(), address.port());
	}

}

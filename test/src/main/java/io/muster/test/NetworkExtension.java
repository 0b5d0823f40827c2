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

package io.muster.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;

/**
 * Pekko extension that makes each engine known to the network of its test, before it
 * sends a message: also the engine of a node that was removed and enters again.
 */
public final class NetworkExtension extends AbstractExtensionId<NetworkExtension.Connected>
		implements ExtensionIdProvider {

	/**
	 * Setting below {@code pekko} with the id of the node.
	 */
	static final String ID_SETTING = "muster-test.node";

	private static final Map<String, Consumer<ExtendedActorSystem>> NODES = new ConcurrentHashMap<>();

	/**
	 * Have a node told of its engines.
	 * @param id the id of the node
	 * @param node is told
	 */
	static void register(String id, Consumer<ExtendedActorSystem> node) {
		NODES.put(id, node);
	}

	/**
	 * Have a node told of no more engines.
	 * @param id the id of the node
	 */
	static void unregister(String id) {
		NODES.remove(id);
	}

	@Override
	public Connected createExtension(ExtendedActorSystem system) {
		Consumer<ExtendedActorSystem> node = NODES.get(system.settings().config().getString("pekko." + ID_SETTING));
		if (node != null) {
			node.accept(system);
		}
		return new Connected();
	}

	@Override
	public NetworkExtension lookup() {
		return this;
	}

	/**
	 * An engine that the network of its test knows.
	 */
	static final class Connected implements Extension {

	}

}

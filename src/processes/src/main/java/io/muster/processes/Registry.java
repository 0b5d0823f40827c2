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

import java.util.List;

/**
 * A registry that a test starts and stops, and the application that registers there. It
 * keeps its port when it is started again, and what it keeps on disk.
 */
public interface Registry {

	/**
	 * Start it, and wait until it answers.
	 */
	void start();

	/**
	 * Stop it at once, and wait until it is gone.
	 */
	void stop();

	/**
	 * Wait until a node that was started while there is no registry says so, or has ended
	 * because of that.
	 * @param node the node
	 */
	void awaitMissed(RegistryNode node);

	/**
	 * Return the application that registers there.
	 * @return how to start it
	 */
	QuickStart application();

	/**
	 * Create a node that uses it. Lists the node, if nodes do not register themselves.
	 * @param processes starts the node's process
	 * @param name its name, of its log
	 * @return the node, which is not started yet
	 */
	default RegistryNode node(Processes processes, String name) {
		return new RegistryNode(processes, name, this, ClusterNode.HOST, Ports.find());
	}

	/**
	 * Return whether nodes publish there by which path they are probed.
	 * @return whether nodes may have context paths of their own
	 */
	default boolean hasPaths() {
		return true;
	}

	/**
	 * Return what all nodes are told, so that they use this registry. They register with
	 * metadata that say {@code color} is {@code blue}, and look for others that do.
	 * @return arguments of the application
	 */
	List<String> arguments();

}

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
 * A registry that a test starts and stops, and the application that uses it. It keeps its
 * port and its data on disk when it is started again.
 */
public interface Registry {

	/**
	 * Start the registry, and wait until it answers.
	 */
	void start();

	/**
	 * Stop the registry at once, and wait until it has ended.
	 */
	void stop();

	/**
	 * Wait until a node that was started without a running registry reports that, or has
	 * ended because of it.
	 * @param node the node
	 */
	void awaitMissed(RegistryNode node);

	/**
	 * Return the application that uses the registry.
	 * @return how to start it
	 */
	QuickStart application();

	/**
	 * Create a node that uses the registry. If nodes do not register themselves, the node
	 * is registered.
	 * @param processes starts the node's process
	 * @param name its name, also that of its log
	 * @return the node, which is not started yet
	 */
	default RegistryNode node(Processes processes, String name) {
		return new RegistryNode(processes, name, this, ClusterNode.HOST, Ports.find());
	}

	/**
	 * Return whether nodes publish the path of their contact point in the registry.
	 * @return whether nodes may have different context paths
	 */
	default boolean hasPaths() {
		return true;
	}

	/**
	 * Return the arguments with which nodes use this registry. Nodes register with the
	 * metadata {@code color=blue}, and look for nodes that have the same.
	 * @return arguments of the application
	 */
	List<String> arguments();

}

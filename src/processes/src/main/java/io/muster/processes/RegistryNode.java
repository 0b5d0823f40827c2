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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application with the starter in a process of its own. It finds the others, two or
 * more, through a registry only.
 */
public final class RegistryNode extends ClusterNode<RegistryNode> {

	/**
	 * The number of required nodes.
	 */
	public static final int REQUIRED = 3;

	private final Registry registry;

	/**
	 * Create a node. It is not started yet.
	 * @param processes starts its process
	 * @param name its name, also that of its log
	 * @param registry the registry that it uses
	 * @param host address of its servers
	 * @param port port of its web server
	 */
	public RegistryNode(Processes processes, String name, Registry registry, String host, int port) {
		super(processes, name, host, port);
		this.registry = registry;
		with(registry.arguments().toArray(String[]::new));
		with("--management.endpoints.web.exposure.include=cluster,bootstrap", DISCOVERY + "metadata.color=blue");
		require(REQUIRED);
		withQuickDowning();
	}

	/**
	 * Create nodes. They are not started yet.
	 * @param processes starts their processes
	 * @param registry the registry that they use
	 * @param names their names, also those of their logs
	 * @return the nodes
	 */
	public static List<RegistryNode> of(Processes processes, Registry registry, String... names) {
		return Stream.of(names).map((name) -> registry.node(processes, name)).toList();
	}

	@Override
	protected List<String> application() {
		return this.registry.application().arguments(alone(this.registry.arguments()));
	}

	/**
	 * Return the contact points that this node knows from the registry, with the results
	 * of their probes.
	 * @return the last failure of each contact point, empty if there is none
	 */
	public Map<String, String> contactPoints() {
		return bootstrap().path("contactPoints")
			.valueStream()
			.collect(Collectors.toMap((contact) -> contact.path("contactPoint").asString(),
					(contact) -> contact.path("failure").asString("")));
	}

}

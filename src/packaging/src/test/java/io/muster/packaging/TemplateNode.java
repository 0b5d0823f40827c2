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

package io.muster.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.muster.packaging.Dockerfile.Image;
import io.muster.processes.ClusterNode;
import io.muster.processes.Ports;
import io.muster.processes.Processes;

/**
 * A node of the template's application, started as its image starts it.
 */
final class TemplateNode extends ClusterNode<TemplateNode> {

	private final Image image;

	TemplateNode(Processes processes, String name, Image image, String host, int port) {
		super(processes, name, host, port);
		this.image = image;
	}

	/**
	 * Create three nodes on this machine, with the profile {@code local}.
	 * @param processes starts their processes
	 * @param image the application
	 * @return the nodes
	 */
	static List<TemplateNode> local(Processes processes, Image image) {
		List<Integer> ports = Ports.find(3);
		String contactPoints = ports.stream().map((port) -> HOST + ":" + port).collect(Collectors.joining(","));
		List<TemplateNode> nodes = new ArrayList<>();
		for (int port : ports) {
			nodes.add(new TemplateNode(processes, "node-" + (nodes.size() + 1), image, HOST, port)
				.with("--spring.profiles.active=local", DISCOVERY + "contact-points=" + contactPoints));
		}
		return nodes;
	}

	@Override
	protected List<String> launcher() {
		return List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", this.image.directory().toString());
	}

	@Override
	protected List<String> application() {
		return this.image.entrypoint().subList(1, this.image.entrypoint().size());
	}

}

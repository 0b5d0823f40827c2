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

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments with which the sample application is a node of a cluster.
 */
final class MusterArguments {

	/**
	 * The sample application.
	 */
	static final String ARCHIVE = "sample-app/target/muster-sample-app.jar";

	private MusterArguments() {
	}

	/**
	 * Return the arguments of a node.
	 * @param layout where the nodes listen
	 * @param node which node, the first is 0
	 * @return the arguments
	 */
	static List<String> of(ClusterLayout layout, int node) {
		return of(layout, node, "http");
	}

	/**
	 * Return the arguments of a node.
	 * @param layout where the nodes listen
	 * @param node which node, the first is 0
	 * @param scheme the scheme at which the HTTP servers answer
	 * @return the arguments
	 */
	static List<String> of(ClusterLayout layout, int node, String scheme) {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + ClusterLayout.NAME,
				"--spring.main.banner-mode=off", "--logging.pattern.dateformat=" + MusterLines.TIME,
				"--server.address=" + layout.host(node), "--server.port=" + layout.port(),
				"--muster.cluster.host=" + layout.host(node), "--muster.cluster.port=" + layout.enginePort(),
				"--muster.bootstrap.contact-point-discovery.required-contact-point-nr=" + layout.founders()));
		List<String> hosts = layout.hostsKnownTo(node);
		for (int i = 0; i < hosts.size(); i++) {
			arguments.add("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=%s://%s:%d"
				.formatted(ClusterLayout.NAME, i, scheme, hosts.get(i), layout.port()));
		}
		return arguments;
	}

}

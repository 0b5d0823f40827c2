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

package io.muster.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whose nodes form a cluster. All are told the same: where they listen, who is there, and
 * how many are required.
 */
enum FormationContender {

	/**
	 * The sample application.
	 */
	MUSTER("Muster") {

		@Override
		JavaProcess start(Path root, ClusterLayout layout, int node, NodeLog log) {
			List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + ClusterLayout.NAME,
					"--spring.main.banner-mode=off", "--logging.pattern.dateformat=" + MusterLines.TIME,
					"--server.address=" + layout.host(node), "--server.port=" + layout.port(),
					"--muster.cluster.host=" + layout.host(node), "--muster.cluster.port=" + layout.enginePort(),
					"--muster.bootstrap.contact-point-discovery.required-contact-point-nr=" + layout.founders()));
			List<String> hosts = layout.hostsKnownTo(node);
			for (int i = 0; i < hosts.size(); i++) {
				arguments.add("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=http://%s:%d"
					.formatted(ClusterLayout.NAME, i, hosts.get(i), layout.port()));
			}
			return JavaProcess.start(name(node), Pattern.compile(Milestone.BEGINS.text()),
					root.resolve("sample-app/target/muster-sample-app.jar"), List.of(Contender.MEMORY), arguments,
					new MusterLines(log));
		}

	},

	/**
	 * Pekko Management with its default settings.
	 */
	PEER("Pekko Management") {

		@Override
		JavaProcess start(Path root, ClusterLayout layout, int node, NodeLog log) {
			return startPeer(this, root, layout, node, log, List.of());
		}

	},

	/**
	 * Pekko Management with bootstrap's margin and intervals far below their defaults.
	 * Nobody should run it so: the margin is what it has against splits.
	 */
	TUNED_PEER("Pekko Management, tuned") {

		@Override
		JavaProcess start(Path root, ClusterLayout layout, int node, NodeLog log) {
			return startPeer(this, root, layout, node, log,
					List.of(BOOTSTRAP + "contact-point-discovery.stable-margin=100ms",
							BOOTSTRAP + "contact-point-discovery.interval=100ms",
							BOOTSTRAP + "contact-point.probe-interval=100ms"));
		}

	};

	private static final String BOOTSTRAP = "-Dpekko.management.cluster.bootstrap.";

	private final String label;

	FormationContender(String label) {
		this.label = label;
	}

	/**
	 * Start a node.
	 * @param root the directory of the project
	 * @param layout where the nodes listen
	 * @param node which node, the first is 0
	 * @param log what the node says
	 * @return its process
	 */
	abstract JavaProcess start(Path root, ClusterLayout layout, int node, NodeLog log);

	private static JavaProcess startPeer(FormationContender contender, Path root, ClusterLayout layout, int node,
			NodeLog log, List<String> settings) {
		List<String> options = new ArrayList<>(List.of(Contender.MEMORY, "-Dpeer.name=" + ClusterLayout.NAME,
				"-Dpekko.remote.artery.canonical.hostname=" + layout.host(node),
				"-Dpekko.remote.artery.canonical.port=" + layout.enginePort(),
				"-Dpekko.management.http.hostname=" + layout.host(node),
				"-Dpekko.management.http.port=" + layout.port(),
				BOOTSTRAP + "contact-point-discovery.required-contact-point-nr=" + layout.founders()));
		List<String> hosts = layout.hostsKnownTo(node);
		for (int i = 0; i < hosts.size(); i++) {
			String endpoint = "-Dpekko.discovery.config.services." + ClusterLayout.NAME + ".endpoints." + i;
			options.add(endpoint + ".host=" + hosts.get(i));
			options.add(endpoint + ".port=" + layout.port());
		}
		options.addAll(settings);
		return JavaProcess.start(contender.name(node), Pattern.compile("^bootstrap-start"),
				root.resolve("src/pekko-peer/target/muster-pekko-peer.jar"), options, List.of(), new PeerLines(log));
	}

	String label() {
		return this.label;
	}

	String name(int node) {
		return this.label + ", node " + (node + 1);
	}

}

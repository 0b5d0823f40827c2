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
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.muster.benchmark.measure.ClusterSecrets;
import io.muster.benchmark.measure.Contender;
import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;

/**
 * Nodes of which kind form a cluster. All get the same configuration: where they listen,
 * which nodes there are, and how many are required.
 */
enum FormationContender {

	/**
	 * The sample application.
	 */
	MUSTER("Muster") {

		@Override
		MeasuredProcess start(Launcher launcher, ClusterLayout layout, int node) {
			return launcher.start(name(node), MusterArguments.ARCHIVE, List.of(), MusterArguments.of(layout, node));
		}

		@Override
		Consumer<String> reader(NodeLog log) {
			return new MusterLines(log)::accept;
		}

	},

	/**
	 * The sample application with a token, and with TLS for its engine, its probes and
	 * its web server.
	 */
	SECURED("Muster with token and TLS") {

		@Override
		MeasuredProcess start(Launcher launcher, ClusterLayout layout, int node) {
			List<String> arguments = new ArrayList<>(MusterArguments.of(layout, node, "https"));
			arguments.addAll(ClusterSecrets.token());
			arguments.addAll(launcher.secrets().tls());
			return launcher.start(name(node), MusterArguments.ARCHIVE, List.of(), arguments);
		}

		@Override
		Consumer<String> reader(NodeLog log) {
			return new MusterLines(log)::accept;
		}

	},

	/**
	 * Pekko Management with its default settings.
	 */
	PEER("Pekko Management") {

		@Override
		MeasuredProcess start(Launcher launcher, ClusterLayout layout, int node) {
			return startPeer(launcher, layout, node, List.of());
		}

	},

	/**
	 * Pekko Management with bootstrap's margin and intervals far below their defaults. No
	 * node should run so in production: the margin is what it has against splits.
	 */
	TUNED_PEER("Pekko Management, tuned") {

		@Override
		MeasuredProcess start(Launcher launcher, ClusterLayout layout, int node) {
			return startPeer(launcher, layout, node,
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
	 * @param launcher starts its process
	 * @param layout where the nodes listen
	 * @param node which node, the first is 0
	 * @return its process
	 */
	abstract MeasuredProcess start(Launcher launcher, ClusterLayout layout, int node);

	MeasuredProcess startPeer(Launcher launcher, ClusterLayout layout, int node, List<String> settings) {
		List<String> options = new ArrayList<>(List.of("-Dpeer.name=" + ClusterLayout.NAME,
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
		return launcher.start(name(node), Contender.PEER_ARCHIVE, options, List.of());
	}

	/**
	 * Read what a node has written.
	 * @param lines the lines
	 * @return when it did what
	 */
	NodeLog read(Stream<String> lines) {
		NodeLog log = new NodeLog();
		lines.forEach(reader(log));
		return log;
	}

	/**
	 * Return what understands a line.
	 * @param log where to note what it says
	 */
	Consumer<String> reader(NodeLog log) {
		return new PeerLines(log)::accept;
	}

	String label() {
		return this.label;
	}

	String name(int node) {
		return this.label + ", node " + (node + 1);
	}

}

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
		List<String> arguments(Launcher launcher, ClusterLayout layout, int node) {
			return MusterArguments.of(layout, node);
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
		List<String> arguments(Launcher launcher, ClusterLayout layout, int node) {
			List<String> arguments = new ArrayList<>(MusterArguments.of(layout, node, "https"));
			arguments.addAll(ClusterSecrets.token());
			arguments.addAll(launcher.secrets().tls());
			return arguments;
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
		String archive() {
			return Contender.PEER_ARCHIVE;
		}

		@Override
		List<String> options(ClusterLayout layout, int node) {
			return peerOptions(layout, node);
		}

	},

	/**
	 * Pekko Management with bootstrap's margin and intervals far below their defaults. No
	 * node should run so in production: the margin is what it has against splits.
	 */
	TUNED_PEER("Pekko Management, tuned") {

		@Override
		String archive() {
			return Contender.PEER_ARCHIVE;
		}

		@Override
		List<String> options(ClusterLayout layout, int node) {
			List<String> options = new ArrayList<>(peerOptions(layout, node));
			options.addAll(List.of(BOOTSTRAP + "contact-point-discovery.stable-margin=100ms",
					BOOTSTRAP + "contact-point-discovery.interval=100ms",
					BOOTSTRAP + "contact-point.probe-interval=100ms"));
			return options;
		}

	};

	private static final String BOOTSTRAP = "-Dpekko.management.cluster.bootstrap.";

	private final String label;

	FormationContender(String label) {
		this.label = label;
	}

	/**
	 * Return the path of its executable jar below the directory of the project.
	 */
	String archive() {
		return MusterArguments.ARCHIVE;
	}

	/**
	 * Return the options of the JVM of a node.
	 * @param layout where the nodes listen
	 * @param node which node, the first is 0
	 * @return the options
	 */
	List<String> options(ClusterLayout layout, int node) {
		return List.of();
	}

	/**
	 * Return the arguments of a node.
	 * @param launcher has the secrets of the cluster
	 * @param layout where the nodes listen
	 * @param node which node, the first is 0
	 * @return the arguments
	 */
	List<String> arguments(Launcher launcher, ClusterLayout layout, int node) {
		return List.of();
	}

	/**
	 * Start a node.
	 * @param launcher starts its process
	 * @param packed what to start, and how
	 * @param layout where the nodes listen
	 * @param node which node, the first is 0
	 * @return its process
	 */
	MeasuredProcess start(Launcher launcher, Packed packed, ClusterLayout layout, int node) {
		List<String> options = new ArrayList<>(packed.options());
		options.addAll(options(layout, node));
		return launcher.start(this.label + ", node " + (node + 1), packed.archive(), options,
				arguments(launcher, layout, node));
	}

	private static List<String> peerOptions(ClusterLayout layout, int node) {
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
		return options;
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

}

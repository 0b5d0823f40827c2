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

package io.muster.sample.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.muster.processes.JavaProcess;
import io.muster.processes.Ports;
import io.muster.processes.Processes;

/**
 * A plain Pekko node in a process of its own. It does not use Muster, and finds its
 * cluster with the cluster bootstrap of Pekko Management.
 */
final class PekkoNode {

	private static final String BOOTSTRAP = "-Dpekko.management.cluster.bootstrap.";

	private static final String ENDPOINTS = "-Dpekko.discovery.config.services." + SampleNode.CLUSTER + ".endpoints.";

	private final Processes processes;

	private final String name;

	private final int enginePort = Ports.find();

	private final List<String> options;

	private JavaProcess process;

	/**
	 * Create a node. It is not started yet.
	 * @param processes starts its process
	 * @param name its name, also that of its log
	 * @param port port of its contact point
	 * @param contactPoints ports of all contact points, all of which are required
	 */
	PekkoNode(Processes processes, String name, int port, List<Integer> contactPoints) {
		this.processes = processes;
		this.name = name;
		// with this filter, Pekko uses only one of several contact points on one host
		this.options = new ArrayList<>(List.of("-Dpeer.name=" + SampleNode.CLUSTER,
				"-Dpekko.remote.artery.canonical.hostname=" + SampleNode.HOST,
				"-Dpekko.remote.artery.canonical.port=" + this.enginePort,
				"-Dpekko.management.http.hostname=" + SampleNode.HOST, "-Dpekko.management.http.port=" + port,
				BOOTSTRAP + "contact-point.fallback-port=" + port,
				BOOTSTRAP + "contact-point.filter-on-fallback-port=off",
				BOOTSTRAP + "contact-point-discovery.required-contact-point-nr=" + contactPoints.size()));
		for (int i = 0; i < contactPoints.size(); i++) {
			this.options.add(ENDPOINTS + i + ".host=" + SampleNode.HOST);
			this.options.add(ENDPOINTS + i + ".port=" + contactPoints.get(i));
		}
	}

	PekkoNode start() {
		List<String> command = new ArrayList<>(this.options);
		command.addAll(List.of("-jar", Processes.jar("peer.jar")));
		this.process = this.processes.start(this.name, command);
		return this;
	}

	JavaProcess process() {
		return this.process;
	}

	String address() {
		return "pekko://" + SampleNode.CLUSTER + "@" + SampleNode.HOST + ":" + this.enginePort;
	}

	/**
	 * Return the members that this node printed.
	 * @return the addresses of members that came up and were not removed
	 */
	Set<String> members() {
		Set<String> members = new TreeSet<>();
		this.process.log().lines().map((line) -> line.split(" ")).forEach((words) -> {
			if (words[0].equals("MemberUp")) {
				members.add(words[1]);
			}
			else if (words[0].equals("MemberRemoved")) {
				members.remove(words[1]);
			}
		});
		return members;
	}

}

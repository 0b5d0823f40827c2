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

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.processes.ClusterNode;
import io.muster.processes.Ports;
import io.muster.processes.Processes;
import io.muster.processes.QuickStart;

/**
 * The sample application in a process of its own. Its configuration lists the other
 * replicas.
 */
final class SampleNode extends ClusterNode<SampleNode> {

	private static final QuickStart APPLICATION = new QuickStart("sample.jar", MEMBER);

	private final List<String> options = new ArrayList<>();

	private @Nullable Class<?> mainClass;

	private @Nullable Path classes;

	/**
	 * Create a node. It is not started yet.
	 * @param processes starts its process
	 * @param name its name, also that of its log
	 * @param port port of its web server
	 * @param contactPoints ports of the web servers that discovery knows
	 */
	SampleNode(Processes processes, String name, int port, List<Integer> contactPoints) {
		super(processes, name, port);
		for (int i = 0; i < contactPoints.size(); i++) {
			with("--spring.cloud.discovery.client.simple.instances.%s[%d].uri=http://%s:%d".formatted(CLUSTER, i, HOST,
					contactPoints.get(i)));
		}
	}

	/**
	 * Create nodes that know each other, the first with the lowest contact point.
	 * @param processes starts their processes
	 * @param count the number of nodes, all of which are required
	 * @return the nodes
	 */
	static List<SampleNode> replicas(Processes processes, int count) {
		return replicas(processes, count, count);
	}

	/**
	 * Create nodes that know each other, the first with the lowest contact point.
	 * @param processes starts their processes
	 * @param count the number of nodes
	 * @param required the number of required nodes
	 * @return the nodes
	 */
	static List<SampleNode> replicas(Processes processes, int count, int required) {
		List<Integer> ports = Ports.find(count);
		List<SampleNode> nodes = new ArrayList<>();
		for (int port : ports) {
			nodes.add(new SampleNode(processes, "node-" + (nodes.size() + 1), port, ports).require(required));
		}
		return nodes;
	}

	/**
	 * Give the JVM options.
	 * @param options the options
	 * @return this node
	 */
	SampleNode withOptions(String... options) {
		this.options.addAll(List.of(options));
		return this;
	}

	/**
	 * Start the application by another class, with the classes of the tests at hand.
	 * @param mainClass the class
	 * @return this node
	 */
	SampleNode startedBy(Class<?> mainClass) {
		this.mainClass = mainClass;
		return this;
	}

	/**
	 * Add classes to those of the class by which it is started.
	 * @param classes the directory
	 * @return this node
	 */
	SampleNode withClasses(Path classes) {
		this.classes = classes;
		return this;
	}

	@Override
	protected List<String> application() {
		List<String> arguments = new ArrayList<>(this.options);
		arguments.addAll(sampleApplication());
		Class<?> mainClass = this.mainClass;
		if (mainClass != null) {
			int jar = arguments.size() - 1;
			String classes = mainClass.getProtectionDomain().getCodeSource().getLocation().getPath();
			arguments.set(jar - 1, "-cp");
			arguments.set(jar, arguments.get(jar) + File.pathSeparator + classes
					+ ((this.classes != null) ? File.pathSeparator + this.classes.toAbsolutePath() : ""));
			arguments.add(mainClass.getName());
		}
		return arguments;
	}

	/**
	 * Return the arguments with which the JVM starts the sample application.
	 */
	static List<String> sampleApplication() {
		return APPLICATION.arguments(alone(List.of()));
	}

}

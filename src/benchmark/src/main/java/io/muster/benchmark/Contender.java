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
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is measured: the application with the starter, the same without, and a plain Pekko
 * Management node. Each founds a cluster of one, if it knows how to.
 */
enum Contender {

	WITH {

		@Override
		JavaProcess start(Path root, int port) {
			return startApplication(this, root, port);
		}

	},

	WITHOUT {

		@Override
		JavaProcess start(Path root, int port) {
			return startApplication(this, root, port);
		}

	},

	PEER {

		@Override
		JavaProcess start(Path root, int port) {
			String bootstrap = "-Dpekko.management.cluster.bootstrap.contact-point-discovery.";
			String endpoint = "-Dpekko.discovery.config.services." + NAME + ".endpoints.0.";
			return JavaProcess.start("Pekko Management", Pattern.compile("^bootstrap-start"),
					root.resolve("src/pekko-peer/target/muster-pekko-peer.jar"),
					List.of(MEMORY, "-Dpeer.name=" + NAME, "-Dpekko.remote.artery.canonical.hostname=" + HOST,
							"-Dpekko.remote.artery.canonical.port=" + FreePorts.next(),
							"-Dpekko.management.http.hostname=" + HOST, "-Dpekko.management.http.port=" + port,
							bootstrap + "required-contact-point-nr=1", bootstrap + "stable-margin=" + MARGIN,
							endpoint + "host=" + HOST, endpoint + "port=" + port),
					List.of());
		}

	};

	static final String HOST = "127.0.0.1";

	private static final String NAME = "benchmark";

	private static final String MARGIN = "100ms";

	static final String MEMORY = "-Xmx256m";

	/**
	 * Boot's own line: how long it worked, and how long the process has run.
	 */
	private static final Pattern STARTED = Pattern
		.compile("Started \\S+ in [\\d.]+ seconds \\(process running for ([\\d.]+)\\)");

	/**
	 * Start a process.
	 * @param root the directory of the project
	 * @param port the port of its HTTP server
	 * @return the process
	 */
	abstract JavaProcess start(Path root, int port);

	/**
	 * Start the application with or without the starter, told the same in either case.
	 */
	private static JavaProcess startApplication(Contender contender, Path root, int port) {
		String archive = (contender == WITH) ? "with" : "without";
		String discovery = "--muster.bootstrap.contact-point-discovery.";
		return JavaProcess.start("application " + archive, STARTED, archive(root, archive), List.of(MEMORY), List.of(
				"--spring.application.name=" + NAME, "--server.address=" + HOST, "--server.port=" + port,
				"--muster.cluster.host=" + HOST, "--muster.cluster.port=" + FreePorts.next(),
				discovery + "required-contact-point-nr=1", discovery + "stable-margin=" + MARGIN,
				"--spring.cloud.discovery.client.simple.instances." + NAME + "[0].uri=http://" + HOST + ":" + port));
	}

	static Path archive(Path root, String classifier) {
		return root.resolve("src/benchmark/app/target/muster-benchmark-app-" + classifier + ".jar");
	}

}

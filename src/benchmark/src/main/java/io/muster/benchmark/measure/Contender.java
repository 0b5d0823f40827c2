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

package io.muster.benchmark.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.muster.processes.Ports;

/**
 * What is measured: the application with the starter, the same without, and a plain Pekko
 * Management node. Each founds a cluster of one, if it can.
 */
public enum Contender {

	/**
	 * The application with the starter.
	 */
	WITH {

		@Override
		public MeasuredProcess start(Launcher launcher, int port, String... options) {
			return startApplication("with", launcher, port, options);
		}

	},

	/**
	 * The application without the starter.
	 */
	WITHOUT {

		@Override
		public MeasuredProcess start(Launcher launcher, int port, String... options) {
			return startApplication("without", launcher, port, options);
		}

	},

	/**
	 * The plain Pekko Management node.
	 */
	PEER {

		@Override
		public MeasuredProcess start(Launcher launcher, int port, String... options) {
			String bootstrap = "-Dpekko.management.cluster.bootstrap.contact-point-discovery.";
			String endpoint = "-Dpekko.discovery.config.services." + NAME + ".endpoints.0.";
			List<String> all = new ArrayList<>(List.of(options));
			all.addAll(List.of("-Dpeer.name=" + NAME, "-Dpekko.remote.artery.canonical.hostname=" + HOST,
					"-Dpekko.remote.artery.canonical.port=" + Ports.find(), "-Dpekko.management.http.hostname=" + HOST,
					"-Dpekko.management.http.port=" + port, bootstrap + "required-contact-point-nr=1",
					bootstrap + "stable-margin=" + MARGIN, endpoint + "host=" + HOST, endpoint + "port=" + port));
			return launcher.start("Pekko Management", PEER_ARCHIVE, all, List.of());
		}

	};

	/**
	 * The archive of the plain Pekko Management node.
	 */
	public static final String PEER_ARCHIVE = "src/pekko-peer/target/muster-pekko-peer.jar";

	static final String HOST = "127.0.0.1";

	private static final String NAME = "benchmark";

	private static final String MARGIN = "100ms";

	/**
	 * Start a process.
	 * @param launcher starts it
	 * @param port the port of its HTTP server
	 * @param options options of its JVM
	 * @return the process
	 */
	public abstract MeasuredProcess start(Launcher launcher, int port, String... options);

	/**
	 * Start the application with the starter, and with further arguments.
	 * @param launcher starts it
	 * @param scheme the scheme at which its HTTP server answers
	 * @param port the port of its HTTP server
	 * @param more the further arguments
	 * @return the process
	 */
	public static MeasuredProcess startWith(Launcher launcher, String scheme, int port, List<String> more) {
		return launcher.start("application with", archive("with"), List.of(),
				Stream.concat(arguments(scheme, port).stream(), more.stream()).toList());
	}

	/**
	 * Start the application with or without the starter, with the same arguments in
	 * either case.
	 */
	private static MeasuredProcess startApplication(String classifier, Launcher launcher, int port, String... options) {
		return launcher.start("application " + classifier, archive(classifier), List.of(options),
				arguments("http", port));
	}

	private static List<String> arguments(String scheme, int port) {
		String discovery = "--muster.bootstrap.contact-point-discovery.";
		return List.of("--spring.application.name=" + NAME, "--server.address=" + HOST, "--server.port=" + port,
				"--muster.cluster.host=" + HOST, "--muster.cluster.port=" + Ports.find(),
				discovery + "required-contact-point-nr=1", discovery + "stable-margin=" + MARGIN,
				"--spring.cloud.discovery.client.simple.instances.%s[0].uri=%s://%s:%d".formatted(NAME, scheme, HOST,
						port));
	}

	/**
	 * Return an archive of the application.
	 * @param classifier {@code with} or {@code without} the starter
	 * @return its path below the directory of the project
	 */
	public static String archive(String classifier) {
		return "src/benchmark/app/target/muster-benchmark-app-" + classifier + ".jar";
	}

}

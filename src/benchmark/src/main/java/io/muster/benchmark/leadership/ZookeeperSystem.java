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

package io.muster.benchmark.leadership;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.processes.Ports;

/**
 * Three servers of ZooKeeper, and Curator's latch in each process.
 */
final class ZookeeperSystem implements LeaderSystem {

	private static final int SERVERS = 3;

	private static final Duration LOOKING = Duration.ofMillis(50);

	private static final int CONNECTING_MILLIS = 1000;

	private final Launcher launcher;

	private final DataDirectory data;

	private List<Integer> ports = List.of();

	ZookeeperSystem(Launcher launcher, DataDirectory data) {
		this.launcher = launcher;
		this.data = data;
	}

	@Override
	public String label() {
		return "ZooKeeper";
	}

	@Override
	public String settings() {
		return "ZooKeeper: three servers with tickTime 2000, to which it rounds up when a session ends; Curator's "
				+ "LeaderLatch, session timeout 5 s";
	}

	@Override
	public String archive() {
		return "src/leadership-peers/zookeeper/target/muster-leadership-zookeeper.jar";
	}

	@Override
	public List<MeasuredProcess> startServers() {
		this.ports = Ports.find(SERVERS);
		List<String> ensemble = new ArrayList<>();
		for (int i = 1; i <= SERVERS; i++) {
			ensemble.add("server.%d=%s:%d:%d".formatted(i, HOST, Ports.find(), Ports.find()));
		}
		List<MeasuredProcess> servers = new ArrayList<>();
		try {
			for (int i = 1; i <= SERVERS; i++) {
				servers.add(startServer(i, ensemble));
			}
			for (int i = 0; i < SERVERS; i++) {
				int port = this.ports.get(i);
				servers.get(i).await("its port", LOOKING, () -> listens(port), Boolean::booleanValue);
			}
			return servers;
		}
		catch (RuntimeException ex) {
			MeasuredProcess.kill(servers);
			throw ex;
		}
	}

	private MeasuredProcess startServer(int id, List<String> ensemble) {
		Path directory = this.data.empty("zookeeper-" + id);
		List<String> lines = new ArrayList<>(List.of("tickTime=2000", "initLimit=10", "syncLimit=5",
				"dataDir=" + directory, "clientPort=" + this.ports.get(id - 1), "clientPortAddress=" + HOST,
				"admin.enableServer=false"));
		lines.addAll(ensemble);
		try {
			Files.writeString(directory.resolve("myid"), String.valueOf(id));
			Path configuration = Files.write(directory.resolve("zoo.cfg"), lines);
			return this.launcher.start("ZooKeeper server " + id,
					"src/leadership-peers/zookeeper-server/target/muster-leadership-zookeeper-server.jar",
					List.of("-Dzookeeper.jmx.log4j.disable=true"), List.of(configuration.toString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean listens(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(HOST, port), CONNECTING_MILLIS);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public MeasuredProcess start(int place, String name) {
		String servers = this.ports.stream().map((port) -> HOST + ":" + port).collect(Collectors.joining(","));
		return this.launcher.start(name, archive(), List.of(), List.of(servers, String.valueOf(SESSION.toMillis())));
	}

}

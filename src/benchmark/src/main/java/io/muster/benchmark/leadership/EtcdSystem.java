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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.processes.Ports;

/**
 * Three servers of etcd, and an election of jetcd in each process.
 */
final class EtcdSystem implements LeaderSystem {

	private static final int SERVERS = 3;

	private static final Duration LOOKING = Duration.ofMillis(50);

	private final Launcher launcher;

	private final DataDirectory data;

	private List<String> endpoints = List.of();

	EtcdSystem(Launcher launcher, DataDirectory data) {
		this.launcher = launcher;
		this.data = data;
	}

	@Override
	public String label() {
		return "etcd";
	}

	@Override
	public String settings() {
		return "etcd: three servers, all by default; jetcd's election, lease of 5 s that it keeps alive";
	}

	@Override
	public Optional<String> missing() {
		return Programs.find("etcd").isPresent() ? Optional.empty() : Optional.of("etcd-server");
	}

	@Override
	public String archive() {
		return "src/leadership-peers/etcd/target/muster-leadership-etcd.jar";
	}

	@Override
	public List<MeasuredProcess> startServers() {
		this.endpoints = addresses();
		List<String> peers = addresses();
		List<MeasuredProcess> servers = new ArrayList<>();
		try {
			for (int i = 0; i < SERVERS; i++) {
				servers.add(startServer(i, peers));
			}
			servers.forEach((server) -> server.await("its service", LOOKING,
					() -> server.lines().anyMatch((line) -> line.contains("ready to serve client requests")),
					Boolean::booleanValue));
			return servers;
		}
		catch (RuntimeException ex) {
			MeasuredProcess.kill(servers);
			throw ex;
		}
	}

	private static List<String> addresses() {
		return Ports.find(SERVERS).stream().map((port) -> "http://" + HOST + ":" + port).toList();
	}

	private MeasuredProcess startServer(int index, List<String> peers) {
		List<String> cluster = new ArrayList<>();
		for (int i = 0; i < SERVERS; i++) {
			cluster.add("server-%d=%s".formatted(i, peers.get(i)));
		}
		Path program = Programs.find("etcd").orElseThrow();
		return this.launcher.startProgram("etcd server " + (index + 1),
				List.of(program.toString(), "--name=server-" + index, "--data-dir=" + this.data.empty("etcd-" + index),
						"--listen-client-urls=" + this.endpoints.get(index),
						"--advertise-client-urls=" + this.endpoints.get(index),
						"--listen-peer-urls=" + peers.get(index), "--initial-advertise-peer-urls=" + peers.get(index),
						"--initial-cluster=" + String.join(",", cluster), "--initial-cluster-state=new"));
	}

	@Override
	public MeasuredProcess start(int place, String name) {
		return this.launcher.start(name, archive(), List.of(),
				List.of(String.join(",", this.endpoints), String.valueOf(SESSION.toSeconds())));
	}

}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.muster.benchmark.measure.Launcher;
import io.muster.benchmark.measure.MeasuredProcess;
import io.muster.processes.Ports;

/**
 * One server of PostgreSQL, and in each process a job that needs ShedLock's lock.
 */
final class ShedlockSystem implements LeaderSystem {

	/**
	 * The user of the database, and of the machine if the benchmark runs as root, for
	 * whom PostgreSQL does not work.
	 */
	private static final String USER = "postgres";

	private static final String TABLE = """
			CREATE TABLE IF NOT EXISTS shedlock (name VARCHAR(64) PRIMARY KEY, lock_until TIMESTAMP NOT NULL,
				locked_at TIMESTAMP NOT NULL, locked_by VARCHAR(255) NOT NULL);
			TRUNCATE shedlock""";

	private static final Duration LOOKING = Duration.ofMillis(50);

	private final Launcher launcher;

	private final DataDirectory data;

	private int port;

	ShedlockSystem(Launcher launcher, DataDirectory data) {
		this.launcher = launcher;
		this.data = data;
	}

	@Override
	public String label() {
		return "ShedLock";
	}

	@Override
	public String settings() {
		return "ShedLock: one server of PostgreSQL, all by default; a job that is due each 100 ms and then runs on, "
				+ "lockAtMostFor 5 s, extended each second, usingDbTime";
	}

	@Override
	public Optional<String> missing() {
		return Programs.find("initdb").isPresent() ? Optional.empty() : Optional.of("postgresql");
	}

	@Override
	public String archive() {
		return "src/leadership-peers/shedlock/target/muster-leadership-shedlock.jar";
	}

	@Override
	public List<MeasuredProcess> startServers() {
		Path directory = this.data.empty("postgresql");
		if (isRoot()) {
			give(directory);
		}
		start("PostgreSQL initdb", "initdb", "-D", directory.toString(), "-U", USER, "--auth=trust", "--locale=C",
				"--encoding=UTF8", "--no-sync")
			.awaitExit();
		this.port = Ports.find();
		MeasuredProcess server = start("PostgreSQL server", "postgres", "-D", directory.toString(), "-c",
				"listen_addresses=" + HOST, "-c", "port=" + this.port, "-c", "unix_socket_directories=");
		try {
			server.await("its service", LOOKING,
					() -> server.lines().anyMatch((line) -> line.contains("ready to accept connections")),
					Boolean::booleanValue);
			start("PostgreSQL psql", "psql", "-h", HOST, "-p", String.valueOf(this.port), "-U", USER, "-c", TABLE)
				.awaitExit();
			return List.of(server);
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	private MeasuredProcess start(String name, String program, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
		}
		command.add(Programs.find(program).orElseThrow().toString());
		command.addAll(List.of(arguments));
		return this.launcher.startProgram(name, command);
	}

	private static boolean isRoot() {
		return System.getProperty("user.name").equals("root");
	}

	private static void give(Path directory) {
		try {
			Files.setOwner(directory,
					directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public MeasuredProcess start(int place, String name) {
		return this.launcher.start(name, archive(), List.of(),
				List.of("jdbc:postgresql://%s:%d/%s?user=%s".formatted(HOST, this.port, USER, USER),
						String.valueOf(SESSION.toSeconds())));
	}

}

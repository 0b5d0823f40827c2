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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.muster.processes.ClusterNode;
import io.muster.processes.Processes;

/**
 * The sample application in a process and a network namespace of its own. It finds others
 * in a file, and its data directory is a small file system.
 */
final class NamespaceNode extends ClusterNode<NamespaceNode> {

	static final int PORT = 8080;

	private final int index;

	private final List<String> launcher;

	private final Path registry;

	private final Path data;

	private final Path leaderRecord;

	/**
	 * Whether it should run now. If it does not, it has ended by itself.
	 */
	private boolean wanted;

	NamespaceNode(Processes processes, Namespaces namespaces, int index) {
		super(processes, "node-" + (index + 1), namespaces.address(index), PORT);
		this.index = index;
		this.launcher = namespaces.launcher(index);
		this.registry = processes.directory().resolve("registry-" + (index + 1));
		this.data = processes.directory().resolve("data-" + (index + 1));
		this.leaderRecord = processes.directory().resolve("leader-" + (index + 1));
		with("--spring.main.sources=" + FileContactPoints.class.getName() + "," + LeaderRecord.class.getName(),
				"--" + FileContactPoints.FILE + "=" + this.registry,
				"--" + LeaderRecord.FILE + "=" + this.leaderRecord);
	}

	/**
	 * Return when it acted as the leader.
	 */
	Path leaderRecord() {
		return this.leaderRecord;
	}

	int index() {
		return this.index;
	}

	/**
	 * Let it remember beyond its process.
	 */
	void withDataDirectory(Namespaces namespaces) {
		namespaces.mount(this.data);
		with("--muster.bootstrap.data-dir=" + this.data);
	}

	/**
	 * Set what it finds. Readers see the old contact points or the new ones.
	 */
	void finds(Collection<String> contactPoints) {
		try {
			Path next = this.registry.resolveSibling(this.registry.getFileName() + ".next");
			Files.write(next, contactPoints);
			Files.move(next, this.registry, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Let its registry fail.
	 */
	void findsNothing() {
		try {
			Files.deleteIfExists(this.registry);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void fillDisk() {
		try {
			Files.write(this.data.resolve("ballast"), new byte[128 * 1024]);
		}
		catch (IOException ex) {
			// It is full now.
		}
	}

	void makeSpace() {
		try {
			Files.deleteIfExists(this.data.resolve("ballast"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Lose what it stored. To be called while it does not run.
	 */
	void loseDisk() {
		try {
			Files.deleteIfExists(this.data.resolve("bootstrap.json"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Damage what it stored. To be called while it does not run.
	 */
	void damageDisk() {
		Path file = this.data.resolve("bootstrap.json");
		try {
			if (Files.exists(file)) {
				Files.writeString(file, Files.readString(file).replace("pekko://", "pekka://"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public NamespaceNode start() {
		this.wanted = true;
		return super.start();
	}

	boolean isWanted() {
		return this.wanted;
	}

	/**
	 * End its process, which is not to run until it is started again.
	 */
	void stop(boolean kill) {
		this.wanted = false;
		if (kill) {
			process().kill();
		}
		else {
			process().terminate();
		}
	}

	@Override
	protected List<String> launcher() {
		return this.launcher;
	}

	/**
	 * Return the arguments with which the JVM starts the sample application, with the
	 * class that reads the registry.
	 */
	@Override
	protected List<String> application() {
		List<String> arguments = new ArrayList<>(SampleNode.sampleApplication());
		int jar = arguments.indexOf("-jar");
		String classPath = arguments.get(jar + 1) + ":" + Path.of("target", "test-classes").toAbsolutePath();
		arguments.subList(jar, jar + 2).clear();
		arguments.addAll(List.of("-cp", classPath, "io.muster.sample.SampleApplication"));
		return arguments;
	}

}

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Network namespaces of Linux, one for each node, and a bridge between them in one of its
 * own. The test reaches all of them by a link to the bridge. A cut is a rule in the
 * namespace of the receiver: packets vanish there without a word to the sender.
 */
final class Namespaces implements AfterEachCallback {

	private static final String PREFIX = "muster-";

	private static final String SELF = Long.toString(ProcessHandle.current().pid());

	private static final Path EXISTING = Path.of("/run/netns");

	/**
	 * Before the rule for local addresses, which has to give way to it.
	 */
	private static final String CUT = "10";

	private static final String LOCAL = "100";

	private final String name = PREFIX + SELF;

	private final String subnet = "10.9." + ProcessHandle.current().pid() % 250 + ".";

	private final Map<Cut, Integer> cuts = new HashMap<>();

	private final Deque<List<String>> undo = new ArrayDeque<>();

	/**
	 * Return why there can be no namespaces here, or {@code null} if there can.
	 */
	static String obstacle() {
		if (!Files.isDirectory(Path.of("/proc/self/ns"))) {
			return "network namespaces need Linux";
		}
		if (!"root".equals(System.getProperty("user.name"))) {
			return "network namespaces need root";
		}
		if (Arrays.stream(System.getenv("PATH").split(":"))
			.noneMatch((path) -> Files.isExecutable(Path.of(path, "ip")))) {
			return "network namespaces need the program ip of iproute2";
		}
		try {
			run("ip", "netns", "add", PREFIX + SELF);
			run("ip", "netns", "del", PREFIX + SELF);
			return null;
		}
		catch (IllegalStateException ex) {
			return "network namespaces need more privileges: " + ex.getMessage();
		}
	}

	/**
	 * Create namespaces. Where there can be none, the test is skipped; but a build server
	 * with root must not skip it.
	 * @param count the number of nodes
	 */
	void create(int count) {
		String obstacle = obstacle();
		boolean mustRun = System.getenv("CI") != null && "root".equals(System.getProperty("user.name"));
		assumeTrue(obstacle == null || mustRun, obstacle);
		removeLeftovers();
		run("ip", "netns", "add", this.name);
		this.undo.push(List.of("ip", "netns", "del", this.name));
		in(this.name, "link", "add", "bridge", "type", "bridge", "forward_delay", "0");
		in(this.name, "link", "set", "bridge", "up");
		connect(SELF, "test", this.subnet + "254");
		for (int node = 0; node < count; node++) {
			String namespace = namespace(node);
			run("ip", "netns", "add", namespace);
			this.undo.push(List.of("ip", "netns", "del", namespace));
			connect(namespace, "node" + node, address(node));
			in(namespace, "link", "set", "lo", "up");
			in(namespace, "rule", "add", "pref", LOCAL, "lookup", "local");
			in(namespace, "rule", "del", "pref", "0");
		}
	}

	/**
	 * Connect a namespace with the bridge.
	 * @param namespace the name of the namespace, or the id of a process in it
	 * @param link the name of the end at the bridge
	 * @param address the address of the other end
	 */
	private void connect(String namespace, String link, String address) {
		String end = SELF.equals(namespace) ? "mu" + SELF : "eth0";
		in(this.name, "link", "add", link, "type", "veth", "peer", "name", end, "netns", namespace);
		in(this.name, "link", "set", link, "master", "bridge", "up");
		if (SELF.equals(namespace)) {
			run("ip", "addr", "add", address + "/24", "dev", end);
			run("ip", "link", "set", end, "up");
		}
		else {
			in(namespace, "addr", "add", address + "/24", "dev", end);
			in(namespace, "link", "set", end, "up");
		}
	}

	String namespace(int node) {
		return this.name + "-" + node;
	}

	String address(int node) {
		return this.subnet + (node + 1);
	}

	/**
	 * Return an address at which nothing answers and nothing refuses.
	 */
	String nowhere() {
		return this.subnet + "99";
	}

	/**
	 * Return the program that starts another one in the namespace of a node.
	 */
	List<String> launcher(int node) {
		return List.of("ip", "netns", "exec", namespace(node));
	}

	/**
	 * Let what one node sends to another vanish, until the cut is healed as often as it
	 * was made.
	 */
	void cut(Cut cut) {
		if (this.cuts.merge(cut, 1, Integer::sum) == 1) {
			change("add", cut);
		}
	}

	void heal(Cut cut) {
		Integer left = this.cuts.computeIfPresent(cut, (key, count) -> (count > 1) ? count - 1 : null);
		if (left == null) {
			change("del", cut);
		}
	}

	void healAll() {
		List.copyOf(this.cuts.keySet()).forEach((cut) -> {
			this.cuts.put(cut, 1);
			heal(cut);
		});
	}

	private void change(String what, Cut cut) {
		List<String> rule = new ArrayList<>(List.of("rule", what, "pref", CUT, "from", address(cut.from())));
		if (cut.port() != 0) {
			rule.addAll(List.of("ipproto", "tcp", cut.toServer() ? "dport" : "sport", Integer.toString(cut.port())));
		}
		rule.add("blackhole");
		in(namespace(cut.to()), rule.toArray(String[]::new));
	}

	/**
	 * Mount a small file system on a directory.
	 */
	void mount(Path directory) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		run("mount", "-t", "tmpfs", "-o", "size=64k", "muster-test", directory.toString());
		this.undo.push(List.of("umount", "--lazy", directory.toString()));
	}

	private static void in(String namespace, String... command) {
		List<String> all = new ArrayList<>(List.of("ip", "-n", namespace));
		all.addAll(List.of(command));
		run(all.toArray(String[]::new));
	}

	private static void run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes());
			if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException(String.join(" ", command) + ": " + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Remove the namespaces of earlier tests that were killed.
	 */
	private static void removeLeftovers() {
		if (!Files.isDirectory(EXISTING)) {
			return;
		}
		try (var existing = Files.list(EXISTING)) {
			existing.map((path) -> path.getFileName().toString())
				.filter((name) -> name.matches(PREFIX + "\\d+(-\\d+)?"))
				.filter((name) -> ProcessHandle.of(Long.parseLong(name.split("-")[1])).isEmpty())
				.forEach((name) -> run("ip", "netns", "del", name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		List<RuntimeException> failures = new ArrayList<>();
		while (!this.undo.isEmpty()) {
			try {
				run(this.undo.pop().toArray(String[]::new));
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		}
		this.cuts.clear();
		if (!failures.isEmpty()) {
			throw failures.get(0);
		}
	}

	/**
	 * What one node sends to another.
	 *
	 * @param from the sender
	 * @param to the receiver
	 * @param port the port of the connections, 0 for all
	 * @param toServer whether the port is the receiver's
	 */
	record Cut(int from, int to, int port, boolean toServer) {

		Cut(int from, int to) {
			this(from, to, 0, true);
		}

	}

}

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

package io.muster.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * The DNS server Knot DNS, in a process of its own at an unprivileged port. Tests change
 * the records of its zone {@code test} while it runs. It cannot answer questions for its
 * zone {@code broken}. It keeps its port and its records when it is started again.
 */
public final class KnotServer implements AutoCloseable {

	private static final List<Path> PLACES = Stream.of("/usr/sbin/knotd", "/usr/local/sbin/knotd", "/usr/bin/knotd")
		.map(Path::of)
		.toList();

	private static final String ZONE = """
			$TTL 60
			@ SOA ns.test. admin.test. 1 3600 600 86400 3600
			@ NS ns.test.
			ns A 127.0.0.1
			""";

	private static final int LIFETIME = 60;

	private static final String CONFIGURATION = """
			server:
			    listen: 127.0.0.1@%2$d
			    rundir: %1$s
			log:
			  - target: stdout
			    any: info
			database:
			    storage: %1$s
			acl:
			  - id: tests
			    address: 127.0.0.1
			    action: update
			zone:
			  - domain: test
			    storage: %1$s
			    file: test.zone
			    acl: tests
			    zonefile-load: whole
			    zonefile-sync: -1
			    journal-content: none
			  - domain: broken
			    storage: %1$s
			    file: no-such-file
			""";

	private final Path directory;

	private final int port = freePort();

	private final Set<String> records = new LinkedHashSet<>();

	private Process process;

	/**
	 * Create a server that is not started yet.
	 * @param directory a directory of its own
	 */
	public KnotServer(Path directory) {
		this.directory = directory;
	}

	public int port() {
		return this.port;
	}

	/**
	 * Return where it is, as the property of name servers takes it.
	 * @return the address
	 */
	public String address() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * Start it, and wait until it answers.
	 * @return this server
	 */
	public KnotServer start() {
		try {
			Files.writeString(this.directory.resolve("test.zone"), ZONE + String.join("\n", this.records) + "\n");
			Path configuration = this.directory.resolve("knot.conf");
			Files.writeString(configuration, CONFIGURATION.formatted(this.directory, this.port));
			this.process = new ProcessBuilder(executable().toString(), "-c", configuration.toString())
				.redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("knot.log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).until(this::answers);
		return this;
	}

	private static Path executable() {
		return PLACES.stream().filter(Files::isExecutable).findFirst().orElseGet(() -> {
			String message = "Knot DNS is not installed, by which discovery through DNS is tested: "
					+ "apt-get install knot, or what your system has for it";
			if (System.getenv("CI") != null) {
				throw new AssertionError(message);
			}
			return Assumptions.abort(message);
		});
	}

	private boolean answers() throws IOException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException(
					"knotd has ended:\n" + Files.readString(this.directory.resolve("knot.log")));
		}
		try {
			Message query = Message.newQuery(Record.newRecord(name("test."), Type.SOA, DClass.IN));
			return resolver().send(query).getRcode() == Rcode.NOERROR;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private SimpleResolver resolver() {
		SimpleResolver resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", this.port));
		resolver.setTimeout(Duration.ofSeconds(2));
		return resolver;
	}

	/**
	 * Add records.
	 * @param records the records, as in a zone file: name, type and value, where names
	 * that do not end with a dot are of the zone
	 * @return this server
	 */
	public KnotServer add(String... records) {
		return add(LIFETIME, records);
	}

	/**
	 * Add records.
	 * @param lifetime how long they may be kept, in seconds, until it is started again
	 * @param records the records, as in a zone file
	 * @return this server
	 */
	public KnotServer add(int lifetime, String... records) {
		this.records.addAll(List.of(records));
		return update((update, record) -> update.add(name(record[0]), type(record), lifetime, record[2]), records);
	}

	/**
	 * Remove records.
	 * @param records the records, as in a zone file
	 * @return this server
	 */
	public KnotServer remove(String... records) {
		this.records.removeAll(List.of(records));
		return update((update, record) -> update.delete(name(record[0]), type(record), record[2]), records);
	}

	private KnotServer update(Change change, String... records) {
		if (this.process == null || !this.process.isAlive()) {
			return this;
		}
		try {
			Update update = new Update(name("test."));
			for (String record : records) {
				change.make(update, record.split(" +", 3));
			}
			int code = resolver().send(update).getRcode();
			if (code != Rcode.NOERROR) {
				throw new IllegalStateException("knotd answers " + Rcode.string(code));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	private static int type(String[] record) {
		return Type.value(record[1]);
	}

	private static Name name(String name) throws TextParseException {
		return Name.fromString(name, Name.fromConstantString("test."));
	}

	/**
	 * Have it answer nothing any more, without being gone, or answer again.
	 * @param suspended whether it is to be silent
	 */
	public void suspend(boolean suspended) {
		try {
			new ProcessBuilder("kill", suspended ? "-STOP" : "-CONT", Long.toString(this.process.pid())).start()
				.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.destroyForcibly().onExit().join();
		}
	}

	private static int freePort() {
		try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
				DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getByName("127.0.0.1"))) {
			return udp.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A change of one record.
	 */
	private interface Change {

		void make(Update update, String[] record) throws IOException;

	}

}

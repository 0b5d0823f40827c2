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

package io.muster.contactpoint.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.muster.contactpoint.ContactPoint;
import io.muster.contactpoint.ContactPointSource;

/**
 * {@link ContactPointSource} of the processes of one user on one machine. Each node keeps
 * a file with its contact point in a directory that they share. The name of the file
 * tells which process it belongs to, so that files of processes that have ended are
 * removed by the others.
 * <p>
 * A node publishes its own file before it lists those of the others. So of two nodes that
 * start at one moment, at least one sees both, and asks for the other's vote before it
 * founds a cluster.
 */
public final class LocalProcesses implements ContactPointSource, AutoCloseable {

	private static final String SUFFIX = ".contact-point";

	/**
	 * Process, its start in seconds, and the number of the node in that process.
	 */
	private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)-\\d+\\" + SUFFIX);

	/**
	 * By how much the start of a process may differ from call to call: some systems
	 * compute it from the wall clock, which may have been set meanwhile.
	 */
	private static final long TOLERANCE = 10;

	private static final AtomicInteger nodes = new AtomicInteger();

	private final Path directory;

	private final Supplier<@Nullable ContactPoint> self;

	private final Path file;

	private @Nullable ContactPoint published;

	private boolean closed;

	/**
	 * Create a source.
	 * @param directory the directory of this user's nodes of one cluster, created if
	 * necessary
	 * @param self returns this node's contact point; {@code null} while it has none
	 */
	public LocalProcesses(Path directory, Supplier<@Nullable ContactPoint> self) {
		this.directory = directory;
		this.self = self;
		ProcessHandle process = ProcessHandle.current();
		this.file = directory
			.resolve("%d-%d-%d%s".formatted(process.pid(), started(process), nodes.incrementAndGet(), SUFFIX));
	}

	@Override
	public synchronized Set<ContactPoint> lookup() throws IOException {
		Files.createDirectories(this.directory);
		publish();
		Set<ContactPoint> found = new LinkedHashSet<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, "*" + SUFFIX)) {
			for (Path file : files) {
				read(file).ifPresent(found::add);
			}
		}
		return found;
	}

	private void publish() throws IOException {
		ContactPoint self = this.self.get();
		if (self == null || this.closed || self.equals(this.published)) {
			return;
		}
		Path temporary = this.file.resolveSibling(this.file.getFileName() + ".new");
		Files.writeString(temporary, self.toString());
		Files.move(temporary, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		this.published = self;
	}

	/**
	 * Return what a file says, or remove it if nobody keeps it any more.
	 */
	private static Optional<ContactPoint> read(Path file) throws IOException {
		Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
		if (!name.matches()) {
			return Optional.empty();
		}
		if (!isRunning(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))) {
			Files.deleteIfExists(file);
			return Optional.empty();
		}
		try {
			return ContactPoint.tryParse(Files.readString(file)).filter(ContactPoint::isLoopback);
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
	}

	private static boolean isRunning(long pid, long started) {
		Predicate<ProcessHandle> same = (process) -> Math.abs(started(process) - started) <= TOLERANCE;
		return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(same).isPresent();
	}

	/**
	 * Return when a process started, in seconds; 0 where the system does not tell.
	 */
	private static long started(ProcessHandle process) {
		return process.info().startInstant().map((instant) -> instant.getEpochSecond()).orElse(0L);
	}

	@Override
	public String description() {
		return "processes of this user on this machine (" + this.directory + ")";
	}

	/**
	 * Remove this node's file.
	 * @throws IOException if that is not possible
	 */
	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		Files.deleteIfExists(this.file);
	}

}

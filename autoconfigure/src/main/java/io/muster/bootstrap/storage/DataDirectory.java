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

package io.muster.bootstrap.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.muster.bootstrap.formation.DurableState;

/**
 * {@link DurableStateStore} in a directory that only this node uses. A lock on a file in
 * it keeps other processes out. A new state replaces the file as a whole: a crash leaves
 * the old file or the new one.
 */
public final class DataDirectory implements DurableStateStore, AutoCloseable {

	static final String FILE = "bootstrap.json";

	private static final Log logger = LogFactory.getLog(DataDirectory.class);

	private final Path directory;

	private final DurableStateJson format;

	private final FileChannel lock;

	private boolean failing;

	/**
	 * Open a directory. It is created if it does not exist.
	 * @param directory the directory
	 * @param cluster the name of the cluster; the durable state of a node of another
	 * cluster is ignored
	 * @throws FailureAnalyzedException if the directory cannot be used, or another
	 * process uses it
	 */
	public DataDirectory(Path directory, String cluster) {
		this.directory = directory;
		this.format = new DurableStateJson(cluster);
		this.lock = lock(directory);
	}

	private static FileChannel lock(Path directory) {
		try {
			Files.createDirectories(directory);
			FileChannel channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			if (tryLock(channel) != null) {
				return channel;
			}
			channel.close();
		}
		catch (IOException ex) {
			throw new FailureAnalyzedException(
					"The directory '%s' (muster.bootstrap.data-dir) cannot be used: %s.".formatted(directory, ex),
					"Set muster.bootstrap.data-dir to a directory that the application may create and write to.", ex);
		}
		throw new FailureAnalyzedException(
				"The directory '%s' (muster.bootstrap.data-dir) is in use by another node.".formatted(directory),
				"Give each node a directory of its own, or stop the other process.");
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	@Override
	public DurableState load() {
		Path file = this.directory.resolve(FILE);
		try {
			return this.format.read(Files.readAllBytes(file));
		}
		catch (NoSuchFileException ex) {
			return DurableState.NONE;
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.warn(
					"The durable state of this node in %s cannot be used: %s. It starts as if it had never been a member%s"
						.formatted(file, ex.getMessage(), putAside(file)));
			return DurableState.NONE;
		}
	}

	private static String putAside(Path file) {
		try {
			Path aside = Files.move(file, file.resolveSibling(FILE + ".ignored"), StandardCopyOption.REPLACE_EXISTING);
			return "; the file is now " + aside.getFileName();
		}
		catch (IOException ex) {
			return "";
		}
	}

	@Override
	public void store(DurableState state) {
		try {
			write(this.format.write(state));
			if (this.failing) {
				logger.info("This node can write to %s again".formatted(this.directory));
			}
			this.failing = false;
		}
		catch (IOException ex) {
			if (!this.failing) {
				logger.warn("This node cannot write to %s (muster.bootstrap.data-dir): %s. Until it can, it loses its "
					.formatted(this.directory, ex) + "vote and its cluster when its process ends");
			}
			this.failing = true;
		}
	}

	private void write(byte[] json) throws IOException {
		Path temporary = this.directory.resolve(FILE + ".new");
		try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			ByteBuffer buffer = ByteBuffer.wrap(json);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
		Files.move(temporary, this.directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
		forceDirectory();
	}

	/**
	 * Force the new name of the file to disk, so that it outlives a crash of the machine.
	 * Some systems cannot do so.
	 */
	private void forceDirectory() {
		try (FileChannel channel = FileChannel.open(this.directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			logger.trace("This system cannot force directories to disk", ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.lock.close();
	}

}

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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
 * the old file or the new one. A checksum shows whether a disk has changed or cut the
 * file, or a person has edited it.
 */
public final class DataDirectory implements DurableStateStore, AutoCloseable {

	static final String FILE = "bootstrap.json";

	private static final Log logger = LogFactory.getLog(DataDirectory.class);

	private final Path directory;

	private final DurableStateJson format;

	private final FileChannel lock;

	private boolean unreadable;

	/**
	 * Open a directory. It is created if it does not exist.
	 * @param directory the directory
	 * @param cluster the name of the cluster; the durable state of a node of another
	 * cluster cannot be used
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
		catch (IOException ex) {
			return unreadable(reason(ex));
		}
		catch (IllegalArgumentException ex) {
			return unreadable(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * A file that cannot be read stays, until this node is a member and replaces it.
	 */
	private DurableState unreadable(String reason) {
		this.unreadable = true;
		return DurableState
			.unreadable(("The file %s (muster.bootstrap.data-dir) cannot be used: %s. This node may have "
					+ "been a member and may have voted, so it joins a cluster, but neither votes nor founds. If no "
					+ "cluster of its former members can be running, remove the file and start this node again")
				.formatted(this.directory.resolve(FILE), reason));
	}

	@Override
	public @Nullable String store(DurableState state) {
		try {
			if (this.unreadable) {
				keepCopy();
			}
			write(this.format.write(state));
			this.unreadable = false;
			return null;
		}
		catch (IOException ex) {
			return ("This node cannot write to %s (muster.bootstrap.data-dir): %s. %s. Until then it neither votes nor "
					+ "founds, and if its process ends, it loses what it could not write")
				.formatted(this.directory, reason(ex), wayOut(ex));
		}
	}

	/**
	 * Keep a file that could not be read beside the one that replaces it, so that people
	 * can find out what it was.
	 */
	private void keepCopy() {
		Path file = this.directory.resolve(FILE);
		Path copy = file.resolveSibling(FILE + ".unreadable");
		try {
			Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
			logger.info("The file %s, which could not be used, is replaced; a copy is %s".formatted(file, copy));
		}
		catch (IOException ex) {
			logger.warn("The file %s, which could not be used, is replaced, and could not be copied: %s".formatted(file,
					reason(ex)));
		}
	}

	/**
	 * Return the reason that the system gave. Java leaves it out for the most frequent
	 * ones.
	 */
	private static String reason(IOException ex) {
		if (ex instanceof NoSuchFileException) {
			return "No such file or directory";
		}
		if (ex instanceof AccessDeniedException) {
			return "Permission denied";
		}
		String reason = (ex instanceof FileSystemException failure && failure.getReason() != null) ? failure.getReason()
				: ex.getMessage();
		return (reason != null) ? reason : ex.toString();
	}

	private static String wayOut(IOException ex) {
		if (ex instanceof NoSuchFileException) {
			return "Create the directory again, or mount it";
		}
		if (ex instanceof AccessDeniedException) {
			return "Permit the application to write there";
		}
		return switch (reason(ex)) {
			case "No space left on device", "Disk quota exceeded" -> "Make space there";
			case "Read-only file system" -> "Mount it so that the application may write there";
			default -> "Repair the directory";
		};
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

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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.muster.bootstrap.formation.DurableState;
import io.muster.file.AtomicFile;

/**
 * {@link DurableStateStore} in a directory that only this node uses. A lock on a file in
 * it keeps other processes out.
 */
public final class DataDirectory implements DurableStateStore, AutoCloseable {

	static final String FILE = "bootstrap.json";

	private final Path directory;

	private final AtomicFile file;

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
		this.file = new AtomicFile(directory.resolve(FILE));
		this.format = new DurableStateJson(cluster);
		this.lock = lock(directory);
	}

	/**
	 * Return the directory.
	 * @return its path
	 */
	public Path directory() {
		return this.directory;
	}

	private static FileChannel lock(Path directory) {
		try {
			AtomicFile.createDirectory(directory);
			FileChannel channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
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
		try {
			return this.format.read(this.file.read());
		}
		catch (NoSuchFileException ex) {
			return DurableState.NONE;
		}
		catch (IOException ex) {
			return unreadable(AtomicFile.reason(ex));
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
				.formatted(this.file.path(), reason));
	}

	@Override
	public @Nullable String store(DurableState state) {
		try {
			if (this.unreadable) {
				this.file.keepCopy();
			}
			this.file.write(this.format.write(state));
			this.unreadable = false;
			return null;
		}
		catch (IOException ex) {
			return ("This node cannot write to %s (muster.bootstrap.data-dir): %s. %s. Until then it neither votes nor "
					+ "founds, and if its process ends, it loses what it could not write")
				.formatted(this.directory, AtomicFile.reason(ex), AtomicFile.wayOut(ex));
		}
	}

	@Override
	public void close() throws IOException {
		this.lock.close();
	}

}

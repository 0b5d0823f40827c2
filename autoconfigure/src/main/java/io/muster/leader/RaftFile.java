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

package io.muster.leader;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.core.log.LogMessage;

import io.muster.consensus.RaftStorage;
import io.muster.consensus.StoredLog;
import io.muster.file.AtomicFile;

/**
 * {@link RaftStorage} in a file of a directory that only this node uses. The file is
 * replaced as a whole. It is small, because it begins with what is agreed, and only
 * entries after that follow. For use by one thread.
 */
public final class RaftFile implements RaftStorage {

	static final String FILE = "log.json";

	private static final Log logger = LogFactory.getLog(RaftFile.class);

	private final AtomicFile file;

	private final String cluster;

	private @Nullable StoredLog stored;

	private boolean unreadable;

	/**
	 * Create storage. Nothing is read or written yet.
	 * @param directory the directory, which is created with the first log
	 * @param cluster the name of the cluster; a log of another one cannot be used
	 */
	public RaftFile(Path directory, String cluster) {
		this.file = new AtomicFile(directory.resolve(FILE));
		this.cluster = cluster;
	}

	@Override
	public boolean isDurable() {
		return true;
	}

	@Override
	public StoredLog load() {
		StoredLog stored = this.stored;
		if (stored == null) {
			stored = read();
			this.stored = stored;
		}
		return stored;
	}

	private StoredLog read() {
		try {
			return ConsensusJson.readLog(this.file.read(), this.cluster);
		}
		catch (NoSuchFileException ex) {
			return StoredLog.NONE;
		}
		catch (IOException ex) {
			return unreadable(AtomicFile.reason(ex));
		}
		catch (JacksonException ex) {
			return unreadable("it is not complete JSON");
		}
		catch (IllegalArgumentException ex) {
			return unreadable(String.valueOf(ex.getMessage()));
		}
	}

	private StoredLog unreadable(String reason) {
		this.unreadable = true;
		logger.warn(LogMessage.format(
				"Consensus: the file %s (muster.bootstrap.data-dir) cannot be used: %s. This server takes part as one "
						+ "that has lost its disk: what was agreed is safe if a majority of the voters still have it. "
						+ "The file is kept beside the one that replaces it",
				this.file.path(), reason));
		return StoredLog.UNREADABLE;
	}

	@Override
	public @Nullable String store(StoredLog log) {
		try {
			AtomicFile.createDirectory(Objects.requireNonNull(this.file.path().getParent()));
			if (this.unreadable) {
				this.file.keepCopy();
			}
			this.file.write(ConsensusJson.writeLog(log, this.cluster));
			this.unreadable = false;
			this.stored = log;
			return null;
		}
		catch (IOException ex) {
			return ("this server cannot write to %s (muster.bootstrap.data-dir): %s. %s. Until then it acknowledges "
					+ "nothing new, and tries again")
				.formatted(this.file.path().getParent(), AtomicFile.reason(ex), AtomicFile.wayOut(ex));
		}
	}

}

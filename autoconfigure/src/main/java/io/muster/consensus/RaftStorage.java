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

package io.muster.consensus;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the log of a server beyond the end of its process. For use by one thread.
 */
public interface RaftStorage {

	/**
	 * Keeps nothing.
	 */
	RaftStorage NONE = new RaftStorage() {

		@Override
		public boolean isDurable() {
			return false;
		}

		@Override
		public StoredLog load() {
			return StoredLog.NONE;
		}

		@Override
		public @Nullable String store(StoredLog log) {
			return null;
		}

	};

	/**
	 * Return whether a log is kept at all.
	 * @return whether a log that was stored outlives the process
	 */
	boolean isDurable();

	/**
	 * Return what was stored last.
	 * @return the log, {@link StoredLog#NONE} if there is none, and
	 * {@link StoredLog#UNREADABLE} if it cannot be read
	 */
	StoredLog load();

	/**
	 * Store a log in place of the one that was stored before. It outlives a crash from
	 * the moment that this method returns. If it cannot be stored, the one that was
	 * stored before stays.
	 * @param log the log
	 * @return {@code null} if it is stored; else why not, and the way out, in sentences
	 */
	@Nullable String store(StoredLog log);

}

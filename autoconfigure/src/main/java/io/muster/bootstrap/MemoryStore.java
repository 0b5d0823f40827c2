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

package io.muster.bootstrap;

/**
 * Keeps a {@link Memory} beyond the end of the process. For use by one thread at a time.
 */
public interface MemoryStore {

	/**
	 * Keeps nothing: a process that is started again remembers nothing.
	 */
	MemoryStore NONE = new MemoryStore() {

		@Override
		public Memory load() {
			return Memory.NONE;
		}

		@Override
		public void store(Memory memory) {
		}

	};

	/**
	 * Return what was stored last.
	 * @return the memory, {@link Memory#NONE} if there is none or it can not be read
	 */
	Memory load();

	/**
	 * Store a memory, in place of what was stored before, so that it outlives a crash
	 * from the moment that this method returns. A memory that can not be stored is
	 * reported; this node goes on without.
	 * @param memory the memory
	 */
	void store(Memory memory);

}

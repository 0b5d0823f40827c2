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

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.DurableState;

/**
 * Keeps a {@link DurableState} beyond the end of the process. For use by one thread at a
 * time.
 */
public interface DurableStateStore {

	/**
	 * Keeps nothing: a process that is started again has no durable state.
	 */
	DurableStateStore NONE = new DurableStateStore() {

		@Override
		public DurableState load() {
			return DurableState.NONE;
		}

		@Override
		public @Nullable String store(DurableState state) {
			return null;
		}

	};

	/**
	 * Return what was stored last.
	 * @return the durable state, {@link DurableState#NONE} if there is none; one that
	 * says why if it cannot be read
	 */
	DurableState load();

	/**
	 * Store a durable state in place of the one that was stored before. It outlives a
	 * crash from the moment that this method returns. If it cannot be stored, the one
	 * that was stored before stays.
	 * @param state the durable state
	 * @return {@code null} if it is stored; else why not, and the way out, in sentences
	 */
	@Nullable String store(DurableState state);

}

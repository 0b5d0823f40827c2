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
 * The disk at an address of a simulated world. It outlives processes.
 */
final class SimulatedDisk implements RaftStorage {

	private final ConsensusSimulation world;

	private StoredLog content = StoredLog.NONE;

	/**
	 * Whether it fails.
	 */
	boolean broken;

	/**
	 * How long it takes, in milliseconds, until what it says to have stored is stored.
	 */
	int late;

	/**
	 * How often it was replaced: what is on its way to the one before is lost.
	 */
	private int generation;

	long writes;

	SimulatedDisk(ConsensusSimulation world) {
		this.world = world;
	}

	@Override
	public boolean isDurable() {
		return true;
	}

	@Override
	public StoredLog load() {
		return this.content;
	}

	@Override
	public @Nullable String store(StoredLog log) {
		if (this.broken) {
			return "the disk is full";
		}
		this.writes++;
		if (this.late > 0) {
			int generation = this.generation;
			this.world.after(this.late, () -> {
				if (generation == this.generation) {
					this.content = log;
				}
			});
			return null;
		}
		this.content = log;
		return null;
	}

	/**
	 * Record that the process ended.
	 */
	void ended() {
		this.generation++;
	}

	/**
	 * Lose all that is stored.
	 * @param content what is there from now on
	 */
	void lose(StoredLog content) {
		this.generation++;
		this.content = content;
	}

}

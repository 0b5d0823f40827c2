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

import java.time.Duration;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * What is particular about a simulated world. All of it follows from the seed, but tests
 * may change it before the world begins. Times are milliseconds.
 */
final class ConsensusPlan {

	final long seed;

	/**
	 * How many addresses there are. Not all of them have a process all the time.
	 */
	int slots;

	int voters = 5;

	Duration sessionTimeout = Duration.ofSeconds(5);

	/**
	 * After how long the split brain resolver acts.
	 */
	int stableAfter;

	int chaos;

	/**
	 * How long it takes from one fault to the next one, on average.
	 */
	int faultInterval;

	/**
	 * The share of messages that are lost, and that arrive twice, in percent.
	 */
	int loss;

	int duplicates;

	int longestDelay;

	int longestPause = 15_000;

	/**
	 * By how much the rate of a clock may be off, in thousandths of a percent.
	 */
	int drift = 1000;

	int logEntries;

	boolean otherRoles;

	/**
	 * Whether the servers have disks, and how many percent of them are lost, or damaged,
	 * with their process.
	 */
	boolean disks;

	int diskLoss;

	/**
	 * Whether the servers take locks.
	 */
	boolean locks;

	@Nullable Fault fault;

	private ConsensusPlan(long seed) {
		this.seed = seed;
	}

	static ConsensusPlan of(long seed) {
		SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
		ConsensusPlan plan = new ConsensusPlan(seed);
		plan.slots = (random.nextInt(5) == 0) ? 7 + random.nextInt(3) : 1 + random.nextInt(7);
		plan.stableAfter = random.nextBoolean() ? 20_000 : 7000 + random.nextInt(13_000);
		plan.chaos = 40_000 + random.nextInt(110_000);
		plan.faultInterval = 1500 + random.nextInt(12_000);
		plan.loss = random.nextBoolean() ? 0 : random.nextInt(20);
		plan.duplicates = random.nextBoolean() ? 0 : random.nextInt(20);
		plan.longestDelay = random.nextBoolean() ? 5 : 20;
		plan.otherRoles = random.nextInt(3) == 0;
		plan.locks = random.nextBoolean();
		plan.logEntries = random.nextBoolean() ? 1 + random.nextInt(20) : 1000;
		plan.disks = random.nextBoolean();
		plan.diskLoss = random.nextBoolean() ? 0 : random.nextInt(30);
		return plan;
	}

	/**
	 * Return a plan of a world without faults.
	 */
	static ConsensusPlan quiet(long seed, int slots) {
		ConsensusPlan plan = of(seed);
		plan.slots = slots;
		plan.chaos = 0;
		plan.loss = 0;
		plan.duplicates = 0;
		plan.longestDelay = 5;
		return plan;
	}

	ConsensusSettings settings(int slot) {
		Duration timeout = this.sessionTimeout;
		if (this.fault == Fault.SESSION_TIMEOUTS_DIFFER && slot % 2 == 0) {
			timeout = timeout.multipliedBy(2);
		}
		return new ConsensusSettings(this.voters, timeout, this.logEntries);
	}

	/**
	 * What is done wrong in a world, so that the simulation can show that it finds it.
	 */
	enum Fault {

		/**
		 * Some servers count on a session for longer than others let it be.
		 */
		SESSION_TIMEOUTS_DIFFER,

		/**
		 * Servers count their session from when they learn that it goes on.
		 */
		SESSION_COUNTS_FROM_ARRIVAL,

		/**
		 * A process that is started again passes for the one before, without its memory.
		 */
		INCARNATION_REUSED,

		/**
		 * A server that cannot be reached is taken for removed.
		 */
		UNREACHABLE_IS_REMOVED,

		/**
		 * A lock with a time is counted from when a server looked at it last.
		 */
		LOCK_COUNTS_FROM_LAST_LOOK,

		/**
		 * The rates of clocks differ by a fifth.
		 */
		CLOCKS_DRIFT,

		/**
		 * A server acknowledges what is not on its disk yet.
		 */
		ACKNOWLEDGED_BEFORE_STORED

	}

}

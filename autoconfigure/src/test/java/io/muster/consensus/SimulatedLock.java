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

import java.util.SplittableRandom;

import io.muster.consensus.ConsensusPlan.Fault;
import io.muster.consensus.LockRequests.State;

/**
 * A user of a lock on one server of a simulated world: it asks for the lock now and then,
 * holds it for a while, extends it, forgets to release it, or gives up.
 */
final class SimulatedLock {

	/**
	 * After how many milliseconds all locks are free, if nobody takes one.
	 */
	static final int LONGEST = 14_000;

	private final SimulatedServer server;

	private final ConsensusSimulation world;

	private final SplittableRandom random;

	private final Kind kind;

	private final String name;

	private Phase phase = Phase.IDLE;

	private long nextAt;

	private boolean patient;

	private long askedAt;

	private long agreedAt;

	/**
	 * The shortest time for which it is held, of all that it asked for.
	 */
	private long shortest;

	private boolean probed;

	SimulatedLock(SimulatedServer server, ConsensusSimulation world, SplittableRandom random, Kind kind) {
		this.server = server;
		this.world = world;
		this.random = random;
		this.kind = kind;
		this.name = ConsensusLedger.LOCK + kind;
		next(10_000);
	}

	private void next(int longest) {
		this.nextAt = this.world.now + this.random.nextInt(1, longest) * ConsensusSimulation.MILLIS;
	}

	/**
	 * Go on with what is agreed.
	 */
	void step(LockRequests requests) {
		State state = requests.state(this.name);
		boolean due = this.world.now >= this.nextAt;
		switch (this.phase) {
			case IDLE -> {
				if (due && !this.world.isQuiet()) {
					ask(requests);
				}
			}
			case ASKING -> {
				if (state == null) {
					rest();
				}
				else if (state.token() != null) {
					this.phase = Phase.HELD;
					this.agreedAt = this.askedAt;
					this.world.log(() -> "%s holds %s with %s".formatted(this.server, this.name, state.token()));
					hold(state);
					if (!this.probed) {
						next(this.kind.longest);
					}
				}
				else if (due || isOver() || (state.waiting() && !this.patient)) {
					requests.release(this.name, false);
					rest();
				}
			}
			case HELD -> {
				if (state == null) {
					// Its time has passed, or the session has ended.
					lose();
				}
				else if (due || isOver()) {
					release(requests, state);
				}
				else {
					hold(state);
				}
			}
		}
	}

	/**
	 * Ask for it, and hold it.
	 */
	void probe(LockRequests requests) {
		this.probed = true;
		ask(requests);
		this.patient = true;
		this.nextAt = Long.MAX_VALUE;
	}

	private void ask(LockRequests requests) {
		this.phase = Phase.ASKING;
		this.patient = this.random.nextBoolean();
		this.askedAt = this.world.now;
		this.shortest = this.kind.atMost;
		requests.request(this.name, this.kind.atMost, this.kind.atLeast);
		next(15_000);
	}

	private void release(LockRequests requests, State state) {
		int choice = this.random.nextInt(4);
		if (choice == 0 && this.kind.atMost > 0 && !this.world.isQuiet()) {
			hold(state);
			this.askedAt = this.world.now;
			long atMost = this.random.nextInt(1, 3) * this.kind.atMost / 2;
			this.shortest = Math.min(this.shortest, atMost);
			requests.extend(this.name, atMost, this.kind.atLeast, this.server.clock());
			next(this.kind.longest);
		}
		else if (choice == 1 && this.kind.atMost > 0 && !this.world.isQuiet()) {
			// Forgotten: its time passes.
			hold(state);
			this.nextAt = Long.MAX_VALUE;
		}
		else {
			requests.release(this.name, true);
			lose();
		}
	}

	private void hold(State state) {
		if (state.agreed()) {
			this.agreedAt = this.askedAt;
		}
		long end = this.server.trueTime(state.end());
		if (this.world.plan.fault == Fault.LOCK_COUNTS_FROM_LAST_LOOK && this.kind.atMost > 0) {
			end = this.world.now + this.kind.atMost;
		}
		this.world.ledger.holds(this.server.node, this.name, state.token(), this.world.now, end);
	}

	private void lose() {
		this.world.log(() -> "%s holds %s no more".formatted(this.server, this.name));
		this.world.ledger.released(this.server.node, this.name, this.agreedAt + this.kind.atLeast / 100 * 97);
		rest();
	}

	/**
	 * The process ends. Its lock is kept for its time all the same.
	 */
	void ended() {
		if (this.phase == Phase.HELD) {
			long kept = Math.max(this.shortest, this.kind.atLeast);
			this.world.ledger.released(this.server.node, this.name, this.agreedAt + kept / 100 * 97);
		}
	}

	private boolean isOver() {
		return this.world.isQuiet() && !this.probed;
	}

	private void rest() {
		this.phase = Phase.IDLE;
		next(10_000);
	}

	boolean isHeld() {
		return this.phase == Phase.HELD;
	}

	Kind kind() {
		return this.kind;
	}

	private enum Phase {

		IDLE, ASKING, HELD

	}

	/**
	 * A lock of all servers.
	 */
	enum Kind {

		SESSION(0, 0, 6000), KEPT(0, 4, 2000), TIMED(9, 0, 8000), JOB(12, 5, 3000);

		final long atMost;

		final long atLeast;

		/**
		 * For how many milliseconds it is held at most, until something is done.
		 */
		final int longest;

		Kind(int atMost, int atLeast, int longest) {
			this.atMost = atMost * 1_000_000_000L;
			this.atLeast = atLeast * 1_000_000_000L;
			this.longest = longest;
		}

	}

}

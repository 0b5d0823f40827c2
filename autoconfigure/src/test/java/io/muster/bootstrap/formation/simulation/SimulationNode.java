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

package io.muster.bootstrap.formation.simulation;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.DurableState;
import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;

/**
 * A place in a {@link Simulation} where a process runs, is killed and started again.
 */
final class SimulationNode {

	private final Simulation world;

	private final int index;

	private final ContactPoint contactPoint;

	private final ContactPoint alias;

	private final NodeAddress address;

	private @Nullable SimulationProcess process;

	private DurableState durableState = DurableState.NONE;

	private long diskFullUntil;

	private int incarnations;

	private long busyUntil;

	private long processorTime;

	private long diedAt = Long.MIN_VALUE / 2;

	private boolean hostGone;

	SimulationNode(Simulation world, int index) {
		this.world = world;
		this.index = index;
		String host = "n%03d".formatted(index);
		this.contactPoint = ContactPoint.of(host, 8080);
		this.alias = ContactPoint.of(host, 9090);
		this.address = new NodeAddress("pekko", "sim", host, 25520);
	}

	void start() {
		if (this.process != null || (this.world.isCalm() && this.world.plan().doomed.contains(this.index))) {
			return;
		}
		this.hostGone = false;
		this.incarnations++;
		if (this.world.plan().numbersChange && this.incarnations > 1) {
			this.world.plan().changeNumber(this.index, this.world.random());
		}
		long uid = this.world.random().nextLong();
		SimulationProcess process = new SimulationProcess(this.world, this, new Node(this.address, uid),
				this.durableState);
		this.process = process;
		this.world.tell(this, () -> "starts, incarnation " + this.incarnations);
		process.start();
		long registers = this.world.isCalm() ? 0 : this.world.random().nextLong(this.world.plan().registersWithin + 1);
		this.world.in(registers, () -> this.world.registry().register(this));
	}

	/**
	 * Kill the process.
	 * @param restartIn when to start it again, or -1 for never
	 */
	void kill(long restartIn) {
		SimulationProcess process = this.process;
		if (process == null) {
			return;
		}
		this.world.tell(this, () -> "is killed");
		process.kill();
		this.process = null;
		if (this.world.plan().diskDamage > 0 && this.world.happens(this.world.plan().diskDamage)) {
			spoilDisk();
		}
		this.diedAt = this.world.now();
		this.hostGone = this.world.random().nextInt(3) == 0;
		this.world.ledger().died(process);
		if (this.world.random().nextBoolean()) {
			this.world.registry().unregisterLater(this);
		}
		if (restartIn >= 0) {
			this.world.in(restartIn, this::start);
		}
	}

	/**
	 * Keep what must not be forgotten when the process ends, if this node can.
	 * @return why its disk fails, {@code null} if it does not
	 */
	@Nullable String store(DurableState durableState) {
		if (!this.world.plan().dataDir) {
			return null;
		}
		if (this.world.now() < this.diskFullUntil) {
			return "The disk is full";
		}
		this.durableState = durableState;
		return null;
	}

	/**
	 * Let its disk fail for a while.
	 */
	void fillDisk(long millis) {
		this.diskFullUntil = this.world.now() + millis;
		this.world.tell(this, () -> "has a full disk for " + millis);
	}

	/**
	 * Let its disk have damaged what was stored on it, if anything was.
	 */
	void spoilDisk() {
		if (this.world.plan().dataDir && !this.durableState.equals(DurableState.NONE)) {
			this.durableState = DurableState.unreadable("The file is damaged");
			this.world.tell(this, () -> "has a damaged disk");
		}
	}

	/**
	 * Remove what is stored on its disk.
	 */
	void clearDisk() {
		this.durableState = DurableState.NONE;
	}

	/**
	 * Leave the cluster, and end the process for good.
	 */
	void stop() {
		SimulationProcess process = this.process;
		if (process != null) {
			process.beginToLeave();
			this.world.in(1 + this.world.random().nextLong(500), () -> {
				if (this.process == process) {
					process.leave();
					kill(-1);
				}
			});
		}
	}

	void calm() {
		if (this.world.plan().doomed.contains(this.index)) {
			if (this.world.ledger().mayDie(this)) {
				kill(-1);
			}
			return;
		}
		start();
		if (this.process != null) {
			this.process.wake();
		}
	}

	@Nullable SimulationProcess process() {
		return this.process;
	}

	int index() {
		return this.index;
	}

	ContactPoint contactPoint() {
		return this.contactPoint;
	}

	ContactPoint alias() {
		return this.alias;
	}

	NodeAddress address() {
		return this.address;
	}

	long diedAt() {
		return this.diedAt;
	}

	/**
	 * Return whether connections get no answer at all, because not only the process is
	 * gone.
	 */
	boolean isHostGone() {
		return this.hostGone;
	}

	/**
	 * Do something as soon as the processor has handled what came before, and this.
	 */
	void handle(Runnable what) {
		long needed = this.world.plan().processorTime;
		if (needed == 0) {
			what.run();
			return;
		}
		this.busyUntil = Math.max(this.busyUntil, this.world.now()) + needed;
		this.processorTime += needed;
		this.world.at(this.busyUntil, what);
	}

	/**
	 * Return the processor time that it has used, in milliseconds.
	 */
	long processorTime() {
		return this.processorTime;
	}

	@Override
	public String toString() {
		return this.address.host();
	}

}

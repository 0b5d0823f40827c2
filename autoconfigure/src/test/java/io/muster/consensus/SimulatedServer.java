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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.consensus.ConsensusPlan.Fault;
import io.muster.consensus.Servers.Server;
import io.muster.consensus.SimulatedMembership.Change;

/**
 * A process of a simulated world: the shipped core, a clock of its own, and what it sees
 * of the cluster. Times are nanoseconds of the world's true time, except where they are
 * said to be by its clock.
 */
final class SimulatedServer {

	static final long TICK = 100_000_000;

	final int slot;

	final Node node;

	final ConsensusNode core;

	private final ConsensusSimulation world;

	private final long offset;

	private final long drift;

	boolean alive = true;

	/**
	 * Whether the others removed it while it runs.
	 */
	boolean condemned;

	long pausedUntil;

	private final Deque<Runnable> inbox = new ArrayDeque<>();

	boolean leaving;

	/**
	 * How many of the changes of the cluster it knows.
	 */
	int seen;

	final Map<SimulatedServer, Long> contactAt = new HashMap<>();

	final Map<SimulatedServer, Long> patience = new HashMap<>();

	Set<SimulatedServer> unreachable = Set.of();

	long unreachableSince;

	/**
	 * Whom it knows as members: whether they leave.
	 */
	Map<SimulatedServer, Boolean> members = new LinkedHashMap<>();

	/**
	 * For what it stands unless it yields.
	 */
	final Set<String> roles;

	private Holdings holdings = Holdings.NONE;

	private long until;

	private long fakeEnd;

	private final LockRequests requests = new LockRequests();

	private Map<String, LockRequest> wanted = Map.of();

	private final List<SimulatedLock> locks = new ArrayList<>();

	SimulatedServer(ConsensusSimulation world, int slot, Node node, Set<String> roles) {
		SplittableRandom random = world.random.split();
		this.world = world;
		this.slot = slot;
		this.node = node;
		this.offset = random.nextLong() >> random.nextInt(2, 20);
		this.drift = random.nextInt(-world.plan.drift, world.plan.drift + 1);
		this.roles = roles;
		this.core = new ConsensusNode(node, world.plan.settings(slot), random, world.storage(slot), clock());
		this.core.roles(roles, clock());
		if (world.plan.locks) {
			for (SimulatedLock.Kind kind : SimulatedLock.Kind.values()) {
				this.locks.add(new SimulatedLock(this, world, random, kind));
			}
		}
		later(random.nextLong(TICK), this::tick);
	}

	/**
	 * Return the time by its clock.
	 */
	long clock() {
		return this.offset + this.world.now + Math.floorDiv(this.world.now * this.drift, 100_000L);
	}

	/**
	 * Return the true time of a time by its clock.
	 */
	long trueTime(long clock) {
		// Two longs that overflow subtract to what is meant.
		long local = clock - this.offset;
		long time = (long) (local / (1 + this.drift / 100_000.0));
		while (time + Math.floorDiv(time * this.drift, 100_000L) >= local) {
			time -= 1;
		}
		while (time + Math.floorDiv(time * this.drift, 100_000L) < local) {
			time += 1;
		}
		return time;
	}

	/**
	 * Have it do something later by its clock, or when its pause is over.
	 */
	void later(long delay, Runnable action) {
		this.world.at(this.world.now + delay - Math.floorDiv(delay * this.drift, 100_000L), () -> run(action));
	}

	void run(Runnable action) {
		if (!this.alive) {
			return;
		}
		if (isPaused()) {
			this.inbox.addLast(action);
			return;
		}
		action.run();
	}

	boolean isPaused() {
		return this.pausedUntil > this.world.now;
	}

	void pause(long until) {
		if (isPaused()) {
			return;
		}
		this.pausedUntil = until;
		this.world.at(until, this::resume);
	}

	void resume() {
		this.pausedUntil = Math.min(this.pausedUntil, this.world.now);
		while (this.alive && !isPaused() && !this.inbox.isEmpty()) {
			this.inbox.removeFirst().run();
		}
	}

	boolean isMember() {
		return this.members.containsKey(this);
	}

	private void tick() {
		later(TICK, this::tick);
		work();
	}

	void receive(SimulatedServer from, ConsensusMessage message) {
		run(() -> {
			this.core.receive(from.node, message, clock());
			work();
		});
	}

	void close() {
		this.core.close(clock());
		work();
	}

	void roles(Set<String> roles) {
		this.core.roles(roles, clock());
		work();
	}

	/**
	 * Let the core do what is due.
	 */
	void work() {
		useLocks();
		for (Outgoing outgoing : this.core.tick(this.world.epoch(), clock())) {
			this.world.ledger.says(this.node, outgoing.message());
			this.world.send(this, outgoing);
		}
		this.world.ledger.knows(this.node, this.core.report());
		Holdings holdings = holdings();
		if (!holdings.equals(this.holdings)) {
			this.until = holdings.tokens().isEmpty() ? 0 : trueTime(holdings.end());
			boolean changed = !holdings.tokens().equals(this.holdings.tokens());
			this.holdings = holdings;
			if (changed) {
				this.world.log(() -> "%s holds %s".formatted(this, this.holdings));
			}
		}
		this.world.ledger.acts(this.node, this.holdings.tokens(), this.world.now, this.until);
		useLocks();
	}

	/**
	 * Have it ask for a lock.
	 */
	void ask(SimulatedLock.Kind kind) {
		this.locks.stream().filter((lock) -> lock.kind() == kind).forEach((lock) -> lock.probe(this.requests));
		work();
	}

	/**
	 * Return the locks that it holds.
	 */
	Set<SimulatedLock.Kind> held() {
		return this.locks.stream().filter(SimulatedLock::isHeld).map(SimulatedLock::kind).collect(Collectors.toSet());
	}

	/**
	 * Let the users of locks see what is agreed, and tell the core what they want.
	 */
	private void useLocks() {
		if (this.locks.isEmpty()) {
			return;
		}
		this.world.ledger.knows(this.core.report());
		this.requests.update(this.core.holdings(), clock());
		this.locks.forEach((lock) -> lock.step(this.requests));
		Map<String, LockRequest> wanted = this.requests.wanted();
		if (!wanted.equals(this.wanted)) {
			this.wanted = wanted;
			this.core.locks(wanted, this.requests.takeUnused(), clock());
		}
	}

	private Holdings holdings() {
		Holdings holdings = this.core.holdings();
		if (this.world.plan.fault == Fault.SESSION_COUNTS_FROM_ARRIVAL) {
			if (holdings.end() != this.fakeEnd) {
				this.fakeEnd = holdings.end();
				return new Holdings(clock() + this.world.plan.settings(this.slot).holdNanos(), holdings.tokens(),
						holdings.locks());
			}
			return new Holdings(this.holdings.end(), holdings.tokens(), holdings.locks());
		}
		return holdings;
	}

	/**
	 * Return whether it acts for a role.
	 */
	boolean acts(String role) {
		return this.alive && this.holdings.tokens().containsKey(role) && this.until > this.world.now;
	}

	Set<String> acted() {
		return this.holdings.tokens().keySet();
	}

	/**
	 * Tell the core what it sees of the cluster.
	 */
	void see() {
		Map<SimulatedServer, Boolean> members = new LinkedHashMap<>();
		for (Change change : this.world.membership.changes.subList(0, this.seen)) {
			switch (change.kind()) {
				case UP -> members.put(change.server(), false);
				case LEAVING -> members.replace(change.server(), true);
				case REMOVED -> members.remove(change.server());
			}
		}
		this.members = members;
		tell();
	}

	void tell() {
		List<Server> servers = new ArrayList<>();
		this.members.forEach((member, leaving) -> {
			boolean reachable = !this.unreachable.contains(member);
			if (reachable || this.world.plan.fault != Fault.UNREACHABLE_IS_REMOVED) {
				servers.add(new Server(member.node, !leaving, reachable));
			}
		});
		this.core.servers(isMember() ? new Servers(servers, true) : Servers.NONE);
		work();
	}

	/**
	 * End the process.
	 */
	void end(String reason) {
		if (this.alive) {
			this.world.log(() -> this + " ends: " + reason);
			this.alive = false;
			this.inbox.clear();
			if (this.world.plan.disks) {
				this.world.disks[this.slot].ended();
			}
			this.locks.forEach(SimulatedLock::ended);
			this.world.ledger.ended(this.node);
			this.world.ended(this);
		}
	}

	@Nullable String problem() {
		return this.core.report().problem();
	}

	@Override
	public boolean equals(Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		// Not that of the object, which differs from one run to the next.
		return this.node.hashCode();
	}

	@Override
	public String toString() {
		return this.slot + "#" + this.node.uid();
	}

}

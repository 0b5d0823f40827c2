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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.cluster.NodeAddress;
import io.muster.consensus.ConsensusLedger.ConsensusViolation;
import io.muster.consensus.ConsensusPlan.Fault;

/**
 * A world of servers that runs the shipped core in a time of its own: first with faults,
 * then calm. All that must never be is checked at each event. The same plan leads to the
 * same history.
 */
final class ConsensusSimulation {

	static final long MILLIS = 1_000_000;

	/**
	 * How long, once it is calm and all servers are members, it may take until one leads
	 * and all agree.
	 */
	static final long BOUND = 30_000 * MILLIS;

	/**
	 * How many messages all servers send in a second at most.
	 */
	static final int STORM = 3000;

	private static final Instant BEGIN = Instant.parse("2026-11-26T10:40:00Z");

	private static final Instant SET_BACK = Instant.parse("2025-01-01T00:00:00Z");

	private static final boolean MESSAGES = Boolean.getBoolean("muster.simulation.messages");

	final ConsensusPlan plan;

	final SplittableRandom random;

	final ConsensusLedger ledger = new ConsensusLedger();

	final SimulatedMembership membership;

	final SimulatedServer[] slots;

	final @Nullable Consumer<String> history;

	/**
	 * The disk of each slot.
	 */
	final SimulatedDisk[] disks;

	long now;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private long sequence;

	private long uids;

	/**
	 * Which way is cut, from one slot to another.
	 */
	private final boolean[][] cut;

	private long second;

	private int sent;

	/**
	 * How long a message of a server takes in addition, in milliseconds; negative if it
	 * is lost.
	 */
	BiFunction<SimulatedServer, Outgoing, Integer> trouble = (from, outgoing) -> 0;

	private boolean calm;

	/**
	 * Whether wall clocks show a time long before that of the first group.
	 */
	private boolean clocksSetBack;

	/**
	 * How often all servers were started again with the disks of a majority of the
	 * voters.
	 */
	int restarts;

	private boolean quiet;

	private long burstUntil;

	private int burstLoss;

	private int burstDelay;

	/**
	 * How long one server acted for the role of all, and how long none did although there
	 * was one.
	 */
	long led;

	long leaderless;

	/**
	 * How long it took once calm until all servers were members, and from then until all
	 * agreed.
	 */
	long joinedAfter;

	long settledAfter;

	/**
	 * Where no process may start: the first of all is one that remembers the last group.
	 */
	private final Set<Integer> blocked = new HashSet<>();

	private boolean restarting;

	@Nullable Probe probe;

	long probed;

	ConsensusSimulation(ConsensusPlan plan, @Nullable Consumer<String> history) {
		this.plan = plan;
		this.history = history;
		this.random = new SplittableRandom(plan.seed);
		this.slots = new SimulatedServer[plan.slots];
		this.disks = new SimulatedDisk[plan.slots];
		Arrays.setAll(this.disks, (slot) -> new SimulatedDisk(this));
		if (plan.fault == Fault.ACKNOWLEDGED_BEFORE_STORED) {
			Arrays.stream(this.disks).forEach((disk) -> disk.late = 5000);
		}
		this.cut = new boolean[plan.slots][plan.slots];
		this.membership = new SimulatedMembership(this);
	}

	// Events

	void at(long time, Runnable action) {
		this.events.add(new Event(Math.max(time, this.now), this.sequence++, action));
	}

	void after(long millis, Runnable action) {
		at(this.now + millis * MILLIS, action);
	}

	void log(Supplier<String> event) {
		if (this.history != null) {
			this.history.accept("%.4f %s".formatted(this.now / 1e9, event.get()));
		}
	}

	/**
	 * Let time pass.
	 */
	ConsensusSimulation pass(long millis) {
		return passUntil(this.now + millis * MILLIS, () -> false);
	}

	private ConsensusSimulation passUntil(long end, BooleanSupplier until) {
		long checkAt = this.now;
		while (true) {
			if (this.now >= checkAt) {
				if (until.getAsBoolean()) {
					return this;
				}
				checkAt = this.now + 5 * MILLIS;
			}
			Event next = this.events.peek();
			if (next == null || next.time() > end) {
				this.now = end;
				return this;
			}
			this.events.poll();
			this.now = next.time();
			next.action().run();
		}
	}

	/**
	 * Return the least epoch of a group that is founded now.
	 */
	long epoch() {
		return Epochs.at((this.clocksSetBack ? SET_BACK : BEGIN).plusNanos(this.now).toEpochMilli());
	}

	RaftStorage storage(int slot) {
		return this.plan.disks ? this.disks[slot] : RaftStorage.NONE;
	}

	// Network

	boolean isLinked(SimulatedServer one, SimulatedServer other) {
		return !this.cut[one.slot][other.slot] && !this.cut[other.slot][one.slot];
	}

	void send(SimulatedServer from, Outgoing outgoing) {
		if (this.now / 1_000_000_000 != this.second) {
			this.second = this.now / 1_000_000_000;
			this.sent = 0;
		}
		require(++this.sent <= STORM, () -> "more than %d messages in a second: %s".formatted(STORM, describe()));
		int to = slot(outgoing.to());
		boolean burst = this.burstUntil > this.now;
		int loss = burst ? this.burstLoss : this.calm ? 0 : this.plan.loss;
		int trouble = this.trouble.apply(from, outgoing);
		if (trouble < 0 || this.cut[from.slot][to] || (loss > 0 && this.random.nextInt(100) < loss)) {
			return;
		}
		boolean twice = !this.calm && this.plan.duplicates > 0 && this.random.nextInt(100) < this.plan.duplicates;
		for (int i = 0; i < (twice ? 2 : 1); i++) {
			long longest = (burst && this.random.nextBoolean()) ? this.burstDelay : this.plan.longestDelay;
			long delay = trouble * MILLIS + 200_000 + this.random.nextLong(longest * MILLIS);
			at(this.now + delay, () -> {
				SimulatedServer receiver = this.slots[to];
				if (receiver != null && receiver.alive && receiver.node.equals(outgoing.to())) {
					if (MESSAGES) {
						log(() -> "%s to %s: %s".formatted(from, receiver, outgoing.message()));
					}
					receiver.receive(from, outgoing.message());
				}
			});
		}
	}

	private int slot(Node node) {
		return node.address().port() - 1;
	}

	// Servers

	List<SimulatedServer> servers() {
		List<SimulatedServer> result = new ArrayList<>();
		for (SimulatedServer server : this.slots) {
			if (server != null && server.alive) {
				result.add(server);
			}
		}
		return result;
	}

	private boolean isFree(int slot) {
		return this.slots[slot] == null || !this.slots[slot].alive;
	}

	void start(int slot) {
		if (!isFree(slot) || this.blocked.contains(slot)) {
			return;
		}
		NodeAddress address = new NodeAddress("pekko", "orders", "10.0.0.1", slot + 1);
		SimulatedServer before = this.slots[slot];
		if (this.plan.disks && !this.calm && this.random.nextInt(100) < this.plan.diskLoss) {
			this.disks[slot].lose(this.random.nextBoolean() ? StoredLog.NONE : StoredLog.UNREADABLE);
		}
		boolean reused = before != null && this.plan.fault == Fault.INCARNATION_REUSED;
		Node node = reused ? before.node : new Node(address, ++this.uids);
		SimulatedServer server = new SimulatedServer(this, slot, node, someRoles());
		this.slots[slot] = server;
		log(() -> server + " starts");
		if (reused && this.membership.replace(before, server)) {
			server.see();
		}
		this.membership.attend(server);
	}

	private Set<String> someRoles() {
		Set<String> roles = new HashSet<>(Set.of(""));
		if (this.plan.otherRoles) {
			for (String role : List.of("a", "b")) {
				if (this.random.nextInt(3) > 0) {
					roles.add(role);
				}
			}
		}
		return roles;
	}

	/**
	 * Start a server again that ended when the others have to be enough.
	 */
	void ended(SimulatedServer server) {
		this.membership.ended();
		if (this.calm && this.probe == null && !this.restarting) {
			after(1000 + this.random.nextInt(2000), () -> start(server.slot));
		}
	}

	void leave(SimulatedServer server) {
		if (server.leaving || !server.alive) {
			return;
		}
		log(() -> server + " leaves");
		server.leaving = true;
		server.run(() -> {
			server.close();
			awaitClosed(server, 40);
		});
	}

	private void awaitClosed(SimulatedServer server, int attempts) {
		if (server.core.isClosed() || attempts == 0) {
			this.membership.leave(server);
			return;
		}
		server.later(50 * MILLIS, () -> awaitClosed(server, attempts - 1));
	}

	// Faults

	/**
	 * Run from begin to end.
	 */
	ConsensusSimulation run() {
		begin();
		if (this.plan.chaos > 0) {
			fault(this.plan.chaos * MILLIS);
			pass(this.plan.chaos);
		}
		calm().settle();
		if (this.plan.disks) {
			for (int i = this.random.nextInt(3); i > 0; i--) {
				restart();
			}
		}
		return lock().probe();
	}

	ConsensusSimulation begin() {
		for (int i = 0; i < this.plan.slots; i++) {
			int slot = i;
			after(this.random.nextInt(this.random.nextBoolean() ? 1000 : 20_000), () -> start(slot));
		}
		observe();
		return this;
	}

	private void observe() {
		after(50, () -> {
			if (this.ledger.isHeld("", this.now)) {
				this.led += 50;
			}
			else if (!servers().isEmpty()) {
				this.leaderless += 50;
			}
			observe();
		});
	}

	private void fault(long end) {
		long delay = (long) (-Math.log(1 - this.random.nextDouble()) * this.plan.faultInterval) * MILLIS;
		if (this.now + delay < end) {
			at(this.now + delay, () -> {
				inject();
				fault(end);
			});
		}
	}

	private @Nullable SimulatedServer some() {
		List<SimulatedServer> servers = servers();
		if (servers.isEmpty()) {
			return null;
		}
		if (this.random.nextInt(3) == 0) {
			return raftLeader();
		}
		if (this.random.nextInt(3) == 0) {
			return holder();
		}
		return servers.get(this.random.nextInt(servers.size()));
	}

	@Nullable SimulatedServer raftLeader() {
		return servers().stream()
			.filter((server) -> server.node.equals(server.core.report().leader()))
			.findFirst()
			.orElse(null);
	}

	@Nullable SimulatedServer holder() {
		return servers().stream().filter((server) -> server.acts("")).findFirst().orElse(null);
	}

	private int shortOrLong(int shortest, int longest) {
		return this.random.nextBoolean() ? this.random.nextInt(shortest) : this.random.nextInt(longest);
	}

	private void inject() {
		SimulatedServer some = some();
		switch (this.random.nextInt(this.plan.disks ? 17 : 15)) {
			case 0, 1 -> {
				if (some != null) {
					kill(some);
				}
			}
			case 2, 3 -> {
				if (some != null) {
					pause(some);
				}
			}
			case 4 -> {
				long until = this.now + (100 + this.random.nextInt(this.plan.longestPause)) * MILLIS;
				for (SimulatedServer server : servers()) {
					if (this.random.nextBoolean()) {
						log(() -> server + " is suspended with others until " + until / 1e9);
						server.pause(until);
					}
				}
			}
			case 5, 6, 7 -> partition();
			case 8 -> heal();
			case 9 -> {
				if (some != null) {
					leave(some);
					int slot = some.slot;
					after(500 + shortOrLong(5000, 60_000), () -> start(slot));
				}
			}
			case 10 -> {
				if (this.random.nextInt(3) == 0) {
					roll(0, 1000 + this.random.nextInt(6000));
				}
			}
			case 11 -> {
				if (this.random.nextInt(3) == 0) {
					log(() -> "all are lost");
					servers().forEach((server) -> server.end("killed with all"));
					for (int i = 0; i < this.plan.slots; i++) {
						int slot = i;
						after(1000 + this.random.nextInt(10_000), () -> start(slot));
					}
				}
			}
			case 12 -> after(0, () -> start(this.random.nextInt(this.plan.slots)));
			case 13 -> {
				if (some != null) {
					yieldSome(some);
				}
			}
			case 15, 16 -> {
				SimulatedDisk disk = this.disks[this.random.nextInt(this.plan.slots)];
				disk.broken = true;
				after(500 + shortOrLong(5000, 60_000), () -> disk.broken = false);
			}
			default -> {
				this.burstUntil = this.now + (500 + this.random.nextInt(10_000)) * MILLIS;
				this.burstLoss = this.random.nextInt(60);
				this.burstDelay = 50 + this.random.nextInt(4000);
				log(() -> "a burst of delays of %d ms, %d %% lost, until %.1f".formatted(this.burstDelay,
						this.burstLoss, this.burstUntil / 1e9));
			}
		}
	}

	private void kill(SimulatedServer server) {
		server.end("killed");
		after(300 + shortOrLong(3000, 60_000), () -> start(server.slot));
	}

	private void pause(SimulatedServer server) {
		long until = this.now + (100 + shortOrLong(1000, this.plan.longestPause)) * MILLIS;
		log(() -> "%s is suspended until %.1f".formatted(server, until / 1e9));
		server.pause(until);
	}

	private void roll(int slot, int interval) {
		if (slot < this.plan.slots && !this.calm) {
			SimulatedServer server = this.slots[slot];
			if (server != null && server.alive) {
				leave(server);
			}
			after(interval, () -> {
				start(slot);
				roll(slot + 1, interval);
			});
		}
	}

	private void yieldSome(SimulatedServer server) {
		Set<String> roles = new LinkedHashSet<>(server.roles);
		roles.remove((this.random.nextInt(4) > 0) ? "" : "a");
		log(() -> server + " yields");
		server.run(() -> server.roles(roles));
		at(this.now + (10 + shortOrLong(200, 5000)) * MILLIS, () -> server.run(() -> server.roles(server.roles)));
	}

	private void partition() {
		int size = this.plan.slots;
		boolean[] side = new boolean[size];
		for (int i = 0; i < size; i++) {
			side[i] = this.random.nextBoolean();
		}
		SimulatedServer some = some();
		if (some != null && this.random.nextInt(3) == 0) {
			Arrays.fill(side, false);
			side[some.slot] = true;
		}
		int kind = this.random.nextInt(4);
		int bridge = (kind == 0) ? this.random.nextInt(size) : -1;
		for (int i = 0; i < size; i++) {
			for (int j = 0; j < size; j++) {
				boolean across = (kind == 1) ? side[i] && !side[j] : side[i] != side[j];
				if (i != j && i != bridge && j != bridge && across) {
					this.cut[i][j] = true;
				}
			}
		}
		log(() -> "cut are " + cuts());
		after(500 + shortOrLong(8000, 60_000), this::heal);
	}

	private String cuts() {
		StringBuilder result = new StringBuilder();
		for (int i = 0; i < this.plan.slots; i++) {
			for (int j = 0; j < this.plan.slots; j++) {
				if (this.cut[i][j]) {
					result.append(' ').append(i).append('>').append(j);
				}
			}
		}
		return result.toString();
	}

	private void heal() {
		log(() -> "all links work");
		for (boolean[] row : this.cut) {
			Arrays.fill(row, false);
		}
	}

	// Calm

	/**
	 * Return whether nobody is to take a lock any more.
	 */
	boolean isQuiet() {
		return this.quiet;
	}

	/**
	 * End all faults.
	 */
	ConsensusSimulation calm() {
		log(() -> "calm");
		this.calm = true;
		this.burstUntil = 0;
		heal();
		Arrays.stream(this.disks).forEach((disk) -> disk.broken = false);
		servers().forEach(SimulatedServer::resume);
		int first = this.random.nextInt(this.plan.slots);
		for (int i = 0; i < this.plan.slots; i++) {
			if (i == first || this.random.nextInt(4) > 0) {
				int slot = i;
				after(1000 + this.random.nextInt(1000), () -> start(slot));
			}
		}
		return this;
	}

	/**
	 * Wait until all agree, and see that it stays so.
	 */
	ConsensusSimulation settle() {
		long calmAt = this.now;
		pass(2500);
		passUntil(this.now + 200_000 * MILLIS, this::isJoined);
		if (!isJoined()) {
			throw new ConsensusViolation("the simulated cluster did not form: " + describe());
		}
		this.joinedAfter = this.now - calmAt;
		long joinedAt = this.now;
		passUntil(this.now + BOUND, this::isSettled);
		require(isSettled(), () -> "no agreement %d ms after it is calm and all are members: %s"
			.formatted((this.now - joinedAt) / MILLIS, describe()));
		this.settledAfter = this.now - joinedAt;
		log(() -> "settled");
		int members = this.membership.changes.size();
		for (int i = 0; i < 50; i++) {
			pass(100);
			if (this.membership.changes.size() > members || !isJoined()) {
				// Another server starts late.
				return settle();
			}
			require(isSettled(), () -> "agreement was lost when it was calm: " + describe());
		}
		return this;
	}

	/**
	 * End all servers at about the same time, set the clocks back, lose the disks of less
	 * than half of the voters, and start the servers again.
	 */
	ConsensusSimulation restart() {
		this.restarting = true;
		List<Node> voters = new ArrayList<>(Objects.requireNonNull(raftLeader()).core.report().voters());
		if (this.random.nextBoolean()) {
			yieldSome(Objects.requireNonNull(holder()));
		}
		if (this.random.nextBoolean()) {
			SimulatedDisk disk = this.disks[this.random.nextInt(this.plan.slots)];
			disk.broken = true;
			after(1000, () -> disk.broken = false);
		}
		List<SimulatedServer> all = servers();
		for (SimulatedServer server : all) {
			after(this.random.nextInt(200), () -> server.end("killed with all"));
		}
		pass(200);
		long epoch = this.ledger.lastEpoch();
		long index = this.ledger.lastIndex(epoch);
		this.clocksSetBack = true;
		Set<Integer> lost = new HashSet<>();
		int losses = this.random.nextInt((voters.size() - 1) / 2 + 1);
		while (losses-- > 0) {
			lost.add(slot(voters.remove(this.random.nextInt(voters.size()))));
		}
		log(() -> "all are started again, and the disks of " + lost + " are lost");
		for (int i = 0; i < this.plan.slots; i++) {
			this.blocked.add(i);
		}
		for (SimulatedServer server : all) {
			int slot = server.slot;
			if (lost.contains(slot)) {
				this.disks[slot].lose(this.random.nextBoolean() ? StoredLog.NONE : StoredLog.UNREADABLE);
			}
			after((lost.contains(slot) ? 4000 : 0) + this.random.nextInt(3000), () -> {
				this.blocked.remove(slot);
				start(slot);
			});
		}
		pass(7000);
		this.blocked.clear();
		this.restarting = false;
		this.restarts++;
		settle();
		ConsensusReport report = Objects.requireNonNull(raftLeader()).core.report();
		require(report.epoch() > epoch && report.commitIndex() > index,
				() -> "committed was %d of %d, which is lost: %s".formatted(index, epoch, describe()));
		require(this.ledger.isComplete(report.epoch()), () -> "what was agreed is not known: " + describe());
		return this;
	}

	private boolean isJoined() {
		List<SimulatedServer> servers = servers();
		if (servers.isEmpty()) {
			return false;
		}
		Set<SimulatedServer> all = new HashSet<>(servers);
		for (SimulatedServer server : servers) {
			if (server.isPaused() || server.leaving || server.members.containsValue(true)
					|| !server.unreachable.isEmpty() || !server.members.keySet().equals(all)) {
				return false;
			}
		}
		return true;
	}

	private boolean isSettled() {
		List<SimulatedServer> servers = servers();
		if (servers.stream().filter((server) -> server.acts("")).count() != 1) {
			return false;
		}
		Set<Node> voters = null;
		for (SimulatedServer server : servers) {
			ConsensusReport report = server.core.report();
			Set<Node> known = new HashSet<>(report.voters());
			voters = Objects.requireNonNullElse(voters, known);
			if (report.problem() != null || !known.equals(voters)) {
				return false;
			}
		}
		return voters != null && voters.size() == Math.min(this.plan.voters, servers.size());
	}

	String describe() {
		StringBuilder result = new StringBuilder();
		for (SimulatedServer server : servers()) {
			result.append("%n%s leads %s, sees %s, does not reach %s, %s".formatted(server,
					server.acts("") ? "all" : "nothing", server.members.keySet(), server.unreachable,
					server.core.report()));
		}
		return result.toString();
	}

	/**
	 * Take each lock on some server, once all others are released.
	 */
	private ConsensusSimulation lock() {
		if (this.plan.locks) {
			this.quiet = true;
			pass(SimulatedLock.LONGEST);
			for (SimulatedLock.Kind kind : SimulatedLock.Kind.values()) {
				SimulatedServer server = servers().get(this.random.nextInt(servers().size()));
				server.ask(kind);
				passUntil(this.now + 1000 * MILLIS, () -> server.held().contains(kind));
				require(server.held().contains(kind),
						() -> "%s did not get %s: %s".formatted(server, kind, describe()));
			}
		}
		return this;
	}

	/**
	 * Take a server away from a calm world, and measure until another acts.
	 */
	ConsensusSimulation probe() {
		SimulatedServer holder = Objects.requireNonNull(holder());
		SimulatedServer leader = Objects.requireNonNull(raftLeader());
		List<SimulatedServer> servers = servers();
		if (servers.size() < 3) {
			return this;
		}
		long start = this.now;
		if (this.random.nextBoolean()) {
			this.probe = Probe.CLOSE;
			close(this.random.nextBoolean() ? holder
					: this.random.nextBoolean() ? leader : servers.get(this.random.nextInt(servers.size())));
		}
		else if (this.random.nextBoolean()) {
			this.probe = (holder == leader) ? Probe.BOTH : Probe.HOLDER;
			holder.end("killed");
			passUntil(this.now + BOUND, () -> holder() != null);
			require(holder() != null, () -> "nobody acts after the holder was killed");
		}
		else {
			this.probe = Probe.LEADER;
			leader.end("killed");
			passUntil(this.now + BOUND, () -> raftLeader() != null);
			require(raftLeader() != null, () -> "nobody is elected after the Raft leader was killed");
		}
		this.probed = this.now - start;
		return this;
	}

	private void close(SimulatedServer server) {
		Set<String> roles = Set.copyOf(server.acted());
		Set<String> others = new HashSet<>();
		servers().stream().filter((other) -> other != server).forEach((other) -> others.addAll(other.roles));
		long start = this.now;
		log(() -> server + " closes");
		server.close();
		passUntil(start + 500 * MILLIS,
				() -> roles.stream().allMatch((role) -> !others.contains(role) || this.ledger.isHeld(role, this.now)));
		long taken = this.now;
		for (String role : roles) {
			require(!others.contains(role) || this.ledger.isHeld(role, this.now),
					() -> "nobody took '%s' over from %s: %s".formatted(role, server, describe()));
		}
		passUntil(start + 1000 * MILLIS, server.core::isClosed);
		require(server.core.isClosed(), () -> "%s did not close: %s".formatted(server, describe()));
		this.now = Math.max(this.now, taken);
	}

	private static void require(boolean condition, Supplier<String> message) {
		if (!condition) {
			throw new ConsensusViolation(message.get());
		}
	}

	/**
	 * What is done to a calm world at the end.
	 */
	enum Probe {

		CLOSE, HOLDER, LEADER, BOTH

	}

	/**
	 * Something that happens.
	 *
	 * @param time when
	 * @param sequence what comes first of two at the same time
	 * @param action what is done
	 */
	private record Event(long time, long sequence, Runnable action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			int result = Long.compare(this.time, other.time);
			return (result != 0) ? result : Long.compare(this.sequence, other.sequence);
		}

	}

}

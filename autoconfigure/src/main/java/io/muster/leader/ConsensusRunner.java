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

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.core.log.LogMessage;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.EngineStatus;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.Member;
import io.muster.cluster.MemberStatus;
import io.muster.cluster.Node;
import io.muster.consensus.ConsensusNode;
import io.muster.consensus.ConsensusReport;
import io.muster.consensus.ConsensusSettings;
import io.muster.consensus.Epochs;
import io.muster.consensus.Holdings;
import io.muster.consensus.Holdings.LockHolding;
import io.muster.consensus.LockRequest;
import io.muster.consensus.LockRequests;
import io.muster.consensus.Outgoing;
import io.muster.consensus.RaftStorage;
import io.muster.consensus.Servers;
import io.muster.consensus.Servers.Server;
import io.muster.leader.ConsensusJson.Letter;

/**
 * Runs a {@link ConsensusNode} for each incarnation of this node, on a thread of its own:
 * it hands it the members and the messages of the engine, the time and the disk, and
 * sends what it wants to send.
 */
final class ConsensusRunner {

	private static final Log logger = LogFactory.getLog(ConsensusRunner.class);

	private final ClusterEngine engine;

	private final ConsensusSettings settings;

	private final RaftStorage storage;

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final Runnable changed;

	/**
	 * Of the module java.base: the default one is not in each Java runtime.
	 */
	private final RandomGenerator random = new SplittableRandom();

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * The incarnation that may act: it is a member, and all servers elect the leader by
	 * consensus. Set by the engine's thread, so that a node that was removed stops at
	 * once.
	 */
	private volatile @Nullable Node active;

	private volatile boolean stopped;

	private volatile Held held = new Held(null, Holdings.NONE);

	private volatile ConsensusReport report = ConsensusReport.NONE;

	private volatile long leaderChanges;

	// The executor's thread

	private final ConsensusLog log;

	private @Nullable Node lastLeader;

	private @Nullable Node self;

	private @Nullable ConsensusNode node;

	private Set<String> roles = Set.of();

	private final LockRequests lockRequests = new LockRequests();

	/**
	 * The locks that the node was told to want.
	 */
	private Map<String, LockRequest> wantedLocks = Map.of();

	/**
	 * Whether this node may lead: it is a server, and Up.
	 */
	private boolean eligible;

	private long lastEpoch;

	private @Nullable CompletableFuture<Void> closed;

	/**
	 * Create a runner.
	 * @param engine the engine, not started yet
	 * @param settings the settings of the consensus
	 * @param storage keeps the log
	 * @param nanoTime a monotonic clock, in nanoseconds
	 * @param clock the wall clock
	 * @param changed runs on the runner's thread after each step
	 */
	ConsensusRunner(ClusterEngine engine, ConsensusSettings settings, RaftStorage storage, LongSupplier nanoTime,
			Clock clock, Runnable changed) {
		this.engine = engine;
		this.settings = settings;
		this.storage = storage;
		this.log = new ConsensusLog(settings.sessionTimeout().toNanos());
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.changed = changed;
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "muster-consensus");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Listen to the engine, which has not started yet.
	 */
	void start() {
		this.engine.receive((message) -> execute(() -> receive(message)));
		this.engine.addListener(this::become);
		Duration tick = this.settings.heartbeat().dividedBy(5);
		this.executor.scheduleWithFixedDelay(() -> run(() -> {
		}), tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Return the token of a role that this server leads at this moment. May be called
	 * from any thread.
	 * @return the token, {@code null} if it does not lead
	 */
	@Nullable Long token(String role) {
		return holdings().tokens().get(role);
	}

	/**
	 * Return whether this server holds a lock without a time at this moment. May be
	 * called from any thread.
	 */
	boolean isLockHeld(String name, long token) {
		LockHolding lock = holdings().locks().get(name);
		return lock != null && lock.token() != null && lock.token() == token;
	}

	private Holdings holdings() {
		Held held = this.held;
		boolean acting = !this.stopped && held.owner() != null && held.owner().equals(this.active)
				&& this.nanoTime.getAsLong() - held.holdings().end() < 0;
		return acting ? held.holdings() : Holdings.NONE;
	}

	/**
	 * Return the locks that this process wants. Only for the runner's thread.
	 */
	LockRequests lockRequests() {
		return this.lockRequests;
	}

	/**
	 * Return what this server knows. May be called from any thread.
	 */
	ConsensusReport report() {
		return this.report;
	}

	/**
	 * Return how often this server has learned of another Raft leader. May be called from
	 * any thread.
	 */
	long leaderChanges() {
		return this.leaderChanges;
	}

	/**
	 * Have this server stand for these roles from now on.
	 */
	void stand(Set<String> roles) {
		execute(() -> {
			this.roles = Set.copyOf(roles);
			standUp();
		});
	}

	private void standUp() {
		if (this.node != null) {
			this.node.roles(this.eligible ? this.roles : Set.of(), now());
		}
	}

	/**
	 * Give up all that this server leads and its vote, because it leaves.
	 * @return completes when the others know
	 */
	CompletableFuture<Void> close() {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		execute(() -> {
			this.closed = closed;
			if (this.node != null) {
				this.node.close(now());
			}
			else {
				closed.complete(null);
			}
		});
		if (this.executor.isShutdown()) {
			closed.complete(null);
		}
		return closed;
	}

	/**
	 * Take part again, after {@link #close()}: with the next incarnation of this node.
	 */
	void reopen() {
		execute(() -> this.closed = null);
	}

	/**
	 * Stop for good.
	 */
	void stop() {
		this.stopped = true;
		// What was to run runs, so that nobody waits for it for ever.
		this.executor.shutdown();
	}

	private long now() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Run a task on the runner's thread.
	 * @return whether it runs; {@code false} if this runner has stopped
	 */
	boolean execute(Runnable task) {
		try {
			this.executor.execute(() -> run(task));
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Stopped", ex);
			return false;
		}
	}

	private void run(Runnable task) {
		try {
			task.run();
			step();
		}
		catch (RuntimeException | Error ex) {
			// The next step must come all the same: without it, nothing is renewed.
			logger.error("Consensus: a step failed, and is tried again", ex);
		}
	}

	private void step() {
		ConsensusNode node = this.node;
		if (node == null) {
			this.lockRequests.update(Holdings.NONE, now());
			this.held = new Held(null, Holdings.NONE);
			report(ConsensusReport.NONE);
		}
		else {
			long epoch = Math.max(this.lastEpoch + 1, Epochs.at(this.clock.millis()));
			wantLocks(node);
			List<Outgoing> messages = node.tick(epoch, now());
			Holdings holdings = node.holdings();
			this.lockRequests.update(holdings, now());
			this.held = new Held(this.self, holdings);
			report(node.report());
			messages.forEach(this::send);
			CompletableFuture<Void> closed = this.closed;
			if (closed != null && node.isClosed()) {
				closed.complete(null);
			}
		}
		this.changed.run();
	}

	private void wantLocks(ConsensusNode node) {
		this.lockRequests.update(node.holdings(), now());
		Map<String, LockRequest> wanted = this.lockRequests.wanted();
		Set<String> unused = this.lockRequests.takeUnused();
		if (!wanted.equals(this.wantedLocks)) {
			this.wantedLocks = wanted;
			node.locks(wanted, unused, now());
		}
	}

	private void report(ConsensusReport report) {
		Node leader = report.leader();
		if (leader != null && !leader.equals(this.lastLeader)) {
			this.lastLeader = leader;
			this.leaderChanges++;
		}
		this.log.log(this.self, report, now());
		this.report = report;
	}

	private void send(Outgoing outgoing) {
		Letter letter = new Letter(Objects.requireNonNull(this.self), outgoing.to(), outgoing.message());
		this.engine.send(outgoing.to().address(), ConsensusJson.write(letter));
	}

	private void receive(byte[] bytes) {
		ConsensusNode node = this.node;
		if (node == null) {
			return;
		}
		Letter letter;
		try {
			letter = ConsensusJson.read(bytes);
		}
		catch (JacksonException ex) {
			logger.debug("Consensus: ignored a message that cannot be read", ex);
			return;
		}
		if (letter.to().equals(this.self)) {
			node.receive(letter.from(), letter.message(), now());
		}
	}

	private void become(ClusterState state) {
		boolean elects = state.leadership().change() == LeaderChange.CONSENSUS && state.leadership().settled();
		boolean member = state.status() == EngineStatus.MEMBER || state.status() == EngineStatus.LEAVING;
		this.active = (elects && member) ? state.self() : null;
		Member self = state.selfMember();
		execute(() -> become(member ? state.self() : null, servers(state, elects), self));
	}

	private void become(@Nullable Node self, Servers servers, @Nullable Member member) {
		ConsensusNode node = this.node;
		if (!Objects.equals(self, this.self) || node == null) {
			if (node != null) {
				this.lastEpoch = Math.max(this.lastEpoch, node.report().epoch());
				logger.debug(LogMessage.format("Consensus: %s is not a member any more", this.self));
			}
			this.self = self;
			node = (self != null) ? new ConsensusNode(self, this.settings, this.random, this.storage, now()) : null;
			this.node = node;
			this.lockRequests.startAnew();
			this.wantedLocks = Map.of();
			this.eligible = false;
		}
		if (node != null) {
			node.servers(servers);
			boolean eligible = member != null && !member.isClient() && member.status() == MemberStatus.UP;
			if (eligible != this.eligible) {
				this.eligible = eligible;
				standUp();
			}
			if (member != null
					&& (member.status() == MemberStatus.LEAVING || member.status() == MemberStatus.EXITING)) {
				node.close(now());
			}
		}
		else if (this.closed != null) {
			this.closed.complete(null);
		}
	}

	/**
	 * Return the servers that count: one that joins does when it is Up, one that leaves
	 * until it has seen that.
	 */
	private static Servers servers(ClusterState state, boolean active) {
		return new Servers(state.members()
			.stream()
			.filter((member) -> !member.isClient() && (member.status() == MemberStatus.UP
					|| member.status() == MemberStatus.LEAVING || member.status() == MemberStatus.DOWN))
			.map((member) -> new Server(member.node(), member.status() == MemberStatus.UP, member.reachable()))
			.toList(), active);
	}

	/**
	 * What an incarnation of this node leads.
	 *
	 * @param owner the incarnation
	 * @param holdings what it leads
	 */
	private record Held(@Nullable Node owner, Holdings holdings) {
	}

}

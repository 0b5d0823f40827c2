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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

import io.muster.cluster.ClusterEngine;
import io.muster.cluster.ClusterState;
import io.muster.cluster.LeaderChange;
import io.muster.cluster.LeaderElection;
import io.muster.cluster.Member;
import io.muster.cluster.Node;
import io.muster.consensus.ConsensusReport;
import io.muster.consensus.ConsensusSettings;
import io.muster.consensus.RaftStorage;

/**
 * The leaderships of the servers of a {@link ClusterEngine}, by consensus; and the
 * election of the leader of the cluster, which is the leader of the default role.
 * <p>
 * If not all servers have {@link LeaderChange#CONSENSUS}, the leader of the cluster leads
 * all roles, without a token.
 */
public final class EngineLeaderships implements Leaderships, LeaderElection {

	private static final Log logger = LogFactory.getLog(EngineLeaderships.class);

	private final ClusterEngine engine;

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final long yieldPause;

	private final ConsensusRunner runner;

	private final EngineLocks locks;

	private final Map<String, Term> terms = new ConcurrentHashMap<>();

	private final Map<String, RoleLeadership> leaderships = new ConcurrentHashMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Whether this server stands for nothing.
	 */
	private volatile boolean down;

	// The runner's thread

	private Set<String> granted = Set.of();

	private @Nullable Result lastResult;

	/**
	 * Create the leaderships.
	 * @param engine the engine, not started yet
	 * @param settings the settings of the consensus
	 * @param storage keeps the log of this server
	 */
	public EngineLeaderships(ClusterEngine engine, ConsensusSettings settings, RaftStorage storage) {
		this(engine, settings, storage, System::nanoTime, Clock.systemUTC());
	}

	EngineLeaderships(ClusterEngine engine, ConsensusSettings settings, RaftStorage storage, LongSupplier nanoTime,
			Clock clock) {
		this.engine = engine;
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.yieldPause = settings.sessionTimeout().toNanos();
		this.runner = new ConsensusRunner(engine, settings, storage, nanoTime, clock, this::changed);
		this.locks = new EngineLocks(this.runner, nanoTime, this::lockObstacle);
		engine.elect(this);
		this.runner.start();
		of(Leadership.DEFAULT_ROLE);
	}

	@Override
	public Leadership of(String role) {
		RoleLeadership known = this.leaderships.get(role);
		if (known != null) {
			return known;
		}
		RoleLeadership leadership = this.leaderships.computeIfAbsent(role, RoleLeadership::new);
		stand();
		return leadership;
	}

	@Override
	public List<Holder> holders() {
		ClusterState state = this.engine.state();
		List<Holder> holders = new ArrayList<>();
		if (state.leadership().change() != LeaderChange.CONSENSUS) {
			Member leader = state.member(state.leader());
			if (leader != null) {
				this.leaderships.keySet()
					.stream()
					.sorted()
					.forEach((role) -> holders.add(new Holder(role, leader, null)));
			}
			return holders;
		}
		this.runner.report().state().roles().forEach((name, role) -> {
			Member member = state.member(role.holder());
			if (member != null) {
				FencingToken token = new FencingToken(role.token());
				holders.add(new Holder(name, member, token, since(name, role.token())));
			}
		});
		return holders;
	}

	private @Nullable Instant since(String role, long token) {
		Term term = this.terms.get(role);
		return (term != null && term.token() == token) ? term.since() : null;
	}

	@Override
	public boolean canStandDown() {
		return this.engine.state().leadership().change() == LeaderChange.CONSENSUS
				&& this.runner.report().state().sessions().size() > 1;
	}

	@Override
	public void standDown() {
		this.down = true;
		stand();
	}

	@Override
	public void standUp() {
		this.down = false;
		stand();
	}

	@Override
	public void addListener(Listener listener) {
		this.runner.execute(() -> {
			this.listeners.add(listener);
			this.granted.forEach((role) -> tell(listener, role, true));
		});
	}

	/**
	 * Return the locks of the cluster.
	 * @return the locks
	 */
	public Locks locks() {
		return this.locks;
	}

	private @Nullable String lockObstacle() {
		if (this.engine.state().leadership().change() != LeaderChange.CONSENSUS) {
			return "locks need muster.cluster.leader-change=consensus on all servers";
		}
		return this.runner.report().state().locks().isFull()
				? "as many locks are held and waited for as there may be. Release some, or use fewer names"
				: undecided();
	}

	/**
	 * Return what this server knows of the consensus.
	 * @return the report
	 */
	public ConsensusReport report() {
		return this.runner.report();
	}

	/**
	 * Return how often this server has learned of another Raft leader since it started.
	 * @return the number, which counts the first one
	 */
	public long raftLeaderChanges() {
		return this.runner.leaderChanges();
	}

	/**
	 * Hand over all that this server leads, and its vote, because it leaves the cluster.
	 * It leads nothing until {@link #enter()}.
	 * @return completes when the others know
	 */
	public CompletableFuture<Void> leave() {
		this.runner.execute(() -> this.locks.end("This server leaves the cluster, and takes no lock any more"));
		this.leaderships.values().forEach((leadership) -> leadership.left = true);
		return this.runner.close();
	}

	/**
	 * Lead again, after {@link #leave()}: this server enters the cluster again.
	 */
	public void enter() {
		this.runner.reopen();
		this.runner.execute(this.locks::begin);
		this.leaderships.values().forEach((leadership) -> leadership.left = false);
	}

	/**
	 * Stop for good.
	 */
	public void stop() {
		this.runner.execute(() -> this.locks.end("This server has left the cluster, and takes no lock any more"));
		this.runner.stop();
	}

	// The leader of the cluster

	@Override
	public boolean isLeader() {
		RoleLeadership leadership = this.leaderships.get(Leadership.DEFAULT_ROLE);
		return leadership != null && leadership.isElected();
	}

	@Override
	public @Nullable Node leader() {
		return this.runner.report().state().holder(Leadership.DEFAULT_ROLE);
	}

	@Override
	public @Nullable String obstacle() {
		String undecided = undecided();
		return (undecided == null && leader() == null) ? "no server stands for leader" : undecided;
	}

	private @Nullable String undecided() {
		ConsensusReport report = this.runner.report();
		if (report.problem() != null) {
			return report.problem();
		}
		return report.state().begun() ? null : "leaders of the last group may not have stopped yet";
	}

	// The runner's thread

	private void changed() {
		this.locks.changed();
		noteTerms();
		for (RoleLeadership leadership : this.leaderships.values()) {
			if (leadership.standsAgain()) {
				stand();
			}
		}
		Set<String> now = new TreeSet<>();
		this.leaderships.forEach((role, leadership) -> {
			if (leadership.isLeader()) {
				now.add(role);
			}
		});
		Set<String> before = this.granted;
		this.granted = now;
		before.stream().filter((role) -> !now.contains(role)).forEach((role) -> tell(role, false));
		now.stream().filter((role) -> !before.contains(role)).forEach((role) -> tell(role, true));
		Result result = new Result(leader(), now.contains(Leadership.DEFAULT_ROLE), obstacle());
		if (!result.equals(this.lastResult)) {
			this.lastResult = result;
			this.engine.checkLeader();
		}
	}

	private void noteTerms() {
		var roles = this.runner.report().state().roles();
		this.terms.keySet().retainAll(roles.keySet());
		roles.forEach(
				(name, role) -> this.terms.compute(name, (key, term) -> (term != null && term.token() == role.token())
						? term : new Term(role.token(), this.clock.instant())));
	}

	private void stand() {
		Set<String> standing = new TreeSet<>();
		this.leaderships.forEach((role, leadership) -> {
			if (leadership.yieldedAt == null && !this.down) {
				standing.add(role);
			}
		});
		this.runner.stand(standing);
	}

	private void tell(String role, boolean granted) {
		this.listeners.forEach((listener) -> tell(listener, role, granted));
	}

	private void tell(Listener listener, String role, boolean granted) {
		try {
			if (granted) {
				listener.granted(of(role));
			}
			else {
				listener.revoked(of(role));
			}
		}
		catch (RuntimeException ex) {
			logger.error(LogMessage.format("A listener failed when leadership '%s' was %s", role,
					granted ? "granted" : "revoked"), ex);
		}
	}

	/**
	 * A term of a leader.
	 *
	 * @param token its token
	 * @param since when this server learned of it
	 */
	private record Term(long token, Instant since) {
	}

	/**
	 * What the engine is told of the leader of the cluster.
	 */
	private record Result(@Nullable Node leader, boolean acting, @Nullable String obstacle) {
	}

	private final class RoleLeadership implements Leadership {

		private final String role;

		private volatile @Nullable Long yieldedAt;

		private volatile boolean left;

		private RoleLeadership(String role) {
			this.role = role;
		}

		@Override
		public String role() {
			return this.role;
		}

		@Override
		public boolean isLeader() {
			return isByConsensus() ? isElected() : EngineLeaderships.this.engine.isLeader();
		}

		private boolean isElected() {
			return elected() != null;
		}

		private @Nullable Long elected() {
			return (this.yieldedAt == null && !this.left && !EngineLeaderships.this.down)
					? EngineLeaderships.this.runner.token(this.role) : null;
		}

		@Override
		public @Nullable FencingToken token() {
			Long token = elected();
			return (token != null) ? new FencingToken(token) : null;
		}

		@Override
		public void yield() {
			if (isElected()) {
				this.yieldedAt = EngineLeaderships.this.nanoTime.getAsLong();
				stand();
			}
		}

		/**
		 * Return whether this server stands again from now on: a while has passed, and
		 * the others know that it gave up.
		 */
		private boolean standsAgain() {
			Long yieldedAt = this.yieldedAt;
			if (yieldedAt == null
					|| EngineLeaderships.this.nanoTime.getAsLong() - yieldedAt < EngineLeaderships.this.yieldPause
					|| EngineLeaderships.this.runner.token(this.role) != null) {
				return false;
			}
			this.yieldedAt = null;
			return true;
		}

		private boolean isByConsensus() {
			return EngineLeaderships.this.engine.state().leadership().change() == LeaderChange.CONSENSUS;
		}

	}

}

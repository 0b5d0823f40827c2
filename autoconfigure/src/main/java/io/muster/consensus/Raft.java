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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.consensus.ConsensusMessage.Append;
import io.muster.consensus.ConsensusMessage.AppendReply;
import io.muster.consensus.ConsensusMessage.Install;
import io.muster.consensus.ConsensusMessage.RaftMessage;
import io.muster.consensus.ConsensusMessage.StandNow;
import io.muster.consensus.ConsensusMessage.VoteReply;
import io.muster.consensus.ConsensusMessage.VoteRequest;
import io.muster.consensus.ConsensusReport.CarriedOver;

/**
 * One server of a Raft group. A process that is started again is another server, so it
 * cannot vote twice: term and vote need no disk. Its log is stored before what is in it
 * is acknowledged, so that the next server with its disk has it. With trial votes
 * (section 9.6 of the dissertation), so that a server that comes back disturbs nobody,
 * and with changes of one voter at a time (section 4).
 * <p>
 * Times are nanoseconds of this server's monotonic clock.
 *
 * @see <a href= "https://github.com/ongardie/dissertation">Diego Ongaro: Consensus,
 * Bridging Theory and Practice</a>
 */
final class Raft {

	/**
	 * How many entries one message carries at most.
	 */
	private static final int BATCH = 200;

	private final Node self;

	private final long epoch;

	private final ConsensusSettings settings;

	private final RandomGenerator random;

	private final BiConsumer<Node, ConsensusMessage> out;

	private final RaftStorage storage;

	private final RaftLog log = new RaftLog();

	/**
	 * Who founded the group, {@code null} until this server has something of its log.
	 */
	private @Nullable Node founder;

	/**
	 * The servers that had this log on this disk.
	 */
	private List<Node> owners;

	/**
	 * With what the group began. Only its founder knows.
	 */
	private @Nullable CarriedOver carriedOver;

	/**
	 * The index up to which the log is stored.
	 */
	private long storedIndex;

	private boolean unstored;

	private long nextStoreAt;

	private @Nullable String storageProblem;

	private Role role = Role.FOLLOWER;

	private long term;

	private @Nullable Node vote;

	private @Nullable Node leader;

	private long leaderHeardAt;

	private long standAt;

	/**
	 * When this server acknowledged a leader last, or led.
	 */
	private @Nullable Long acknowledgedAt;

	private long commit;

	private AgreedState state = AgreedState.EMPTY;

	/**
	 * The index of the last entry that changed the state.
	 */
	private long changed;

	/**
	 * Who grants a vote, and when each of them acknowledged a leader last, at the latest.
	 */
	private final Map<Node, Long> votes = new HashMap<>();

	private final Map<Node, Progress> progress = new HashMap<>();

	private @Nullable Node learner;

	private long round;

	/**
	 * When the latest rounds began.
	 */
	private final TreeMap<Long, Long> rounds = new TreeMap<>();

	private long nextRoundAt;

	private long termIndex;

	/**
	 * No earlier leader has confirmed a sign of life that was sent after this moment.
	 */
	private long othersConfirmedUntil;

	private boolean transferred;

	/**
	 * The time of the group that this server knew, and when by its own clock.
	 */
	private long time;

	private long timeAt;

	/**
	 * The term of the leader that told it.
	 */
	private long timeTerm;

	Raft(Node self, long epoch, ConsensusSettings settings, RandomGenerator random, RaftStorage storage,
			BiConsumer<Node, ConsensusMessage> out, long now) {
		this.self = self;
		this.epoch = epoch;
		this.settings = settings;
		this.random = random;
		this.storage = storage;
		this.out = out;
		this.owners = List.of(self);
		this.nextStoreAt = now;
		this.leaderHeardAt = now - settings.electionTimeout().toNanos();
		this.timeAt = now;
		postponeStanding(now);
	}

	/**
	 * Lead a new group. A majority of its voters promised to take part in no older one.
	 * @param voters the voters
	 * @param carriedOver where the log goes on
	 * @param state the state with which it begins
	 */
	void found(List<Node> voters, CarriedOver carriedOver, AgreedState state, long now) {
		this.term = 1;
		this.vote = this.self;
		this.founder = this.self;
		this.carriedOver = carriedOver;
		begin(new RaftLog.Base(carriedOver.index(), 0, List.of(), state));
		this.log.append(new LogEntry(1, new Command.Configuration(voters)));
		this.unstored = true;
		lead(now);
	}

	/**
	 * Go on with a log of this group that another server left on this disk.
	 */
	void restore(StoredLog stored) {
		this.founder = stored.founder();
		this.owners = Stream.concat(stored.owners().stream(), Stream.of(this.self)).distinct().toList();
		begin(new RaftLog.Base(stored.index(), stored.term(), stored.voters(), stored.state()));
		stored.entries().forEach(this.log::append);
		this.storedIndex = this.log.lastIndex();
		// This server is an owner from now on.
		this.unstored = true;
	}

	private void begin(RaftLog.Base base) {
		this.log.reset(base);
		this.storedIndex = 0;
		this.commit = base.index();
		this.state = base.state();
		this.changed = base.index();
	}

	/**
	 * Return what is to be stored, or handed to a founder.
	 */
	StoredLog toStore() {
		return (this.founder != null) ? this.log.toStore(this.epoch, this.founder, this.owners, this.commit, this.state)
				: StoredLog.NONE;
	}

	/**
	 * Store what is not stored yet. If that fails, it is tried again with each heartbeat.
	 */
	private void store(long now) {
		if (!this.unstored || this.founder == null || now - this.nextStoreAt < 0) {
			return;
		}
		this.storageProblem = this.storage.store(toStore());
		if (this.storageProblem == null) {
			this.unstored = false;
			this.storedIndex = this.log.lastIndex();
		}
		else {
			this.nextStoreAt = now + this.settings.heartbeat().toNanos();
		}
	}

	/**
	 * Return the index up to which this server may acknowledge the log.
	 */
	private long ownIndex() {
		return this.storage.isDurable() ? this.storedIndex : this.log.lastIndex();
	}

	/**
	 * Return why the log cannot be stored.
	 * @return the problem and the way out, {@code null} if it can
	 */
	@Nullable String storageProblem() {
		return this.storageProblem;
	}

	/**
	 * Return whether something is in the log that is not committed, and not stored here.
	 */
	boolean isBehind() {
		return this.commit < this.log.lastIndex() && ownIndex() < this.log.lastIndex();
	}

	/**
	 * Return with what the group began, {@code null} if this server did not found it.
	 */
	@Nullable CarriedOver carriedOver() {
		return this.carriedOver;
	}

	/**
	 * Return whether it is certain that the group began with all that was agreed before.
	 */
	boolean isComplete() {
		return this.carriedOver != null && this.carriedOver.complete();
	}

	long epoch() {
		return this.epoch;
	}

	long term() {
		return this.term;
	}

	boolean isLeader() {
		return this.role == Role.LEADER;
	}

	@Nullable Node leader() {
		return this.leader;
	}

	List<Node> voters() {
		return this.log.voters();
	}

	/**
	 * Return the voters that a majority agreed on. Others are told only of these: a
	 * leader that ends may take a change with it.
	 */
	List<Node> committedVoters() {
		return this.log.voters(this.commit);
	}

	AgreedState state() {
		return this.state;
	}

	/**
	 * Return the index of the last entry that changed the state.
	 */
	long changed() {
		return this.changed;
	}

	long commit() {
		return this.commit;
	}

	long lastIndex() {
		return this.log.lastIndex();
	}

	/**
	 * Return whether this server leads and knows all that is committed.
	 */
	boolean isReady() {
		return isLeader() && this.commit >= this.termIndex;
	}

	/**
	 * Return the number of the next round. When it is confirmed, no other server led at
	 * any moment until now.
	 */
	long nextRound() {
		return this.round + 1;
	}

	/**
	 * Return the present round.
	 */
	long round() {
		return this.round;
	}

	/**
	 * Return the first round that began at some time or later.
	 */
	long roundSince(long time) {
		this.rounds.values().removeIf((begun) -> begun - time < 0);
		return this.rounds.isEmpty() ? Long.MAX_VALUE : this.rounds.firstKey();
	}

	/**
	 * Return the last round that a server acknowledged, 0 if none.
	 */
	long acknowledgedRound(Node server) {
		Progress known = this.progress.get(server);
		return (known != null) ? known.round : 0;
	}

	/**
	 * Return the last round that a majority of the voters acknowledged.
	 */
	long confirmedRound() {
		return majority((voter) -> voter.equals(this.self) ? this.round : progress(voter).round);
	}

	long othersConfirmedUntil() {
		return this.othersConfirmedUntil;
	}

	/**
	 * Return the time of the group, in nanoseconds. A leader takes it further by its own
	 * clock. Another server knows at least how late it is: it is never ahead of the
	 * leader that it heard last.
	 */
	long time(long now) {
		long passed = now - this.timeAt;
		return this.time + (isLeader() ? passed : passed / 100 * (100 - ConsensusSettings.DRIFT));
	}

	/**
	 * Take the time that a leader told. A later leader may be behind an earlier one: what
	 * it grants is counted by its time.
	 */
	private void time(long told, long term, long now) {
		this.time = (term > this.timeTerm) ? told : Math.max(told, time(now));
		this.timeAt = now;
		this.timeTerm = term;
	}

	/**
	 * Append a command. Only for a leader.
	 * @return its index
	 */
	long propose(Command command, long now) {
		this.log.append(new LogEntry(this.term, command));
		this.unstored = true;
		advance(now);
		// Stored with the next tick, and sent with the next round, which is due.
		this.nextRoundAt = now;
		return this.log.lastIndex();
	}

	/**
	 * Return whether the voters may be changed: Raft changes them one by one, and only
	 * after an entry of the leader's own term is committed.
	 */
	boolean mayChangeVoters() {
		return isReady() && this.commit >= this.log.votersIndex();
	}

	/**
	 * Hand out the log to a server that is to become a voter.
	 * @param learner the server, {@code null} for none
	 */
	void teach(@Nullable Node learner) {
		this.learner = learner;
	}

	/**
	 * Return whether the learner has caught up.
	 */
	boolean hasLearnt(Node learner) {
		Progress known = this.progress.get(learner);
		return learner.equals(this.learner) && known != null && known.match >= this.commit;
	}

	/**
	 * Return whether a server said that it takes no part in this group.
	 */
	boolean isRefusedBy(Node server) {
		Progress known = this.progress.get(server);
		return known != null && known.refuses;
	}

	/**
	 * Have the voter with the longest log stand for leader at once.
	 */
	void transfer() {
		if (isLeader() && !this.transferred) {
			voters().stream()
				.filter((voter) -> !voter.equals(this.self))
				.max((one, other) -> Long.compare(progress(one).match, progress(other).match))
				.ifPresent((voter) -> {
					this.transferred = true;
					send(voter, new StandNow(this.epoch, this.term));
				});
		}
	}

	void tick(long now) {
		store(now);
		if (isLeader()) {
			this.acknowledgedAt = now;
			if (!isFollowed(now)) {
				follow(null, now);
				return;
			}
			advance(now);
			if (isLeader() && now - this.nextRoundAt >= 0) {
				startRound(now);
			}
		}
		else if (now - this.standAt >= 0) {
			postponeStanding(now);
			// Also a server that is no voter any more, or not yet, must look for another.
			this.leader = null;
			if (voters().contains(this.self)) {
				stand(true, now);
			}
		}
	}

	void receive(Node from, RaftMessage message, long now) {
		if (isLeader()) {
			this.acknowledgedAt = now;
		}
		boolean trial = (message instanceof VoteRequest request && request.trial())
				|| (message instanceof VoteReply reply && reply.trial() && reply.granted());
		if (message.term() > this.term && !trial) {
			this.term = message.term();
			this.vote = null;
			follow(null, now);
		}
		if (message instanceof VoteRequest request) {
			vote(from, request, now);
		}
		else if (message instanceof VoteReply reply) {
			count(from, reply, now);
		}
		else if (message instanceof Append append) {
			append(from, append, now);
		}
		else if (message instanceof Install install) {
			install(from, install, now);
		}
		else if (message instanceof AppendReply reply) {
			acknowledged(from, reply, now);
		}
		else if (message instanceof StandNow && message.term() == this.term && !isLeader()
				&& voters().contains(this.self)) {
			stand(false, now);
		}
	}

	// Elections

	private void postponeStanding(long now) {
		long timeout = this.settings.electionTimeout().toNanos();
		this.standAt = now + timeout + this.random.nextLong(timeout);
	}

	private void stand(boolean trial, long now) {
		this.votes.clear();
		this.role = trial ? Role.TRIAL : Role.CANDIDATE;
		this.leader = null;
		if (!trial) {
			this.term++;
			this.vote = this.self;
			postponeStanding(now);
		}
		long term = trial ? this.term + 1 : this.term;
		VoteRequest request = new VoteRequest(this.epoch, term, trial, this.log.lastIndex(), this.log.lastTerm());
		voters().stream().filter((voter) -> !voter.equals(this.self)).forEach((voter) -> send(voter, request));
		granted(this.self, (this.acknowledgedAt != null) ? this.acknowledgedAt : Long.MIN_VALUE, now);
	}

	private void vote(Node from, VoteRequest request, long now) {
		boolean complete = request.lastTerm() > this.log.lastTerm()
				|| (request.lastTerm() == this.log.lastTerm() && request.lastIndex() >= this.log.lastIndex());
		boolean granted;
		if (request.trial()) {
			boolean led = isLeader() || now - this.leaderHeardAt < this.settings.electionTimeout().toNanos();
			granted = complete && !led && request.term() > this.term;
		}
		else {
			granted = complete && request.term() == this.term && (this.vote == null || this.vote.equals(from));
			if (granted) {
				this.vote = from;
				postponeStanding(now);
			}
		}
		long since = (this.acknowledgedAt != null) ? now - this.acknowledgedAt : -1;
		send(from, new VoteReply(this.epoch, granted ? request.term() : this.term, request.trial(), granted, since));
	}

	private void count(Node from, VoteReply reply, long now) {
		boolean expected = reply.trial() ? this.role == Role.TRIAL && reply.term() == this.term + 1
				: this.role == Role.CANDIDATE && reply.term() == this.term;
		if (expected && reply.granted()) {
			long since = reply.sinceAcknowledged() / 100 * (100 - ConsensusSettings.DRIFT);
			granted(from, (reply.sinceAcknowledged() >= 0) ? now - since : Long.MIN_VALUE, now);
		}
	}

	private void granted(Node from, long acknowledgedAt, long now) {
		this.votes.put(from, acknowledgedAt);
		if (isMajority(this.votes.keySet())) {
			if (this.role == Role.TRIAL) {
				stand(false, now);
			}
			else {
				lead(now);
			}
		}
	}

	private void lead(long now) {
		// That of what is agreed may be later, also of what an earlier group agreed on.
		time(Math.max(time(now), this.state.locks().time()), this.term, now);
		this.role = Role.LEADER;
		this.leader = this.self;
		this.acknowledgedAt = now;
		this.learner = null;
		this.transferred = false;
		this.round = 0;
		this.rounds.clear();
		this.nextRoundAt = now;
		this.progress.clear();
		voters().forEach((voter) -> this.progress.put(voter, new Progress(this.log.lastIndex() + 1, now)));
		// A sign of life that an earlier leader confirmed was acknowledged by a majority,
		// and one of them voted for this server after it.
		long latest = this.votes.values().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
		this.othersConfirmedUntil = (latest == Long.MIN_VALUE) ? now : latest;
		this.termIndex = propose(new Command.NewTerm(), now);
	}

	/**
	 * Follow a leader, or none.
	 */
	private void follow(@Nullable Node leader, long now) {
		if (this.role != Role.FOLLOWER) {
			time(time(now), this.timeTerm, now);
			postponeStanding(now);
		}
		this.role = Role.FOLLOWER;
		this.leader = leader;
	}

	/**
	 * Return whether a majority answered this leader lately.
	 */
	private boolean isFollowed(long now) {
		long oldest = now - 2 * this.settings.electionTimeout().toNanos();
		Set<Node> answering = new LinkedHashSet<>();
		for (Node voter : voters()) {
			if (voter.equals(this.self) || progress(voter).answeredAt - oldest > 0) {
				answering.add(voter);
			}
		}
		return isMajority(answering);
	}

	// Replication

	private void startRound(long now) {
		this.round++;
		this.rounds.put(this.round, now);
		this.nextRoundAt = now + this.settings.heartbeat().toNanos();
		for (Node target : targets()) {
			replicate(target, now);
		}
	}

	private List<Node> targets() {
		List<Node> targets = new ArrayList<>(voters());
		targets.remove(this.self);
		Node learner = this.learner;
		if (learner != null && !targets.contains(learner)) {
			targets.add(learner);
		}
		return targets;
	}

	private void replicate(Node target, long now) {
		Node founder = Objects.requireNonNull(this.founder);
		RaftLog.Base base = this.log.base();
		long previous = progress(target).next - 1;
		if (previous < base.index()) {
			send(target, new Install(this.epoch, this.term, base.index(), base.term(), base.voters(), base.state(),
					this.round, time(now), founder));
		}
		else {
			send(target, new Append(this.epoch, this.term, previous, this.log.term(previous),
					this.log.after(previous, BATCH), this.commit, this.round, time(now), founder));
		}
	}

	private void append(Node from, Append append, long now) {
		if (append.term() < this.term) {
			// Rounds of an earlier term are no rounds of the one in the answer.
			send(from, new AppendReply(this.epoch, this.term, false, this.log.lastIndex(), 0));
			return;
		}
		heard(from, append.time(), now);
		long previous = append.previousIndex();
		List<LogEntry> entries = append.entries();
		boolean committed = previous < this.commit;
		if (committed) {
			// What is committed is the same on all servers.
			int known = (int) Math.min(entries.size(), this.commit - previous);
			entries = entries.subList(known, entries.size());
			previous += known;
		}
		boolean accepted = committed
				|| (previous <= this.log.lastIndex() && this.log.term(previous) == append.previousTerm());
		if (accepted) {
			this.founder = append.founder();
			for (LogEntry entry : entries) {
				previous++;
				if (previous <= this.log.lastIndex() && this.log.term(previous) != entry.term()) {
					this.log.removeFrom(previous);
					this.storedIndex = Math.min(this.storedIndex, previous - 1);
				}
				if (previous > this.log.lastIndex()) {
					this.log.append(entry);
					this.unstored = true;
				}
			}
			commit(Math.min(append.commit(), previous));
			store(now);
		}
		send(from,
				new AppendReply(this.epoch, this.term, accepted,
						accepted ? Math.min(previous, ownIndex())
								: Math.min(this.log.lastIndex(), Math.max(this.commit, append.previousIndex() - 1)),
						append.round()));
	}

	private void install(Node from, Install install, long now) {
		if (install.term() < this.term) {
			send(from, new AppendReply(this.epoch, this.term, false, this.log.lastIndex(), 0));
			return;
		}
		heard(from, install.time(), now);
		if (this.log.isKnown(install.index(), install.indexTerm())) {
			// What follows was acknowledged, and stays.
			commit(install.index());
		}
		else if (install.index() > this.commit) {
			this.founder = install.founder();
			begin(new RaftLog.Base(install.index(), install.indexTerm(), install.voters(), install.state()));
			this.unstored = true;
		}
		store(now);
		send(from,
				new AppendReply(this.epoch, this.term, true, Math.min(install.index(), ownIndex()), install.round()));
	}

	private void heard(Node leader, long time, long now) {
		follow(leader, now);
		time(time, this.term, now);
		this.leaderHeardAt = now;
		this.acknowledgedAt = now;
		postponeStanding(now);
	}

	private void acknowledged(Node from, AppendReply reply, long now) {
		if (!isLeader() || reply.term() != this.term) {
			return;
		}
		Progress known = progress(from);
		if (reply.index() < 0) {
			known.refuses = true;
			return;
		}
		known.answeredAt = now;
		known.round = Math.max(known.round, reply.round());
		if (reply.accepted()) {
			// One that cannot store what it got is sent it again with the next heartbeat.
			boolean more = reply.index() > known.match;
			known.match = Math.max(known.match, reply.index());
			known.next = known.match + 1;
			advance(now);
			if (more && known.match < this.log.lastIndex() && targets().contains(from)) {
				replicate(from, now);
			}
		}
		else if (reply.index() < known.next - 1) {
			known.next = Math.max(known.match, reply.index()) + 1;
			replicate(from, now);
		}
	}

	private void advance(long now) {
		long index = majority((voter) -> voter.equals(this.self) ? ownIndex() : progress(voter).match);
		if (index > this.commit && this.log.term(index) == this.term) {
			commit(index);
			// The others learn of it with the next round, which is due.
			this.nextRoundAt = now;
		}
		// What follows the change is to be committed as well: if only some voters had it,
		// the one that is to stand now might miss it, and nobody would vote for it.
		if (this.commit >= this.log.lastIndex() && !voters().contains(this.self)) {
			startRound(now);
			transfer();
			follow(null, now);
		}
	}

	private void commit(long index) {
		while (this.commit < index) {
			this.commit++;
			AgreedState next = this.state.apply(this.log.entry(this.commit).command(), token(this.commit));
			if (next != this.state) {
				this.state = next;
				this.changed = this.commit;
			}
		}
		if (this.commit - this.log.base().index() >= this.settings.logEntries()) {
			this.log.compact(this.commit, this.state);
		}
	}

	private long token(long index) {
		return Epochs.token(this.epoch, index);
	}

	// Majorities

	private boolean isMajority(Set<Node> nodes) {
		List<Node> voters = voters();
		return 2 * voters.stream().filter(nodes::contains).count() > voters.size();
	}

	/**
	 * Return the largest value that a majority of the voters has reached.
	 */
	private long majority(ToLongFunction<Node> value) {
		List<Node> voters = voters();
		long[] values = voters.stream().mapToLong(value).sorted().toArray();
		return (values.length == 0) ? 0 : values[(values.length - 1) / 2];
	}

	private Progress progress(Node target) {
		return this.progress.computeIfAbsent(target, (key) -> new Progress(this.log.lastIndex() + 1, this.nextRoundAt));
	}

	private void send(Node to, ConsensusMessage message) {
		this.out.accept(to, message);
	}

	private enum Role {

		FOLLOWER, TRIAL, CANDIDATE, LEADER

	}

	/**
	 * What a leader knows of another server.
	 */
	private static final class Progress {

		private long next;

		private long match;

		private long round;

		private long answeredAt;

		private boolean refuses;

		private Progress(long next, long now) {
			this.next = next;
			this.answeredAt = now;
		}

	}

}

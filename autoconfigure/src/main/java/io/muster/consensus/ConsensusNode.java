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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.consensus.ConsensusMessage.Abandon;
import io.muster.consensus.ConsensusMessage.Agreed;
import io.muster.consensus.ConsensusMessage.Append;
import io.muster.consensus.ConsensusMessage.AppendReply;
import io.muster.consensus.ConsensusMessage.Found;
import io.muster.consensus.ConsensusMessage.Install;
import io.muster.consensus.ConsensusMessage.KeepAlive;
import io.muster.consensus.ConsensusMessage.Promise;
import io.muster.consensus.ConsensusMessage.RaftMessage;
import io.muster.consensus.ConsensusMessage.Redirect;
import io.muster.consensus.ConsensusReport.CarriedOver;
import io.muster.consensus.Servers.Server;

/**
 * One server of the consensus: the rules by which a group is founded, keeps its voters in
 * step with the servers of the cluster, and grants leaderships.
 * <p>
 * A group is founded by the oldest server, as soon as a majority of all servers promise
 * to take part in no older group. It is founded anew, with a larger epoch, when so many
 * voters were removed from the cluster that the rest is no majority: they never come back
 * as the servers that they were. Only then: as long as a majority of the voters are
 * members, they alone decide. The new group begins with what those that promise remember
 * of the last one.
 * <p>
 * Times are nanoseconds of this server's monotonic clock. Not thread-safe.
 */
public final class ConsensusNode {

	/**
	 * How long servers that were started again wait for those that remember more, as a
	 * multiple of the session timeout.
	 */
	private static final int RESTART = 3;

	private final Node self;

	private final ConsensusSettings settings;

	private final RandomGenerator random;

	private final RaftStorage storage;

	private final List<Outgoing> out = new ArrayList<>();

	private final Deque<ConsensusMessage> toSelf = new ArrayDeque<>();

	private Servers servers = Servers.NONE;

	private Set<String> roles = Set.of();

	/**
	 * The roles for which this server stood until it sent a sign of life with this
	 * sequence. Until a later one is confirmed, another server may lead them already.
	 */
	private final Map<String, Long> withdrawing = new HashMap<>();

	private Map<String, LockRequest> locks = Map.of();

	/**
	 * The locks that this server released, as above.
	 */
	private final Map<String, Long> releasing = new HashMap<>();

	/**
	 * Those of them that protected nothing.
	 */
	private final Set<String> unused = new HashSet<>();

	private boolean closing;

	/**
	 * The epoch of the group that this server knows, 0 if it knows none.
	 */
	private long epoch;

	private List<Node> knownVoters = List.of();

	private long knownIndex;

	/**
	 * The epoch that this server promised to a founder: it takes part in no older group.
	 */
	private long promised;

	private @Nullable Node promisedTo;

	private @Nullable Founding founding;

	private @Nullable String refusal;

	/**
	 * When enough servers had promised first, so that a group could have been founded.
	 */
	private @Nullable Long foundedAt;

	/**
	 * The log of a group before the present one, or of the present one as it was on the
	 * disk.
	 */
	private StoredLog remembered;

	/**
	 * What this server was told of a group.
	 */
	private StoredLog heard = StoredLog.NONE;

	/**
	 * Whether the group that is remembered and the present one have the same epoch, but
	 * not the same founder.
	 */
	private boolean otherFounder;

	/**
	 * When this server heard of the present group first.
	 */
	private long adoptedAt;

	private @Nullable Raft raft;

	private @Nullable Sessions sessions;

	private Lease lease;

	private @Nullable Node leader;

	/**
	 * The term of the last Raft leader of which this server heard as one that follows.
	 */
	private long leaderTerm;

	/**
	 * The last round of that leader of which this server heard.
	 */
	private long leaderRound;

	/**
	 * When this server heard of a Raft leader last.
	 */
	private long leaderHeardAt;

	/**
	 * When the Raft leader answered, or was named, last.
	 */
	private long followedAt;

	/**
	 * Before when no other server is followed because of a redirection: servers that take
	 * each other for the leader would send signs of life to and fro without end.
	 */
	private long nextRedirectionAt;

	private long nextKeepAliveAt;

	private int nextTarget;

	/**
	 * The last state that all servers were told.
	 */
	private @Nullable AgreedState told;

	private List<Node> toldVoters = List.of();

	/**
	 * When an older server was a member last, {@code null} if none ever was. It may have
	 * founded a group of which this server has not heard.
	 */
	private @Nullable Long olderSeenAt;

	private Servers lastServers = Servers.NONE;

	/**
	 * When a server that was reachable was gone last, {@code null} if none ever was.
	 */
	private @Nullable Long reachableGoneAt;

	private long calledAt;

	private long minimumEpoch;

	private long lastAttempt;

	/**
	 * Create a server that is not a member yet.
	 * @param self the node
	 * @param settings the settings, the same on all servers
	 * @param random the random numbers
	 * @param storage keeps the log
	 * @param now when
	 */
	public ConsensusNode(Node self, ConsensusSettings settings, RandomGenerator random, RaftStorage storage, long now) {
		this.self = self;
		this.settings = settings;
		this.random = random;
		this.storage = storage;
		this.remembered = storage.load();
		this.adoptedAt = now;
		this.lease = new Lease(self, settings, null);
		this.nextKeepAliveAt = now;
		this.nextRedirectionAt = now;
		this.leaderHeardAt = now;
		this.calledAt = now;
	}

	/**
	 * Take the servers of the cluster as they are now.
	 * @param servers the servers
	 */
	public void servers(Servers servers) {
		this.servers = servers;
	}

	/**
	 * Take the roles for which this server stands from now on.
	 * @param roles the roles
	 * @param now when
	 */
	public void roles(Set<String> roles, long now) {
		for (String role : this.roles) {
			if (!roles.contains(role)) {
				this.withdrawing.put(role, this.lease.sequence());
			}
		}
		this.roles = Set.copyOf(roles);
		this.nextKeepAliveAt = now;
	}

	/**
	 * Take the locks that this server wants from now on. One that it wanted and does not
	 * want any more is released first, also if it is wanted again.
	 * @param locks the requests by name of the lock
	 * @param unused the locks that are not wanted any more, and protected nothing
	 * @param now when
	 */
	public void locks(Map<String, LockRequest> locks, Set<String> unused, long now) {
		this.locks.forEach((lock, request) -> {
			LockRequest next = locks.get(lock);
			if (next == null || next.number() != request.number()) {
				boolean usedBefore = this.releasing.containsKey(lock) && !this.unused.contains(lock);
				this.releasing.put(lock, this.lease.sequence());
				if (unused.contains(lock) && !usedBefore) {
					this.unused.add(lock);
				}
				else {
					this.unused.remove(lock);
				}
			}
		});
		this.locks = Map.copyOf(locks);
		this.nextKeepAliveAt = now;
	}

	/**
	 * Close the session of this server, because it leaves. The session cannot be opened
	 * again.
	 * @param now when
	 */
	public void close(long now) {
		this.closing = true;
		this.nextKeepAliveAt = now;
	}

	/**
	 * Return whether this server holds nothing and is not needed any more, so that it may
	 * leave the cluster.
	 * @return whether its session is closed and it is no voter
	 */
	public boolean isClosed() {
		boolean needed = this.knownVoters.contains(this.self) && this.knownVoters.size() > 1;
		return this.closing && (this.epoch == 0 || (!this.lease.isOpen() && !needed));
	}

	/**
	 * Do what is due. Must be called after other calls, and at least ten times in the
	 * session timeout.
	 * @param minimumEpoch the least epoch of a new group
	 * @param now when
	 * @return the messages to send
	 */
	public List<Outgoing> tick(long minimumEpoch, long now) {
		this.minimumEpoch = minimumEpoch;
		this.calledAt = now;
		work(now);
		while (!this.toSelf.isEmpty()) {
			handle(this.self, this.toSelf.removeFirst(), now);
			work(now);
		}
		List<Outgoing> result = List.copyOf(this.out);
		this.out.clear();
		return result;
	}

	/**
	 * Receive a message.
	 * @param from the sender
	 * @param message the message
	 * @param now when
	 */
	public void receive(Node from, ConsensusMessage message, long now) {
		handle(from, message, now);
	}

	/**
	 * Return what this server leads, until its session ends, and the locks that it holds.
	 * @return what this server leads and holds
	 */
	public Holdings holdings() {
		return this.closing ? Holdings.NONE : this.lease.holdings(wanted(), wantedLocks());
	}

	/**
	 * Return the roles for which this server stands. One for which it stands again is
	 * none of them until its withdrawal is agreed: what is known of it is older.
	 */
	private Set<String> wanted() {
		if (this.withdrawing.isEmpty()) {
			return this.roles;
		}
		Set<String> wanted = new HashSet<>(this.roles);
		wanted.removeAll(this.withdrawing.keySet());
		return wanted;
	}

	private Map<String, LockRequest> wantedLocks() {
		if (this.releasing.isEmpty()) {
			return this.locks;
		}
		Map<String, LockRequest> wanted = new HashMap<>(this.locks);
		wanted.keySet().removeAll(this.releasing.keySet());
		return wanted;
	}

	/**
	 * Return the locks that this server wants and knows to hold. One that leaves wants no
	 * other, also if it is granted just now.
	 */
	private Map<String, LockRequest> heldLocks() {
		Map<String, LockRequest> held = new HashMap<>(wantedLocks());
		held.keySet().removeIf((lock) -> {
			AgreedLocks.Holder holder = this.lease.state().locks().holder(lock);
			return holder == null || !holder.server().equals(this.self);
		});
		return held;
	}

	/**
	 * Return what this server knows.
	 * @return the report
	 */
	public ConsensusReport report() {
		Raft raft = voter();
		if (raft != null) {
			AgreedState state = (raft.commit() >= this.lease.index()) ? raft.state() : this.lease.state();
			return new ConsensusReport(this.epoch, raft.term(), leader(), raft.voters(), raft.lastIndex(),
					raft.commit(), lastContact(), state, raft.carriedOver(), this.storage.isDurable(), problem(),
					warning());
		}
		long index = Math.max(0, this.lease.index());
		return new ConsensusReport(this.epoch, 0, leader(), this.knownVoters, index, index, lastContact(),
				this.lease.state(), null, this.storage.isDurable(), problem(), warning());
	}

	private @Nullable Duration lastContact() {
		Node leader = leader();
		return (leader == null || leader.equals(this.self)) ? null
				: Duration.ofNanos(this.calledAt - this.leaderHeardAt);
	}

	private @Nullable String warning() {
		if (this.remembered.foreign() && isStrange()) {
			return strange();
		}
		return (this.raft != null) ? this.raft.storageProblem() : null;
	}

	private @Nullable String problem() {
		if (this.servers.all().isEmpty()) {
			return ConsensusReport.NONE.problem();
		}
		if (!this.servers.active()) {
			return "not all servers have muster.cluster.leader-change=consensus";
		}
		if (isStrange()) {
			return strange();
		}
		Founding founding = this.founding;
		if (founding != null) {
			return "a group is being founded: %d of %d servers have promised%s%s".formatted(founding.promises(),
					founding.servers().size(), (this.refusal != null) ? "; " + this.refusal : "",
					founding.isFounded() ? "; for a while it is " + expecting(founding) : "");
		}
		if (hasNoMajority(null)) {
			return "the oldest server, %s, has not founded a group yet".formatted(this.servers.founder());
		}
		if (!this.servers.isMajorityReached(this.self)) {
			return "this server reaches %d of %d servers, itself included, which is no majority"
				.formatted(this.servers.reached(this.self), this.servers.all().size());
		}
		if (leader() == null) {
			return "no majority of the %d voters reach each other".formatted(this.knownVoters.size());
		}
		// One voter that cannot store the log hinders nobody, most of them do.
		return (this.raft != null && this.raft.isBehind()) ? this.raft.storageProblem() : null;
	}

	private String strange() {
		return ("this server takes no part: its log (epoch %d) is that of another group than this cluster's (epoch "
				+ "%d), such as one that it founded alone. Stop it, remove the folder raft/ in "
				+ "muster.bootstrap.data-dir, and start it again")
			.formatted(this.remembered.epoch(), this.epoch);
	}

	private static String expecting(Founding founding) {
		List<String> missing = founding.missing().stream().map((voter) -> voter.address().hostAndPort()).toList();
		return missing.isEmpty() ? "expecting servers that remember the last group"
				: "expecting voters of the last group, of whose log nothing may be lost: " + missing;
	}

	private @Nullable Node leader() {
		Raft raft = this.raft;
		return (raft != null && raft.leader() != null) ? raft.leader() : this.leader;
	}

	// Messages

	private void send(Node to, ConsensusMessage message) {
		if (to.equals(this.self)) {
			this.toSelf.addLast(message);
		}
		else {
			this.out.add(new Outgoing(to, message));
		}
	}

	private void handle(Node from, ConsensusMessage message, long now) {
		if (message instanceof Found found) {
			promise(from, found, now);
			return;
		}
		if (message instanceof Promise promise) {
			promised(from, promise, now);
			return;
		}
		if (message instanceof Abandon) {
			abandoned(from, message.epoch(), now);
			return;
		}
		boolean led = message instanceof Agreed || message instanceof Append || message instanceof Install;
		if (led && this.promised > message.epoch() && this.promisedTo != null && !this.servers.contains(this.promisedTo)
				&& this.servers.contains(from)) {
			// The founder is gone, and there is a group.
			abandoned(this.promisedTo, this.promised, now);
		}
		if (message.epoch() > this.epoch && message.epoch() >= this.promised) {
			adopt(message.epoch(), now);
		}
		if (led && message.epoch() == this.epoch) {
			this.leaderHeardAt = now;
		}
		if (message.epoch() != this.epoch || this.promised > this.epoch) {
			reject(from, message, now);
			return;
		}
		if (isOfOtherFounder(message)) {
			this.otherFounder = true;
			forget();
		}
		if (isStrange()) {
			refuse(from, message);
		}
		else if (message instanceof RaftMessage raftMessage) {
			Raft raft = raft(now);
			withLastWord(raft, () -> raft.receive(from, raftMessage, now), now);
		}
		else if (message instanceof KeepAlive keepAlive) {
			keepAlive(from, keepAlive, now);
		}
		else if (message instanceof Agreed agreed) {
			agreed(from, agreed, now);
		}
		else if (message instanceof Redirect redirect) {
			redirect(from, redirect, now);
		}
	}

	/**
	 * Tell a server that knows no group, or an older one.
	 */
	private void reject(Node from, ConsensusMessage message, long now) {
		if (this.promised > this.epoch) {
			if (message.epoch() > 0 && this.promisedTo != null) {
				promiseAgain(this.promisedTo);
			}
		}
		else if (message.epoch() < this.epoch && !(message instanceof Redirect)) {
			inform(from, now);
		}
	}

	/**
	 * Tell a server that there is a group. One that promised a later group to a founder
	 * that is gone believes only the leader.
	 */
	private void inform(Node server, long now) {
		Raft raft = this.raft;
		if (raft != null && raft.isReady()) {
			tell(server, raft, sessions(raft), 0, now);
		}
		else {
			send(server, new Redirect(this.epoch, leader(), this.knownIndex, this.knownVoters));
		}
	}

	private void adopt(long epoch, long now) {
		Raft raft = this.raft;
		if (raft != null && raft.toStore().isPresent() && !this.remembered.hasMoreThan(raft.toStore())) {
			this.remembered = raft.toStore();
		}
		this.epoch = epoch;
		this.adoptedAt = now;
		this.nextKeepAliveAt = now;
		this.otherFounder = false;
		this.leaderHeardAt = now;
		this.knownVoters = List.of();
		this.knownIndex = 0;
		this.founding = null;
		this.foundedAt = null;
		forget();
	}

	private void forget() {
		this.raft = null;
		this.sessions = null;
		this.leader = null;
		this.leaderTerm = 0;
		this.leaderRound = 0;
		this.lease = new Lease(this.self, this.settings, this.lease);
	}

	// The log of another group

	/**
	 * Return whether this server remembers a group in which something was agreed and that
	 * is none of those before the present one. Its log must not be mixed with that of the
	 * others.
	 */
	private boolean isStrange() {
		return isOfAnotherGroup() && this.remembered.hasAgreed();
	}

	private boolean isOfAnotherGroup() {
		return this.epoch > 0 && (this.remembered.epoch() > this.epoch || this.otherFounder);
	}

	private boolean isOfOtherFounder(ConsensusMessage message) {
		Node founder = (message instanceof Append append) ? append.founder()
				: (message instanceof Install install) ? install.founder() : null;
		return founder != null && !this.otherFounder && this.remembered.epoch() == this.epoch && this.remembered.isLog()
				&& !founder.equals(this.remembered.founder());
	}

	/**
	 * Have a Raft leader not wait for this server.
	 */
	private void refuse(Node from, ConsensusMessage message) {
		if (message instanceof Append append) {
			send(from, new AppendReply(this.epoch, append.term(), false, -1, append.round()));
		}
		else if (message instanceof Install install) {
			send(from, new AppendReply(this.epoch, install.term(), false, -1, install.round()));
		}
	}

	/**
	 * See that nothing begins with a log of another group, also if all servers are
	 * started again. A server may hear first of a group that has ended, so this takes a
	 * while.
	 */
	private void setAside(long now) {
		if (isOfAnotherGroup() && !this.remembered.foreign() && this.raft == null
				&& now - this.adoptedAt >= this.settings.sessionTimeout().toNanos()) {
			this.remembered = this.remembered.asForeign();
			this.storage.store(this.remembered);
		}
	}

	/**
	 * Have a server that has no log remember that there is a group, and its voters: if
	 * all servers are started again, it must not found one as if there had been none.
	 */
	private void keep(StoredLog heard) {
		StoredLog kept = this.storage.load();
		boolean news = kept.epoch() < heard.epoch()
				|| (kept.epoch() == heard.epoch() && !kept.isLog() && !kept.voters().equals(heard.voters()));
		boolean log = this.raft != null && this.raft.toStore().isPresent();
		if (this.storage.isDurable() && news && !log) {
			this.storage.store(heard);
		}
	}

	/**
	 * Return what this server knows of the last group.
	 */
	private StoredLog log() {
		StoredLog log = this.remembered.foreign() ? StoredLog.NONE : this.remembered;
		Raft raft = this.raft;
		if (raft != null && raft.toStore().isPresent() && !log.hasMoreThan(raft.toStore())) {
			log = raft.toStore();
		}
		return this.heard.hasMoreThan(log) ? this.heard : log;
	}

	private Raft raft(long now) {
		Raft raft = this.raft;
		if (raft == null) {
			raft = new Raft(this.self, this.epoch, this.settings, this.random, this.storage, this::send, now);
			if (this.remembered.epoch() == this.epoch && this.remembered.isLog() && !this.otherFounder) {
				raft.restore(this.remembered);
			}
			this.raft = raft;
		}
		return raft;
	}

	// Founding

	/**
	 * Return whether there is no group that could decide anything any more: too many of
	 * its voters were removed, and this server has not heard of it for as long as
	 * sessions last.
	 * @param founder another server that founds a new group, and so takes part in no
	 * older one; it may know of a change of the voters that is not committed
	 */
	private boolean isGroupLost(@Nullable Node founder, long now) {
		return hasNoMajority(founder)
				&& (this.epoch == 0 || now - this.leaderHeardAt >= this.settings.sessionTimeout().toNanos());
	}

	/**
	 * Return whether an older server may have founded a group just now.
	 */
	private boolean isGroupPossible(long now) {
		Long seenAt = this.olderSeenAt;
		return this.epoch == 0 && seenAt != null && now - seenAt < this.settings.sessionTimeout().toNanos();
	}

	private void notice(long now) {
		for (Server server : this.lastServers.all()) {
			if (server.reachable() && !this.servers.contains(server.node())) {
				this.reachableGoneAt = now;
			}
		}
		this.lastServers = this.servers;
	}

	/**
	 * Return whether a server that was reached until it left, or was started again, may
	 * have heard a leader of an older group just before. It cannot promise any more.
	 */
	private boolean isHeardByOneThatHasGone(long now) {
		Long goneAt = this.reachableGoneAt;
		return (this.epoch != 0 || this.olderSeenAt != null) && goneAt != null
				&& now - goneAt < this.settings.sessionTimeout().toNanos();
	}

	private boolean hasNoMajority(@Nullable Node without) {
		// If the voters are unknown, those that knew them may be gone.
		List<Node> voters = voters();
		return 2 * voters.stream()
			.filter((voter) -> this.servers.contains(voter) && !voter.equals(without))
			.count() <= voters.size();
	}

	/**
	 * Return the voters: to a voter those of its log, whether they are committed or not,
	 * because it needs a majority of those to be elected; unless more is committed than
	 * it has, when nobody would elect it.
	 */
	private List<Node> voters() {
		Raft raft = voter();
		return (raft != null) ? raft.voters() : this.knownVoters;
	}

	/**
	 * Return this server as a voter, {@code null} if it is none.
	 */
	private @Nullable Raft voter() {
		Raft raft = this.raft;
		return (raft != null && raft.voters().contains(this.self) && raft.lastIndex() >= this.knownIndex) ? raft : null;
	}

	private void know(long index, List<Node> voters) {
		if (index >= this.knownIndex && !voters.isEmpty()) {
			this.knownIndex = index;
			this.knownVoters = voters;
		}
	}

	private void found(long now) {
		if (!this.servers.all().isEmpty() && !this.servers.all().get(0).node().equals(this.self)) {
			this.olderSeenAt = now;
		}
		notice(now);
		boolean due = this.servers.active() && this.self.equals(this.servers.founder())
				&& this.servers.isMajorityReached(this.self) && isGroupLost(null, now) && !isGroupPossible(now)
				&& !isHeardByOneThatHasGone(now) && !this.closing;
		Founding founding = this.founding;
		if (founding != null
				&& (!due || !founding.servers().equals(this.servers.nodes()) || founding.epoch() < this.promised)) {
			abandon(founding);
			founding = null;
		}
		if (!due) {
			return;
		}
		if (founding == null) {
			long last = Math.max(Math.max(this.epoch, this.promised),
					Math.max(this.remembered.epoch(), this.lastAttempt));
			this.lastAttempt = Math.max(last + 1, this.minimumEpoch);
			founding = new Founding(this.lastAttempt, this.servers.nodes(), firstVoters(),
					this.epoch == 0 && this.olderSeenAt == null);
			this.founding = founding;
			this.refusal = null;
		}
		begin(founding, now);
		if (this.founding == founding && founding.isDue(now, this.settings.heartbeat().toNanos())) {
			founding.asked(now);
			for (Node server : founding.servers()) {
				if (!founding.isPromised(server)) {
					send(server, founding.request());
				}
			}
		}
	}

	private List<Node> firstVoters() {
		return this.servers.all().stream().filter(Server::up).map(Server::node).limit(this.settings.voters()).toList();
	}

	private void abandon(Founding founding) {
		this.founding = null;
		founding.servers().forEach((server) -> send(server, new Abandon(founding.epoch())));
	}

	private void abandoned(Node founder, long epoch, long now) {
		if (epoch == this.promised && founder.equals(this.promisedTo)) {
			this.promised = this.epoch;
			this.promisedTo = null;
			this.nextKeepAliveAt = now;
		}
	}

	private void promise(Node from, Found found, long now) {
		boolean same = found.epoch() == this.promised && from.equals(this.promisedTo);
		long least = Math.max(Math.max(this.epoch, this.promised), this.remembered.epoch());
		boolean granted = same || (found.epoch() > least && this.servers.active() && isGroupLost(from, now)
				&& from.equals(this.servers.founder()) && found.servers().equals(this.servers.nodes()));
		if (granted && !same) {
			this.promised = found.epoch();
			this.promisedTo = from;
			this.nextKeepAliveAt = now + this.settings.keepAliveNanos();
			// What Raft remembers is kept, in case that the founder abandons the group: a
			// voter without memory would vote twice.
			this.lease = new Lease(this.self, this.settings, this.lease);
		}
		send(from, new Promise(found.epoch(), granted, this.epoch, this.knownIndex, this.knownVoters,
				Math.max(this.promised, this.remembered.epoch() + 1), granted ? log() : StoredLog.NONE));
	}

	private void promiseAgain(Node founder) {
		send(founder,
				new Promise(this.promised, true, this.epoch, this.knownIndex, this.knownVoters, this.promised, log()));
	}

	private void promised(Node from, Promise promise, long now) {
		Founding founding = this.founding;
		if (founding == null || founding.epoch() != promise.epoch()) {
			if (promise.granted() && promise.epoch() > this.epoch) {
				send(from, new Abandon(promise.epoch()));
			}
			else if (promise.granted() && this.promised <= this.epoch) {
				inform(from, now);
			}
			return;
		}
		if (promise.known() > this.epoch) {
			// There is a group. It leads, unless its voters are gone as well.
			abandon(founding);
			adopt(promise.known(), now);
			know(promise.knownIndex(), promise.knownVoters());
			return;
		}
		if (promise.known() == this.epoch) {
			know(promise.knownIndex(), promise.knownVoters());
		}
		if (!promise.granted()) {
			this.refusal = "%s sees other servers or another oldest one, or still hears of a group"
				.formatted(from.address().hostAndPort());
			if (promise.promised() > founding.epoch()) {
				abandon(founding);
				this.lastAttempt = Math.max(this.lastAttempt, promise.promised());
			}
			return;
		}
		founding.promised(from, promise.log());
		begin(founding, now);
	}

	/**
	 * Begin a group that was founded. If what is remembered of the last one may not be
	 * all, voters of it may be about to start, or their promises on their way.
	 */
	private void begin(Founding founding, long now) {
		if (!founding.isFounded()) {
			return;
		}
		this.foundedAt = (this.foundedAt != null) ? this.foundedAt : now;
		if (founding.isRemembered()) {
			boolean restarted = !founding.isComplete() && this.epoch == 0 && this.storage.isDurable();
			long patience = restarted ? RESTART * this.settings.sessionTimeout().toNanos()
					: 2 * this.settings.heartbeat().toNanos();
			boolean expecting = restarted || founding.promises() < founding.servers().size();
			if (expecting && now - this.foundedAt < patience) {
				return;
			}
		}
		StoredLog last = founding.last();
		CarriedOver carriedOver = new CarriedOver(last.epoch(), last.lastIndex(), founding.isComplete());
		adopt(founding.epoch(), now);
		Raft raft = raft(now);
		raft.found(founding.voters(), carriedOver, last.lastState().carriedOver(), now);
		if (founding.isFirst()) {
			sessions(raft).begin(carriedOver.complete(), now);
		}
	}

	// The Raft leader

	private Sessions sessions(Raft raft) {
		Sessions sessions = this.sessions;
		if (sessions == null || !sessions.isPresent()) {
			sessions = new Sessions(raft, this.settings, raft.othersConfirmedUntil());
			this.sessions = sessions;
			this.told = null;
		}
		return sessions;
	}

	private void work(long now) {
		found(now);
		setAside(now);
		Raft raft = this.raft;
		if (raft != null && this.promised <= this.epoch) {
			withLastWord(raft, () -> raft.tick(now), now);
			know(raft.commit(), raft.committedVoters());
			if (raft.isLeader()) {
				this.leaderHeardAt = now;
				lead(raft, now);
			}
		}
		keepAlive(now);
	}

	private void lead(Raft raft, long now) {
		Sessions sessions = sessions(raft);
		sessions.tick(now);
		changeVoters(raft, sessions, now);
		// Sends what was proposed.
		raft.tick(now);
		if (!raft.isReady()) {
			return;
		}
		boolean trusted = this.servers.active() && sessions.isHeard(this.servers.nodes(), this.self, now);
		Map<Node, Long> confirmed = trusted ? sessions.confirm() : Map.of();
		Set<Node> receivers = new TreeSet<>(confirmed.keySet());
		receivers.addAll(concerned(raft));
		for (Node receiver : receivers) {
			tell(receiver, raft, sessions, confirmed.getOrDefault(receiver, 0L), now);
		}
	}

	private void tell(Node receiver, Raft raft, Sessions sessions, long confirmed, long now) {
		send(receiver,
				new Agreed(this.epoch, raft.term(), raft.commit(), raft.changed(),
						sessions.isInformed(receiver) ? null : raft.state(), raft.committedVoters(), confirmed,
						raft.round(), raft.time(now)));
	}

	/**
	 * Have the Raft leader do something. If it leads no more after it, because it is no
	 * voter any more, it tells the others what is agreed: the next one would do so only
	 * when it is elected.
	 */
	private void withLastWord(Raft raft, Runnable step, long now) {
		Sessions sessions = this.sessions;
		boolean leads = sessions != null && sessions.isPresent();
		long term = raft.term();
		step.run();
		if (sessions != null && leads && !raft.isLeader() && raft.term() == term) {
			concerned(raft).forEach((receiver) -> tell(receiver, raft, sessions, 0, now));
		}
	}

	/**
	 * Return the servers that should know at once what changed: all, if it is who leads
	 * what, or the voters; those who hold a lock or held it. Who has a session, stands
	 * for what, or waits, they learn in time.
	 */
	private Set<Node> concerned(Raft raft) {
		AgreedState told = this.told;
		boolean news = told == null || !raft.committedVoters().equals(this.toldVoters)
				|| !raft.state().tokens().equals(told.tokens());
		this.told = raft.state();
		this.toldVoters = raft.committedVoters();
		return (told == null || news) ? this.servers.nodes() : raft.state().locks().concerned(told.locks());
	}

	/**
	 * Keep the voters in step with the servers, one change at a time. A voter that is
	 * only unreachable stays one.
	 */
	private void changeVoters(Raft raft, Sessions sessions, long now) {
		if (!raft.mayChangeVoters()) {
			return;
		}
		List<Node> voters = raft.voters();
		Node leaving = voters.stream()
			.filter((voter) -> isLeaving(voter, sessions))
			// Itself last.
			.reduce((first, second) -> first.equals(this.self) ? second : first)
			.orElse(null);
		if (leaving != null && voters.size() > 1) {
			raft.propose(new Command.Configuration(voters.stream().filter((voter) -> !voter.equals(leaving)).toList()),
					now);
			return;
		}
		Node next = (voters.size() < this.settings.voters()) ? this.servers.all()
			.stream()
			.filter((server) -> server.up() && server.reachable())
			.map(Server::node)
			.filter((node) -> !voters.contains(node) && !isLeaving(node, sessions) && !raft.isRefusedBy(node))
			.findFirst()
			.orElse(null) : null;
		raft.teach(next);
		if (next != null && raft.hasLearnt(next)) {
			List<Node> more = new ArrayList<>(voters);
			more.add(next);
			raft.propose(new Command.Configuration(more), now);
			raft.teach(null);
		}
	}

	private boolean isLeaving(Node voter, Sessions sessions) {
		Server server = this.servers.find(voter);
		return server == null || sessions.isClosing(voter) || (voter.equals(this.self) && this.closing);
	}

	private void keepAlive(Node from, KeepAlive message, long now) {
		Raft raft = this.raft;
		if (raft != null && raft.isLeader()) {
			Sessions sessions = sessions(raft);
			boolean followed = sessions.receive(from, message, now);
			// The session of one that leaves may be closed already.
			if ((!followed || message.closing()) && raft.isReady()) {
				tell(from, raft, sessions, 0, now);
			}
		}
		else {
			send(from,
					new Redirect(this.epoch, (raft != null) ? raft.leader() : null, this.knownIndex, this.knownVoters));
		}
	}

	// This server's session

	private void keepAlive(long now) {
		if (now - this.nextKeepAliveAt < 0 || this.servers.all().isEmpty() || !this.servers.active()) {
			return;
		}
		boolean promised = this.promised > this.epoch;
		if (promised && this.promisedTo != null && this.servers.contains(this.promisedTo)) {
			// The group may be there, or abandoned, and the message that said so lost.
			this.nextKeepAliveAt = now + this.settings.keepAliveNanos();
			promiseAgain(this.promisedTo);
			return;
		}
		Node target = promised ? next(this.servers.nodes()) : target(now);
		if (target == null) {
			return;
		}
		if (promised || isStrange()) {
			// It opens no session, but learns of the group that there is.
			this.nextKeepAliveAt = now + this.settings.keepAliveNanos();
			send(target, new KeepAlive(0, 0, this.lease.send(now), -1, Set.of(), Map.of(), Set.of(), 0, this.closing));
			return;
		}
		AgreedState state = this.lease.state();
		boolean agreed = !this.closing && this.lease.isOpen() && state.standing(this.self).equals(this.roles)
				&& this.withdrawing.isEmpty() && state.locks().requests(this.self).equals(this.locks)
				&& this.releasing.isEmpty();
		this.nextKeepAliveAt = now + (agreed ? this.settings.keepAliveNanos() : this.settings.heartbeat().toNanos());
		send(target, new KeepAlive(this.epoch, this.leaderTerm, this.lease.send(now), this.lease.index(), wanted(),
				this.closing ? heldLocks() : wantedLocks(), this.unused, this.leaderRound, this.closing));
	}

	/**
	 * Return the Raft leader, or a server that may know it.
	 */
	private @Nullable Node target(long now) {
		Raft raft = this.raft;
		if (raft != null && raft.leader() != null) {
			return raft.leader();
		}
		Node known = this.leader;
		if (known != null && this.servers.contains(known) && now - this.followedAt < this.settings.answerNanos()) {
			return known;
		}
		this.leader = null;
		return next((this.knownVoters.isEmpty() || isStrange()) ? this.servers.nodes() : this.knownVoters);
	}

	/**
	 * Return one of these after the other, {@code null} if there is only this server.
	 */
	private @Nullable Node next(Collection<Node> nodes) {
		TreeSet<Node> candidates = new TreeSet<>(nodes);
		candidates.remove(this.self);
		if (candidates.isEmpty()) {
			return null;
		}
		this.nextTarget++;
		return List.copyOf(candidates).get(this.nextTarget % candidates.size());
	}

	private void agreed(Node from, Agreed agreed, long now) {
		know(agreed.index(), agreed.voters());
		this.lease.agreed(agreed.index(), agreed.changed(), agreed.state(), agreed.confirmed(), agreed.time());
		if (this.lease.index() == agreed.index()) {
			this.heard = new StoredLog(this.epoch, null, List.of(), agreed.index(), agreed.term(), agreed.voters(),
					this.lease.state(), List.of(), false);
			keep(this.heard);
		}
		if (agreed.term() > this.leaderTerm) {
			this.leaderTerm = agreed.term();
			this.leaderRound = 0;
			this.nextKeepAliveAt = now;
		}
		if (agreed.term() == this.leaderTerm) {
			this.leaderRound = Math.max(this.leaderRound, agreed.round());
		}
		boolean withdrawn = this.withdrawing.values().removeIf((sequence) -> sequence < this.lease.confirmed());
		if (this.releasing.values().removeIf((sequence) -> sequence < this.lease.confirmed()) || withdrawn) {
			this.unused.retainAll(this.releasing.keySet());
			this.nextKeepAliveAt = now;
		}
		if (agreed.term() >= this.leaderTerm) {
			follow(from, now);
		}
	}

	private void follow(Node leader, long now) {
		this.followedAt = now;
		if (!leader.equals(this.leader)) {
			this.leader = leader;
			this.nextKeepAliveAt = now;
		}
	}

	private void redirect(Node from, Redirect redirect, long now) {
		know(redirect.index(), redirect.voters());
		Node leader = redirect.leader();
		if (leader != null && !leader.equals(from) && !leader.equals(this.leader)
				&& now - this.nextRedirectionAt >= 0) {
			this.nextRedirectionAt = now + this.settings.heartbeat().toNanos();
			follow(leader, now);
		}
	}

}

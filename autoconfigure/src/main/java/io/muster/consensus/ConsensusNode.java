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
import io.muster.consensus.ConsensusMessage.Found;
import io.muster.consensus.ConsensusMessage.Install;
import io.muster.consensus.ConsensusMessage.KeepAlive;
import io.muster.consensus.ConsensusMessage.Promise;
import io.muster.consensus.ConsensusMessage.RaftMessage;
import io.muster.consensus.ConsensusMessage.Redirect;
import io.muster.consensus.Servers.Server;

/**
 * One server of the consensus: the rules by which a group is founded, keeps its voters in
 * step with the servers of the cluster, and grants leaderships.
 * <p>
 * A group is founded by the oldest server, as soon as a majority of all servers promise
 * to take part in no older group. It is founded anew, with a larger epoch, when so many
 * voters were removed from the cluster that the rest is no majority: this group is in
 * memory, so they never come back. Only then: as long as a majority of the voters are
 * members, they alone decide.
 * <p>
 * Times are nanoseconds of this server's monotonic clock. Not thread-safe.
 */
public final class ConsensusNode {

	private final Node self;

	private final ConsensusSettings settings;

	private final RandomGenerator random;

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

	private @Nullable Raft raft;

	private @Nullable Sessions sessions;

	private Lease lease;

	private @Nullable Node leader;

	/**
	 * The term of the last Raft leader of which this server heard as one that follows.
	 */
	private long leaderTerm;

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

	/**
	 * When this server was called last, and until when what it sees of the others may be
	 * older than it looks, because it was suspended.
	 */
	private long calledAt;

	private long seesThePastUntil;

	private long minimumEpoch;

	private long lastAttempt;

	/**
	 * Create a server that is not a member yet.
	 * @param self the node
	 * @param settings the settings, the same on all servers
	 * @param random the random numbers
	 * @param now when
	 */
	public ConsensusNode(Node self, ConsensusSettings settings, RandomGenerator random, long now) {
		this.self = self;
		this.settings = settings;
		this.random = random;
		this.lease = new Lease(self, settings, null);
		this.nextKeepAliveAt = now;
		this.nextRedirectionAt = now;
		this.leaderHeardAt = now;
		this.calledAt = now;
		this.seesThePastUntil = now;
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
				this.releasing.put(lock, this.lease.sequence());
			}
		});
		this.locks = Map.copyOf(locks);
		this.unused.addAll(unused);
		this.unused.retainAll(this.releasing.keySet());
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
		notice(now);
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
		notice(now);
		handle(from, message, now);
	}

	/**
	 * Notice that this server was suspended. The others may have removed it then, with
	 * most of the voters, and have founded another group. It takes a while until it sees
	 * that it does not reach them.
	 */
	private void notice(long now) {
		long timeout = this.settings.sessionTimeout().toNanos();
		if (now - this.calledAt >= timeout) {
			this.seesThePastUntil = now + 2 * timeout;
		}
		this.calledAt = now;
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
	 * Return what this server knows.
	 * @return the report
	 */
	public ConsensusReport report() {
		Raft raft = voter();
		if (raft != null) {
			AgreedState state = (raft.commit() >= this.lease.index()) ? raft.state() : this.lease.state();
			return new ConsensusReport(this.epoch, raft.term(), leader(), raft.voters(), raft.lastIndex(),
					raft.commit(), state, problem());
		}
		long index = Math.max(0, this.lease.index());
		return new ConsensusReport(this.epoch, 0, leader(), this.knownVoters, index, index, this.lease.state(),
				problem());
	}

	private @Nullable String problem() {
		if (this.servers.all().isEmpty()) {
			return ConsensusReport.NONE.problem();
		}
		if (!this.servers.active()) {
			return "not all servers have muster.cluster.leader-change=consensus";
		}
		Founding founding = this.founding;
		if (founding != null) {
			return "a group is being founded: %d of %d servers have promised%s".formatted(founding.promises(),
					founding.servers().size(), (this.refusal != null) ? "; " + this.refusal : "");
		}
		if (hasNoMajority(null)) {
			return "the oldest server, %s, has not founded a group yet".formatted(this.servers.founder());
		}
		if (!this.servers.isMajorityReached(this.self)) {
			return "this server reaches %d of %d servers, itself included, which is no majority"
				.formatted(this.servers.reached(this.self), this.servers.all().size());
		}
		return (leader() == null) ? "no majority of the %d voters reach each other".formatted(this.knownVoters.size())
				: null;
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
			abandoned(from, message.epoch());
			return;
		}
		boolean led = message instanceof Agreed || message instanceof Append || message instanceof Install;
		if (led && this.promised > message.epoch() && this.promisedTo != null
				&& !this.servers.contains(this.promisedTo)) {
			// The founder is gone, and there is a group.
			abandoned(this.promisedTo, this.promised);
		}
		if (message.epoch() > this.epoch && message.epoch() >= this.promised) {
			adopt(message.epoch(), now);
		}
		if (led && message.epoch() == this.epoch) {
			this.leaderHeardAt = now;
		}
		if (message.epoch() != this.epoch || this.promised > this.epoch) {
			reject(from, message);
		}
		else if (message instanceof RaftMessage raftMessage) {
			raft(now).receive(from, raftMessage, now);
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
	private void reject(Node from, ConsensusMessage message) {
		if (this.promised > this.epoch && message.epoch() > 0 && this.promisedTo != null) {
			send(this.promisedTo,
					new Promise(this.promised, true, this.epoch, this.knownIndex, this.knownVoters, this.promised));
		}
		else if (message.epoch() < this.epoch && !(message instanceof Redirect)) {
			send(from, new Redirect(this.epoch, leader(), this.knownIndex, this.knownVoters));
		}
	}

	private void adopt(long epoch, long now) {
		this.epoch = epoch;
		this.leaderHeardAt = now;
		this.knownVoters = List.of();
		this.knownIndex = 0;
		this.raft = null;
		this.sessions = null;
		this.founding = null;
		this.leader = null;
		this.leaderTerm = 0;
		this.lease = new Lease(this.self, this.settings, this.lease);
	}

	private Raft raft(long now) {
		Raft raft = this.raft;
		if (raft == null) {
			raft = new Raft(this.self, this.epoch, this.settings, this.random, this::send, now);
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
		boolean due = this.servers.active() && this.self.equals(this.servers.founder())
				&& this.servers.isMajorityReached(this.self) && isGroupLost(null, now) && !isGroupPossible(now)
				&& !this.closing;
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
			long last = Math.max(Math.max(this.epoch, this.promised), this.lastAttempt);
			this.lastAttempt = Math.max(last + 1, this.minimumEpoch);
			founding = new Founding(this.lastAttempt, this.servers.nodes(), firstVoters(),
					this.epoch == 0 && this.olderSeenAt == null);
			this.founding = founding;
			this.refusal = null;
		}
		if (founding.isDue(now, this.settings.heartbeat().toNanos())) {
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

	private void abandoned(Node founder, long epoch) {
		if (epoch == this.promised && founder.equals(this.promisedTo)) {
			this.promised = this.epoch;
			this.promisedTo = null;
		}
	}

	private void promise(Node from, Found found, long now) {
		boolean same = found.epoch() == this.promised && from.equals(this.promisedTo);
		boolean granted = same || (found.epoch() > Math.max(this.epoch, this.promised) && this.servers.active()
				&& isGroupLost(from, now) && from.equals(this.servers.founder())
				&& found.servers().equals(this.servers.nodes()));
		if (granted && !same) {
			this.promised = found.epoch();
			this.promisedTo = from;
			// What Raft remembers is kept, in case that the founder abandons the group: a
			// voter without memory would vote twice.
			this.lease = new Lease(this.self, this.settings, this.lease);
		}
		send(from, new Promise(found.epoch(), granted, this.epoch, this.knownIndex, this.knownVoters, this.promised));
	}

	private void promised(Node from, Promise promise, long now) {
		Founding founding = this.founding;
		if (founding == null || founding.epoch() != promise.epoch()) {
			if (promise.granted() && promise.epoch() > this.epoch) {
				send(from, new Abandon(promise.epoch()));
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
		founding.promised(from);
		if (founding.isFounded()) {
			adopt(founding.epoch(), now);
			Raft raft = raft(now);
			raft.found(founding.voters(), now);
			if (founding.isFirst()) {
				sessions(raft).begin(true, now);
			}
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
		Raft raft = this.raft;
		if (raft != null && this.promised <= this.epoch) {
			raft.tick(now);
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
		// If all servers are voters, a majority of the voters is one of the servers.
		boolean seesThePast = now - this.seesThePastUntil < 0 && this.servers.all().size() > raft.voters().size();
		boolean trusted = this.servers.active() && this.servers.isMajorityReached(this.self) && !seesThePast;
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
						raft.time(now)));
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
			.filter((node) -> !voters.contains(node) && !isLeaving(node, sessions))
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
		if (now - this.nextKeepAliveAt < 0 || this.servers.all().isEmpty() || !this.servers.active()
				|| this.promised > this.epoch) {
			return;
		}
		Node target = target(now);
		if (target == null) {
			return;
		}
		AgreedState state = this.lease.state();
		boolean agreed = !this.closing && this.lease.isOpen() && state.standing(this.self).equals(this.roles)
				&& this.withdrawing.isEmpty() && state.locks().requests(this.self).equals(this.locks)
				&& this.releasing.isEmpty();
		this.nextKeepAliveAt = now + (agreed ? this.settings.keepAliveNanos() : this.settings.heartbeat().toNanos());
		send(target, new KeepAlive(this.epoch, this.leaderTerm, this.lease.send(now), this.lease.index(), wanted(),
				wantedLocks(), this.unused, this.closing));
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
		if (known != null && this.servers.contains(known)
				&& now - this.followedAt < this.settings.electionTimeout().toNanos()) {
			return known;
		}
		this.leader = null;
		TreeSet<Node> candidates = new TreeSet<>(this.knownVoters.isEmpty() ? this.servers.nodes() : this.knownVoters);
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
		if (agreed.term() > this.leaderTerm) {
			this.leaderTerm = agreed.term();
			this.nextKeepAliveAt = now;
		}
		boolean withdrawn = this.withdrawing.values().removeIf((sequence) -> sequence < this.lease.confirmed());
		if (this.releasing.values().removeIf((sequence) -> sequence < this.lease.confirmed()) || withdrawn) {
			this.unused.retainAll(this.releasing.keySet());
			this.nextKeepAliveAt = now;
		}
		follow(from, now);
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

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
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.muster.cluster.Node;
import io.muster.consensus.ConsensusMessage.KeepAlive;

/**
 * What the Raft leader does for the sessions of all servers. It confirms a sign of life
 * when a majority of the voters acknowledged it after that arrived, so no other server
 * led the group by then. It closes a session that gave no sign of life for longer than
 * its server counts on it. Signs of life are not in the log.
 * <p>
 * A fresh object serves each term.
 */
final class Sessions {

	/**
	 * How many signs of life of a server wait for a confirmation at most.
	 */
	private static final int UNCONFIRMED = 16;

	private final Raft raft;

	private final long term;

	private final ConsensusSettings settings;

	private final long since;

	private final Map<Node, Long> heardAt = new HashMap<>();

	/**
	 * The sequence of the last sign of life.
	 */
	private final Map<Node, Long> latest = new HashMap<>();

	/**
	 * The index up to which a server knows what is agreed.
	 */
	private final Map<Node, Long> known = new HashMap<>();

	/**
	 * The last sign of life, while what its sender wants is not proposed.
	 */
	private final Map<Node, KeepAlive> waiting = new LinkedHashMap<>();

	/**
	 * The last round of which a server has heard.
	 */
	private final Map<Node, Long> rounds = new HashMap<>();

	private final Map<Node, Deque<Unconfirmed>> unconfirmed = new HashMap<>();

	/**
	 * The index of the last command for a server that is not applied yet.
	 */
	private final Map<Node, Long> inFlight = new HashMap<>();

	private final Set<Node> closing = new HashSet<>();

	private boolean beginning;

	/**
	 * The index of the last command that let time pass.
	 */
	private long passing;

	/**
	 * Create the service of a term.
	 * @param raft the leader
	 * @param settings the settings
	 * @param since no earlier leader confirmed a sign of life after this
	 */
	Sessions(Raft raft, ConsensusSettings settings, long since) {
		this.raft = raft;
		this.term = raft.term();
		this.settings = settings;
		this.since = since;
	}

	/**
	 * Return whether this service is that of the present term.
	 */
	boolean isPresent() {
		return this.raft.isLeader() && this.raft.term() == this.term;
	}

	/**
	 * Return whether a majority of the servers has heard of this leader lately. None of
	 * them promised another group since: that takes a server that has heard of no leader
	 * for longer.
	 */
	boolean isHeard(Set<Node> servers, Node self, long now) {
		long recent = this.raft.roundSince(now - this.settings.holdNanos());
		return 2 * servers.stream()
			.filter((server) -> server.equals(self)
					|| Math.max(this.rounds.getOrDefault(server, 0L), this.raft.acknowledgedRound(server)) >= recent)
			.count() > servers.size();
	}

	/**
	 * Return whether a server knows the present state.
	 */
	boolean isInformed(Node server) {
		return this.known.getOrDefault(server, -1L) >= this.raft.changed();
	}

	/**
	 * Return whether a server said that it leaves.
	 */
	boolean isClosing(Node server) {
		return this.closing.contains(server);
	}

	/**
	 * Receive a sign of life.
	 * @return whether its sender knows that this server leads. If it does not, what it
	 * wants may be older than what an earlier leader was told
	 */
	boolean receive(Node from, KeepAlive message, long now) {
		if (message.sequence() <= this.latest.getOrDefault(from, 0L)) {
			// It was overtaken: what its sender wants now is known.
			return true;
		}
		this.latest.put(from, message.sequence());
		this.known.put(from, message.known());
		this.heardAt.put(from, now);
		if (message.closing()) {
			this.closing.add(from);
		}
		else if (message.term() != this.term) {
			return false;
		}
		if (message.term() == this.term) {
			this.rounds.merge(from, message.round(), Math::max);
		}
		this.waiting.put(from, message);
		serve(now);
		return true;
	}

	/**
	 * Do what the servers want, and only then let their signs of life be confirmed: a
	 * confirmation says that what was wanted is agreed.
	 */
	private void serve(long now) {
		if (!this.raft.isReady() || !this.raft.state().begun()) {
			return;
		}
		this.waiting.entrySet().removeIf((entry) -> {
			Node server = entry.getKey();
			if (isInFlight(server)) {
				return false;
			}
			reconcile(server, entry.getValue(), now);
			Deque<Unconfirmed> signs = this.unconfirmed.computeIfAbsent(server, (key) -> new ArrayDeque<>());
			signs.addLast(new Unconfirmed(entry.getValue().sequence(), this.raft.nextRound()));
			if (signs.size() > UNCONFIRMED) {
				signs.removeFirst();
			}
			return true;
		});
	}

	/**
	 * Propose what makes the state what a server wants.
	 */
	private void reconcile(Node from, KeepAlive message, long now) {
		AgreedState state = this.raft.state();
		if (message.closing()) {
			releaseLocks(from, message, now);
			if (state.sessions().contains(from)) {
				propose(from, new Command.Close(from, this.raft.time(now)), now);
			}
			return;
		}
		if (!state.sessions().contains(from)) {
			propose(from, new Command.Open(from), now);
		}
		Set<String> withdrawn = new TreeSet<>(state.standing(from));
		withdrawn.removeAll(message.roles());
		withdrawn.forEach((role) -> propose(from, new Command.Withdraw(from, role), now));
		// In an order that does not differ from one process to the next.
		Set<String> standing = new TreeSet<>(message.roles());
		standing.removeAll(state.standing(from));
		standing.forEach((role) -> propose(from, new Command.Stand(from, role), now));
		releaseLocks(from, message, now);
		requestLocks(from, message, now);
	}

	/**
	 * Release the locks that a server does not want. Also one that leaves may release one
	 * that is held for a time.
	 */
	private void releaseLocks(Node from, KeepAlive message, long now) {
		this.raft.state()
			.locks()
			.requests(from)
			.keySet()
			.stream()
			.filter((lock) -> !message.locks().containsKey(lock))
			.forEach((lock) -> propose(from,
					new Command.Release(from, lock, !message.unused().contains(lock), this.raft.time(now)), now));
	}

	private void requestLocks(Node from, KeepAlive message, long now) {
		SortedMap<String, LockRequest> known = this.raft.state().locks().requests(from);
		new TreeMap<>(message.locks()).forEach((lock, request) -> {
			if (request.isNewerThan(known.get(lock))) {
				propose(from, new Command.Request(from, lock, request, this.raft.time(now)), now);
			}
		});
	}

	/**
	 * Return the signs of life that are confirmed now, and were not before.
	 * @return the sequence by server
	 */
	Map<Node, Long> confirm() {
		Map<Node, Long> confirmed = new HashMap<>();
		if (this.raft.isReady()) {
			long round = this.raft.confirmedRound();
			this.unconfirmed.forEach((server, signs) -> {
				// What is in flight may close the session: the server must learn of that
				// with the confirmation.
				while (!isInFlight(server) && !signs.isEmpty() && signs.getFirst().round() <= round) {
					confirmed.put(server, signs.removeFirst().sequence());
				}
			});
		}
		return confirmed;
	}

	void tick(long now) {
		if (!this.raft.isReady()) {
			return;
		}
		if (!this.raft.state().begun()) {
			if (!this.beginning && now - this.since >= this.settings.expiryNanos()) {
				begin(this.raft.isComplete(), now);
			}
			return;
		}
		serve(now);
		for (Node server : this.raft.state().sessions()) {
			if (!isInFlight(server) && now - heardAt(server) >= this.settings.expiryNanos()) {
				propose(server, new Command.Close(server, this.raft.time(now)), now);
			}
		}
		long time = this.raft.time(now);
		if (this.passing <= this.raft.commit() && this.raft.state().locks().nextChange() <= time) {
			this.passing = this.raft.propose(new Command.Pass(time), now);
		}
	}

	/**
	 * Allow grants.
	 * @param complete whether all locks of an earlier group are known
	 */
	void begin(boolean complete, long now) {
		this.beginning = true;
		this.raft.propose(new Command.Begin(complete, this.raft.time(now)), now);
	}

	private long heardAt(Node server) {
		Long heard = this.heardAt.get(server);
		return (heard == null || heard - this.since < 0) ? this.since : heard;
	}

	private boolean isInFlight(Node server) {
		return this.inFlight.getOrDefault(server, 0L) > this.raft.commit();
	}

	private void propose(Node server, Command command, long now) {
		this.inFlight.put(server, this.raft.propose(command, now));
	}

	/**
	 * A sign of life that is not confirmed yet.
	 *
	 * @param sequence its sequence
	 * @param round the round that confirms it
	 */
	private record Unconfirmed(long sequence, long round) {
	}

}

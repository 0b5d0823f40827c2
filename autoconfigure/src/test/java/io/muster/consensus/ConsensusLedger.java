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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.muster.cluster.Node;
import io.muster.consensus.ConsensusMessage.Agreed;
import io.muster.consensus.ConsensusMessage.Append;
import io.muster.consensus.ConsensusMessage.Install;
import io.muster.consensus.ConsensusReport.CarriedOver;

/**
 * Sees all that the servers of a world do and say, and what of it must not be. Times are
 * nanoseconds of the world's true time.
 */
final class ConsensusLedger {

	/**
	 * How names of locks begin, which no role has.
	 */
	static final String LOCK = "lock ";

	/**
	 * Who acts for a role or holds a lock, and until when if nothing happens.
	 */
	private final Map<String, Map<Node, Long>> claims = new HashMap<>();

	private final Map<String, Long> latestToken = new HashMap<>();

	private final Map<String, Node> latestHolder = new HashMap<>();

	private final Map<String, Long> keptUntil = new HashMap<>();

	private final Set<Long> begun = new HashSet<>();

	private final Map<Long, Map<Long, Node>> leaders = new TreeMap<>();

	private final Map<Long, Map<Long, LogEntry>> entries = new HashMap<>();

	private final Map<Long, Map<Long, AgreedState>> states = new HashMap<>();

	/**
	 * The last index that was committed, by epoch.
	 */
	private final TreeMap<Long, Long> commits = new TreeMap<>();

	private final Set<Long> founded = new HashSet<>();

	/**
	 * The groups that began with all that was agreed in the last one, for sure.
	 */
	private final Set<Long> complete = new HashSet<>();

	int carriedOver;

	long acts;

	long grants;

	/**
	 * Record for what a server acts from now on until a moment.
	 */
	void acts(Node server, Map<String, Long> tokens, long now, long until) {
		this.claims.forEach((role, claims) -> {
			if (!role.startsWith(LOCK) && !tokens.containsKey(role)) {
				claims.remove(server);
			}
		});
		tokens.forEach((role, token) -> claim(server, role, token, now, until));
	}

	/**
	 * Record that a server holds a lock until a moment.
	 */
	void holds(Node server, String lock, long token, long now, long until) {
		Long kept = this.keptUntil.get(lock);
		if (kept != null && now < kept && token > this.latestToken.getOrDefault(lock, 0L)) {
			throw new ConsensusViolation("%s holds '%s' with token %s, which is to be kept free for %d ns more"
				.formatted(server, lock, text(token), kept - now));
		}
		claim(server, lock, token, now, until);
	}

	/**
	 * Record what a server knows. If a group knows all locks of an earlier one, nobody is
	 * left who knows that there was one.
	 */
	void knows(ConsensusReport report) {
		AgreedState state = report.state();
		if (state.begun() && state.locks().unknownSince() < 0 && this.begun.add(report.epoch())) {
			this.keptUntil.clear();
		}
	}

	/**
	 * Record that a server released a lock, or lost it.
	 * @param keptUntil until when nobody else may hold it
	 */
	void released(Node server, String lock, long keptUntil) {
		this.claims.getOrDefault(lock, Map.of()).remove(server);
		this.keptUntil.put(lock, keptUntil);
	}

	private void claim(Node server, String name, Long token, long now, long until) {
		Map<Node, Long> claims = this.claims.computeIfAbsent(name, (key) -> new TreeMap<>());
		claims.remove(server);
		if (until <= now) {
			return;
		}
		this.acts++;
		claims.forEach((other, end) -> {
			if (end > now) {
				throw new ConsensusViolation("%s acts for '%s' with token %s, %s acts until %d ns later"
					.formatted(server, name, text(token), other, end - now));
			}
		});
		claims.put(server, until);
		long latest = this.latestToken.getOrDefault(name, 0L);
		Node holder = this.latestHolder.get(name);
		if (token < latest || (token == latest && !server.equals(holder))) {
			throw new ConsensusViolation("%s acts for '%s' with token %s, %s acted with %s before".formatted(server,
					name, text(token), holder, text(latest)));
		}
		if (token > latest) {
			this.grants++;
			this.latestToken.put(name, token);
			this.latestHolder.put(name, server);
		}
	}

	private static String text(long token) {
		return (token >>> 28) + ":" + (token & 0xFFF_FFFFL);
	}

	/**
	 * Record that a process ended.
	 */
	void ended(Node server) {
		this.claims.values().forEach((claims) -> claims.remove(server));
	}

	boolean isHeld(String role, long now) {
		Map<Node, Long> claims = this.claims.get(role);
		if (claims != null) {
			for (Long end : claims.values()) {
				if (end > now) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Record what a server says.
	 */
	void says(Node server, ConsensusMessage message) {
		if (message instanceof Append append) {
			leads(server, append.epoch(), append.term());
			long index = append.previousIndex();
			for (LogEntry entry : append.entries()) {
				index++;
				if (index <= append.commit()) {
					committed(append.epoch(), index, entry);
				}
			}
		}
		else if (message instanceof Install install) {
			leads(server, install.epoch(), install.term());
			agreed(install.epoch(), install.index(), install.state());
		}
		else if (message instanceof Agreed agreed) {
			leads(server, agreed.epoch(), agreed.term());
			if (agreed.state() != null) {
				agreed(agreed.epoch(), agreed.index(), agreed.state());
			}
		}
	}

	private void leads(Node server, long epoch, long term) {
		Node known = this.leaders.computeIfAbsent(epoch, (key) -> new HashMap<>()).putIfAbsent(term, server);
		if (known != null && !known.equals(server)) {
			throw new ConsensusViolation("both %s and %s led term %d of %d".formatted(known, server, term, epoch));
		}
	}

	private void committed(long epoch, long index, LogEntry entry) {
		LogEntry known = this.entries.computeIfAbsent(epoch, (key) -> new HashMap<>()).putIfAbsent(index, entry);
		if (known != null && !known.equals(entry)) {
			throw new ConsensusViolation(
					"both %s and %s are committed at %d of %d".formatted(known, entry, index, epoch));
		}
	}

	private void agreed(long epoch, long index, AgreedState state) {
		AgreedState known = this.states.computeIfAbsent(epoch, (key) -> new HashMap<>()).putIfAbsent(index, state);
		if (known != null && known != state && !known.equals(state)) {
			throw new ConsensusViolation("both %s and %s are agreed at %d of %d".formatted(known, state, index, epoch));
		}
	}

	/**
	 * Record what a server knows.
	 */
	void knows(Node server, ConsensusReport report) {
		CarriedOver carriedOver = report.carriedOver();
		if (carriedOver != null && this.founded.add(report.epoch()) && carriedOver.epoch() > 0) {
			this.carriedOver++;
			long committed = this.commits.getOrDefault(carriedOver.epoch(), 0L);
			if (carriedOver.complete()) {
				this.complete.add(report.epoch());
				if (committed > carriedOver.index()) {
					throw new ConsensusViolation("what was committed at %d of %d is lost in %d, which begins at %d"
						.formatted(committed, carriedOver.epoch(), report.epoch(), carriedOver.index()));
				}
			}
		}
		if (report.commitIndex() > 0) {
			this.commits.merge(report.epoch(), report.commitIndex(), Math::max);
		}
	}

	boolean isComplete(long epoch) {
		return this.complete.contains(epoch);
	}

	int complete() {
		return this.complete.size();
	}

	/**
	 * Return the last epoch in which something was committed.
	 */
	long lastEpoch() {
		return this.commits.isEmpty() ? 0 : this.commits.lastKey();
	}

	/**
	 * Return the last index that was committed in an epoch.
	 */
	long lastIndex(long epoch) {
		return this.commits.getOrDefault(epoch, 0L);
	}

	int foundings() {
		return this.leaders.size();
	}

	int elections() {
		return this.leaders.values().stream().mapToInt(Map::size).sum();
	}

	/**
	 * Something that must never be.
	 */
	static final class ConsensusViolation extends RuntimeException {

		ConsensusViolation(String message) {
			super(message);
		}

	}

}

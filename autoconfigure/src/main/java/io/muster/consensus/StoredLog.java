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

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;

/**
 * The log of a server as it is kept beyond the end of its process, and handed to the
 * founder of a new group: a state that was agreed, and the entries after it, of which
 * some may not be.
 *
 * @param epoch the epoch of the group; 0 if nothing is remembered, negative if something
 * is that cannot be read
 * @param founder the server that founded the group, which tells it from another with the
 * same epoch; {@code null} if that is unknown
 * @param owners the servers that acknowledged what is in the log, and nothing else: its
 * last one, and those before it that had the same disk. None if it is no log, but what a
 * server was told of a group
 * @param index the index of the last entry that the state contains
 * @param term the term of that entry, 0 if the group was founded with the state and
 * nothing more is known to be agreed
 * @param voters the voters at that entry
 * @param state the state
 * @param entries the entries after it
 * @param foreign whether its server met a group that is none of its later ones: the log
 * is kept, and nothing begins with it
 */
public record StoredLog(long epoch, @Nullable Node founder, List<Node> owners, long index, long term, List<Node> voters,
		AgreedState state, List<LogEntry> entries, boolean foreign) {

	/**
	 * Nothing is remembered.
	 */
	public static final StoredLog NONE = new StoredLog(0, null, List.of(), 0, 0, List.of(), AgreedState.EMPTY,
			List.of(), false);

	/**
	 * There is a log that cannot be read.
	 */
	public static final StoredLog UNREADABLE = new StoredLog(-1, null, List.of(), 0, 0, List.of(), AgreedState.EMPTY,
			List.of(), false);

	public StoredLog {
		owners = List.copyOf(owners);
		voters = List.copyOf(voters);
		entries = List.copyOf(entries);
	}

	/**
	 * Return the index of the last entry.
	 */
	long lastIndex() {
		return this.index + this.entries.size();
	}

	/**
	 * Return the term of the last entry.
	 */
	long lastTerm() {
		return this.entries.isEmpty() ? this.term : this.entries.get(this.entries.size() - 1).term();
	}

	/**
	 * Return the voters by the last entry that changed them.
	 */
	List<Node> lastVoters() {
		List<Node> last = this.voters;
		for (LogEntry entry : this.entries) {
			if (entry.command() instanceof Command.Configuration configuration) {
				last = configuration.voters();
			}
		}
		return last;
	}

	/**
	 * Return the state after the last entry.
	 */
	AgreedState lastState() {
		AgreedState last = this.state;
		long index = this.index;
		for (LogEntry entry : this.entries) {
			index++;
			last = last.apply(entry.command(), Epochs.token(this.epoch, index));
		}
		return last;
	}

	/**
	 * Return whether something is remembered that can be read.
	 */
	boolean isPresent() {
		return this.epoch > 0;
	}

	/**
	 * Return whether this is a log, and not only what a server was told.
	 */
	boolean isLog() {
		return !this.owners.isEmpty();
	}

	/**
	 * Return whether something was agreed in the group, as far as this log knows.
	 */
	boolean hasAgreed() {
		return isPresent() && this.term > 0;
	}

	/**
	 * Return whether this log has more than another one: Raft elects a server only if no
	 * log of a majority has more than its own.
	 */
	boolean hasMoreThan(StoredLog other) {
		if (this.epoch != other.epoch) {
			return this.epoch > other.epoch;
		}
		return (lastTerm() != other.lastTerm()) ? lastTerm() > other.lastTerm() : lastIndex() > other.lastIndex();
	}

	/**
	 * Return whether both are of one group, as far as they know.
	 */
	boolean isOfSameGroupAs(StoredLog other) {
		return this.epoch == other.epoch
				&& (this.founder == null || other.founder == null || this.founder.equals(other.founder));
	}

	/**
	 * Return this log as one with which nothing begins.
	 */
	StoredLog asForeign() {
		return new StoredLog(this.epoch, this.founder, this.owners, this.index, this.term, this.voters, this.state,
				this.entries, true);
	}

}

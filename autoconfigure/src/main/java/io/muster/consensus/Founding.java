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

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.consensus.ConsensusMessage.Found;

/**
 * An attempt to found a group. It succeeds when enough servers promised to take part in
 * no older one.
 */
final class Founding {

	private final long epoch;

	private final Set<Node> servers;

	private final List<Node> voters;

	private final boolean first;

	/**
	 * What each server that promised remembers.
	 */
	private final Map<Node, StoredLog> promised = new HashMap<>();

	private @Nullable Long askedAt;

	/**
	 * Create an attempt.
	 * @param epoch the epoch of the group
	 * @param servers all servers, oldest first
	 * @param voters the voters of the group
	 * @param first whether there was no earlier group
	 */
	Founding(long epoch, Set<Node> servers, List<Node> voters, boolean first) {
		this.epoch = epoch;
		this.servers = new LinkedHashSet<>(servers);
		this.voters = List.copyOf(voters);
		this.first = first;
	}

	long epoch() {
		return this.epoch;
	}

	Set<Node> servers() {
		return this.servers;
	}

	List<Node> voters() {
		return this.voters;
	}

	/**
	 * Return whether there was no earlier group, so that nobody can act by a grant of
	 * one.
	 */
	boolean isFirst() {
		return this.first;
	}

	Found request() {
		return new Found(this.epoch, this.servers, this.voters);
	}

	boolean isDue(long now, long interval) {
		return this.askedAt == null || now - this.askedAt >= interval;
	}

	void asked(long now) {
		this.askedAt = now;
	}

	void promised(Node server, StoredLog log) {
		this.promised.put(server, log);
	}

	boolean isPromised(Node server) {
		return this.promised.containsKey(server);
	}

	int promises() {
		return this.promised.size();
	}

	/**
	 * Return whether the group is founded. If there may be an older one, all servers must
	 * have promised: of those that were there before, at least half are left, and an
	 * older leader confirms only what a majority of those before hears.
	 */
	boolean isFounded() {
		return this.first ? isMajority(this.servers) && isMajority(this.voters)
				: this.promised.keySet().containsAll(this.servers);
	}

	private boolean isMajority(Collection<Node> nodes) {
		return isMajority(nodes, this.promised.keySet());
	}

	private static boolean isMajority(Collection<Node> nodes, Set<Node> some) {
		return 2 * nodes.stream().filter(some::contains).count() > nodes.size();
	}

	/**
	 * Return the log with which the group begins: the one of those that promised that has
	 * most, as Raft would elect it.
	 */
	StoredLog last() {
		StoredLog last = StoredLog.NONE;
		for (StoredLog log : this.promised.values()) {
			if (log.isPresent() && log.hasMoreThan(last)) {
				last = log;
			}
		}
		return last;
	}

	/**
	 * Return whether it is certain that {@link #last()} has all that was agreed. A
	 * promise is a vote for it, and that of a majority of its voters would elect it.
	 */
	boolean isComplete() {
		StoredLog last = last();
		return last.isPresent() ? isMajority(last.lastVoters(), owners(last))
				: this.first && this.promised.values().stream().noneMatch(StoredLog.UNREADABLE::equals);
	}

	/**
	 * Return the voters of the last group whose logs are missing.
	 */
	List<Node> missing() {
		StoredLog last = last();
		Set<Node> owners = owners(last);
		return last.lastVoters().stream().filter((voter) -> !owners.contains(voter)).toList();
	}

	private Set<Node> owners(StoredLog last) {
		Set<Node> owners = new HashSet<>();
		this.promised.values().stream().filter(last::isOfSameGroupAs).map(StoredLog::owners).forEach(owners::addAll);
		return owners;
	}

	/**
	 * Return whether something is remembered, or was.
	 */
	boolean isRemembered() {
		return this.promised.values().stream().anyMatch((log) -> !log.equals(StoredLog.NONE));
	}

}

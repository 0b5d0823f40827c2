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
import java.util.List;
import java.util.TreeMap;

import io.muster.cluster.Node;

/**
 * The log of one server. It keeps the latest entries; the state of the others is in the
 * {@link #base() base}.
 */
final class RaftLog {

	private Base base = new Base(0, 0, List.of(), AgreedState.EMPTY);

	private final List<LogEntry> entries = new ArrayList<>();

	/**
	 * The voters by the index of the entry that made them so.
	 */
	private final TreeMap<Long, List<Node>> configurations = new TreeMap<>();

	RaftLog() {
		this.configurations.put(0L, List.of());
	}

	Base base() {
		return this.base;
	}

	long lastIndex() {
		return this.base.index() + this.entries.size();
	}

	long lastTerm() {
		return term(lastIndex());
	}

	/**
	 * Return the term of an entry.
	 * @param index an index from that of the base to the last one
	 */
	long term(long index) {
		return (index == this.base.index()) ? this.base.term() : entry(index).term();
	}

	/**
	 * Return whether there is an entry of that term, or the base is of it.
	 */
	boolean isKnown(long index, long term) {
		return index >= this.base.index() && index <= lastIndex() && term(index) == term;
	}

	LogEntry entry(long index) {
		return this.entries.get((int) (index - this.base.index() - 1));
	}

	/**
	 * Return the entries after an index.
	 * @param index an index from that of the base to the last one
	 * @param limit how many at most
	 */
	List<LogEntry> after(long index, int limit) {
		int from = (int) (index - this.base.index());
		return List.copyOf(this.entries.subList(from, Math.min(this.entries.size(), from + limit)));
	}

	void append(LogEntry entry) {
		this.entries.add(entry);
		if (entry.command() instanceof Command.Configuration configuration) {
			this.configurations.put(lastIndex(), configuration.voters());
		}
	}

	/**
	 * Remove an entry and those after it.
	 */
	void removeFrom(long index) {
		this.entries.subList((int) (index - this.base.index() - 1), this.entries.size()).clear();
		this.configurations.tailMap(index, true).clear();
	}

	/**
	 * Return the voters by the latest entry that changed them, whether it is committed or
	 * not. Raft wants that: see section 4.1 of the dissertation.
	 */
	List<Node> voters() {
		return this.configurations.lastEntry().getValue();
	}

	/**
	 * Return the voters after an entry.
	 * @param index an index from that of the base to the last one
	 */
	List<Node> voters(long index) {
		return this.configurations.floorEntry(index).getValue();
	}

	/**
	 * Return the index of the entry that made the voters what they are.
	 */
	long votersIndex() {
		return this.configurations.lastKey();
	}

	/**
	 * Replace the first entries by the state that they lead to.
	 */
	void compact(long index, AgreedState state) {
		Base next = new Base(index, term(index), this.configurations.floorEntry(index).getValue(), state);
		this.entries.subList(0, (int) (index - this.base.index())).clear();
		install(next);
	}

	/**
	 * Replace all by a state of another server.
	 */
	void reset(Base base) {
		this.entries.clear();
		this.configurations.clear();
		install(base);
	}

	private void install(Base base) {
		this.base = base;
		this.configurations.headMap(base.index(), true).clear();
		this.configurations.put(base.index(), base.voters());
	}

	/**
	 * The state after entries that are not kept any more.
	 *
	 * @param index the index of the last of them
	 * @param term its term
	 * @param voters the voters then
	 * @param state the state then
	 */
	record Base(long index, long term, List<Node> voters, AgreedState state) {
	}

}

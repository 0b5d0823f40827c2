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
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;

/**
 * The locks on which the servers agree. Who has waited longest takes a lock that is free.
 * <p>
 * A lock without a time is released when the session of its holder ends, as a role is. A
 * lock with a time is not: what its holder does may go on when its server is cut off. So
 * it passes to the next one when it is released or its time has passed.
 * <p>
 * Time is that of the group, in nanoseconds. It begins with the group, each Raft leader
 * takes it further by its own clock, and it stands still while there is none for longer
 * than the next one can know. Immutable.
 *
 * @param time the time of the group at the last command
 * @param unknownSince since when the group exists, if it may not remember the locks of an
 * earlier one; negative if it does
 * @param locks the locks that are held, kept, or waited for, by name
 */
public record AgreedLocks(long time, long unknownSince, SortedMap<String, Lock> locks) {

	/**
	 * How many servers may hold locks or wait for them at most, counted for each lock:
	 * the state has to fit into a message.
	 */
	static final int MOST = 1000;

	/**
	 * No locks.
	 */
	public static final AgreedLocks NONE = new AgreedLocks(0, -1, new TreeMap<>());

	public AgreedLocks {
		locks = Collections.unmodifiableSortedMap(new TreeMap<>(locks));
	}

	@Nullable Holder holder(String name) {
		Lock lock = this.locks.get(name);
		return (lock != null) ? lock.holder() : null;
	}

	/**
	 * Return whether nobody can take a lock or wait for one until another is released.
	 * @return whether the locks are full
	 */
	public boolean isFull() {
		return this.locks.values().stream().mapToInt((lock) -> 1 + lock.waiting().size()).sum() >= MOST;
	}

	/**
	 * Return the locks that a server holds or waits for.
	 */
	SortedMap<String, LockRequest> requests(Node server) {
		SortedMap<String, LockRequest> requests = new TreeMap<>();
		this.locks.forEach((name, lock) -> {
			LockRequest request = lock.request(server);
			if (request != null) {
				requests.put(name, request);
			}
		});
		return requests;
	}

	/**
	 * Return the servers for which something changed since: they took or lost a lock, or
	 * hold it on other terms.
	 */
	Set<Node> concerned(AgreedLocks before) {
		Set<Node> concerned = new LinkedHashSet<>();
		if (before.locks != this.locks) {
			Set<String> names = new LinkedHashSet<>(before.locks.keySet());
			names.addAll(this.locks.keySet());
			for (String name : names) {
				Holder earlier = before.holder(name);
				Holder holder = holder(name);
				if (earlier != null && !earlier.equals(holder)) {
					concerned.add(earlier.server());
				}
				if (holder != null && !holder.equals(earlier)) {
					concerned.add(holder.server());
				}
			}
		}
		return concerned;
	}

	/**
	 * Return when time changes something the next time.
	 * @return the time of the group, {@link Long#MAX_VALUE} for never
	 */
	long nextChange() {
		long next = Long.MAX_VALUE;
		for (Lock lock : this.locks.values()) {
			next = Math.min(next, nextChange(lock));
		}
		return next;
	}

	private long nextChange(Lock lock) {
		Holder holder = lock.holder();
		if (holder != null) {
			return holder.end();
		}
		long free = lock.waiting().stream().mapToLong(this::permittedAt).min().orElse(lock.keptUntil());
		return Math.max(free, lock.keptUntil());
	}

	private long permittedAt(Waiting waiting) {
		return (this.unknownSince < 0) ? 0 : this.unknownSince + waiting.request().longest();
	}

	/**
	 * Return the locks of a group that may have forgotten those of an earlier one, from
	 * now on.
	 */
	AgreedLocks forgotten(long time) {
		return new AgreedLocks(time, time, this.locks);
	}

	/**
	 * Return the locks at a later time.
	 */
	AgreedLocks at(long time, long token) {
		AgreedLocks result = (time > this.time) ? new AgreedLocks(time, this.unknownSince, this.locks) : this;
		if (result.nextChange() <= result.time) {
			for (String name : this.locks.keySet()) {
				result = result.settle(name, result.locks.getOrDefault(name, Lock.FREE), token);
			}
		}
		return result;
	}

	/**
	 * Have a server wait for a lock, which it takes at once if it is free; or extend it.
	 */
	AgreedLocks request(Node server, String name, LockRequest request, long token) {
		Lock lock = this.locks.getOrDefault(name, Lock.FREE);
		LockRequest known = lock.request(server);
		if (!request.isNewerThan(known) || (known == null && isFull())) {
			return this;
		}
		Holder holder = lock.holder();
		if (holder != null && holder.server().equals(server)) {
			if (holder.request().number() != request.number()) {
				return release(server, name, true, token).request(server, name, request, token);
			}
			return with(name, new Lock(lock.waiting(), new Holder(server, request, holder.token(), this.time), 0));
		}
		List<Waiting> waiting = new ArrayList<>(lock.waiting());
		waiting.removeIf((other) -> other.server().equals(server));
		waiting.add(new Waiting(server, request));
		return settle(name, new Lock(waiting, holder, lock.keptUntil()), token);
	}

	/**
	 * Have a server wait for a lock no longer, and release it if it holds it.
	 * @param used whether what the lock protects may have been done: if not, it is not
	 * kept for its least time
	 */
	AgreedLocks release(Node server, String name, boolean used, long token) {
		Lock lock = this.locks.getOrDefault(name, Lock.FREE);
		if (lock.request(server) == null) {
			return this;
		}
		Holder holder = lock.holder();
		if (holder != null && holder.server().equals(server)) {
			return settle(name, new Lock(lock.waiting(), null, used ? holder.keptUntil() : 0), token);
		}
		List<Waiting> waiting = new ArrayList<>(lock.waiting());
		waiting.removeIf((other) -> other.server().equals(server));
		return settle(name, new Lock(waiting, holder, lock.keptUntil()), token);
	}

	/**
	 * Close the session of a server.
	 */
	AgreedLocks close(Node server, long token) {
		AgreedLocks result = this;
		for (String name : requests(server).keySet()) {
			Holder holder = holder(name);
			if (holder == null || !holder.server().equals(server) || !holder.request().isTimed()) {
				result = result.release(server, name, true, token);
			}
		}
		return result;
	}

	/**
	 * Return the locks with which a new group begins, to which no session is known. Those
	 * with a time are still held, or kept, and time goes on.
	 */
	AgreedLocks carriedOver() {
		TreeMap<String, Lock> locks = new TreeMap<>();
		this.locks.forEach((name, lock) -> {
			Holder holder = lock.holder();
			long keptUntil = (holder != null) ? holder.keptUntil() : lock.keptUntil();
			Lock next = (holder != null && holder.request().isTimed()) ? new Lock(List.of(), holder, 0)
					: new Lock(List.of(), null, (keptUntil > this.time) ? keptUntil : 0);
			if (!next.equals(Lock.FREE)) {
				locks.put(name, next);
			}
		});
		return new AgreedLocks(this.time, this.unknownSince, locks);
	}

	private AgreedLocks settle(String name, Lock lock, long token) {
		Holder holder = lock.holder();
		if (holder != null && holder.end() <= this.time) {
			holder = null;
		}
		if (holder != null || lock.keptUntil() > this.time) {
			return with(name, new Lock(lock.waiting(), holder, lock.keptUntil()));
		}
		Waiting next = lock.waiting()
			.stream()
			.filter((waiting) -> permittedAt(waiting) <= this.time)
			.findFirst()
			.orElse(null);
		if (next == null) {
			return with(name, new Lock(lock.waiting(), null, 0));
		}
		List<Waiting> waiting = new ArrayList<>(lock.waiting());
		waiting.remove(next);
		return with(name, new Lock(waiting, new Holder(next.server(), next.request(), token, this.time), 0));
	}

	private AgreedLocks with(String name, Lock lock) {
		TreeMap<String, Lock> locks = new TreeMap<>(this.locks);
		if (lock.equals(Lock.FREE)) {
			locks.remove(name);
		}
		else {
			locks.put(name, lock);
		}
		return new AgreedLocks(this.time, this.unknownSince, locks);
	}

	/**
	 * A lock that is not free, or waited for.
	 *
	 * @param waiting who waits, the first for the longest time
	 * @param holder who holds it, {@code null} if nobody does
	 * @param keptUntil until when nobody may take it, although nobody holds it
	 */
	public record Lock(List<Waiting> waiting, @Nullable Holder holder, long keptUntil) {

		static final Lock FREE = new Lock(List.of(), null, 0);

		public Lock {
			waiting = List.copyOf(waiting);
		}

		@Nullable LockRequest request(Node server) {
			if (this.holder != null && this.holder.server().equals(server)) {
				return this.holder.request();
			}
			return this.waiting.stream()
				.filter((other) -> other.server().equals(server))
				.map(Waiting::request)
				.findFirst()
				.orElse(null);
		}

	}

	/**
	 * A server that waits for a lock.
	 *
	 * @param server the server
	 * @param request what it wants
	 */
	public record Waiting(Node server, LockRequest request) {
	}

	/**
	 * A server that holds a lock.
	 *
	 * @param server the server
	 * @param request on what terms
	 * @param token the token
	 * @param since since when these terms hold
	 */
	public record Holder(Node server, LockRequest request, long token, long since) {

		/**
		 * Return when another may take the lock, {@link Long#MAX_VALUE} if time does not
		 * say.
		 */
		long end() {
			return this.request.isTimed() ? this.since + this.request.atMost() : Long.MAX_VALUE;
		}

		long keptUntil() {
			return this.since + this.request.atLeast();
		}

	}

}

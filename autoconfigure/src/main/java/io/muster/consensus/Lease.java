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
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Node;
import io.muster.consensus.Holdings.LockHolding;

/**
 * What one server knows of its session: how long it may count on it, and what it leads.
 * <p>
 * The session lasts from when the last confirmed {@code KeepAlive} was sent, not from
 * when its confirmation arrived: the Raft leader counts from when it received it, which
 * is later.
 */
final class Lease {

	private static final int PENDING = 64;

	private final Node self;

	private final long hold;

	private final Deque<Sent> sent = new ArrayDeque<>();

	private long sequence;

	private long confirmed;

	private @Nullable Long end;

	/**
	 * A moment by this server's clock, and the time of the group at that moment or later.
	 */
	private @Nullable Anchor anchor;

	private long index = -1;

	private AgreedState state = AgreedState.EMPTY;

	/**
	 * Create a session without a confirmed sign of life.
	 * @param self this server
	 * @param settings the settings
	 * @param last the last lease of this server: what confirms its signs of life must not
	 * confirm others
	 */
	Lease(Node self, ConsensusSettings settings, @Nullable Lease last) {
		this.self = self;
		this.hold = settings.holdNanos();
		this.sequence = (last != null) ? last.sequence : 0;
		this.confirmed = this.sequence;
	}

	/**
	 * Record that a sign of life is sent.
	 * @return its sequence
	 */
	long send(long now) {
		this.sequence++;
		this.sent.addLast(new Sent(this.sequence, now));
		if (this.sent.size() > PENDING) {
			this.sent.removeFirst();
		}
		return this.sequence;
	}

	/**
	 * Record what is agreed. What is older than what is known changes nothing.
	 * @param index the index up to which it is agreed
	 * @param changed the index that changed the state last
	 * @param state the state, {@code null} if it is what this server knew then
	 * @param confirmed the last confirmed sign of life
	 * @param time the time of the group
	 */
	void agreed(long index, long changed, @Nullable AgreedState state, long confirmed, long time) {
		if (state == null && this.index < changed) {
			// The sender takes this server for one that knows more than it does.
			return;
		}
		if (index >= this.index) {
			this.index = index;
			this.state = (state != null) ? state : this.state;
		}
		if (confirmed <= this.confirmed) {
			return;
		}
		this.confirmed = confirmed;
		while (!this.sent.isEmpty() && this.sent.getFirst().sequence() <= confirmed) {
			Sent last = this.sent.removeFirst();
			if (last.sequence() == confirmed) {
				this.end = last.at() + this.hold;
				this.anchor = new Anchor(last.at(), time);
			}
		}
	}

	/**
	 * Return the sequence of the last sign of life that was sent.
	 */
	long sequence() {
		return this.sequence;
	}

	/**
	 * Return the sequence of the last confirmed sign of life.
	 */
	long confirmed() {
		return this.confirmed;
	}

	AgreedState state() {
		return this.state;
	}

	long index() {
		return this.index;
	}

	boolean isOpen() {
		return this.state.sessions().contains(this.self);
	}

	/**
	 * Return what this server leads, and the locks that it holds.
	 * @param roles the roles for which it stands: it may lead another one no more, before
	 * it learns of that
	 * @param locks the locks that it wants
	 * @return what it holds
	 */
	Holdings holdings(Set<String> roles, Map<String, LockRequest> locks) {
		Long end = this.end;
		Anchor anchor = this.anchor;
		if (end == null || anchor == null) {
			return Holdings.NONE;
		}
		SortedMap<String, Long> tokens = new TreeMap<>();
		this.state.roles().forEach((name, role) -> {
			if (this.self.equals(role.holder()) && roles.contains(name)) {
				tokens.put(name, role.token());
			}
		});
		SortedMap<String, LockHolding> held = new TreeMap<>();
		for (String name : locks.keySet()) {
			AgreedLocks.Lock lock = this.state.locks().locks().get(name);
			LockRequest request = (lock != null) ? lock.request(this.self) : null;
			if (lock != null && request != null) {
				AgreedLocks.Holder holder = lock.holder();
				held.put(name,
						(holder != null && holder.server().equals(this.self))
								? new LockHolding(request, holder.token(), end(holder, end, anchor))
								: new LockHolding(request, null, end));
			}
		}
		return new Holdings(end, tokens, held);
	}

	/**
	 * Return when a lock ends by this server's clock: when the time of the group, which
	 * runs at another rate, reaches its end at the earliest.
	 */
	private static long end(AgreedLocks.Holder holder, long session, Anchor anchor) {
		return holder.request().isTimed()
				? anchor.at() + (holder.end() - anchor.time()) / 100 * (100 - ConsensusSettings.DRIFT) : session;
	}

	private record Sent(long sequence, long at) {
	}

	private record Anchor(long at, long time) {
	}

}

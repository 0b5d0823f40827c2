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

package io.muster.leader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Leaderships that a test grants and revokes, by its own thread. With consensus, the
 * terms of all roles are numbered from 1.
 */
public final class FakeLeaderships implements Leaderships {

	private final Map<String, FakeLeadership> leaderships = new ConcurrentSkipListMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final boolean consensus;

	private volatile boolean others;

	private volatile boolean down;

	private long terms;

	/**
	 * Create leaderships with tokens.
	 */
	public FakeLeaderships() {
		this(true);
	}

	/**
	 * Create leaderships.
	 * @param consensus whether they have tokens
	 */
	public FakeLeaderships(boolean consensus) {
		this.consensus = consensus;
	}

	@Override
	public Leadership of(String role) {
		return this.leaderships.computeIfAbsent(role, FakeLeadership::new);
	}

	/**
	 * Return the roles that this server stands for.
	 * @return the roles
	 */
	public Set<String> roles() {
		return this.leaderships.keySet();
	}

	/**
	 * Have this server lead, and tell the listeners.
	 * @param role the role
	 */
	public void grant(String role) {
		FakeLeadership leadership = (FakeLeadership) of(role);
		leadership.token = new FencingToken(++this.terms);
		leadership.leader = true;
		this.listeners.forEach((listener) -> listener.granted(leadership));
	}

	/**
	 * Have this server lead no more, and tell the listeners.
	 * @param role the role
	 */
	public void revoke(String role) {
		lose(role);
		tellRevoked(role);
	}

	/**
	 * Have this server lead no more, without a word to the listeners.
	 * @param role the role
	 */
	public void lose(String role) {
		((FakeLeadership) of(role)).leader = false;
	}

	/**
	 * Tell the listeners that this server leads no more.
	 * @param role the role
	 */
	public void tellRevoked(String role) {
		Leadership leadership = of(role);
		this.listeners.forEach((listener) -> listener.revoked(leadership));
	}

	/**
	 * Set whether there is another server.
	 * @param others whether there is
	 */
	public void others(boolean others) {
		this.others = others;
	}

	@Override
	public boolean canStandDown() {
		return this.others;
	}

	@Override
	public void standDown() {
		this.down = true;
	}

	@Override
	public void standUp() {
		this.down = false;
	}

	/**
	 * Return whether this server stands for nothing.
	 * @return whether it does
	 */
	public boolean isDown() {
		return this.down;
	}

	@Override
	public List<Holder> holders() {
		return List.of();
	}

	@Override
	public void addListener(Listener listener) {
		this.listeners.add(listener);
		new ArrayList<>(this.leaderships.values()).stream().filter(Leadership::isLeader).forEach(listener::granted);
	}

	/**
	 * A leadership that is granted by the test.
	 */
	private final class FakeLeadership implements Leadership {

		private final String role;

		private volatile boolean leader;

		private volatile @Nullable FencingToken token;

		private FakeLeadership(String role) {
			this.role = role;
		}

		@Override
		public String role() {
			return this.role;
		}

		@Override
		public boolean isLeader() {
			return this.leader;
		}

		@Override
		public @Nullable FencingToken token() {
			return (this.leader && FakeLeaderships.this.consensus) ? this.token : null;
		}

		@Override
		public void yield() {
			revoke(this.role);
		}

	}

}

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

package io.muster.test.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Member;
import io.muster.leader.FencingToken;
import io.muster.leader.Leadership;
import io.muster.leader.Leaderships;

/**
 * {@link Leaderships} that a test grants and revokes, by its own thread.
 */
final class FakeLeaderships implements Leaderships {

	private final Map<String, FakeLeadership> leaderships = new ConcurrentSkipListMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final FakeCluster cluster;

	private volatile boolean down;

	private long terms;

	FakeLeaderships(FakeCluster cluster) {
		this.cluster = cluster;
	}

	@Override
	public FakeLeadership of(String role) {
		return this.leaderships.computeIfAbsent(role, FakeLeadership::new);
	}

	@Override
	public List<Holder> holders() {
		Function<String, @Nullable Member> holder = this.cluster::holder;
		List<Holder> holders = new ArrayList<>();
		this.leaderships.forEach((role, leadership) -> {
			Member member = holder.apply(role);
			if (member != null) {
				holders.add(new Holder(role, member, leadership.token()));
			}
		});
		return holders;
	}

	@Override
	public boolean canStandDown() {
		return this.cluster.members().size() > 1;
	}

	@Override
	public void standDown() {
		this.down = true;
		revokeAll();
	}

	@Override
	public void standUp() {
		this.down = false;
	}

	/**
	 * Return whether this server stands for no role, because the application refuses
	 * traffic.
	 */
	boolean isDown() {
		return this.down;
	}

	/**
	 * Begin a new term.
	 */
	void grant(String role) {
		FakeLeadership leadership = of(role);
		synchronized (this) {
			leadership.token = new FencingToken(++this.terms);
		}
		this.listeners.forEach((listener) -> listener.granted(leadership));
	}

	/**
	 * End the term, if this server leads.
	 */
	void revoke(String role) {
		FakeLeadership leadership = of(role);
		if (leadership.isLeader()) {
			leadership.token = null;
			this.listeners.forEach((listener) -> listener.revoked(leadership));
		}
	}

	/**
	 * End all terms by way of the cluster.
	 */
	private void revokeAll() {
		this.leaderships.values().stream().filter(Leadership::isLeader).forEach(Leadership::yield);
	}

	/**
	 * End all terms, and let no number come twice.
	 */
	void reset() {
		this.down = false;
		this.leaderships.keySet().forEach(this::revoke);
	}

	@Override
	public void addListener(Listener listener) {
		this.listeners.add(listener);
		List.copyOf(this.leaderships.values()).stream().filter(Leadership::isLeader).forEach(listener::granted);
	}

	/**
	 * A leadership of the test. It has a token exactly while it is held.
	 */
	final class FakeLeadership implements Leadership {

		private final String role;

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
			return this.token != null;
		}

		@Override
		public @Nullable FencingToken token() {
			return this.token;
		}

		@Override
		public void yield() {
			if (isLeader()) {
				FakeLeaderships.this.cluster.loseLeadership(this.role);
			}
		}

	}

}

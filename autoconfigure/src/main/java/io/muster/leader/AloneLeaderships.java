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

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.muster.cluster.Member;
import io.muster.consensus.Epochs;

/**
 * The leaderships of an application that is no node of a cluster: it leads each role. The
 * token of its term is larger than that of each application that was started in an
 * earlier second, so that code that needs a token runs here as well; two applications
 * that run alone at one time lead both. Listeners are called by the thread that adds them
 * or asks for a role first.
 */
public final class AloneLeaderships implements Leaderships {

	private final Map<String, Leadership> leaderships = new LinkedHashMap<>();

	private final List<Listener> listeners = new ArrayList<>();

	private final FencingToken token;

	private final Supplier<@Nullable Member> self;

	/**
	 * Create leaderships.
	 * @param self returns this node; {@code null} while it is not a member
	 */
	public AloneLeaderships(Supplier<@Nullable Member> self) {
		this(self, Clock.systemUTC());
	}

	AloneLeaderships(Supplier<@Nullable Member> self, Clock clock) {
		this.self = self;
		this.token = new FencingToken(Epochs.token(Epochs.at(clock.millis()), 1));
	}

	@Override
	public synchronized Leadership of(String role) {
		Leadership known = this.leaderships.get(role);
		if (known != null) {
			return known;
		}
		Leadership leadership = new AloneLeadership(role, this.token);
		this.leaderships.put(role, leadership);
		List.copyOf(this.listeners).forEach((listener) -> listener.granted(leadership));
		return leadership;
	}

	@Override
	public synchronized List<Holder> holders() {
		Member member = this.self.get();
		return (member != null) ? this.leaderships.keySet()
			.stream()
			.sorted()
			.map((role) -> new Holder(role, member, this.token))
			.toList() : List.of();
	}

	@Override
	public synchronized void addListener(Listener listener) {
		this.listeners.add(listener);
		List.copyOf(this.leaderships.values()).forEach(listener::granted);
	}

	/**
	 * A leadership that nobody else can have.
	 *
	 * @param role the role
	 * @param token the token
	 */
	private record AloneLeadership(String role, FencingToken token) implements Leadership {

		@Override
		public boolean isLeader() {
			return true;
		}

		@Override
		public void yield() {
			// There is nobody to hand it over to.
		}

	}

}

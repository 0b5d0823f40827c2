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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The leaderships of an application that is no node of a cluster: it leads each role,
 * without a token. Listeners are called by the thread that adds them or asks for a role
 * first.
 */
public final class AloneLeaderships implements Leaderships {

	private final Map<String, Leadership> leaderships = new LinkedHashMap<>();

	private final List<Listener> listeners = new ArrayList<>();

	@Override
	public synchronized Leadership of(String role) {
		Leadership known = this.leaderships.get(role);
		if (known != null) {
			return known;
		}
		Leadership leadership = new AloneLeadership(role);
		this.leaderships.put(role, leadership);
		List.copyOf(this.listeners).forEach((listener) -> listener.granted(leadership));
		return leadership;
	}

	/**
	 * Return no holder, because there is no member.
	 */
	@Override
	public List<Holder> holders() {
		return List.of();
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
	 */
	private record AloneLeadership(String role) implements Leadership {

		@Override
		public boolean isLeader() {
			return true;
		}

		@Override
		public @Nullable FencingToken token() {
			return null;
		}

		@Override
		public void yield() {
			// There is nobody to hand it over to.
		}

	}

}

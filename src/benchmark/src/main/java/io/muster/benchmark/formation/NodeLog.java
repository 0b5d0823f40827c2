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

package io.muster.benchmark.formation;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When a node did what, by its own account: its lines carry the time at which they were
 * written, and all processes of a machine have the same clock. So nodes need not be
 * asked.
 */
final class NodeLog {

	private final Map<Milestone, Long> milestones = new EnumMap<>(Milestone.class);

	private final Map<String, Long> up = new HashMap<>();

	/**
	 * Note that the node reached a milestone. Only the earliest time counts.
	 * @param milestone the milestone
	 * @param millis the time
	 */
	void reached(Milestone milestone, long millis) {
		this.milestones.merge(milestone, millis, Math::min);
	}

	/**
	 * Note that the node saw a member up.
	 * @param address the member
	 * @param millis the time
	 */
	void up(String address, long millis) {
		this.up.merge(address, millis, Math::min);
	}

	OptionalLong at(Milestone milestone) {
		Long millis = this.milestones.get(milestone);
		return (millis != null) ? OptionalLong.of(millis) : OptionalLong.empty();
	}

	/**
	 * Return whether the node has written all that matters: that it sees members up, and,
	 * if it has written how it becomes a member, also that it is one. Two of its threads
	 * write these lines.
	 * @param addresses the members
	 */
	boolean isComplete(Collection<String> addresses) {
		boolean writesMilestones = this.milestones.containsKey(Milestone.FOUNDS)
				|| this.milestones.containsKey(Milestone.JOINS);
		return this.up.keySet().containsAll(addresses)
				&& (!writesMilestones || this.milestones.containsKey(Milestone.MEMBER));
	}

	/**
	 * Return when the node saw the first member up.
	 */
	long firstUp() {
		return this.up.values().stream().mapToLong(Long::longValue).min().orElseThrow();
	}

	/**
	 * Return when the node saw the last member up.
	 */
	long lastUp() {
		return this.up.values().stream().mapToLong(Long::longValue).max().orElseThrow();
	}

}

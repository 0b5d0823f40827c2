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

package io.muster.sample.demo;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The cluster as one node shows it at {@code /actuator/cluster}.
 *
 * @param status status of the node that shows it
 * @param self address of that node, {@code null} while its engine starts
 * @param leader address of the leader, {@code null} if there is none
 * @param members the members
 * @param departed the members that left or failed
 */
record ClusterView(@Nullable String status, @Nullable String self, @Nullable String leader, List<Member> members,
		List<Departed> departed) {

	/**
	 * A member.
	 *
	 * @param address its address
	 * @param uid uid of its incarnation
	 * @param status its status
	 * @param reachable whether it can be reached
	 */
	record Member(String address, String uid, String status, boolean reachable) {
	}

	/**
	 * A former member.
	 *
	 * @param address its address
	 * @param uid uid of its incarnation
	 * @param kind {@code LEFT} or {@code FAILED}
	 * @param at when it was removed
	 */
	record Departed(String address, String uid, String kind, Instant at) {
	}

}

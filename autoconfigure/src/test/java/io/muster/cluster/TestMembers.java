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

package io.muster.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Members for tests. The node on host {@code h1} is {@code pekko://orders@h1:25520} with
 * uid 1.
 */
public final class TestMembers {

	/**
	 * When all of them were last seen to change.
	 */
	public static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

	private TestMembers() {
	}

	/**
	 * Return a node.
	 * @param host the host on which it runs
	 * @return the node
	 */
	public static Node node(String host) {
		return new Node(new NodeAddress("pekko", "orders", host, 25520), 1);
	}

	/**
	 * Return a member.
	 * @param host the host on which it runs
	 * @param status its status
	 * @param roles its roles
	 * @return the member, reachable
	 */
	public static Member member(String host, MemberStatus status, String... roles) {
		return new Member(node(host), status, Set.of(roles), "default", true, SINCE);
	}

	/**
	 * Return a member that cannot be reached.
	 * @param host the host on which it runs
	 * @param status its status
	 * @return the member
	 */
	public static Member unreachable(String host, MemberStatus status) {
		return new Member(node(host), status, Set.of(), "default", false, SINCE);
	}

	/**
	 * Return a state of the node on host {@code h1}, without a leader.
	 * @param status the status of its engine
	 * @param members the members
	 * @return the state
	 */
	public static ClusterState state(EngineStatus status, Member... members) {
		return new ClusterState(status, node("h1"), List.of(members), null, List.of());
	}

}

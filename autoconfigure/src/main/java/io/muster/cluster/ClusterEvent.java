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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Spring application event for a change in the cluster. Events are published in order,
 * one at a time, on a thread of their own, and never before the application's listeners
 * exist.
 */
public sealed interface ClusterEvent {

	/**
	 * This node became a member: it founded the cluster or joined it.
	 *
	 * @param self this node
	 * @param members the members of the cluster, this node included
	 */
	record ClusterFormed(Member self, List<Member> members) implements ClusterEvent {
	}

	/**
	 * A node was accepted by the cluster.
	 *
	 * @param member the member
	 */
	record MemberJoined(Member member) implements ClusterEvent {
	}

	/**
	 * A member became a working member.
	 *
	 * @param member the member
	 */
	record MemberUp(Member member) implements ClusterEvent {
	}

	/**
	 * A member cannot be reached any more.
	 *
	 * @param member the member
	 */
	record MemberUnreachable(Member member) implements ClusterEvent {
	}

	/**
	 * An unreachable member can be reached again.
	 *
	 * @param member the member
	 */
	record MemberReachable(Member member) implements ClusterEvent {
	}

	/**
	 * A member left gracefully. {@link MemberRemoved} follows.
	 *
	 * @param member the member as it was last seen
	 */
	record MemberLeft(Member member) implements ClusterEvent {
	}

	/**
	 * A member was declared failed. {@link MemberRemoved} follows.
	 *
	 * @param member the member as it was last seen
	 */
	record MemberFailed(Member member) implements ClusterEvent {
	}

	/**
	 * A member was removed, because it left or failed.
	 *
	 * @param member the member as it was last seen
	 */
	record MemberRemoved(Member member) implements ClusterEvent {
	}

	/**
	 * The leader changed, there is none any more, or this node begins or stops acting as
	 * the leader.
	 *
	 * @param leader the leader or {@code null} if there is none
	 * @param self whether this node is the leader and acts as such
	 */
	record LeaderChanged(@Nullable Member leader, boolean self) implements ClusterEvent {
	}

	/**
	 * A second cluster of this name was found, or another one than before. It has also
	 * been logged. {@code muster.bootstrap.split-resolution} decides what is done about
	 * it.
	 *
	 * @param members the members of this node's own cluster
	 * @param other a member of the other cluster
	 * @param otherMembers how many members the other cluster has, 0 if unknown
	 */
	record SplitDetected(List<Member> members, NodeAddress other, int otherMembers) implements ClusterEvent {
	}

}

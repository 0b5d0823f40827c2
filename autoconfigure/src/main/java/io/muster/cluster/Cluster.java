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

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The cluster as applications see it: its members, and whether this node leads it. The
 * methods that read never block. They return what this node knows, before it has joined,
 * too. All methods may be called from any thread.
 *
 * @see ClusterEvent
 */
public interface Cluster {

	/**
	 * Return the name of the cluster.
	 * @return the name
	 */
	String name();

	/**
	 * Return this node.
	 * @return this node or {@code null} while it is not a member
	 */
	@Nullable Member self();

	/**
	 * Return the members.
	 * @return all members, whatever their status, oldest first; empty while this node is
	 * not a member
	 */
	List<Member> members();

	/**
	 * Return the members that cannot be reached.
	 * @return the unreachable members
	 */
	List<Member> unreachable();

	/**
	 * Return the leader: one of the servers of all data centers, which stays the leader
	 * until it leaves or is removed ({@code muster.cluster.leader-change}).
	 * @return the leader or {@code null} while there is none
	 */
	@Nullable Member leader();

	/**
	 * Return the leader of a data center. Each data center has its own leader.
	 * @param dataCenter the name of the data center, as set with
	 * {@code muster.cluster.data-center}
	 * @return the leader or {@code null} if there is none
	 */
	@Nullable Member leader(String dataCenter);

	/**
	 * Return whether this node acts as the {@link #leader()} at this moment. It does so
	 * only while it reaches a majority of the servers, and not for some seconds after its
	 * process was suspended. Ask again before each piece of work: the answer holds for
	 * now. A thread that is suspended between the answer and the work does not notice, so
	 * work that must never run twice also needs a lock or a fencing token.
	 * @return {@code true} if this node acts as the leader of the cluster
	 */
	boolean isLeader();

	/**
	 * Return whether this node acts as the leader of a data center at this moment, under
	 * the conditions of {@link #isLeader()} among the servers of that data center.
	 * @param dataCenter the name of the data center
	 * @return {@code false} also if this node runs in another one
	 */
	boolean isLeader(String dataCenter);

	/**
	 * Return the member that has been in the cluster longest, also while it cannot be
	 * reached.
	 * @param role the role that the member must have, {@code null} for any
	 * @return the oldest member or {@code null} if there is none
	 */
	@Nullable Member oldest(@Nullable String role);

	/**
	 * Join an existing cluster through the given members. Takes precedence over
	 * bootstrap, which stops. Returns at once; events report the outcome. May be called
	 * at any time before this node is a member: if the engine has not started yet, for
	 * example in an {@code ApplicationRunner}, this node joins when it has, and bootstrap
	 * does not decide before.
	 * @param seedNodes engine addresses of members; this node's own address and those of
	 * other clusters are ignored
	 * @throws IllegalArgumentException if no address is left
	 * @throws IllegalStateException if this node is a member already, or has been one, or
	 * the application stops
	 */
	void join(Collection<NodeAddress> seedNodes);

	/**
	 * Leave the cluster gracefully. Returns at once; events report the outcome.
	 */
	void leave();

	/**
	 * Ask a member to leave the cluster gracefully. Returns at once.
	 * @param address the address of the member
	 * @throws IllegalArgumentException if there is no such member
	 */
	void leave(NodeAddress address);

	/**
	 * Declare a member failed without waiting for the failure detector. Call this only
	 * for a member whose process has ended. Returns at once.
	 * @param address the address of the member
	 * @throws IllegalArgumentException if there is no such member
	 */
	void down(NodeAddress address);

}

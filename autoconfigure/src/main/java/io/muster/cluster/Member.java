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

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A node that is a member of the cluster.
 *
 * @param node the node
 * @param name its name, which should be unique in the cluster
 * @param status its status
 * @param roles its roles, sorted, without the role that stands for the data center
 * @param dataCenter the data center that it runs in
 * @param reachable {@code false} if the failure detector of any member reports it as
 * unreachable
 * @param since when this node saw its status or reachability change last; wall clock, for
 * display only
 * @param webAddress the base URL at which its application answers, its context path
 * included; {@code null} if it has no embedded web server, or does not say so
 */
public record Member(Node node, String name, MemberStatus status, Set<String> roles, String dataCenter,
		boolean reachable, Instant since, @Nullable URI webAddress) {

	public Member {
		roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
	}

	/**
	 * Create a member whose web address is not known.
	 * @param node the node
	 * @param name its name
	 * @param status its status
	 * @param roles its roles
	 * @param dataCenter the data center that it runs in
	 * @param reachable whether it can be reached
	 * @param since when its status or reachability changed last
	 */
	public Member(Node node, String name, MemberStatus status, Set<String> roles, String dataCenter, boolean reachable,
			Instant since) {
		this(node, name, status, roles, dataCenter, reachable, since, null);
	}

	/**
	 * Create a member without a configured name. Its name consists of cluster, host and
	 * port.
	 * @param node the node
	 * @param status its status
	 * @param roles its roles
	 * @param dataCenter the data center that it runs in
	 * @param reachable whether it can be reached
	 * @param since when its status or reachability changed last
	 */
	public Member(Node node, MemberStatus status, Set<String> roles, String dataCenter, boolean reachable,
			Instant since) {
		this(node, nameOf(node), status, roles, dataCenter, reachable, since);
	}

	private static String nameOf(Node node) {
		return node.address().system() + ":" + node.address().hostAndPort();
	}

	/**
	 * Return the address of the member's engine.
	 * @return the address
	 */
	public NodeAddress address() {
		return this.node.address();
	}

	/**
	 * Return whether the member is a client rather than a server.
	 * @return whether it has the role {@value NodeProfile#CLIENT_ROLE}
	 */
	public boolean isClient() {
		return this.roles.contains(NodeProfile.CLIENT_ROLE);
	}

	/**
	 * Return the text that identifies the member in the log: its address, preceded by its
	 * name if one is configured.
	 */
	String label() {
		return this.name.equals(nameOf(this.node)) ? address().toString() : this.name + " at " + address();
	}

	/**
	 * Return this member as one that has never been more than joining, because its
	 * cluster never counted.
	 */
	Member asJoining() {
		return new Member(this.node, this.name, MemberStatus.JOINING, this.roles, this.dataCenter, this.reachable,
				this.since, this.webAddress);
	}

	/**
	 * Return this member with the address of its web server.
	 * @param webAddress the base URL at which its application answers, {@code null} if it
	 * is not known
	 * @return the member
	 */
	public Member withWebAddress(@Nullable URI webAddress) {
		return new Member(this.node, this.name, this.status, this.roles, this.dataCenter, this.reachable, this.since,
				webAddress);
	}

	Member withReachable(boolean reachable, Instant since) {
		return (reachable == this.reachable) ? this : new Member(this.node, this.name, this.status, this.roles,
				this.dataCenter, reachable, since, this.webAddress);
	}

}

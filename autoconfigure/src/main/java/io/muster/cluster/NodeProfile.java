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

/**
 * What a node is in its cluster, and where.
 *
 * @param client whether it is a client: a member that never founds and does not count
 * when the servers are counted that have found each other
 * @param dataCenter the data center that it runs in
 */
public record NodeProfile(boolean client, String dataCenter) {

	/**
	 * The role that all members know a client by.
	 */
	public static final String CLIENT_ROLE = "client";

	/**
	 * A server in the data center that nodes run in if nobody says anything else.
	 */
	public static final NodeProfile DEFAULT = new NodeProfile(false, "default");

	/**
	 * Return whether a node counts among those that another expects to find: the servers
	 * of its own data center.
	 * @param other the other node's placement
	 * @return whether it counts
	 */
	public boolean countsFor(NodeProfile other) {
		return !this.client && this.dataCenter.equals(other.dataCenter);
	}

}

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
 * Whether a node is a client, and the data center that it runs in.
 *
 * @param client whether the node is a client: a member that never founds a cluster and is
 * not counted among the required servers
 * @param dataCenter the data center that the node runs in
 */
public record NodeProfile(boolean client, String dataCenter) {

	/**
	 * The role that marks a client for all members.
	 */
	public static final String CLIENT_ROLE = "client";

	/**
	 * A server in the default data center.
	 */
	public static final NodeProfile DEFAULT = new NodeProfile(false, "default");

	/**
	 * Return whether a node with this profile counts among the nodes that another one
	 * expects to find. These are the servers of the other node's data center.
	 * @param other the other node's profile
	 * @return whether it counts
	 */
	public boolean countsFor(NodeProfile other) {
		return !this.client && this.dataCenter.equals(other.dataCenter);
	}

}

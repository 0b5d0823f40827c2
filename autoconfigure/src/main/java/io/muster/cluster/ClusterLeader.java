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

import org.jspecify.annotations.Nullable;

/**
 * Who leads a cluster, as a node knows it.
 *
 * @param change when another server becomes the leader
 * @param node the leader, {@code null} while there is none
 * @param acting whether it is this node, and acts as the leader at the moment
 * @param obstacle why it does not act as the leader, for a message; {@code null} if it
 * acts, or if it is another node
 * @param settled whether all servers know when another server becomes the leader
 */
public record ClusterLeader(LeaderChange change, @Nullable Node node, boolean acting, @Nullable String obstacle,
		boolean settled) {

	/**
	 * No leader yet.
	 */
	public static final ClusterLeader NONE = new ClusterLeader(LeaderChange.SAFE, null, false, null, false);

}

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
 * Status of this node's {@link ClusterEngine}.
 */
public enum EngineStatus {

	/**
	 * Not started, or starting.
	 */
	NEW,

	/**
	 * Started, and neither founding nor joining a cluster.
	 */
	STARTED,

	/**
	 * Founding or joining a cluster, and not a member yet. If the engine has entered a
	 * cluster that has too few members, {@link ClusterState#forming()} has them.
	 */
	JOINING,

	/**
	 * This node is a member.
	 */
	MEMBER,

	/**
	 * This node is a member that is leaving.
	 */
	LEAVING,

	/**
	 * This node was a member and was removed. This incarnation cannot join again.
	 */
	REMOVED,

	/**
	 * Stopped, or failed to start.
	 */
	STOPPED

}

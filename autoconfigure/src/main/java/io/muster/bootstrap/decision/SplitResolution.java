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

package io.muster.bootstrap.decision;

/**
 * What a node does when it finds a second cluster. All nodes choose the same side to give
 * way: the cluster with fewer members. Of two clusters of one size, it is the one whose
 * oldest member has the higher address.
 */
public enum SplitResolution {

	/**
	 * Report it. An operator has to resolve it.
	 */
	ALERT,

	/**
	 * Report it. The nodes of the side that gives way leave their cluster and join the
	 * other.
	 */
	REJOIN,

	/**
	 * Report it. The applications of the side that gives way close.
	 */
	SHUTDOWN

}

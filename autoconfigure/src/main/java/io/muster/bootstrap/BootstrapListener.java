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

package io.muster.bootstrap;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.muster.bootstrap.formation.Split;
import io.muster.cluster.NodeAddress;

/**
 * Listens to what bootstrap does. Called on one thread; must not block.
 */
public interface BootstrapListener {

	/**
	 * A lookup of contact points ended.
	 * @param succeeded whether it succeeded
	 */
	default void lookedUp(boolean succeeded) {
	}

	/**
	 * A probe ended.
	 * @param outcome {@code answered}, or the kind of failure in lower case
	 */
	default void probed(String outcome) {
	}

	/**
	 * A second cluster was found, which differs from the last, or none is seen any more.
	 * @param split the split, {@code null} if none is seen any more
	 */
	default void splitChanged(@Nullable Split split) {
	}

	/**
	 * This node is to leave its cluster, because the cluster gives way to another or has
	 * no server any more.
	 * @param seedNodes members of the other cluster, empty to look for one
	 */
	default void givesWay(List<NodeAddress> seedNodes) {
	}

}

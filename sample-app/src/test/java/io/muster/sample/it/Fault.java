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

package io.muster.sample.it;

/**
 * Kinds of what goes wrong with nodes, their links, disks and registries.
 */
enum Fault {

	/**
	 * Two sides do not reach each other.
	 */
	PARTITION,

	/**
	 * What one node sends to another is lost.
	 */
	ONE_WAY,

	/**
	 * One node reaches two sides that do not reach each other.
	 */
	BRIDGE,

	/**
	 * What one node sends is lost.
	 */
	MUTE,

	/**
	 * What is sent to one node is lost.
	 */
	DEAF,

	/**
	 * The link of one node comes and goes.
	 */
	FLAPPING,

	/**
	 * Engines of two sides do not reach each other, and their web servers do.
	 */
	ENGINES,

	/**
	 * The founder is cut off right after it has decided.
	 */
	FOUNDER_CUT,

	/**
	 * The founder is suspended right after it has decided.
	 */
	FOUNDER_SUSPENDED,

	/**
	 * One node is suspended.
	 */
	SUSPENDED,

	/**
	 * One node is killed, and started again.
	 */
	KILLED,

	/**
	 * All nodes are killed, and started again.
	 */
	ALL_KILLED,

	/**
	 * One node is asked to end, and started again.
	 */
	TERMINATED,

	/**
	 * The disk of one node is full, and the node is killed and started again.
	 */
	DISK_FULL,

	/**
	 * One node is killed, loses what it stored, and is started again.
	 */
	DISK_LOST,

	/**
	 * One node is killed, what it stored is damaged, and it is started again.
	 */
	DISK_DAMAGED,

	/**
	 * The registries of nodes list other contact points than there are, or fail.
	 */
	DISCOVERY,

	/**
	 * The nodes are started again one after the other, with another required number.
	 */
	NUMBER;

	/**
	 * Return whether it befalls nodes that form a cluster for the first time.
	 */
	boolean isAtFounding() {
		return this == FOUNDER_CUT || this == FOUNDER_SUSPENDED;
	}

	/**
	 * Return whether it needs a data directory.
	 */
	boolean needsDisk() {
		return this == ALL_KILLED || this == DISK_FULL || this == DISK_LOST || this == DISK_DAMAGED;
	}

}

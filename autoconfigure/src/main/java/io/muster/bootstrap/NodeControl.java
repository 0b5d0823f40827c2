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

import java.time.Duration;
import java.util.Collection;

import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;

/**
 * Has this node enter a cluster or stay outside, on behalf of an operator. All methods
 * return at once and may be called from any thread.
 */
public interface NodeControl {

	/**
	 * Enter a cluster. A member leaves its cluster first. A node that has been a member
	 * enters as a fresh incarnation of its engine, which has to be restartable.
	 * @param contactPoints contact points of other nodes. This and all later incarnations
	 * of this node probe them, as they probe those that discovery finds
	 * @param seedNodes members to join through. If there are none, a member stays where
	 * it is, and any other node bootstraps
	 * @throws IllegalStateException if bootstrap is off, or the application is stopping
	 */
	void enter(Collection<ContactPoint> contactPoints, Collection<NodeAddress> seedNodes);

	/**
	 * Stay outside once this node has left its cluster, for whatever reason it leaves.
	 * Lasts until {@link #enter} is called or the application is started again.
	 */
	void stayOut();

	/**
	 * Add contact points later. They are those of clusters that are about to give way,
	 * and must not be taken for a second cluster until they have done so.
	 * @param contactPoints the contact points
	 * @param delay how much later
	 * @throws IllegalStateException if bootstrap is off
	 */
	void addContactPoints(Collection<ContactPoint> contactPoints, Duration delay);

}

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

package io.muster.operations;

import java.time.Duration;
import java.util.Collection;

import io.muster.bootstrap.NodeControl;
import io.muster.cluster.ClusterEngine;
import io.muster.cluster.NodeAddress;
import io.muster.contactpoint.ContactPoint;
import io.muster.operations.OperationRefusedException.Kind;

/**
 * Refuses to join and leave where the application is no node of a cluster.
 */
public final class AloneOperations implements NodeControl {

	private AloneOperations() {
	}

	/**
	 * Return the operations of a node that is alone.
	 * @param engine its engine
	 * @return the operations
	 */
	public static ClusterOperations of(ClusterEngine engine) {
		return new ClusterOperations(engine, new AloneOperations(), () -> {
			throw refused();
		});
	}

	@Override
	public void enter(Collection<ContactPoint> contactPoints, Collection<NodeAddress> seedNodes) {
		throw refused();
	}

	@Override
	public void stayOut() {
		throw refused();
	}

	@Override
	public void addContactPoints(Collection<ContactPoint> contactPoints, Duration delay) {
		throw refused();
	}

	private static OperationRefusedException refused() {
		return new OperationRefusedException(Kind.CONFLICT,
				"This node is alone, and neither joins a cluster nor leaves one: muster.enabled is false");
	}

}

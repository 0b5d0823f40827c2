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

package io.muster.actuate;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import io.muster.cluster.ClusterEngine;
import io.muster.leader.EngineLeaderships;
import io.muster.leader.Leaderships;

/**
 * {@link Endpoint @Endpoint} that shows who leads what, and how the servers agree on it.
 */
@Endpoint(id = "leadership", defaultAccess = Access.READ_ONLY)
public final class LeadershipEndpoint {

	private final ClusterEngine engine;

	private final Leaderships leaderships;

	/**
	 * Create an endpoint.
	 * @param engine the engine
	 * @param leaderships the leaderships
	 */
	public LeadershipEndpoint(ClusterEngine engine, Leaderships leaderships) {
		this.engine = engine;
		this.leaderships = leaderships;
	}

	/**
	 * Return whether another server could lead what this one leads.
	 */
	boolean hasSuccessor() {
		return this.leaderships.canStandDown();
	}

	/**
	 * Return who leads what, as this node knows it.
	 * @return the leaderships
	 */
	@ReadOperation
	public LeadershipDescriptor leadership() {
		return LeadershipDescriptor.of(this.engine.state(), this.leaderships,
				(this.leaderships instanceof EngineLeaderships elected) ? elected.report() : null);
	}

}

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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

import io.muster.operations.ClusterOperations;
import io.muster.operations.JoinOutcome;

/**
 * {@link EndpointJmxExtension @EndpointJmxExtension} of {@link ClusterEndpoint}: its
 * write operations, each with its own parameters.
 */
@EndpointJmxExtension(endpoint = ClusterEndpoint.class)
public final class ClusterEndpointJmxExtension {

	private final ClusterOperations operations;

	public ClusterEndpointJmxExtension(ClusterOperations operations) {
		this.operations = operations;
	}

	/**
	 * Join other nodes.
	 * @param addresses the addresses of other nodes' web servers, separated by commas
	 * @return the outcome
	 */
	@WriteOperation
	public JoinOutcome join(String addresses) {
		return this.operations.join(AddressList.parse(addresses));
	}

	/**
	 * Leave the cluster.
	 */
	@WriteOperation
	public void leave() {
		this.operations.leave();
	}

	/**
	 * Have a member leave.
	 * @param node its name, its engine address, or host and port of that
	 * @param force whether to declare it failed
	 */
	@DeleteOperation
	public void remove(String node, @Nullable Boolean force) {
		this.operations.remove(node, Boolean.TRUE.equals(force));
	}

}

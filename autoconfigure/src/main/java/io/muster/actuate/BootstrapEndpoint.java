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

import io.muster.bootstrap.BootstrapCoordinator;

/**
 * {@link Endpoint @Endpoint} that says why this node has not joined yet, or how it
 * joined.
 */
@Endpoint(id = "bootstrap", defaultAccess = Access.READ_ONLY)
public final class BootstrapEndpoint {

	private final BootstrapCoordinator coordinator;

	public BootstrapEndpoint(BootstrapCoordinator coordinator) {
		this.coordinator = coordinator;
	}

	/**
	 * Return the present state of bootstrap.
	 * @return the report
	 */
	@ReadOperation
	public BootstrapDescriptor bootstrap() {
		return new BootstrapDescriptor(this.coordinator.report());
	}

}

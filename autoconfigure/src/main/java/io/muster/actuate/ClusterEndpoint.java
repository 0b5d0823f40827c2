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

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

import io.muster.actuate.ClusterDescriptor.MemberDescriptor;
import io.muster.cluster.ClusterEngine;

/**
 * {@link Endpoint @Endpoint} that shows the members of the cluster, as this node sees it.
 */
@Endpoint(id = "cluster", defaultAccess = Access.READ_ONLY)
public final class ClusterEndpoint {

	private final ClusterEngine engine;

	public ClusterEndpoint(ClusterEngine engine) {
		this.engine = engine;
	}

	/**
	 * Return the cluster, with the members and former members that match all of the given
	 * regular expressions, which have to match the whole value.
	 * @param status matches the status, or {@code left} or {@code failed}, in any case
	 * @param role matches a role
	 * @param name matches the name, host and port, or the engine address
	 * @return the cluster
	 */
	@ReadOperation
	public ClusterDescriptor cluster(@Nullable String status, @Nullable String role, @Nullable String name) {
		return ClusterDescriptor.of(this.engine, MemberFilter.of(status, role, name));
	}

	/**
	 * Return one member.
	 * @param node its name, its engine address, or host and port of that
	 * @return the member or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable MemberDescriptor member(@Selector String node) {
		return cluster(null, null, null).members()
			.stream()
			.filter((member) -> member.name().equals(node) || member.address().equals(node)
					|| member.address().endsWith("@" + node))
			.findFirst()
			.orElse(null);
	}

}
